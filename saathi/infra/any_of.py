"""The condition that a column has one of many keys, passed as one value.

The statement never changes. Django's `__in` writes a placeholder for each key, so almost every
list is a different statement, which the database then plans anew.
"""

from collections.abc import Collection, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func, QuerySet
from django.db.models.expressions import Expression
from django.db.models.sql.compiler import SQLCompiler


def any_of_rows(column: str, rows: QuerySet[Any, Any]) -> Func:
    """True if the column has one of the keys that `rows` finds, a query that runs first and once.

    With a join, the planner may begin with all rows of the column instead, though the keys are few.
    """
    func = Func(ArraySubquery(rows), function="ANY")
    return Func(
        F(column), func, template="%(expressions)s", arg_joiner=" = ", output_field=BooleanField()
    )


class AnyOf(Expression):
    """True if the column has one of the keys."""

    output_field = BooleanField()
    conditional: ClassVar[bool] = True

    def __init__(self, column: str, keys: Collection[UUID]) -> None:
        super().__init__()
        self.column: Any = F(column)
        self.keys = list(keys)

    def get_source_expressions(self) -> list[Any]:
        """The column, for the query to resolve."""
        return [self.column]

    def set_source_expressions(self, expressions: Sequence[Any]) -> None:
        """Stores the resolved column."""
        [self.column] = expressions

    def as_sql(
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,  # noqa: ARG002 - Django hands it over
    ) -> tuple[str, tuple[Any, ...]]:
        """The SQL with its one value."""
        column, values = compiler.compile(self.column)
        if values:
            raise TypeError("Only a column is compared with keys.")
        return f"{column} = ANY(%s::uuid[])", (self.keys,)
