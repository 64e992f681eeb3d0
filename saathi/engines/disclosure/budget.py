"""Time budgets for searches in processor time, so that a busy machine does not worsen the choice.

A limit set by a person is wall-clock time, and applies to everything within it.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from saathi.engines.disclosure.errors import InputError

MAX_BUSY_FACTOR = 20.0
# The share of the limit for the choice; the rest is for the attack on it.
CHOICE_SHARE = 0.6
OUT_OF_TIME = (
    "This was not finished within --seconds. Give it more, publish a coarser table, or round "
    "(--method round), which is quicker than suppression."
)
# The end of the wall-clock limit, by the monotonic clock.
_deadline: ContextVar[float] = ContextVar("deadline", default=float("inf"))


class OutOfTime(InputError):
    """The limit has passed before anything safe was found."""

    def __init__(self) -> None:
        super().__init__(OUT_OF_TIME)


@contextmanager
def limit_wall_clock(seconds: float | None) -> Iterator[None]:
    """Makes everything within finish in this time or raise `OutOfTime`; None sets no limit."""
    end = float("inf") if seconds is None else time.monotonic() + seconds
    token = _deadline.set(min(_deadline.get(), end))
    try:
        yield
    finally:
        _deadline.reset(token)


def limit_solver(seconds: float) -> float:
    """The seconds that a solver may take; `OutOfTime` if none are left."""
    left = _deadline.get() - time.monotonic()
    if left <= 0:
        raise OutOfTime
    return min(seconds, left)


@dataclass(frozen=True)
class SuppressionEffort:
    """The processor time that a choice may take, and the seed of the order among equals.

    `batch` is how many failed needs are repaired at once; None repairs all of them.
    """

    seconds: float = 20.0
    seed: int = 0
    batch: int | None = None


class TimeBudget:
    """A number of seconds of this process's own work, from now on, within the wall-clock limit."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._start = time.monotonic(), time.process_time()
        left = _deadline.get() - self._start[0]
        self._end = self._start[0] + left * CHOICE_SHARE

    @property
    def seconds_left(self) -> float:
        """The remaining seconds; negative when the budget is used up."""
        worked = self._start[1] + self.seconds - time.process_time()
        return min(worked, self._end - time.monotonic())

    def to_wall_seconds(self, seconds: float) -> float:
        """The wall-clock time for `seconds` of work at the machine's load so far.

        Solvers measure wall-clock time.
        """
        passed, worked = time.monotonic() - self._start[0], time.process_time() - self._start[1]
        busy = min(MAX_BUSY_FACTOR, max(1.0, (passed + 0.1) / (worked + 0.1)))
        return limit_solver(min(seconds * busy, max(0.1, self._end - time.monotonic())))

    @property
    def is_exhausted(self) -> bool:
        """Whether no time is left."""
        return self.seconds_left < 0
