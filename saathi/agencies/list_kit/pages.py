"""A list as its page shows it: rows, headings that sort, labels of filters, saved views, neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from saathi.agencies.list_kit.declaration import ListColumn, ListDeclaration
from saathi.agencies.list_kit.forms import ORDER, SEARCH, ListForm, SavedViewForm
from saathi.agencies.list_kit.keyset import ListPosition, fetch_keyset_page
from saathi.agencies.list_kit.saved_views import list_saved_views
from saathi.agencies.models import Staff
from saathi.web.components import (
    ActionLink,
    DisplayTable,
    DisplayTableColumn,
    EmptyState,
    TabLink,
)
from saathi.web.fields import display_value

MAX_COUNT = 1000


@dataclass(frozen=True)
class ActiveFilter:
    """A filter in force, and the address of the list without it."""

    label: str
    value: str
    without_url: str


@dataclass(frozen=True)
class SavedViewLink:
    """A saved view of the reader: its address, and its id to remove it."""

    link: TabLink
    id: str


@dataclass(frozen=True)
class ListPage[RecordT: Any]:
    """Everything that the template of a list draws."""

    form: ListForm
    records: Sequence[RecordT]
    table: DisplayTable
    empty: EmptyState
    active: Sequence[ActiveFilter]
    views: Sequence[SavedViewLink]
    view_form: SavedViewForm
    before: str
    after: str
    query: str
    clear_url: str
    may_export: bool


def filtered_records[RecordT: Any](
    declaration: ListDeclaration[RecordT], form: ListForm
) -> QuerySet[RecordT]:
    """The records that match what was chosen, in no order yet."""
    records = declaration.records
    chosen = form.cleaned_data
    if declaration.search is not None and (text := chosen.get(SEARCH, "").strip()):
        records = declaration.search(records, text)
    for each in declaration.filters:
        value = chosen.get(each.name)
        if each.is_applied_empty or value not in (None, "", []):
            records = each.apply(records, value)
    return records


def count_text(declaration: ListDeclaration[Any], records: QuerySet[Any]) -> str:
    """The number of records in words; beyond a thousand only that there are more."""
    number = records.order_by()[: MAX_COUNT + 1].count()
    if number > MAX_COUNT:
        return declaration.count_text(MAX_COUNT, f"{MAX_COUNT:,}+")
    return declaration.count_text(number, str(number))


def build_list_page[RecordT: Any](
    declaration: ListDeclaration[RecordT],
    form: ListForm,
    position: ListPosition,
    *,
    reader: Staff,
    view_form: SavedViewForm | None = None,
) -> ListPage[RecordT]:
    """The page of a list at a position."""
    records = filtered_records(declaration, form)
    page = fetch_keyset_page(
        records,
        declaration.records,
        field=declaration.sort_field(form.order),
        position=position,
        size=declaration.page_size,
    )
    chosen = form.chosen_parameters()
    return ListPage(
        form=form,
        records=page.rows,
        table=_table(declaration, form, page.rows, count_text(declaration, records)),
        empty=_empty(declaration, form),
        active=_active_filters(form),
        views=_saved_views(declaration, chosen, reader),
        view_form=view_form or SavedViewForm(),
        before=_address(chosen, before=page.before) if page.before else "",
        after=_address(chosen, after=page.after) if page.after else "",
        query=urlencode(chosen),
        clear_url=_address(form.kept_parameters()),
        may_export=declaration.may_export,
    )


def _address(parameters: Sequence[tuple[str, str]], **more: object) -> str:
    return "?" + urlencode([*parameters, *((name, str(value)) for name, value in more.items())])


def _table(
    declaration: ListDeclaration[Any], form: ListForm, rows: Sequence[Any], counted: str
) -> DisplayTable:
    columns = [declaration.column(name) for name in form.column_names]
    return DisplayTable(
        counted,
        [_heading(column, form) for column in columns],
        [[column.cell(row) for column in columns] for row in rows],
    )


def _heading(column: ListColumn[Any], form: ListForm) -> DisplayTableColumn:
    """The heading of a column; a second click sorts the other way."""
    if not column.sort:
        return DisplayTableColumn(column.label, column.is_number)
    others = [(name, value) for name, value in form.chosen_parameters() if name != ORDER]
    name, descending = column.name, f"-{column.name}"
    if form.order == name:
        url = _address(others, order=descending)
        return DisplayTableColumn(column.label, column.is_number, url, "ascending")
    url = _address(others, order=name)
    sort_order: Literal["", "descending"] = "descending" if form.order == descending else ""
    return DisplayTableColumn(column.label, column.is_number, url, sort_order)


def _active_filters(form: ListForm) -> list[ActiveFilter]:
    chosen = form.chosen_parameters()
    return [
        ActiveFilter(
            str(bound.label),
            display_value(bound),
            _address([(name, value) for name, value in chosen if name != bound.name]),
        )
        for bound in form.filter_fields()
        if any(name == bound.name for name, value in chosen)
    ]


def _saved_views(
    declaration: ListDeclaration[Any], chosen: Sequence[tuple[str, str]], reader: Staff
) -> list[SavedViewLink]:
    query = urlencode(chosen)
    return [
        SavedViewLink(TabLink(view.name, f"?{view.query}", view.query == query), str(view.pk))
        for view in list_saved_views(reader, declaration.name)
    ]


def _empty(declaration: ListDeclaration[Any], form: ListForm) -> EmptyState:
    """The empty list; with filters in force, the way back to the whole list."""
    if not _active_filters(form):
        return declaration.empty
    clear = ActionLink(_("Clear filters"), _address(form.kept_parameters()))
    return EmptyState(_("No result"), _("Remove a filter."), clear, "filter")
