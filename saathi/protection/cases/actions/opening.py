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

INITIAL_TEAM_ROLES = (TeamRole.CASE_WORKER, TeamRole.COUNSELLOR, TeamRole.LEGAL_REPRESENTATIVE)


@transaction.atomic
def open_case(*, child: Child, opened_on: dt.date, actor: Staff) -> Case:
    """A new case for a child, worked on by the one who opens it, with the seats her team needs.

    Asks for nothing: no status, document, consent to cooperate or classification opens or shuts
    the way to help.
    """
    access.require(actor, Permission.OPEN_CASE, child)

    case = Case(
        file_id=child.file_id, child=child, office=actor.office, worker=actor, opened_on=opened_on
    )
    writing.add(case, actor=actor)
    writing.add_all([*_seats(case, actor), *duties.new_case_duties(case)], actor=actor)
    return case


@dataclass(frozen=True)
class ImportedCase:
    """A case that comes from another system: since when, whose it is now, how it stands."""

    child: Child
    opened_on: dt.date
    worker: Staff
    risk: str = ""
    closed_on: dt.date | None = None
    closing_reason: str = ""


@transaction.atomic
def import_cases(*, imported: Sequence[ImportedCase], office: Office, actor: Staff) -> list[Case]:
    """The cases as they stood in the other system, with few statements for all.

    What is due in an open one counts from today: what was done before, nobody can tell here. A closed
    one has no team and nothing due; who reopens it gives it both.
    """
    access.require(actor, Permission.IMPORT)

    cases = writing.add_all([_imported_case(one, office) for one in imported], actor=actor)
    open_ones = [
        (case, one.worker) for case, one in zip(cases, imported, strict=True) if not one.closed_on
    ]
    around: list[Seat | Due] = [seat for case, worker in open_ones for seat in _seats(case, worker)]
    around += duties.imported_case_duties([case for case, _worker in open_ones], office=office)
    writing.add_all(around, actor=actor)
    return cases


def _imported_case(imported: ImportedCase, office: Office) -> Case:
    case = Case(
        file_id=imported.child.file_id,
        child=imported.child,
        office=office,
        worker=imported.worker,
        opened_on=imported.opened_on,
        risk=imported.risk,
    )
    if imported.closed_on:
        case.status, case.stage = CaseStatus.CLOSED, Stage.CLOSING
        case.closed_on, case.closing_reason = imported.closed_on, imported.closing_reason
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
        for role in INITIAL_TEAM_ROLES
    ]
