"""A count as printed in a source, and sums of such counts. Plain Python.

"<5" is a value of its own: any integer from 0 to 4, because the source prints no zero. It is never
read as 0 or as 4, so a sum over it is a range. "No data" is not a count.
"""

from collections.abc import Iterable
from dataclasses import dataclass

BELOW_FIVE = "<5"


@dataclass(frozen=True, slots=True)
class Count:
    """A count from `lower` to `upper`, which are equal when the number is known."""

    lower: int
    upper: int

    @property
    def is_exact(self) -> bool:
        """Whether the count is one number."""
        return self.lower == self.upper

    @property
    def is_below_five(self) -> bool:
        """Whether the source withheld the number because it is under five."""
        return (self.lower, self.upper) == (0, 4)

    def may_be_same_number(self, other: "Count") -> bool:
        """Whether both counts may be the same number."""
        return self.lower <= other.upper and other.lower <= self.upper


def parse_count(printed: str) -> Count:
    """The count as printed in the source; raises `ValueError` for unreadable text."""
    if printed.strip() == BELOW_FIVE:
        return Count(0, 4)
    number = int(printed.replace(",", ""))
    if number < 0:
        raise ValueError(f"A count cannot be below zero: {printed!r}.")
    return Count(number, number)


def add_counts(counts: Iterable[Count]) -> Count:
    """The sum, which is a range if any part is a range."""
    parts = tuple(counts)
    return Count(sum(part.lower for part in parts), sum(part.upper for part in parts))
