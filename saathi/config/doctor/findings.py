"""What a check of an installation found, and how checks are written."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True)
class CheckFinding:
    """What one check found: `problem` is empty when all is well; `remedy` says what to do.

    A finding with a `note` and no problem is well: it tells the operator something worth knowing.
    """

    about: str
    problem: str = ""
    remedy: str = ""
    note: str = ""

    @property
    def is_well(self) -> bool:
        """Whether there is nothing to do."""
        return not self.problem


@dataclass(frozen=True)
class DeploymentNote:
    """Something that is right here and would be wrong elsewhere, such as one user for the demo."""

    text: str


type Problem = tuple[str, str]
type Problems = Iterator[Problem | DeploymentNote]
type Check = Callable[[], Problems]


def single_value(query: str, *values: list[str]) -> object:
    """The first column of the first row, or None."""
    with connection.cursor() as cursor:
        cursor.execute(query, values or None)
        row = cursor.fetchone()
    return row[0] if row else None


def has_function(signature: str) -> bool:
    """Whether the schema is new enough to have it; the check of migrations says so otherwise."""
    return single_value(f"SELECT to_regprocedure('public.{signature}')") is not None
