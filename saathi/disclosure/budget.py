"""Time for a search, in seconds of processor time: a busy machine does not make the choice worse."""

import time

MOST_BUSY = 20.0


class Budget:
    """So many seconds of this process's own work, from now on."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._start = time.monotonic(), time.process_time()

    @property
    def left(self) -> float:
        """The seconds that are left; less than 0 when it is used up."""
        return self._start[1] + self.seconds - time.process_time()

    def on_the_clock(self, seconds: float) -> float:
        """What so many seconds of work take on the clock, as busy as the machine was until now.

        Solvers count by the clock.
        """
        passed, worked = time.monotonic() - self._start[0], time.process_time() - self._start[1]
        return seconds * min(MOST_BUSY, max(1.0, (passed + 0.1) / (worked + 0.1)))

    @property
    def is_over(self) -> bool:
        """Whether nothing is left."""
        return self.left < 0
