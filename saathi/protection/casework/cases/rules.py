"""Rules of a case: its procedure, review, approval, assignment, visits.

Days of duties: `due_rules`. Closing: `closing_rules`. Reopening: `status_rules`.

Only approvals by our own users are refused here; events can always be recorded.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from saathi.infra.enough_text import has_enough_letters
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.casework.cases.vocabulary import (
    RISK_MEANINGS,
    ApprovalDecision,
    CapacityAssessment,
    ChildSafety,
    Facet,
    RiskLevel,
    VisitKind,
)


@dataclass(frozen=True, slots=True)
class RiskTimes:
    """The time targets of one risk level."""

    assessment_hours: int
    visit_days: int
    retry_days: int = 1  # to the next attempt after a visit at which the child was not met
    review_days: int = 91


# The domains that an assessment covers if a procedure names none; derived, to be verified.
REQUIRED_DOMAINS: Final = (
    Facet.PROTECTION, Facet.CARE, Facet.FAMILY, Facet.MEDICAL, Facet.PSYCHOLOGICAL, Facet.LITERACY,
    Facet.LEGAL, Facet.PARTICIPATION,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Procedure:
    """The time targets of one country's procedure; each office may have its own.

    The defaults are common practice (domain B.1), not in the report: high risk 24 hours and a
    visit every week, medium 72 hours and every fortnight, low a week and every month; a plan two weeks
    after the assessment; a review every three months. Derived, to be verified: the next attempt after
    1, 3 or 7 days, a review after 30, 60 or 91 days, the alert at the third attempt in a row.
    """

    by_risk: Mapping[RiskLevel, RiskTimes] = field(
        default_factory=lambda: {
            RiskLevel.HIGH: RiskTimes(24, visit_days=7, retry_days=1, review_days=30),
            RiskLevel.MEDIUM: RiskTimes(72, visit_days=14, retry_days=3, review_days=60),
            RiskLevel.LOW: RiskTimes(168, visit_days=30, retry_days=7, review_days=91),
        }
    )
    # After a report with the urgency "within days"; a child in danger now or to be seen today is
    # visited that day. Derived, in no source: to be verified.
    report_visit_days: int = 3
    plan_days: int = 14
    review_days: int = 91
    contact_attempts: int = 3  # before contact counts as lost
    alert_attempts: int = 3  # visits in a row without meeting the child: the supervisor is alerted
    cases_per_worker: int = 25  # a common ratio (domain B.1); above it the supervisor is notified
    required_domains: tuple[Facet, ...] = REQUIRED_DOMAINS
    # What each risk level means, in the words of the country; empty: `vocabulary.RISK_MEANINGS`.
    meanings: Mapping[RiskLevel, str] = field(default_factory=dict)
    referral_days: int = 7  # a service answers within these; derived, in no source: to be verified
    # Contacts after a return: two in days, then monthly, quarterly and half-yearly until these
    # months. Derived, in no source: to be verified.
    return_first_days: int = 3
    return_second_days: int = 14
    return_monthly_until: int = 6
    return_quarterly_until: int = 12
    return_half_yearly_until: int = 24
    # After the planned arrival of a child in transfer, without a receipt: the alarm. Derived, to be verified.
    transfer_arrival_hours: int = 24
    return_missed_days: int = 7  # after these the supervisor is notified of a missed contact

    def meaning_of(self, level: RiskLevel) -> str:
        """What a risk level means: in the words of the country, or in those shipped with Saathi."""
        return self.meanings.get(level) or str(RISK_MEANINGS[level])


APPROVAL_TRANSITIONS: Final[Mapping[ApprovalDecision, frozenset[ApprovalDecision]]] = {
    ApprovalDecision.WAITING: frozenset(
        {
            ApprovalDecision.APPROVED,
            ApprovalDecision.SENT_BACK,
            ApprovalDecision.WITHDRAWN,
            ApprovalDecision.REPLACED,
        }
    ),
    ApprovalDecision.APPROVED: frozenset(),
    ApprovalDecision.SENT_BACK: frozenset(),
    ApprovalDecision.WITHDRAWN: frozenset(),
    ApprovalDecision.REPLACED: frozenset(),
}


ALREADY_DECIDED: Final = Reason("already_decided", _("This request has already been decided."))


# How many days before a child may first be 18 the worker is reminded [derived].
COMING_OF_AGE_DAYS: Final = 180


def reasons_against_review(
    *,
    weighed: str,
    is_participation_recorded: bool,
    capacities: CapacityAssessment,
    is_18: bool,
    consent_anew: str,
) -> tuple[Reason, ...]:
    """Why a review is incomplete: capacities are assessed (CPL-006), consent asked again at 18.

    The reviewer may also record that capacities were not assessed, or that consent is asked later.
    """
    reasons = []
    if not weighed.strip():
        text = _("Enter what the child now decides alone and where the child needs support.")
        if capacities == CapacityAssessment.NOT_JUDGED:
            text = _("Enter why capacities were not assessed.")
        reasons.append(Reason("weighed", text))
    if not is_participation_recorded:
        reasons.append(Reason("child_participation", _("Record whether the child was heard.")))
    if is_18 and not consent_anew:
        text = _("Record whether consent was renewed.")
        reasons.append(Reason("consent_anew", text))
    return tuple(reasons)


@dataclass(frozen=True, slots=True)
class ApprovalFacts:
    """One request for approval, as the approver sees it."""

    requested_by: str
    decision: ApprovalDecision
    version_asked: int
    version_now: int


def reasons_not_to_approve(
    request: ApprovalFacts, *, approver: str, supervises: bool
) -> tuple[Reason, ...]:
    """Why this person may not approve this request now; empty if they may.

    No one approves their own request, whatever their rank; the supervisor signs (domain B.1, plan
    and closure). A change after the request needs a new request.
    """
    reasons = []
    if approver == request.requested_by:
        reasons.append(Reason("own_request", _("You cannot approve your own request.")))
    if not supervises:
        text = _("Only a supervisor of this case may approve it.")
        reasons.append(Reason("not_supervisor", text))
    if ApprovalDecision.APPROVED not in APPROVAL_TRANSITIONS[request.decision]:
        reasons.append(ALREADY_DECIDED)
    if request.version_now != request.version_asked:
        text = _("The record was changed after it was submitted for approval.")
        reasons.append(Reason("changed_since", text))
    return tuple(reasons)


def is_caseload_full(open_cases: int, limit: int) -> bool:
    """Whether a worker with this many open cases is assigned another one only for a reason."""
    return open_cases >= limit


def reasons_not_to_assign(
    open_cases: int, procedure: Procedure, *, why_beyond: str
) -> tuple[Reason, ...]:
    """Why a case may not be assigned to a worker with `open_cases`; empty if it may (domain B.1).

    No limit prevents opening a file for a child who needs help now.
    """
    if why_beyond.strip() or not is_caseload_full(open_cases, procedure.cases_per_worker):
        return ()
    text = _(
        "This worker has the maximum number of open cases under the procedure. Enter a "
        "reason for assigning another case."
    )
    return (Reason("beyond", text),)


def reasons_against_recording_safe(
    kind: VisitKind, *, child_safe: ChildSafety, note: str, is_in_danger: bool
) -> tuple[Reason, ...]:
    """Why this contact cannot record the child as safe; empty if it can.

    While the child may be in danger (`is_in_danger`), a few signs as its note end no alert.
    """
    if child_safe != ChildSafety.YES:
        return ()
    reasons = []
    if kind == VisitKind.TELEPHONE:
        by_telephone = _(
            "You cannot see by telephone whether the child is safe. Choose “Not known” and "
            "write what the child said; the alert ends only with a visit."
        )
        reasons.append(Reason("child_safe", by_telephone))
    if not note.strip():
        reasons.append(Reason("note", _("Enter how you know that the child is safe.")))
    elif is_in_danger and not has_enough_letters(note):
        too_short = _(
            "This visit ends the alert. Enter how you know that the child is safe: at least 20 letters, "
            "without counting spaces, digits and signs."
        )
        reasons.append(Reason("note", too_short))
    return tuple(reasons)


def reasons_against_visit(happened_at: datetime, *, now: datetime) -> tuple[Reason, ...]:
    """Why a visit cannot be recorded; empty if it has happened."""
    if happened_at <= now:
        return ()
    return (Reason("happened_time", _("Enter a time that is not in the future.")),)
