"""Lines of lists that are put together without a template: escaped, named, told apart."""

import pytest
from django.template.loader import render_to_string

from saathi.web.inline import bidi
from saathi.web.lists import due_lines, table_lines
from saathi.web.parts import Cell, Column, Due, Figure, Table, Why

HOSTILE = "<script>&\"'"
ESCAPED = "&lt;script&gt;&amp;&quot;&#x27;"
PLAIN = Column("When")


@pytest.mark.parametrize(
    "table",
    [
        Table("T", [PLAIN], [[Cell(HOSTILE)]]),
        Table("T", [PLAIN], [[Cell("", url=HOSTILE)]]),
        Table("T", [PLAIN], [[Cell(HOSTILE, url="/a")]]),
        Table("T", [PLAIN], [[Cell(HOSTILE, tag="care")]]),
        Table("T", [PLAIN], [[Cell(figure=Figure(HOSTILE))]]),
        Table("T", [Column(HOSTILE)], [[Cell("a")]]),
        Table("T", [PLAIN], [], totals=[Cell(HOSTILE)]),
    ],
)
def test_whatever_a_cell_holds_is_text(table: Table) -> None:
    page = render_to_string("web/_table.html", {"table": table})

    assert HOSTILE not in page
    assert ESCAPED in page


@pytest.mark.parametrize("place", ["when", "text", "url", "day", "about"])
def test_whatever_is_due_is_text(place: str) -> None:
    texts = {"when": "today", "text": "Visit", "url": "/a", "day": "2026-11-24", "about": "NP-1"}

    line = due_lines([Due(**(texts | {place: HOSTILE}))])  # type: ignore[arg-type]

    assert HOSTILE not in line
    assert ESCAPED in line


def test_the_first_cell_names_its_row_and_each_carries_its_columns_words() -> None:
    columns = [Column("Child"), Column("Visits", is_number=True)]

    lines = table_lines(Table("T", columns, [[Cell("Asha", url="/a"), Cell("3")]]))

    assert lines == (
        '<tr role="row"><th role="rowheader" scope="row" data-label="Child"><a href="/a">'
        '<bdi>Asha</bdi></a></th><td role="cell" data-label="Visits" class="num"><bdi>3</bdi></td></tr>'
    )


def test_what_is_hidden_unknown_or_zero_reads_differently() -> None:
    figures = [Figure(why=Why.SUPPRESSED), Figure(why=Why.NO_DATA), Figure("0")]

    lines = [table_lines(Table("T", [PLAIN], [[Cell(figure=figure)]])) for figure in figures]

    assert ["hidden" in line for line in lines] == [True, False, False]
    assert ["no data" in line for line in lines] == [False, True, False]
    assert bidi("0") in lines[2]


def test_a_line_without_a_day_or_a_child_says_nothing_of_them() -> None:
    line = due_lines([Due("today", "Visit", "/a")])

    assert "<time>" in line
    assert "<small>" not in line
