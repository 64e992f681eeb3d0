"""What a list declares: its columns, filters, search and order. The rest follows from it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Model, QuerySet

from saathi.web.components import DisplayTableCell, EmptyState, Text

MAX_COLUMNS = 7  # of a table that a person can still read (`web.components.DisplayTable`)


@dataclass(frozen=True)
class ListColumn[RecordT: Model]:
    """One column. `sort` names the field by which its heading sorts the list, if any."""

    name: str
    label: Text
    cell: Callable[[RecordT], DisplayTableCell]
    sort: str = ""
    is_number: bool = False


@dataclass(frozen=True)
class ListFilter:
    """One field above the list, and the condition that its value adds."""

    name: str
    field: forms.Field
    apply: Callable[[QuerySet[Any], Any], QuerySet[Any]]
    is_applied_empty: bool = False  # whether an empty field, too, adds a condition


@dataclass(frozen=True, kw_only=True)
class ListDeclaration[RecordT: Model]:
    """A list of records that the reader may see. `records` are already narrowed to these.

    Values of filters and the search text are part of the address and of saved views: a list of
    children has no search, and no filter by anything that leads to a person.
    """

    name: str  # of saved views and in the audit log
    records: QuerySet[RecordT]
    columns: Sequence[ListColumn[RecordT]]
    order: str  # the name of a column, with a minus for the other direction
    count_text: Callable[[int, str], str]  # the number for its plural form, and as shown
    default_columns: Sequence[str] = ()  # empty: all of them
    filters: Sequence[ListFilter] = ()
    search: Callable[[QuerySet[RecordT], str], QuerySet[RecordT]] | None = None
    search_label: Text = ""
    empty: EmptyState
    page_size: int = 25
    may_export: bool = False

    def __post_init__(self) -> None:
        names = [column.name for column in self.columns]
        if not self.default_columns:
            object.__setattr__(self, "default_columns", names)
        wrong = [name for name in self.default_columns if name not in names]
        if wrong or names[0] not in self.default_columns or len(self.default_columns) > MAX_COLUMNS:
            raise ValueError(f"The columns of the list {self.name} do not fit together: {wrong}")
        if self.order.lstrip("-") not in [column.name for column in self.columns if column.sort]:
            raise ValueError(f"The list {self.name} cannot be ordered by {self.order}: no sort.")

    def column(self, name: str) -> ListColumn[RecordT]:
        """The column of this name."""
        return next(column for column in self.columns if column.name == name)

    def sort_field(self, order: str) -> str:
        """The field behind an order; the minus sign stays."""
        sign = "-" if order.startswith("-") else ""
        return sign + self.column(order.lstrip("-")).sort
