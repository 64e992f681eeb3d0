"""Duties of a case: their days, their order, and when the day of an open duty may change."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Final

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.casework.cases.rules import Procedure, RiskTimes
from saathi.protection.casework.cases.vocabulary import DueDateReason, Duty, RiskLevel
from saathi.protection.identification.intake.vocabulary import Urgency

# The order of duties on one day: to see the child, then to know and plan, then what waits for
# others.
_ORDER: Final = (
    Duty.MISSING_FROM_CARE, Duty.EXCEPTION_ENDS, Duty.PLACEMENT_ENDS, Duty.ALERT, Duty.RETURN_SIGN,
    Duty.HARD_ANSWER, Duty.THREAT_CHECK, Duty.TRANSFER_RECEIPT, Duty.VISIT, Duty.TRANSFER_VISIT,
    Duty.RETURN_CONTACT, Duty.PLACEMENT_REVIEW, Duty.ASSESSMENT, Duty.HEARING_READY, Duty.HEARING,
    Duty.PROTECTION_REVIEW, Duty.CLAIM_DEADLINE, Duty.SCREENING, Duty.TIME_LIMIT, Duty.APPEAL,
    Duty.TELL_DECISION, Duty.SAFETY_PLAN, Duty.FAMILY_CLAIM, Duty.FAMILY_VISIT, Duty.BEST_INTERESTS,
    Duty.BEST_INTERESTS_REVIEW, Duty.PLAN, Duty.SOLUTIONS, Duty.SEND_REFERRAL, Duty.PLAN_STEP,
    Duty.DECISION, Duty.TASK, Duty.CONFERENCE, Duty.REVIEW, Duty.TRACING_WISH, Duty.TRACING_STEP,
    Duty.TRACING_SOLUTION, Duty.TRACING_REVIEW, Duty.LIVELIHOOD, Duty.AFTERCARE,
    Duty.MONEY_REVIEW, Duty.REMEDY_STEP, Duty.COMING_OF_AGE, Duty.DOCUMENT, Duty.SUPERVISION,
    Duty.ABROAD, Duty.TRANSFER_ANSWER, Duty.TRANSFER_REPORT, Duty.VERIFICATION, Duty.REFERRAL,
)  # fmt: skip
# So far from today a case worker may postpone a duty that the procedure does not calculate.
POSTPONED_DAYS: Final = 14
# The days of these follow from a record: a later one is chosen there, or by a supervisor.
FIXED_DUTIES: Final = frozenset({
    Duty.APPEAL, Duty.CLAIM_DEADLINE, Duty.EXCEPTION_ENDS, Duty.HARD_ANSWER, Duty.HEARING,
    Duty.HEARING_READY, Duty.MISSING_FROM_CARE, Duty.RETURN_SIGN, Duty.THREAT_CHECK, Duty.TIME_LIMIT,
})  # fmt: skip
_PLACES: Final = {duty.value: place for place, duty in enumerate(_ORDER)}


def duty_order(due_on: date, duty: str) -> tuple[date, int]:
    """The key by which duties are sorted: the earliest day, then what matters most to the child."""
    return due_on, _PLACES[duty]


class RiskChange(Enum):
    """How the risk level of a case changed."""

    FIRST = "first"  # it was judged for the first time
    HIGHER = "higher"
    LOWER = "lower"


@dataclass(frozen=True, slots=True)
class DueDateChange:
    """What happens to the day of an open duty when duties are recalculated.

    `done` is the duty that the step fulfilled. `was_moved`: a person chose the current day.
    """

    duty: Duty
    before: date
    after: date
    done: Duty | None = None
    is_new_attempt: bool = False
    risk: RiskChange | None = None
    was_moved: bool = False


def due_date_may_move(change: DueDateChange) -> bool:
    """Whether a rule may move an open duty: to an earlier day, and rarely to a later one.

    Until the risk is judged it counts as high: the first judgement sets the days. After that, a
    lower risk or another assessment gives no later day on its own. A person may choose one, which
    stays until the risk is higher. The next attempt follows the last one, and the first review is
    counted from the plan that was approved last.
    """
    if change.duty == Duty.VISIT and change.is_new_attempt:
        return True
    if change.risk == RiskChange.FIRST and not change.was_moved:
        return True
    if change.after <= change.before:
        return change.risk == RiskChange.HIGHER or not change.was_moved
    return (change.duty, change.done) == (Duty.REVIEW, Duty.PLAN)


def latest_postponement(duty: Duty, due_on: date, today: date) -> date:
    """The last day to which a case worker may move a duty that the procedure does not calculate.

    Counted from today, so that several moves on one day lead no further than one.
    """
    return due_on if duty in FIXED_DUTIES else max(due_on, today + timedelta(days=POSTPONED_DAYS))


def reasons_against_due_date(  # noqa: PLR0913 - who moves what, and the limits
    new: date,
    *,
    today: date,
    latest: date | None,
    knows_latest: bool = True,
    supervises: bool,
    because: DueDateReason,
) -> tuple[Reason, ...]:
    """Why a person may not move a duty to this day; `latest` is the last day the procedure allows.

    `knows_latest`: the person reads all that this day depends on.
    """
    reasons = []
    if not knows_latest:
        text = _(
            "The latest date depends on parts of the file that you cannot read. The case worker "
            "changes this date."
        )
        reasons.append(Reason("due_on", text))
    if new < today:
        reasons.append(Reason("due_on", _("Choose today or a later day.")))
    if latest is not None and new > latest and not supervises:
        text = _("Only a supervisor may choose a date later than the procedure allows.")
        reasons.append(Reason("due_on", text))
    if because == DueDateReason.NOT_RECORDED:
        reasons.append(Reason("moved_because", _("Choose a reason.")))
    return tuple(reasons)


def risk_change(before: str, after: str) -> RiskChange | None:
    """How the risk level of a case changed; None if it did not."""
    if not after or before == after:
        return None
    if not before:
        return RiskChange.FIRST
    order = list(RiskLevel)  # the highest first
    rose = order.index(RiskLevel(after)) < order.index(RiskLevel(before))
    return RiskChange.HIGHER if rose else RiskChange.LOWER


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


def next_duty_deadlines(
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
