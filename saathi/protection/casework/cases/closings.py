"""Reads the requests to close a case. Open matters are collected by `desk.actions`."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from saathi.agencies import access, records
from saathi.agencies.models import Staff
from saathi.infra.reasons import Reason
from saathi.people.vocabulary import CONFIRMED_FROM_OUTSIDE, CONFIRMS_DEATH
from saathi.protection.casework.cases import closing_rules
from saathi.protection.casework.cases.assessed_levels import list_levels
from saathi.protection.casework.cases.models import Approval, Case, Closing, Visit
from saathi.protection.casework.cases.queries import last_assessment, office_procedure
from saathi.protection.casework.cases.vocabulary import (
    ApprovalDecision,
    ApprovalSubject,
    ClosingReason,
    EvaluationState,
    RiskLevel,
    VisitOutcome,
)


def last_closing(case: Case) -> Closing | None:
    """The latest request to close this case, whatever its outcome."""
    last = Closing.objects.filter(case=case).order_by("-recorded_at").first()
    if last is not None:
        last.case = case
    return last


def list_reopened_closings(case: Case) -> list[Closing]:
    """The closings after which the case was reopened, latest first; each is unchanged."""
    return list(Closing.objects.filter(case=case, reopened_on__isnull=False).order_by("-asked_on"))


def last_closing_approval(case: Case) -> Approval | None:
    """The latest approval request to close this case."""
    approvals = Approval.objects.filter(case=case, subject=ApprovalSubject.CLOSING)
    return approvals.order_by("-asked_at").first()


def waiting_closing_approval(closing: Closing) -> Approval | None:
    """The waiting approval request about this closing."""
    return Approval.objects.filter(
        case_id=closing.case_id,
        subject=ApprovalSubject.CLOSING,
        subject_id=closing.pk,
        decision=ApprovalDecision.WAITING,
    ).first()


def closing_facts(closing: Closing, staff: Staff) -> closing_rules.ClosingFacts:
    """The facts for the closing rule, as far as `staff` may read them."""
    stated = {
        **records.open_texts(closing),
        "evaluation": closing.evaluation,
        "death_source": closing.death_source,
        "died_on": closing.died_on,
        "requested_at": closing.recorded_at,
    }
    return closing_facts_of_case(
        closing.case, staff, reason=ClosingReason(closing.reason), stated=stated
    )


def closing_facts_of_case(
    case: Case, staff: Staff, *, reason: ClosingReason, stated: Mapping[str, Any]
) -> closing_rules.ClosingFacts:
    """The facts for the closing rule; `stated` is the content of the request, saved or not."""
    evaluation = stated.get("evaluation")
    return closing_rules.ClosingFacts(
        reason=reason,
        evaluation=EvaluationState(evaluation) if evaluation else None,
        contact_attempts=_failed_contact_days(case, staff)
        if reason == ClosingReason.LOST_CONTACT
        else (),
        outcome_recorded=reason in closing_rules.NEEDS_OUTCOME
        and not reasons_outcome_missing(case, staff),
        knows_what_it_means=bool(stated.get("knows_what_it_means")),
        has_summary=bool(str(stated.get("summary", "")).strip()),
        other_case_named=bool(str(stated.get("other_case", "")).strip()),
        death_confirmed=stated.get("death_source") in CONFIRMS_DEATH,
        met_since_death=reason == ClosingReason.DIED
        and stated.get("death_source") not in CONFIRMED_FROM_OUTSIDE
        and was_child_met_since(case, staff, stated.get("died_on"), stated.get("requested_at")),
    )


def was_child_met_since(
    case: Case, staff: Staff, died_on: dt.date | None, requested_at: dt.datetime | None
) -> bool:
    """Whether a visit met the child after the stated day of death; if it is unknown, since the request."""
    met = access.visible(staff, Visit).filter(case=case).exclude(outcome=VisitOutcome.NOT_MET)
    last = met.order_by("-happened_at").values_list("happened_at", flat=True).first()
    if last is None:
        return False
    if died_on is not None:
        return case.office.date_of(last) > died_on
    return requested_at is not None and last > requested_at


def _failed_contact_days(case: Case, staff: Staff) -> tuple[dt.date, ...]:
    """The days of failed attempts to contact the child since the last visit that met them."""
    days: list[dt.date] = []
    visits = access.visible(staff, Visit).filter(case=case).order_by("-happened_at")
    for happened_at, outcome in visits.values_list("happened_at", "outcome")[:50]:
        if outcome != VisitOutcome.NOT_MET:
            break
        days.append(case.office.date_of(happened_at))
    return tuple(days)


def reasons_outcome_missing(case: Case, staff: Staff) -> tuple[Reason, ...]:
    """Why no assessment that `staff` may read says that the child is safe or has recovered."""
    last = last_assessment(case, staff)
    if last is not None and last.at_registration:
        last = None  # a risk level set at registration is not an assessment
    today = case.office.today()
    levels = list_levels(case.pk, staff) if last else {}
    return closing_rules.reasons_without_outcome(
        assessed_on=last.assessed_on if last else None,
        risk=RiskLevel(last.risk) if last else None,
        needs=[level.state for level in levels.values()],
        today=today,
        procedure=office_procedure(case.office, on=today),
    )
