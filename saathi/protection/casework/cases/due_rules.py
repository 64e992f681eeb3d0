"""When the day of an open duty may change: by a rule to an earlier day, by a person to a later one."""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.casework.cases.vocabulary import DueDateReason, Duty, RiskLevel

# The order of duties on one day: to see the child, then to know and plan, then what waits for
# others.
_ORDER: Final = (
    Duty.ALERT, Duty.RETURN_SIGN, Duty.HARD_ANSWER, Duty.TRANSFER_RECEIPT, Duty.VISIT,
    Duty.TRANSFER_VISIT, Duty.RETURN_CONTACT, Duty.ASSESSMENT, Duty.HEARING_READY, Duty.HEARING,
    Duty.SCREENING, Duty.TIME_LIMIT, Duty.APPEAL,
    Duty.TELL_DECISION, Duty.SAFETY_PLAN, Duty.FAMILY_VISIT, Duty.BEST_INTERESTS,
    Duty.BEST_INTERESTS_REVIEW, Duty.PLAN, Duty.SOLUTIONS, Duty.SEND_REFERRAL, Duty.PLAN_STEP,
    Duty.DECISION, Duty.TASK, Duty.CONFERENCE, Duty.REVIEW, Duty.TRACING_WISH, Duty.TRACING_STEP,
    Duty.TRACING_SOLUTION, Duty.TRACING_REVIEW, Duty.COMING_OF_AGE, Duty.DOCUMENT,
    Duty.SUPERVISION, Duty.ABROAD, Duty.TRANSFER_ANSWER, Duty.TRANSFER_REPORT, Duty.VERIFICATION,
    Duty.REFERRAL,
)  # fmt: skip
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


def reasons_against_due_date(
    new: date, *, today: date, latest: date | None, supervises: bool, because: DueDateReason
) -> tuple[Reason, ...]:
    """Why a person may not move a duty to this day; `latest` is the last day the procedure allows."""
    reasons = []
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
