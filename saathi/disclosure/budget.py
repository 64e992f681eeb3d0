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
        """The seconds that are left; less than 0 when it is used up."""
        return self._start[1] + self.seconds - time.process_time()

    def to_wall_seconds(self, seconds: float) -> float:
        """What so many seconds of work take on the clock, as busy as the machine was until now.

        Solvers count by the clock.
        """
        passed, worked = time.monotonic() - self._start[0], time.process_time() - self._start[1]
        return seconds * min(MAX_BUSY_FACTOR, max(1.0, (passed + 0.1) / (worked + 0.1)))

    @property
    def is_used_up(self) -> bool:
        """Whether nothing is left."""
        return self.seconds_left < 0
