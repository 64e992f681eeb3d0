"""The SQL condition that a reader may read or write a section of a file, as one expression.

The SQL is written by hand, because nearly every query of Saathi contains it: compiling two ORM
subqueries took longer than the database's answer. It repeats the row security condition of
`rls_conditions.has_right_sql`, with the reader's own keys as values; a property test compares the two.
"""

from collections.abc import Sequence
from typing import Any, ClassVar, Literal

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F
from django.db.models.expressions import Expression
from django.db.models.sql.compiler import SQLCompiler

from saathi.agencies.models import Staff
from saathi.agencies.sections import Section
from saathi.infra import clock

type Bits = Literal["reads", "writes"]

_SQL = (
    "(EXISTS (SELECT 1 FROM agencies_grant held WHERE held.file_id = {file} "
    "AND held.principal = ANY(%s) AND (held.{bits} & %s) <> 0 "
    "AND held.starts_at <= %s AND (held.ends_at IS NULL OR held.ends_at > %s){by_row}) "
    "AND NOT EXISTS (SELECT 1 FROM agencies_hidden hidden WHERE hidden.file_id = {file} "
    "AND hidden.principal = ANY(%s)))"
)


class HasRight(Expression):
    """True if a current grant to `staff` includes the section and the file is not hidden from them.

    `by_row`: the query finds its rows by its own condition, and the right is checked for each row.
    Otherwise the planner may begin with everything the reader may see, which is a lot for a person
    who leads an office.
    """

    output_field = BooleanField()
    conditional: ClassVar[bool] = True

    def __init__(
        self, staff: Staff, bits: Bits, section: Section, file: str, *, by_row: bool = False
    ) -> None:
        super().__init__()
        now = clock.now()
        self.file: Any = F(file)
        self.bits = bits
        # A subquery with an offset is never turned into a join.
        self.by_row = " OFFSET 0" if by_row else ""
        self.values = (list(staff.acts_as), int(section), now, now, [staff.id, staff.agency_id])

    def get_source_expressions(self) -> list[Any]:
        """The column of the file, for the query to resolve."""
        return [self.file]

    def set_source_expressions(self, expressions: Sequence[Any]) -> None:
        """Sets the resolved column."""
        [self.file] = expressions

    def as_sql(
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,  # noqa: ARG002 - Django hands it over
    ) -> tuple[str, tuple[Any, ...]]:
        """The SQL and its parameters."""
        column, values = compiler.compile(self.file)
        if values:
            raise TypeError("The file of a right is a column.")
        return _SQL.format(file=column, bits=self.bits, by_row=self.by_row), self.values
