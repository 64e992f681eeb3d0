"""What a list declares: its columns, filters, search and order. The rest follows from it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet

from saathi.agencies.list_kit.keyset import ListPosition
from saathi.web.components import DisplayTableCell, EmptyState, Text

MAX_COLUMNS = 7  # of a table that a person can still read (`web.components.DisplayTable`)


@dataclass(frozen=True)
class ListColumn[RecordT]:
    """One column. `sort` names the field by which its heading sorts the list, if any.

    With `is_order_only` the list is sorted by it, and the column is not offered. With `is_plain` its
    values say by themselves what they are, so that a phone shows them without the label.
    """

    name: str
    label: Text
    cell: Callable[[RecordT], DisplayTableCell]
    sort: str = ""
    is_number: bool = False
    is_order_only: bool = False
    is_plain: bool = False


@dataclass(frozen=True)
class ListFilter:
    """One field above the list, and the condition that its value adds."""

    name: str
    field: forms.Field
    apply: Callable[[QuerySet[Any], Any], QuerySet[Any]]
    is_applied_empty: bool = False  # whether an empty field, too, adds a condition


@dataclass(frozen=True)
class ListQuestion:
    """What is asked of a list: the chosen values, the order, a position and the number of rows."""

    chosen: Mapping[str, Any]
    order: str  # the `sort` of a column, with a minus for the other direction
    position: ListPosition
    size: int


@dataclass(frozen=True)
class FoundRows[RowT]:
    """The rows of one page, in their order; `count` is the number of all, exact to a thousand."""

    rows: Sequence[RowT]
    count: int
    before: UUID | None = None  # the row before which the previous page ends, if there is one
    after: UUID | None = None


@dataclass(frozen=True)
class ListView:
    """A view that comes with the list: its name, and what it chooses."""

    label: Text
    parameters: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class RowAction:
    """What can be done with several rows at once: the value of its button, its label and icon."""

    name: str
    label: Text
    icon: str


@dataclass(frozen=True)
class RowActions[RecordT]:
    """The actions on chosen rows: the page that takes them, and how a row is named beside its box.

    That page gets the keys of the rows as `pick` and the action as `do`. It decides what the person
    may do with each.
    """

    page: str
    actions: Sequence[RowAction]
    row_name: Callable[[RecordT], str]
    most: int = 100


@dataclass(frozen=True)
class ListExport:
    """How a list leaves the system: for which purpose, chosen and logged, and what stays behind."""

    purposes: Sequence[tuple[str, Text]] = ()  # empty: none is asked
    columns: Sequence[str] = ()  # never in the file
    note: Text = ""


@dataclass(frozen=True, kw_only=True)
class ListDeclaration[RecordT]:
    """A list of records that the reader may see.

    `records` are already narrowed to these, or `find` answers a question about them: for a list that
    the database finds by a function of its own. Values of filters and the search text are part of
    the address and of saved views: a list of children has no search, and no filter by anything that
    leads to a person.
    """

    name: str  # of saved views and in the audit log
    records: QuerySet[Any] | None = None
    find: Callable[[ListQuestion], FoundRows[RecordT]] | None = None
    columns: Sequence[ListColumn[RecordT]]
    order: str  # the name of a column, with a minus for the other direction
    count_text: Callable[[int, str], str]  # the number for its plural form, and as shown
    default_columns: Sequence[str] = ()  # empty: all of them
    filters: Sequence[ListFilter] = ()
    # Adds the errors of several filters together to their form.
    check: Callable[[forms.Form], None] | None = None
    search: Callable[[QuerySet[Any], str], QuerySet[Any]] | None = None
    search_label: Text = ""
    empty: EmptyState
    page_size: int = 25
    main_filters: int = 3  # in sight; the others open where they are wanted
    views: Sequence[ListView] = ()
    row_actions: RowActions[RecordT] | None = None
    may_export: bool = False
    export: ListExport = ListExport()

    def __post_init__(self) -> None:
        if (self.records is None) == (self.find is None):
            raise ValueError(f"The list {self.name} has either records or a function that finds.")
        names = [column.name for column in self.columns if not column.is_order_only]
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
