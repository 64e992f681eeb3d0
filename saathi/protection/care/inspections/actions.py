"""Actions on inspections and notices; each step has its rule, its proof and its log entry."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, models, transaction

from saathi import audit
from saathi.agencies import access, notices, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.row_proofs import prove_rows
from saathi.infra import clock
from saathi.infra.reasons import Reason, Refused
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.care.facilities.models import Facility
from saathi.protection.care.inspections import notice_rules, queries, rules
from saathi.protection.care.inspections.models import (
    PLANNED_ONCE,
    FacilityNotice,
    Inspection,
    InspectionFinding,
)
from saathi.protection.care.inspections.rules import InspectorFacts, SubmissionFacts
from saathi.protection.care.inspections.vocabulary import (
    FACILITY_NOTICE_WAITS,
    INSPECTION_RETURNED_NOTICE,
    INSPECTION_WAITS_NOTICE,
    FacilityNoticeState,
    InspectionState,
)
from saathi.protection.care.standards.queries import set_in_force


class InspectionRefused(Refused):
    """A step of an inspection that is not possible, or not for this person; `reasons` say why."""


class FacilityNoticeRefused(Refused):
    """A notice that this person cannot issue or close; `reasons` say why."""


@dataclass(frozen=True)
class SeenInspection:
    """An inspection with the version that the person saw."""

    inspection: Inspection
    version: int


@transaction.atomic
def plan_inspection(
    *, facility: Facility, kind: str, planned_on: dt.date, actor: Staff
) -> Inspection:
    """Plans an inspection of a facility that the actor's agency does not operate.

    `InspectionRefused` if the agency plans one of the same type already, perhaps since a moment ago,
    or if the day has passed.
    """
    access.require(actor, Permission.INSPECT)
    _refuse_inspector(facility, actor)
    is_planned = queries.is_planned(facility.pk, kind, actor)
    reasons = rules.reasons_against_plan(
        planned_on, is_planned=is_planned, today=actor.office.today()
    )
    if reasons:
        raise InspectionRefused(reasons)
    added = Inspection(
        agency_id=actor.agency_id,
        facility=facility,
        kind=kind,
        planned_on=planned_on,
        state=InspectionState.PLANNED,
        recorded_by=actor.id,
    )
    try:
        added.save(force_insert=True)
    except IntegrityError as error:  # a colleague planned one since the check
        if PLANNED_ONCE in str(error):
            raise InspectionRefused((rules.ALREADY_PLANNED,)) from None
        raise
    _log(added, "inspection_planned", actor)
    return added


@transaction.atomic
def begin_inspection(
    *, seen: SeenInspection, held_on: dt.date, team: str, conflict: str, actor: Staff
) -> Inspection:
    """Begins an inspection as its lead, with the standards in force on that day."""
    inspection = seen.inspection
    require_inspection(inspection, InspectionState.PLANNED, actor)
    _refuse_inspector(inspection.facility, actor, conflict)
    if held_on > actor.office.today():
        raise InspectionRefused((rules.HELD_IN_THE_FUTURE,))
    standard_set = set_in_force(inspection.facility, held_on)
    if standard_set is None:
        raise InspectionRefused((rules.NO_STANDARDS,))
    values = {
        "state": InspectionState.OPEN.value,
        "standard_set_id": standard_set.pk,
        "held_on": held_on,
        "lead": actor.id,
        "lead_conflict": conflict,
        "team": team,
    }
    return _step(seen, values, "inspection_begun", actor)


@transaction.atomic
def cancel_inspection(*, seen: SeenInspection, why: str, actor: Staff) -> Inspection:
    """Cancels an inspection that has not begun."""
    require_inspection(seen.inspection, InspectionState.PLANNED, actor)
    values = {"state": InspectionState.CANCELLED.value, "why_cancelled": why}
    return _step(seen, values, "inspection_cancelled", actor)


@transaction.atomic
def assess_criterion(
    *, finding: InspectionFinding, version: int, result: str, evidence: str, actor: Staff
) -> InspectionFinding:
    """Saves one criterion, so that nothing is lost if the connection is."""
    require_inspection(finding.inspection, InspectionState.OPEN, actor)
    if reasons := rules.finding_reasons(result, evidence):
        raise InspectionRefused(reasons)
    values = {
        "result": result,
        "evidence": evidence,
        "recorded_by": actor.id,
        "recorded_at": clock.now(),
    }
    prove_rows([(finding, values)], by=actor.id)
    rows = InspectionFinding.objects.filter(pk=finding.pk, version=version)
    if not rows.update(**values, version=version + 1):
        raise writing.ChangedMeanwhile(finding)
    finding.refresh_from_db()
    _log(finding.inspection, "criterion_assessed", actor)
    return finding


@dataclass(frozen=True)
class InspectionAccount:
    """The people the inspectors heard, and what they found beyond the criteria; no names."""

    staff_seen: int | None
    children_heard: int | None
    themes: str
    discrimination: str
    discrimination_text: str


@transaction.atomic
def record_account(*, seen: SeenInspection, account: InspectionAccount, actor: Staff) -> Inspection:
    """Records how many staff and children were heard, the themes, and discrimination.

    `InspectionRefused` if discrimination was found and is not described, or not examined without why.
    """
    require_inspection(seen.inspection, InspectionState.OPEN, actor)
    reasons = rules.reasons_against_account(account.discrimination, account.discrimination_text)
    if reasons:
        raise InspectionRefused(reasons)
    return _step(seen, vars(account), "account_recorded", actor)


@transaction.atomic
def submit_inspection(*, seen: SeenInspection, actor: Staff) -> Inspection:
    """Submits a whole inspection to a second inspector; `InspectionRefused` with what is missing."""
    inspection = seen.inspection
    require_inspection(inspection, InspectionState.OPEN, actor)
    if reasons := submission_reasons(inspection, actor):
        raise InspectionRefused(reasons)
    values = {
        "state": InspectionState.SUBMITTED.value,
        "submitted_at": clock.now(),
        "why_returned": "",
    }
    submitted = _step(seen, values, "inspection_submitted", actor)
    for colleague in queries.second_inspectors(submitted, actor):
        notices.notify_staff(
            colleague, kind=INSPECTION_WAITS_NOTICE, record=submitted.pk, actor=actor
        )
    return submitted


def submission_reasons(inspection: Inspection, actor: Staff) -> tuple[Reason, ...]:
    """Why this person cannot submit the inspection yet; empty if they can."""
    if inspection.lead != actor.id:
        return (Reason("lead", _("The lead inspector submits the inspection.")),)
    return rules.reasons_against_submitting(
        SubmissionFacts(
            queries.count_open_findings(inspection),
            inspection.children_heard,
            inspection.discrimination,
            inspection.discrimination_text,
        )
    )


@transaction.atomic
def agree_to_inspection(*, seen: SeenInspection, conflict: str, actor: Staff) -> Inspection:
    """Makes an inspection final as the second inspector; the rule gives the result."""
    inspection = seen.inspection
    require_inspection(inspection, InspectionState.SUBMITTED, actor)
    _refuse_inspector(inspection.facility, actor, conflict)
    reasons = rules.reasons_against_agreeing(
        lead=inspection.lead, editors=queries.inspection_editors(inspection), actor_id=actor.id
    )
    if reasons:
        raise InspectionRefused(reasons)
    findings = queries.finding_facts(inspection)
    result = rules.inspection_result(findings)
    assert result is not None, "A submitted inspection has a result."
    assert inspection.held_on is not None, "A submitted inspection was held."
    values = {
        "state": InspectionState.FINAL.value,
        "second_conflict": conflict,
        "result": result.value,
        "reinspect_by": rules.reinspection_day(result, findings, inspection.held_on),
        "decided_by": actor.id,
        "decided_at": clock.now(),
    }
    return _step(seen, values, "inspection_agreed", actor)


@transaction.atomic
def return_inspection(*, seen: SeenInspection, why: str, actor: Staff) -> Inspection:
    """Returns an inspection to its lead as the second inspector."""
    inspection = seen.inspection
    require_inspection(inspection, InspectionState.SUBMITTED, actor)
    if reasons := rules.reasons_against_returning(lead=inspection.lead, actor_id=actor.id):
        raise InspectionRefused(reasons)
    values = {"state": InspectionState.OPEN.value, "why_returned": why}
    returned = _step(seen, values, "inspection_returned", actor)
    if returned.lead:
        notices.notify_staff(
            returned.lead, kind=INSPECTION_RETURNED_NOTICE, record=returned.pk, actor=actor
        )
    return returned


@dataclass(frozen=True)
class FacilityNoticeInput:
    """A notice: its kind, what the facility must do, until when."""

    kind: str
    text: str
    due_on: dt.date
    residents: str = ""  # where they go
    ordered_by: str = ""  # the other authority that ordered it, as a fact


@transaction.atomic
def issue_notice(
    *, facility: Facility, data: FacilityNoticeInput, inspection: UUID | None, actor: Staff
) -> FacilityNotice:
    """Issues a notice to a facility; suspensions and a closure stop placements at once.

    A closure or suspension of the licence then waits for a second inspector, unless another
    authority ordered it. `FacilityNoticeRefused` with reasons.
    """
    access.require(actor, Permission.INSPECT)
    _refuse_inspector(facility, actor)
    reasons = notice_rules.reasons_against_notice(
        data.kind,
        data.residents,
        data.due_on,
        today=actor.office.today(),
        reinspect_by=queries.reinspection_due(facility, actor.agency_id),
    )
    if reasons:
        raise FacilityNoticeRefused(reasons)
    added = FacilityNotice.objects.create(
        agency_id=actor.agency_id,
        facility=facility,
        inspection_id=inspection,
        recorded_by=actor.id,
        state=notice_rules.notice_state(data.kind, data.ordered_by),
        **vars(data),
    )
    _log(added, "notice_issued", actor)
    if added.state == FacilityNoticeState.ASKED:
        for colleague in queries.inspectors_besides(actor):
            notices.notify_staff(
                colleague, kind=FACILITY_NOTICE_WAITS, record=facility.pk, actor=actor
            )
    return added


@transaction.atomic
def agree_to_notice(*, notice: FacilityNotice, conflict: str, actor: Staff) -> FacilityNotice:
    """Agrees to a closure or suspension as the second inspector; `FacilityNoticeRefused` if not."""
    access.require(actor, Permission.INSPECT)
    if notice.agency_id != actor.agency_id:
        raise access.NotAllowed
    _refuse_inspector(notice.facility, actor, conflict)
    reasons = notice_rules.reasons_against_agreeing_to_notice(
        is_own=notice.recorded_by == actor.id,
        is_asked=notice.state == FacilityNoticeState.ASKED,
    )
    if reasons:
        raise FacilityNoticeRefused(reasons)
    values = {
        "state": FacilityNoticeState.OPEN.value,
        "answered_by": actor.id,
        "answered_at": clock.now(),
    }
    prove_rows([(notice, values)], by=actor.id)
    FacilityNotice.objects.filter(pk=notice.pk).update(**values)
    notice.refresh_from_db()
    _log(notice, "notice_agreed", actor)
    return notice


@transaction.atomic
def close_notice(
    *, notice: FacilityNotice, checked_on: dt.date, proof: str, actor: Staff
) -> FacilityNotice:
    """Closes a notice after a check, with the proof; `FacilityNoticeRefused` with reasons."""
    access.require(actor, Permission.INSPECT)
    if notice.agency_id != actor.agency_id:
        raise access.NotAllowed
    _refuse_inspector(notice.facility, actor)
    reasons = notice_rules.reasons_against_closing(
        is_own=notice.recorded_by == actor.id,
        is_open=notice.state != FacilityNoticeState.CLOSED,
        checked_on=checked_on,
        issued_on=actor.office.date_of(notice.recorded_at),
        today=actor.office.today(),
    )
    if reasons:
        raise FacilityNoticeRefused(reasons)
    values = {
        "state": FacilityNoticeState.CLOSED.value,
        "checked_on": checked_on,
        "proof": proof,
        "decided_by": actor.id,
        "decided_at": clock.now(),
    }
    prove_rows([(notice, values)], by=actor.id)
    FacilityNotice.objects.filter(pk=notice.pk).update(**values)
    notice.refresh_from_db()
    _log(notice, "notice_closed", actor)
    return notice


def _refuse_inspector(facility: Facility, actor: Staff, conflict: str = "none") -> None:
    facts = InspectorFacts(
        queries.is_operated_by(facility.pk, actor.agency_id),
        conflict,
        queries.has_declared_conflict(facility.pk, actor.id),
    )
    if reasons := rules.reasons_against_inspector(facts):
        raise InspectionRefused(reasons)


def require_inspector(inspection: Inspection, actor: Staff) -> None:
    """Raises unless the actor inspects for the agency of this inspection."""
    access.require(actor, Permission.INSPECT)
    if inspection.agency_id != actor.agency_id:
        raise access.NotAllowed


def refuse_barred(inspection: Inspection, actor: Staff) -> None:
    """Raises `InspectionRefused` if the actor declared a connection with the facility."""
    is_barred = queries.has_declared_conflict(inspection.facility_id, actor.id)
    if reasons := rules.reasons_against_inspector(InspectorFacts(False, has_declared=is_barred)):
        raise InspectionRefused(reasons)


def require_inspection(inspection: Inspection, state: InspectionState, actor: Staff) -> None:
    """Raises unless the actor inspects for this agency and the inspection has the state."""
    require_inspector(inspection, actor)
    refuse_barred(inspection, actor)
    if reasons := rules.reasons_against_step(inspection.state, state):
        raise InspectionRefused(reasons)


def _step(seen: SeenInspection, values: Mapping[str, Any], action: str, actor: Staff) -> Inspection:
    inspection = seen.inspection
    prove_rows([(inspection, values)], by=actor.id)
    rows = Inspection.objects.filter(pk=inspection.pk, version=seen.version)
    if not rows.update(**values, version=models.F("version") + 1):
        raise writing.ChangedMeanwhile(inspection)
    inspection.refresh_from_db()
    _log(inspection, action, actor)
    return inspection


def _log(row: Inspection | FacilityNotice, action: str, actor: Staff) -> None:
    model = "inspections.inspection" if isinstance(row, Inspection) else "inspections.notice"
    audit.record(
        audit.AuditKind.WROTE,
        by=actor.id,
        agency=actor.agency_id,
        objects=[row.pk, row.facility_id],
        detail={"action": action, "model": model},
    )
