"""Table rows and due tasks, built without a template.

A page has hundreds of cells, for which the template engine took longer than the database. Each
value is escaped here, one cell at a time.
"""

from collections.abc import Iterable, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from saathi.web.components import (
    DisplayTable,
    DisplayTableCell,
    DisplayTableColumn,
    DueItem,
    HiddenNumberReason,
    RowCheckbox,
    StatisticFigure,
)
from saathi.web.inline_elements import bidi, icon

# Tags shared by hundreds of cells are built once.
_ROW, _ROW_END = format_html('<tr role="{}">', "row"), format_html("</{}>", "tr")
_NO_BOX, _CHOSEN = format_html("{}", ""), format_html(" {}", "checked")
_NAME_END, _CELL_END = format_html("</{}>", "th"), format_html("</{}>", "td")


def due_items_html(due: Iterable[DueItem]) -> SafeString:
    """The due tasks, one list item each: when, what (with a link), and for which child."""
    chevron = icon("chevron-right")
    return format_html_join("", "{}", ((_due_line(item, chevron),) for item in due))


def _due_line(item: DueItem, chevron: SafeString) -> SafeString:
    text = bidi(item.text)
    return format_html(
        '<li class="{}"><time{}>{}</time><span>{}{}</span>{}</li>',
        item.urgency,
        format_html(' datetime="{}"', item.day) if item.day else "",
        bidi(item.when),
        format_html('<a href="{}">{}</a>', item.url, text) if item.url else text,
        format_html("<small>{}</small>", bidi(item.about)) if item.about else "",
        chevron if item.url else "",
    )


def table_rows_html(table: DisplayTable) -> SafeString:
    """The rows of a table; cells carry their column title, which phones show if needed."""
    opened = [_opening(c, is_first=not n, is_labelled=True) for n, c in enumerate(table.columns)]
    if not table.boxes:
        return format_html_join("", "{}", ((_row(row, opened),) for row in table.rows))
    rows = zip(table.rows, table.boxes, strict=True)
    return format_html_join("", "{}", ((_row(row, opened, _box(box)),) for row, box in rows))


def _box(box: RowCheckbox) -> SafeString:
    """The selection box before the name of a row, as large as a finger."""
    return format_html(
        '<label class="pick"><input type="checkbox" name="pick" value="{}"{}>'
        '<span class="unseen">{}</span></label> ',
        box.key,
        _CHOSEN if box.is_chosen else "",
        _("Select %(name)s") % {"name": box.name},
    )


def total_row_html(table: DisplayTable) -> SafeString:
    """The row of totals."""
    opened = [_opening(c, is_first=not n, is_labelled=False) for n, c in enumerate(table.columns)]
    return _row(table.totals, opened)


def _opening(column: DisplayTableColumn, *, is_first: bool, is_labelled: bool) -> SafeString:
    """The opening tag of a cell in the column; the first cell of a row names the row."""
    is_labelled = is_labelled and not column.is_plain
    label = format_html(' data-label="{}"', column.label) if is_labelled else ""
    if is_first:
        return format_html('<th role="rowheader" scope="row"{}>', label)
    number = format_html(' class="{}"', "num") if column.is_number else ""
    return format_html('<td role="cell"{}{}>', label, number)


def _row(
    cells: Sequence[DisplayTableCell], opened: Sequence[SafeString], box: SafeString = _NO_BOX
) -> SafeString:
    inner = _ROW
    for number, (cell, before) in enumerate(zip(cells, opened, strict=True)):
        inner += before + (_NO_BOX if number else box) + _inside(cell)
        inner += _CELL_END if number else _NAME_END
    return inner + _ROW_END


def _inside(cell: DisplayTableCell) -> SafeString:
    if cell.figure:
        return _figure(cell.figure)
    if cell.url:
        return format_html('<a href="{}">{}</a>', cell.url, bidi(cell.text))
    if cell.tag:
        tag = format_html('<span class="tag {}">{}</span>', cell.tag, cell.text)
        mark = '<span class="tag danger">{}</span> {}'
        return format_html(mark, cell.mark, tag) if cell.mark else tag
    return bidi(cell.text)


def _figure(figure: StatisticFigure) -> SafeString:
    """A number, or in words why there is none."""
    if figure.why == HiddenNumberReason.SUPPRESSED:
        return format_html('<span class="hidden-number">{}</span>', _("suppressed"))
    if figure.why == HiddenNumberReason.NO_DATA:
        return format_html('<span class="no-data">{}</span>', _("no data"))
    return bidi(figure.text)
