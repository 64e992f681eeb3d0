"""What a list's page shows: rows, sortable headings, filter labels, saved views, other pages."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from saathi.agencies.list_kit.declaration import (
    FoundRows,
    ListColumn,
    ListDeclaration,
    ListQuestion,
    RowAction,
)
from saathi.agencies.list_kit.forms import (
    CHOOSE_ALL,
    ORDER,
    SEARCH,
    ListForm,
    SavedViewForm,
)
from saathi.agencies.list_kit.keyset import ListPosition, fetch_keyset_page, sorted_records
from saathi.agencies.list_kit.saved_views import list_saved_views
from saathi.agencies.models import Staff
from saathi.infra.join_words import join_words
from saathi.web.components import (
    ActionLink,
    DisplayTable,
    DisplayTableColumn,
    EmptyState,
    RowCheckbox,
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
    """A view: its address, and its id for removing it; no id if the view comes with the list."""

    link: TabLink
    id: str = ""


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
    select: "RowSelection | None" = None


@dataclass(frozen=True)
class RowSelection:
    """What can be done with chosen rows of a page, and the address that chooses all of them."""

    page: str
    actions: Sequence[RowAction]
    most: int
    all_url: str
    are_all_chosen: bool


def filtered_records(declaration: ListDeclaration[Any], form: ListForm) -> QuerySet[Any]:
    """The records that match what was chosen, unordered."""
    records = declaration.records
    if records is None:
        raise TypeError(f"The list {declaration.name} is found by a function.")
    chosen = form.cleaned_data
    if declaration.search is not None and (text := chosen.get(SEARCH, "").strip()):
        records = declaration.search(records, text)
    for each in declaration.filters:
        value = chosen.get(each.name)
        if each.is_applied_empty or value not in (None, "", []):
            records = each.apply(records, value)
    return records


def find_rows[RecordT](
    declaration: ListDeclaration[RecordT], form: ListForm, position: ListPosition, size: int
) -> FoundRows[RecordT]:
    """The rows of one page and the number of all rows, exact to a thousand."""
    field = declaration.sort_field(form.order)
    if declaration.find is not None:
        return declaration.find(ListQuestion(form.cleaned_data, field, position, size))
    records, among = filtered_records(declaration, form), declaration.records
    assert among is not None
    page = fetch_keyset_page(records, among, field=field, position=position, size=size)
    count = records.order_by()[: MAX_COUNT + 1].count()
    return FoundRows(page.rows, count, page.before, page.after)


def rows_to_export[RecordT](
    declaration: ListDeclaration[RecordT], form: ListForm, most: int
) -> Sequence[RecordT]:
    """All matching rows in their order, at most `most`."""
    if declaration.find is not None:
        return find_rows(declaration, form, ListPosition(), most).rows
    field = declaration.sort_field(form.order)
    return list(sorted_records(filtered_records(declaration, form), field)[:most])


def count_text(declaration: ListDeclaration[Any], number: int) -> str:
    """The number of records in words; beyond a thousand only that there are more."""
    if number > MAX_COUNT:
        more = _("More than %(number)s") % {"number": f"{MAX_COUNT:,}"}
        return declaration.count_text(MAX_COUNT, more)
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
    list_page = find_rows(declaration, form, position, declaration.page_size)
    declaration.prepare(list_page.rows)
    chosen = form.chosen_parameters()
    return ListPage(
        form=form,
        records=list_page.rows,
        table=_table(declaration, form, list_page),
        empty=_empty(declaration, form),
        active=_active_filters(form),
        views=_views(declaration, chosen, reader),
        view_form=view_form or SavedViewForm(),
        before=_address(chosen, before=list_page.before) if list_page.before else "",
        after=_address(chosen, after=list_page.after) if list_page.after else "",
        query=urlencode(chosen),
        clear_url=_address(form.kept_parameters()),
        may_export=declaration.may_export,
        select=_selection(declaration, form, position),
    )


def _selection(
    declaration: ListDeclaration[Any], form: ListForm, position: ListPosition
) -> RowSelection | None:
    rows = declaration.row_actions
    if rows is None:
        return None
    keys = (("before", position.before), ("after", position.after))
    more = {name: str(key) for name, key in keys if key}
    if not form.are_all_rows_chosen:
        more |= {CHOOSE_ALL: "all"}
    all_url = _address(form.chosen_parameters(), **more)
    return RowSelection(rows.page, rows.actions, rows.most, all_url, form.are_all_rows_chosen)


def _address(parameters: Sequence[tuple[str, str]], **more: object) -> str:
    return "?" + urlencode([*parameters, *((name, str(value)) for name, value in more.items())])


def _table(
    declaration: ListDeclaration[Any], form: ListForm, found: FoundRows[Any]
) -> DisplayTable:
    columns = [declaration.column(name) for name in form.column_names]
    named = declaration.row_actions
    boxes = (
        [
            RowCheckbox(str(row.pk), named.row_name(row), is_chosen=form.are_all_rows_chosen)
            for row in found.rows
        ]
        if named is not None
        else []
    )
    return DisplayTable(
        count_text(declaration, found.count),
        [_heading(column, form) for column in columns],
        [[column.cell(row) for column in columns] for row in found.rows],
        boxes=boxes,
    )


def _heading(column: ListColumn[Any], form: ListForm) -> DisplayTableColumn:
    """The heading of a column; a second click sorts the other way."""
    heading = DisplayTableColumn(column.label, column.is_number, is_plain=column.is_plain)
    if not column.sort:
        return heading
    others = [(name, value) for name, value in form.chosen_parameters() if name != ORDER]
    name, descending = column.name, f"-{column.name}"
    url = _address(others, order=descending if form.order == name else name)
    heading = replace(heading, sort_url=url)
    if form.order not in {name, descending}:
        return heading
    is_falling = (form.order == descending) is not column.is_by_rank
    if not column.is_by_rank:
        return replace(heading, sort_order="descending" if is_falling else "ascending")
    note = _("highest first") if is_falling else _("lowest first")
    return replace(heading, sort_order="descending" if is_falling else "ascending", sort_note=note)


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


def _views(
    declaration: ListDeclaration[Any], chosen: Sequence[tuple[str, str]], reader: Staff
) -> list[SavedViewLink]:
    """The views that come with the list, and the reader's own."""
    now = sorted(chosen)
    given = [(view.label, urlencode(view.parameters), "") for view in declaration.views]
    if given:
        given.insert(0, (_("All"), "", ""))
    saved = list_saved_views(reader, declaration.name)
    own = [(view.name, view.query, str(view.pk)) for view in saved]
    return [
        SavedViewLink(TabLink(label, f"?{parameters}", sorted(parse_qsl(parameters)) == now), key)
        for label, parameters, key in (*given, *own)
    ]


def _empty(declaration: ListDeclaration[Any], form: ListForm) -> EmptyState:
    """The text for an empty list; with filters in force, it names them and links to all rows."""
    active = _active_filters(form)
    if not active:
        return declaration.empty
    clear = ActionLink(_("Clear filters"), _address(form.kept_parameters()))
    named = join_words([f"{each.label}: {each.value}" for each in active])
    return EmptyState(
        _("No result"), _("Nothing matches %(filters)s.") % {"filters": named}, clear, "filter"
    )
