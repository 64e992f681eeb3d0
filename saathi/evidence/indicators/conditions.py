"""Conditions on the rows of a frame, as stated by an indicator. Plain values without SQL.

An unknown value fulfils no condition, and so fulfils every negation (`~`): a missing answer is
neither yes nor no, so an indicator that needs an answer also tests `is_known`.
"""

from dataclasses import dataclass
from enum import StrEnum

type Value = str | int | bool


class ColumnTest(StrEnum):
    """The kind of test of a column."""

    IS_TRUE = "is_true"
    IS_KNOWN = "is_known"
    ONE_OF = "one_of"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"
    HOLDS = "holds"  # a list that contains one of the values


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition; `&`, `|` and `~` combine conditions."""

    def __and__(self, other: "Condition") -> "Condition":
        """Both conditions are true."""
        return AllConditions((self, other))

    def __or__(self, other: "Condition") -> "Condition":
        """At least one condition is true."""
        return AnyCondition((self, other))

    def __invert__(self) -> "Condition":
        """The condition is false or unknown."""
        return NegatedCondition(self)


@dataclass(frozen=True, slots=True)
class ColumnCondition(Condition):
    """A test of one column."""

    column: str
    test: ColumnTest
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class AllConditions(Condition):
    """All parts are true."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyCondition(Condition):
    """At least one part is true."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class NegatedCondition(Condition):
    """The part is not true."""

    part: Condition


@dataclass(frozen=True, slots=True)
class column:  # noqa: N801 - reads as a word in a definition
    """A column of the frame, by its name; its methods are the conditions."""

    name: str

    @property
    def is_known(self) -> Condition:
        """The value is not NULL."""
        return ColumnCondition(self.name, ColumnTest.IS_KNOWN)

    def is_one_of(self, *values: str) -> Condition:
        """The value is one of these."""
        return ColumnCondition(self.name, ColumnTest.ONE_OF, values)

    def contains_any(self, *values: str) -> Condition:
        """The list contains at least one of these."""
        return ColumnCondition(self.name, ColumnTest.HOLDS, values)

    def at_most(self, value: int) -> Condition:
        """The value is at most this."""
        return ColumnCondition(self.name, ColumnTest.AT_MOST, (value,))

    def at_least(self, value: int) -> Condition:
        """The value is at least this."""
        return ColumnCondition(self.name, ColumnTest.AT_LEAST, (value,))


def is_true(name: str) -> Condition:
    """The column of this name is true."""
    return ColumnCondition(name, ColumnTest.IS_TRUE)


EVERY_ROW: Condition = AllConditions(())
