"""Time for a search, in seconds of processor time: a busy machine does not make the choice worse."""

import time

MAX_BUSY_FACTOR = 20.0


class TimeBudget:
    """So many seconds of this process's own work, from now on."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._start = time.monotonic(), time.process_time()

    @property
    def seconds_left(self) -> float:
        """The remaining seconds; negative when the budget is used up."""
        return self._start[1] + self.seconds - time.process_time()

    def to_wall_seconds(self, seconds: float) -> float:
        """The wall-clock time for so many seconds of work, at the machine's load so far.

        Solvers measure wall-clock time.
        """
        passed, worked = time.monotonic() - self._start[0], time.process_time() - self._start[1]
        return seconds * min(MAX_BUSY_FACTOR, max(1.0, (passed + 0.1) / (worked + 0.1)))

    @property
    def is_exhausted(self) -> bool:
        """Whether no time is left."""
        return self.seconds_left < 0
