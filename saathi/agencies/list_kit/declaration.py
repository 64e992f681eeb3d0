"""What a list declares: its columns, filters, search and order. All else follows from it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet

from saathi.agencies.list_kit.keyset import ListPosition
from saathi.web.components import DisplayTableCell, EmptyState, Text

MAX_COLUMNS = 7  # the most a person can still read (`web.components.DisplayTable`)


@dataclass(frozen=True)
class ListColumn[RecordT]:
    """One column. `sort` names the field by which its heading sorts the list, if any.

    With `is_order_only` the list can be sorted by the column, but the column is not offered. With
    `is_plain` its values are clear without the label, so a phone shows them without it. With
    `is_by_rank` the first values of the sort are the highest, such as a high risk.
    """

    name: str
    label: Text
    cell: Callable[[RecordT], DisplayTableCell]
    sort: str = ""
    is_number: bool = False
    is_order_only: bool = False
    is_plain: bool = False
    is_by_rank: bool = False


@dataclass(frozen=True)
class ListFilter:
    """One field above the list, and how its value filters the records."""

    name: str
    field: forms.Field
    apply: Callable[[QuerySet[Any], Any], QuerySet[Any]]
    is_applied_empty: bool = False  # whether an empty field also adds a condition


@dataclass(frozen=True)
class ListQuestion:
    """A query for one page of a list: chosen values, order, position and number of rows."""

    chosen: Mapping[str, Any]
    order: str  # the `sort` of a column, with a minus for the other direction
    position: ListPosition
    size: int


@dataclass(frozen=True)
class FoundRows[RowT]:
    """The rows of one page, in order; `count` is the number of all rows, exact up to a thousand."""

    rows: Sequence[RowT]
    count: int
    before: UUID | None = None  # id of the row before which the previous page ends, if any
    after: UUID | None = None


@dataclass(frozen=True)
class ListView:
    """A view that comes with the list: its name, and what it chooses."""

    label: Text
    parameters: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class RowAction:
    """An action on several rows at once: the value of its button, its label and icon."""

    name: str
    label: Text
    icon: str


@dataclass(frozen=True)
class RowActions[RecordT]:
    """The actions on chosen rows: the page that carries them out, and a row's name beside its box.

    The page gets the keys of the rows as `pick` and the action as `do`. It decides what the person
    may do with each row.
    """

    page: str
    actions: Sequence[RowAction]
    row_name: Callable[[RecordT], str]
    most: int = 100


@dataclass(frozen=True)
class ListExport:
    """How a list is exported: the purposes to choose from (logged) and the columns left out."""

    purposes: Sequence[tuple[str, Text]] = ()  # empty: none is required
    columns: Sequence[str] = ()  # never exported
    note: Text = ""


@dataclass(frozen=True, kw_only=True)
class ListDeclaration[RecordT]:
    """A list of records that the reader may see.

    `records` are already limited to these; instead, `find` answers a `ListQuestion` if the list
    comes from a function of the database. Filter values and the search text become part of the
    address and of saved views, so a list of children has no search, and no filter by anything that
    could identify a person.
    """

    name: str  # used for saved views and in the audit log
    records: QuerySet[Any] | None = None
    find: Callable[[ListQuestion], FoundRows[RecordT]] | None = None
    columns: Sequence[ListColumn[RecordT]]
    order: str  # the name of a column, with a minus for the other direction
    count_text: Callable[[int, str], str]  # gets the number for the plural form, and as shown
    default_columns: Sequence[str] = ()  # empty: all of them
    filters: Sequence[ListFilter] = ()
    # Adds the errors of several filters together to their form.
    check: Callable[[forms.Form], None] | None = None
    search: Callable[[QuerySet[Any], str], QuerySet[Any]] | None = None
    search_label: Text = ""
    empty: EmptyState
    page_size: int = 25
    main_filters: int = 3  # always visible; the others are folded until needed
    views: Sequence[ListView] = ()
    row_actions: RowActions[RecordT] | None = None
    # Gets the rows of a page before their cells: what these show can be loaded for all at once.
    prepare: Callable[[Sequence[RecordT]], object] = len
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
        """The field behind an order, with its minus sign."""
        sign = "-" if order.startswith("-") else ""
        return sign + self.column(order.lstrip("-")).sort
