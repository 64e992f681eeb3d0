"""The clock of time-critical care: when it starts, what is overdue, when care may end."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from saathi.infra.enough_text import has_enough_letters
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.casework.urgent_care.vocabulary import (
    ENDED_BY_SECOND,
    ENDED_WITH_WORDS,
    LEFT_OUT,
    CareOutcome,
    CareReason,
)

# A step to be done at once is overdue an hour after care began. [derived]
AT_ONCE: Final = dt.timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class CareTimes:
    """When limits start, None if unknown; and when care began, for steps to be done at once."""

    start: dt.datetime | None
    begun_at: dt.datetime


@dataclass(frozen=True, slots=True)
class CareStep:
    """A step of time-critical care: due within `hours`, 0 for at once."""

    starts: str  # a CareReason
    code: str
    hours: int
    text: str  # in the words of the country's procedure, if it names the step
    source: str
    is_verified: bool = False

    def deadline(self, times: CareTimes) -> dt.datetime | None:
        """When the step is overdue; None if the start of its time limit is not known."""
        if not self.hours:
            return times.begun_at + AT_ONCE
        return times.start + dt.timedelta(hours=self.hours) if times.start else None


def earliest_moment_of(day: dt.date, time: dt.time | None, time_zone: str) -> dt.datetime:
    """The earliest moment of the event: if the hour is unknown, the start of the day.

    This way no more time is shown than may be left.
    """
    return dt.datetime.combine(day, time or dt.time(), ZoneInfo(time_zone))


def earliest_recorded(*moments: dt.datetime | None) -> dt.datetime | None:
    """The earliest of the times recorded of an event; None if none is known.

    As `urgent_care_keep_earliest` in SQL.
    """
    return min((moment for moment in moments if moment is not None), default=None)


def care_times(
    reason: str,
    happened_at: dt.datetime | None,
    begun_at: dt.datetime,
    earliest_at: dt.datetime | None = None,
) -> CareTimes:
    """The start of time limits: the event; for self-harm risk without one, when care began.

    Never later than the earliest recorded time (`earliest_at`) or the beginning of care: a correction
    gives no more time. Not known after sexual violence at an unknown time: any time shown could be more
    than is left.
    """
    start = earliest_recorded(happened_at, earliest_at)
    if start is None and reason != CareReason.SELF_HARM:
        return CareTimes(None, begun_at)
    return CareTimes(earliest_recorded(start, begun_at), begun_at)


def open_steps(steps: Iterable[CareStep], taken: Collection[str]) -> list[CareStep]:
    """The steps without a record, the most urgent first."""
    left = [step for step in steps if step.code not in taken]
    return sorted(left, key=lambda step: step.hours)


def next_deadline(
    steps: Iterable[CareStep], times: CareTimes, *, now: dt.datetime
) -> dt.datetime | None:
    """The next deadline still to come among open steps with a time limit; None without one."""
    deadlines = [step.deadline(times) for step in steps if step.hours]
    return min((at for at in deadlines if at is not None and at > now), default=None)


def clock_order(
    steps: Iterable[CareStep], times: CareTimes, *, now: dt.datetime
) -> tuple[int, dt.datetime]:
    """The key by which clocks are sorted; `steps` are the open ones.

    Overdue ones first, then those without a known time, which may be overdue too, then by the time
    left; those without an open step last.
    """
    left = list(steps)
    if not left:
        return 3, now
    passed = [at for step in left if (at := step.deadline(times)) is not None and at <= now]
    if passed:
        return 0, min(passed)
    first = next_deadline(left, times, now=now)
    return (1, now) if first is None else (2, first)


def is_overdue(step: CareStep, times: CareTimes, *, now: dt.datetime) -> bool:
    """Whether an open step has passed its deadline."""
    deadline = step.deadline(times)
    return deadline is not None and deadline <= now


def count_overdue(steps: Iterable[CareStep], times: CareTimes, *, now: dt.datetime) -> int:
    """The number of open steps past their deadline."""
    return sum(is_overdue(step, times, now=now) for step in steps)


def hours_left(deadline: dt.datetime, *, now: dt.datetime) -> int:
    """The whole hours until a deadline; 0 once it has passed."""
    return max(0, int((deadline - now) / dt.timedelta(hours=1)))


def reasons_against_step(state: str, note: str) -> tuple[Reason, ...]:
    """Why a step cannot be left out without words; empty if it can."""
    if state not in LEFT_OUT or has_enough_letters(note):
        return ()
    text = _("Enter who decided that this step is left out, and why: at least 20 letters.")
    return (Reason("note", text),)


CARE_IS_OPEN: Final = Reason(
    "reason",
    _("Time-critical care for this reason is already open. Say whether this is a new event."),
)


def reasons_against_care(
    happened_at: dt.datetime | None, *, now: dt.datetime
) -> tuple[Reason, ...]:
    """Why time-critical care cannot be begun like this; empty if it can."""
    if happened_at is not None and happened_at > now:
        return (Reason("happened_on", _("Enter a date and time that are not in the future.")),)
    return ()


STARTED_BY_ACTOR: Final = _(
    "You began this care. Another person, such as your supervisor, records that it was started by "
    "mistake."
)


BEGUN_BY_ACTOR: Final = _(
    "You began this care. Record what happened in its note; another person, such as your supervisor, "
    "ends it. Until then the alarm stays."
)
_SAY_HOW_IT_ENDED: Final = {
    CareOutcome.PASSED_ON: _(
        "Enter which health service has taken over, who there, and when: at least 20 letters, without "
        "counting spaces, digits and signs."
    ),
    CareOutcome.CHILD_DECLINED: _(
        "Enter who spoke with the child, and what the child said: at least 20 letters, without counting "
        "spaces, digits and signs."
    ),
}


def reasons_against_end(
    outcome: CareOutcome, *, open_count: int, is_beginner: bool, end_note: str = ""
) -> tuple[Reason, ...]:
    """Why time-critical care cannot end with this outcome; empty if it can.

    `is_beginner`: who ends it began it. As `urgent_care_require_second_person` in SQL, which does not
    read texts.
    """
    if outcome == CareOutcome.NOT_RECORDED:
        return (Reason("outcome", _("Choose how it ended.")),)
    if outcome == CareOutcome.STEPS_TAKEN and open_count:
        return (Reason("outcome", _("Record the result of each step first.")),)
    reasons = []
    if outcome in ENDED_BY_SECOND and is_beginner:
        text = STARTED_BY_ACTOR if outcome == CareOutcome.MISTAKE else BEGUN_BY_ACTOR
        reasons.append(Reason("outcome", text))
    if outcome in ENDED_WITH_WORDS and not has_enough_letters(end_note):
        reasons.append(Reason("end_note", _SAY_HOW_IT_ENDED[outcome]))
    return tuple(reasons)
