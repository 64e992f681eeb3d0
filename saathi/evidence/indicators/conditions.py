"""Conditions on the rows of a frame, as an indicator states them. Plain values without SQL.

What is not known fulfils no condition, and `~` of it does: a missing answer is neither yes nor
no, so an indicator that needs an answer asks `is_known` as well.
"""

from dataclasses import dataclass
from enum import StrEnum

type Value = str | int | bool


class ColumnTest(StrEnum):
    """What is asked of a column."""

    IS_TRUE = "is_true"
    IS_KNOWN = "is_known"
    ONE_OF = "one_of"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"
    HOLDS = "holds"  # a list that holds one of the values


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition; `&`, `|` and `~` make others of it."""

    def __and__(self, other: "Condition") -> "Condition":
        """Both hold."""
        return AllConditions((self, other))

    def __or__(self, other: "Condition") -> "Condition":
        """At least one holds."""
        return AnyCondition((self, other))

    def __invert__(self) -> "Condition":
        """It does not hold, or it is not known whether."""
        return NegatedCondition(self)


@dataclass(frozen=True, slots=True)
class ColumnCondition(Condition):
    """One column asked one thing."""

    column: str
    test: ColumnTest
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class AllConditions(Condition):
    """All parts hold."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyCondition(Condition):
    """At least one part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class NegatedCondition(Condition):
    """The part does not hold."""

    part: Condition


@dataclass(frozen=True, slots=True)
class column:  # noqa: N801 - reads as a word in a definition
    """A column of the frame, by its name; its methods are the conditions."""

    name: str

    @property
    def is_known(self) -> Condition:
        """There is a value."""
        return ColumnCondition(self.name, ColumnTest.IS_KNOWN)

    def is_one_of(self, *values: str) -> Condition:
        """The value is one of these."""
        return ColumnCondition(self.name, ColumnTest.ONE_OF, values)

    def contains_any(self, *values: str) -> Condition:
        """The list holds at least one of these."""
        return ColumnCondition(self.name, ColumnTest.HOLDS, values)

    def at_most(self, value: int) -> Condition:
        """The value is this or less."""
        return ColumnCondition(self.name, ColumnTest.AT_MOST, (value,))

    def at_least(self, value: int) -> Condition:
        """The value is this or more."""
        return ColumnCondition(self.name, ColumnTest.AT_LEAST, (value,))


def is_true(name: str) -> Condition:
    """The column of this name is true."""
    return ColumnCondition(name, ColumnTest.IS_TRUE)


EVERY_ROW: Condition = AllConditions(())
