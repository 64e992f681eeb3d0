"""Opening a case: the staff member who opens it becomes its worker; other team roles are vacant."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Office, Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.vocabulary import TeamRole
from saathi.infra import clock
from saathi.people.models import Child
from saathi.protection.casework.cases.actions import duties
from saathi.protection.casework.cases.due_rules import RiskChange
from saathi.protection.casework.cases.models import Case, Due, Seat, Visit
from saathi.protection.casework.cases.vocabulary import (
    OPEN_STATUSES,
    CaseStatus,
    ChildSafety,
    Stage,
)
from saathi.protection.identification.intake.vocabulary import Urgency

INITIAL_TEAM_ROLES = (TeamRole.CASE_WORKER, TeamRole.COUNSELLOR, TeamRole.LEGAL_REPRESENTATIVE)


@dataclass(frozen=True)
class CaseStart:
    """Who works on a new case, and what is known about the danger; all may be left out."""

    worker: Staff | None = None  # the actor if not given
    awaits_assignment: bool = False  # the worker is a supervisor, who assigns the case
    urgency: str = ""  # of the report, as the person who opens the case judges it now
    is_reported_in_danger: bool = False  # by the report, whatever the urgency now
    reported_at: dt.datetime | None = None  # when the report was received; now if not given
    risk: str = ""
    over_limit_because: str = ""  # an OverLimitReason, if the worker's caseload is full


@transaction.atomic
def open_case(
    *, child: Child, opened_on: dt.date, actor: Staff, start: CaseStart | None = None
) -> Case:
    """A new case for a child, with the vacant team roles and the first duties.

    No status, document, consent to cooperate or classification is a condition for help. Another
    worker gets no right to the file by this (`agencies.actions.rights.pass_on_new_file`).
    """
    access.require(actor, Permission.OPEN_CASE, child)

    start = start or CaseStart()
    case = Case(
        file_id=child.file_id,
        child=child,
        office=actor.office,
        worker=start.worker or actor,
        awaits_assignment=start.awaits_assignment,
        urgency=start.urgency,
        danger_reported_at=_danger_reported_at(start),
        risk=start.risk,
        over_limit_because=start.over_limit_because,
        opened_on=opened_on,
    )
    writing.add(case, actor=actor)
    writing.add_all([*_seats(case, case.worker), *duties.new_case_duties(case)], actor=actor)
    return case


def _danger_reported_at(start: CaseStart) -> dt.datetime | None:
    if start.urgency != Urgency.NOW and not start.is_reported_in_danger:
        return None
    return start.reported_at or clock.now()


@transaction.atomic
def add_danger_report(
    *, child: Child, received_at: dt.datetime, recorded_at: dt.datetime, actor: Staff
) -> None:
    """Records a later report of immediate danger for a child with an open case: a visit is due now.

    `received_at` is typed; `recorded_at` is when the report was recorded here.
    """
    cases = access.visible(actor, Case).filter(child=child, status__in=OPEN_STATUSES)
    for case in cases.select_related("office").order_by("pk"):
        since = received_at
        if _was_safe_before(case, received_at, recorded_at, actor):
            since = max(received_at, recorded_at)
        if case.danger_reported_at is None or case.danger_reported_at < since:
            access.require(actor, Permission.OPEN_CASE, case)
            writing.change(case, actor=actor, danger_reported_at=since)
            duties.renew_duties(case=case, actor=actor, risk=RiskChange.HIGHER)


def _was_safe_before(
    case: Case, received_at: dt.datetime, recorded_at: dt.datetime, actor: Staff
) -> bool:
    """Whether a visit after the report recorded the child as safe before the report was recorded.

    Whoever recorded it did not know of the report, and responded to another danger.
    """
    safe = access.visible(actor, Visit).filter(case=case, child_safe=ChildSafety.YES)
    return safe.filter(happened_at__gt=received_at, recorded_at__lt=recorded_at).exists()


@dataclass(frozen=True)
class ImportedCase:
    """A case from another system: start date, current worker and state."""

    child: Child
    opened_on: dt.date
    worker: Staff
    risk: str = ""
    closed_on: dt.date | None = None
    closing_reason: str = ""
    stage: str = Stage.REGISTRATION


@transaction.atomic
def import_cases(*, imported: Sequence[ImportedCase], office: Office, actor: Staff) -> list[Case]:
    """Saves cases as they were in the other system, with few SQL statements for all.

    Duties of an open case count from today, because earlier steps are not known here. A closed case
    has neither team nor duties; reopening it creates both.
    """
    access.require(actor, Permission.IMPORT)

    cases = writing.add_all([_imported_case(row, office) for row in imported], actor=actor)
    open_cases = [
        (case, row.worker) for case, row in zip(cases, imported, strict=True) if not row.closed_on
    ]
    related: list[Seat | Due] = [
        seat for case, worker in open_cases for seat in _seats(case, worker)
    ]
    related += duties.imported_case_duties([case for case, _worker in open_cases], office=office)
    writing.add_all(related, actor=actor)
    return cases


def _imported_case(imported: ImportedCase, office: Office) -> Case:
    case = Case(
        file_id=imported.child.file_id,
        child=imported.child,
        office=office,
        worker=imported.worker,
        opened_on=imported.opened_on,
        risk=imported.risk,
        stage=imported.stage,
    )
    if imported.closed_on:
        case.status, case.stage = CaseStatus.CLOSED, Stage.CLOSING
        case.closed_on, case.closing_reason = imported.closed_on, imported.closing_reason
    return case


def _seats(case: Case, worker: Staff) -> list[Seat]:
    """The team roles a case starts with; only the case worker's is filled."""
    return [
        Seat(
            file_id=case.file_id,
            case=case,
            role=role,
            staff=worker if role == TeamRole.CASE_WORKER else None,
        )
        for role in INITIAL_TEAM_ROLES
    ]
