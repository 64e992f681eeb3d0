"""Opening a case: the one who opens it works on it; the seats of the team stand empty."""

import datetime as dt

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.vocabulary import TeamRole
from saathi.people.models import Child
from saathi.protection.cases.actions import duties
from saathi.protection.cases.models import Case, Seat

SEATS = (TeamRole.CASE_WORKER, TeamRole.COUNSELLOR, TeamRole.LEGAL_REPRESENTATIVE)


@transaction.atomic
def open_case(*, child: Child, opened_on: dt.date, by: Staff) -> Case:
    """A new case for a child, worked on by the one who opens it, with the seats her team needs.

    Asks for nothing: no status, document, consent to cooperate or classification opens or shuts
    the way to help.
    """
    access.require(by, Permission.OPEN_CASE, child)

    case = Case(
        file_id=child.file_id, child=child, office=by.office, worker=by, opened_on=opened_on
    )
    writing.add(case, by=by)
    seats = [Seat(file_id=case.file_id, case=case, role=role) for role in SEATS]
    for seat in seats:
        seat.staff = by if seat.role == TeamRole.CASE_WORKER else None
    writing.add_all([*seats, *duties.first_of(case)], by=by)
    return case
