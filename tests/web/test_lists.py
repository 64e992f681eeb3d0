"""List rows built without a template: escaped, labelled, distinguishable."""

import pytest
from django.template.loader import render_to_string

from saathi.web.components import (
    DisplayTable,
    DisplayTableCell,
    DisplayTableColumn,
    DueItem,
    HiddenNumberReason,
    StatisticFigure,
)
from saathi.web.inline_elements import bidi
from saathi.web.table_html import due_items_html, table_rows_html

HOSTILE = "<script>&\"'"
ESCAPED = "&lt;script&gt;&amp;&quot;&#x27;"
PLAIN = DisplayTableColumn("Date and time")


@pytest.mark.parametrize(
    "table",
    [
        DisplayTable("T", [PLAIN], [[DisplayTableCell(HOSTILE)]]),
        DisplayTable("T", [PLAIN], [[DisplayTableCell("", url=HOSTILE)]]),
        DisplayTable("T", [PLAIN], [[DisplayTableCell(HOSTILE, url="/a")]]),
        DisplayTable("T", [PLAIN], [[DisplayTableCell(HOSTILE, tag="care")]]),
        DisplayTable("T", [PLAIN], [[DisplayTableCell(figure=StatisticFigure(HOSTILE))]]),
        DisplayTable("T", [DisplayTableColumn(HOSTILE)], [[DisplayTableCell("a")]]),
        DisplayTable("T", [PLAIN], [], totals=[DisplayTableCell(HOSTILE)]),
    ],
)
def test_table_cells_are_escaped(table: DisplayTable) -> None:
    page = render_to_string("web/_table.html", {"table": table})

    assert HOSTILE not in page
    assert ESCAPED in page


@pytest.mark.parametrize("place", ["when", "text", "url", "day", "about"])
def test_due_lines_are_escaped(place: str) -> None:
    texts = {"when": "today", "text": "Visit", "url": "/a", "day": "2026-11-24", "about": "NP-1"}

    line = due_items_html([DueItem(**(texts | {place: HOSTILE}))])  # type: ignore[arg-type]

    assert HOSTILE not in line
    assert ESCAPED in line


def test_the_first_cell_names_its_row_and_each_carries_its_columns_words() -> None:
    columns = [DisplayTableColumn("Child"), DisplayTableColumn("Visits", is_number=True)]

    lines = table_rows_html(
        DisplayTable("T", columns, [[DisplayTableCell("Asha", url="/a"), DisplayTableCell("3")]])
    )

    assert lines == (
        '<tr role="row"><th role="rowheader" scope="row" data-label="Child"><a href="/a">'
        '<bdi>Asha</bdi></a></th><td role="cell" data-label="Visits" class="num"><bdi>3</bdi></td></tr>'
    )


def test_cells_that_speak_for_themselves_carry_no_words_of_their_column() -> None:
    columns = [DisplayTableColumn("Child"), DisplayTableColumn("Risk level", is_plain=True)]

    lines = table_rows_html(
        DisplayTable("T", columns, [[DisplayTableCell("Asha"), DisplayTableCell("High")]])
    )

    assert 'data-label="Child"' in lines
    assert '<td role="cell"><bdi>High</bdi></td>' in lines


def test_hidden_unknown_and_zero_figures_differ() -> None:
    figures = [
        StatisticFigure(why=HiddenNumberReason.SUPPRESSED),
        StatisticFigure(why=HiddenNumberReason.NO_DATA),
        StatisticFigure("0"),
    ]

    lines = [
        table_rows_html(DisplayTable("T", [PLAIN], [[DisplayTableCell(figure=figure)]]))
        for figure in figures
    ]

    assert ["hidden" in line for line in lines] == [True, False, False]
    assert ["no data" in line for line in lines] == [False, True, False]
    assert bidi("0") in lines[2]


def test_a_line_without_a_day_or_a_child_says_nothing_of_them() -> None:
    line = due_items_html([DueItem("today", "Visit", "/a")])

    assert "<time>" in line
    assert "<small>" not in line
