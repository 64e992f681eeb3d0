"""The release as a workbook: its description, the dictionary, and one sheet for each table."""

import datetime as dt
from io import BytesIO
from typing import Any

import xlsxwriter

from saathi.evidence.releases.files.contents import (
    RANGE_MEANINGS,
    STATUS_MEANINGS,
    ReleaseContents,
    ReleaseFile,
    ReleaseTable,
)
from saathi.evidence.releases.published_table import STATUS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_NAME = 31  # the maximum length of a sheet's name


def workbook_file(book: ReleaseContents) -> ReleaseFile:
    """The workbook. Text stays text: no recorded value can become a formula."""
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as made:
        made.set_properties(
            {
                "title": book.about["title"],
                "created": dt.datetime.fromisoformat(book.about["made_at"]).replace(tzinfo=None),
            }
        )
        bold = made.add_format({"bold": True})
        _lines(made.add_worksheet("About"), _about(book), bold)
        _lines(made.add_worksheet("Dictionary"), _dictionary(book), bold)
        for number, table in enumerate(book.tables, 1):
            name = f"{number} {table.name}"[:LONGEST_NAME]
            _lines(made.add_worksheet(name), _table(table), bold)
    return ReleaseFile("release.xlsx", XLSX, out.getvalue())


def _lines(sheet: Any, lines: list[list[Any]], bold: Any) -> None:
    for row, cells in enumerate(lines):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell, bold if row == 0 else None)
    sheet.set_column(0, 0, 28)
    sheet.freeze_panes(1, 0)


def _about(book: ReleaseContents) -> list[list[Any]]:
    about = book.about
    shown_fields = ("question", "unit", "basis", "denominator", "numerator", "zero", "years", "publisher",
            "licence", "geography", "method_words", "citation", "address", "snapshot",
            "snapshot_hash", "tables_hash")  # fmt: skip
    lines: list[list[Any]] = [["Release", about["title"]]]
    lines += [[name.replace("_", " "), about[name]] for name in shown_fields if about.get(name)]
    lines += [["caveat", words] for words in about["caveats"]]
    lines += [["change of definition", f"{item['on']}: {item['what']}"] for item in about["breaks"]]
    return lines


def _dictionary(book: ReleaseContents) -> list[list[Any]]:
    lines: list[list[Any]] = [["Column", "Code", "Meaning"]]
    described = set()
    for table in book.tables:
        for name in table.printed.dimensions:
            for code, words in table.labels[name].items():
                if (name, code) not in described:
                    described.add((name, code))
                    lines.append([name, code, words])
    lines += [[STATUS, status.value, words] for status, words in STATUS_MEANINGS.items()]
    if any(table.printed.has_ranges for table in book.tables):
        lines += [[name, "", words] for name, words in RANGE_MEANINGS.items()]
    return lines


def _table(table: ReleaseTable) -> list[list[Any]]:
    names, printed = table.printed.dimensions, table.printed
    lines: list[list[Any]] = [[*(table.titles[name] for name in names), *printed.value_columns]]
    for codes, value in table.rows:
        labels = [table.labels[name][code] for name, code in zip(names, codes, strict=True)]
        cells = [int(text) if text.isdecimal() else text for text in printed.value_cells(value)]
        lines.append([*labels, *cells])
    return lines
