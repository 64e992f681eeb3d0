"""Opening a case: the staff member who opens it becomes its worker; other team roles are vacant."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from saathi.agencies import access, notices, writing
from saathi.agencies.models import Office, Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.vocabulary import TeamRole
from saathi.infra import clock
from saathi.people.models import Child
from saathi.protection.casework.cases.actions import duties
from saathi.protection.casework.cases.due_rules import RiskChange
from saathi.protection.casework.cases.models import Case, Due, Seat
from saathi.protection.casework.cases.vocabulary import (
    DANGER_LINKED_NOTICE,
    OPEN_STATUSES,
    CaseStatus,
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
    reported_at: dt.datetime | None = None  # when its danger began; now if not given
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
def add_danger_report(*, child: Child, received_at: dt.datetime, actor: Staff) -> None:
    """Links a report of immediate danger to the open case of a child: a visit is due now.

    The danger begins now, not when the report was received: an earlier visit, whose author may have
    responded to something else or did not know of the report, ends nothing. The supervisors are
    notified, so that someone else checks that it is the right child.
    """
    cases = access.visible(actor, Case).filter(child=child, status__in=OPEN_STATUSES)
    for case in cases.select_related("office").order_by("pk"):
        access.require(actor, Permission.OPEN_CASE, case)
        now = clock.now()
        writing.change(case, actor=actor, danger_reported_at=now, danger_received_at=received_at)
        duties.renew_duties(case=case, actor=actor, risk=RiskChange.HIGHER)
    notices.notify_supervisors(
        file_id=child.file_id, kind=DANGER_LINKED_NOTICE, record=child.file_id, actor=actor
    )


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
