"""A count as a source prints it, and sums of such counts. Plain Python.

"<5" is a value of its own: any whole number from 0 to 4, since the source prints no zero. It is
never taken for 0 or for 4, so a sum over it is a range. "No data" is no count at all.
"""

from collections.abc import Iterable
from dataclasses import dataclass

BELOW_FIVE = "<5"


@dataclass(frozen=True, slots=True)
class Count:
    """How many there were: from `lower` to `upper`, equal when the number is known."""

    lower: int
    upper: int

    @property
    def is_exact(self) -> bool:
        """Whether one number is meant."""
        return self.lower == self.upper

    @property
    def is_below_five(self) -> bool:
        """Whether the source withheld the number because it is under five."""
        return (self.lower, self.upper) == (0, 4)

    def may_equal(self, other: "Count") -> bool:
        """Whether both may be the same number."""
        return self.lower <= other.upper and other.lower <= self.upper


def parse_count(printed: str) -> Count:
    """The count that the source prints; an unreadable one is an error, never nothing."""
    if printed.strip() == BELOW_FIVE:
        return Count(0, 4)
    number = int(printed.replace(",", ""))
    if number < 0:
        raise ValueError(f"A count cannot be below zero: {printed!r}.")
    return Count(number, number)


def add_counts(counts: Iterable[Count]) -> Count:
    """The sum, as a range when any part is one."""
    parts = tuple(counts)
    return Count(sum(part.lower for part in parts), sum(part.upper for part in parts))
