"""The result of a check of an installation, and the types that checks use."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True)
class CheckFinding:
    """The result of one check: `problem` is empty if there is none; `remedy` says what to do.

    A finding with a `note` and no problem is healthy: the note is information for the operator.
    """

    about: str
    problem: str = ""
    remedy: str = ""
    note: str = ""

    @property
    def is_healthy(self) -> bool:
        """Whether there is nothing to do."""
        return not self.problem


@dataclass(frozen=True)
class DeploymentNote:
    """A fact that is right here but would be wrong elsewhere, such as the demo's single user."""

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
    """Whether the schema has the function; the check of migrations reports an older schema."""
    return single_value(f"SELECT to_regprocedure('public.{signature}')") is not None
