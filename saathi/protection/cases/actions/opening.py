"""Opening a case: the one who opens it works on it; the seats of the team stand empty."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Office, Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.vocabulary import TeamRole
from saathi.people.models import Child
from saathi.protection.cases.actions import duties
from saathi.protection.cases.models import Case, Due, Seat
from saathi.protection.cases.vocabulary import CaseStatus, Stage

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
    writing.add_all([*_seats(case, by), *duties.first_of(case)], by=by)
    return case


@dataclass(frozen=True)
class Brought:
    """A case that comes from another system: since when, whose it is now, how it stands."""

    child: Child
    opened_on: dt.date
    worker: Staff
    risk: str = ""
    closed_on: dt.date | None = None
    closing_reason: str = ""


@transaction.atomic
def bring_cases(*, brought: Sequence[Brought], office: Office, by: Staff) -> list[Case]:
    """The cases as they stood in the other system, with few statements for all.

    What is due in an open one counts from today: what was done before, nobody can tell here. A closed
    one has no team and nothing due; who reopens it gives it both.
    """
    access.require(by, Permission.IMPORT)

    cases = writing.add_all([_brought(one, office) for one in brought], by=by)
    open_ones = [
        (case, one.worker) for case, one in zip(cases, brought, strict=True) if not one.closed_on
    ]
    around: list[Seat | Due] = [seat for case, worker in open_ones for seat in _seats(case, worker)]
    around += duties.first_of_all([case for case, _worker in open_ones], office=office)
    writing.add_all(around, by=by)
    return cases


def _brought(one: Brought, office: Office) -> Case:
    case = Case(
        file_id=one.child.file_id,
        child=one.child,
        office=office,
        worker=one.worker,
        opened_on=one.opened_on,
        risk=one.risk,
    )
    if one.closed_on:
        case.status, case.stage = CaseStatus.CLOSED, Stage.CLOSING
        case.closed_on, case.closing_reason = one.closed_on, one.closing_reason
    return case


def _seats(case: Case, worker: Staff) -> list[Seat]:
    """The seats her team needs; the worker has taken hers."""
    return [
        Seat(
            file_id=case.file_id,
            case=case,
            role=role,
            staff=worker if role == TeamRole.CASE_WORKER else None,
        )
        for role in SEATS
    ]
