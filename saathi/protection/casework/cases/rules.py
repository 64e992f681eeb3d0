"""Rules of a case: deadlines, review, approval and status transitions. Closing: `closing_rules`.

Only approvals by our own users are refused here; events can always be recorded.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Final

from saathi.infra.enough_text import has_enough_letters
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.casework.cases.vocabulary import (
    RISK_MEANINGS,
    ApprovalDecision,
    CapacityAssessment,
    CaseStatus,
    ChildSafety,
    Duty,
    Facet,
    RiskLevel,
    VisitKind,
)
from saathi.protection.identification.intake.vocabulary import Urgency


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
    return_missed_days: int = 7  # after these the supervisor is notified of a missed contact

    def meaning_of(self, level: RiskLevel) -> str:
        """What a risk level means: in the words of the country, or in those shipped with Saathi."""
        return self.meanings.get(level) or str(RISK_MEANINGS[level])


@dataclass(frozen=True, slots=True)
class OfficeDays:
    """When the child's office is closed: days of the week (Monday is 0) and holidays."""

    weekend: frozenset[int] = frozenset()
    holidays: frozenset[date] = frozenset()

    def is_open(self, day: date) -> bool:
        """Whether the office works on that day."""
        return day.weekday() not in self.weekend and day not in self.holidays


@dataclass(frozen=True, slots=True)
class CaseTimes:
    """What happened in a case and when, in the office's time zone; None if it has not happened."""

    reported_at: datetime
    assessed_on: date | None = None
    plan_approved_on: date | None = None
    last_visit_on: date | None = None  # at which the child was met
    last_review_on: date | None = None
    attempts: int = 0  # visits since then at which the child was not met
    last_attempt_on: date | None = None
    danger_on: date | None = None  # in danger since then, while not recorded as safe
    is_met_in_danger: bool = False  # met since then
    is_fully_assessed: bool = True  # every domain that the procedure requires
    urgency: Urgency | None = None  # of the report that the case was opened from


@dataclass(frozen=True, slots=True)
class DutyDeadline:
    """One duty, its deadline, and the day from which the time was counted."""

    duty: Duty
    on: date
    counted_from: date
    attempts: int = 0  # of a visit: how often the child was not met since the last meeting


# A calendar that is closed for a whole month is a mistake: stop looking for an open day then.
_LONGEST_CLOSURE: Final = 31


def last_open_office_day(due: date, counted_from: date, office: OfficeDays) -> date:
    """The last open day by which a duty counted in whole days must be done.

    A time target is never extended: a closed day moves it to the open day before. If all days since
    `counted_from` are closed, it is the first open day after [derived].
    """
    day = due
    while day > counted_from:
        if office.is_open(day):
            return day
        day -= timedelta(days=1)
    for ahead in range(1, _LONGEST_CLOSURE + 1):
        if office.is_open(due + timedelta(days=ahead)):
            return due + timedelta(days=ahead)
    return due


def next_dues(
    times: CaseTimes, risk: RiskLevel | None, procedure: Procedure, office: OfficeDays
) -> tuple[DutyDeadline, ...]:
    """The next duties of a case, earliest first (CAS-009, domain B.1).

    Times count from when something happened, not from when it was recorded (AUT-006). Hours run
    through weekends and holidays, because danger does not wait; whole days end on office days. A
    risk not yet assessed counts as high. Until the child has been met, the urgency of the report
    can bring the first visit and the assessment forward, never back.
    """
    limits = procedure.by_risk[risk or RiskLevel.HIGH]
    dues = []
    # ast-grep-ignore: no-utc-date - by the clock of the child's office already
    reported_on = times.reported_at.date()
    if times.assessed_on is None:
        # ast-grep-ignore: no-utc-date - as above
        by = (
            times.reported_at + timedelta(hours=_assessment_hours(times, limits, procedure))
        ).date()
        dues.append(DutyDeadline(Duty.ASSESSMENT, by, reported_on))
    elif times.plan_approved_on is None:
        if not times.is_fully_assessed:  # the plan answers the whole assessment
            dues.append(_in_days(Duty.ASSESSMENT, times.assessed_on, procedure.plan_days, office))
        dues.append(_in_days(Duty.PLAN, times.assessed_on, procedure.plan_days, office))
    visit = _next_visit(times, limits, office)
    dues.append(_first_visit(times, procedure, reported_on, visit))
    reviewed_on = times.last_review_on or times.plan_approved_on
    if reviewed_on is not None:
        dues.append(_in_days(Duty.REVIEW, reviewed_on, limits.review_days, office))
    return tuple(sorted(dues, key=lambda due: due.on))


def _next_visit(times: CaseTimes, limits: RiskTimes, office: OfficeDays) -> DutyDeadline:
    """The next visit, counted from the last meeting; after an attempt, the next attempt if it is sooner.

    A visit that was due by the day of an attempt was tried: the next attempt takes its place. It is
    sooner while the child may be in danger.
    """
    # ast-grep-ignore: no-utc-date - by the clock of the child's office already
    met_on = times.last_visit_on or times.assessed_on or times.reported_at.date()
    usual = _in_days(Duty.VISIT, met_on, limits.visit_days, office)
    if times.danger_on is not None:
        return _visit_in_danger(times, limits, usual, times.danger_on)
    tried_on = times.last_attempt_on
    if not times.attempts or tried_on is None:
        return usual
    retry = _in_days(Duty.VISIT, tried_on, limits.retry_days, office)
    sooner = retry if usual.on <= tried_on else min(usual, retry, key=lambda due: due.on)
    return replace(sooner, attempts=times.attempts)


def _visit_in_danger(
    times: CaseTimes, limits: RiskTimes, usual: DutyDeadline, danger_on: date
) -> DutyDeadline:
    """The visit on the day of danger or last attempt, even a closed one, until the child is met.

    A child who was met but is not known to be safe is met again as soon as after an attempt.
    """
    met_on = times.last_visit_on
    if times.attempts or met_on is None or not times.is_met_in_danger:
        on = max(danger_on, times.last_attempt_on or danger_on)
        return DutyDeadline(Duty.VISIT, on, on, times.attempts)
    again = DutyDeadline(Duty.VISIT, met_on + timedelta(days=limits.retry_days), met_on)
    return min(usual, again, key=lambda due: due.on)


# A report of this urgency is assessed as quickly as a child at this risk.
_RISK_OF_URGENCY: Final[Mapping[Urgency, RiskLevel]] = {
    Urgency.NOW: RiskLevel.HIGH,
    Urgency.TODAY: RiskLevel.HIGH,
    Urgency.SOON: RiskLevel.MEDIUM,
}


def _assessment_hours(times: CaseTimes, limits: RiskTimes, procedure: Procedure) -> int:
    level = _RISK_OF_URGENCY.get(times.urgency) if times.urgency else None
    if level is None:
        return limits.assessment_hours
    return min(limits.assessment_hours, procedure.by_risk[level].assessment_hours)


def _first_visit(
    times: CaseTimes, procedure: Procedure, reported_on: date, by_risk: DutyDeadline
) -> DutyDeadline:
    """The visit by risk, or the earlier one of an urgent report if the child was not met yet."""
    if (
        times.urgency not in _RISK_OF_URGENCY
        or times.danger_on
        or times.last_visit_on
        or times.assessed_on
        or times.attempts
    ):
        return by_risk
    days = procedure.report_visit_days if times.urgency == Urgency.SOON else 0
    by = reported_on + timedelta(days=days)
    return DutyDeadline(Duty.VISIT, by, reported_on) if by < by_risk.on else by_risk


def _in_days(duty: Duty, counted_from: date, days: int, office: OfficeDays) -> DutyDeadline:
    by = counted_from + timedelta(days=days)
    return DutyDeadline(duty, last_open_office_day(by, counted_from, office), counted_from)


CASE_TRANSITIONS: Final[Mapping[CaseStatus, frozenset[CaseStatus]]] = {
    CaseStatus.OPEN: frozenset({CaseStatus.CLOSING_ASKED, CaseStatus.TRANSFERRED}),
    CaseStatus.CLOSING_ASKED: frozenset({CaseStatus.OPEN, CaseStatus.CLOSED}),
    CaseStatus.CLOSED: frozenset({CaseStatus.OPEN}),
    CaseStatus.TRANSFERRED: frozenset({CaseStatus.OPEN}),
}

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


def is_allowed_case_transition(before: CaseStatus, after: CaseStatus) -> bool:
    """Whether a case may pass from one status to the other.

    "Closed" is reached only through a request that another person approves, and every status can
    return to "open" (domain B.1: every step may return).
    """
    return after in CASE_TRANSITIONS[before]


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
