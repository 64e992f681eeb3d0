"""The clock of time-critical care: from when its hours count, what is overdue; and when it may end."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark as _
from saathi.protection.casework.urgent_care.vocabulary import CareOutcome, CareReason


@dataclass(frozen=True, slots=True)
class CareStep:
    """A step of time-critical care: within how many hours, 0 for at once."""

    starts: str  # a CareReason
    code: str
    hours: int
    text: str  # in the words of the country's procedure, if it names the step
    source: str
    is_verified: bool = False

    def deadline(self, start: dt.datetime | None) -> dt.datetime | None:
        """Until when it is useful; None if at once, or if it is not known from when to count."""
        if not self.hours or start is None:
            return None
        return start + dt.timedelta(hours=self.hours)


def earliest_moment_of(day: dt.date, time: dt.time | None, time_zone: str) -> dt.datetime:
    """When the event happened at the earliest: at an unknown hour from the start of the day.

    So no more time left is shown than there may be.
    """
    return dt.datetime.combine(day, time or dt.time(), ZoneInfo(time_zone))


def clock_start(
    reason: str, happened_at: dt.datetime | None, begun_at: dt.datetime
) -> dt.datetime | None:
    """From when time limits count: from the event; at risk of self-harm without one, from when care began.

    None after sexual violence at an unknown time: any time left that is shown could be more than there is.
    """
    if happened_at is None and reason == CareReason.SELF_HARM:
        return begun_at
    return happened_at


def open_steps(steps: Iterable[CareStep], taken: Collection[str]) -> list[CareStep]:
    """The steps without a record, the most urgent first."""
    left = [step for step in steps if step.code not in taken]
    return sorted(left, key=lambda step: step.hours)


def next_deadline(
    steps: Iterable[CareStep], start: dt.datetime | None, *, now: dt.datetime
) -> dt.datetime | None:
    """The first deadline that is still to come among open steps; None if there is none."""
    deadlines = [step.deadline(start) for step in steps]
    return min((at for at in deadlines if at is not None and at > now), default=None)


def clock_order(
    steps: Iterable[CareStep], start: dt.datetime | None, *, now: dt.datetime
) -> tuple[int, dt.datetime]:
    """The key by which clocks are sorted; `steps` are the open ones.

    Overdue ones first, then those without a known time, which may be as late, then by the time left; those
    without an open step last.
    """
    left = list(steps)
    if not left:
        return 3, now
    deadlines = [at for step in left if (at := step.deadline(start)) is not None]
    if not deadlines:
        return 1, now
    first = min(deadlines)
    return (0 if first <= now else 2), first


def count_overdue(steps: Iterable[CareStep], start: dt.datetime | None, *, now: dt.datetime) -> int:
    """How many open steps have passed their deadline."""
    deadlines = [step.deadline(start) for step in steps]
    return sum(at is not None and at <= now for at in deadlines)


def hours_left(deadline: dt.datetime, *, now: dt.datetime) -> int:
    """The whole hours until a deadline; 0 once it has passed."""
    return max(0, int((deadline - now) / dt.timedelta(hours=1)))


CARE_IS_OPEN: Final = Reason(
    "reason",
    _("Time-critical care for this reason is already open. Say whether this is a new event."),
)


def reasons_against_care(
    happened_at: dt.datetime | None, *, now: dt.datetime
) -> tuple[Reason, ...]:
    """Why time-critical care cannot be begun so; empty if it can."""
    if happened_at is not None and happened_at > now:
        return (Reason("happened_on", _("Enter a date and time that are not in the future.")),)
    return ()


def reasons_against_end(outcome: CareOutcome, *, open_count: int) -> tuple[Reason, ...]:
    """Why time-critical care cannot end with this outcome; empty if it can."""
    if outcome == CareOutcome.NOT_RECORDED:
        return (Reason("outcome", _("Choose how it ended.")),)
    if outcome == CareOutcome.STEPS_TAKEN and open_count:
        return (Reason("outcome", _("Record the result of each step first.")),)
    return ()
