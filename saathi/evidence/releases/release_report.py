"""The printable report of a release: its description, each table by year, its citation."""

from typing import Any

from saathi.engines.disclosure.hierarchies import TOTAL
from saathi.evidence.releases.cube_counting import YEAR
from saathi.evidence.releases.files.contents import STATUS_MEANINGS, ReleaseContents, ReleaseTable
from saathi.evidence.releases.published_table import PublishedValue
from saathi.evidence.releases.vocabulary import ValueStatus
from saathi.web import pdf

SIGNS: dict[ValueStatus, str] = {
    ValueStatus.SUPPRESSED: "×",
    ValueStatus.NOT_APPLICABLE: "–",
    ValueStatus.NO_DATA: "…",
}
# The number of years that fit on a page beside the labels; older ones are in the files.
MAX_YEARS = 8


def render_release_report(book: ReleaseContents) -> bytes:
    """The report as an accessible PDF, in English like the files."""
    about = book.about
    data = {
        "title": about["title"],
        "lang": "en",
        "rtl": False,
        "words": {},
        "foot": f"{about['title']} · release {about['number']} · {about['address']}",
        "about": about,
        "pairs": _pairs(book),
        "tables": [_table(table) for table in book.tables],
        "signs": [
            {"sign": sign, "words": f"{status.value}: {STATUS_MEANINGS[status]}"}
            for status, sign in SIGNS.items()
        ],
    }
    return pdf.render_pdf("evidence/releases/report.typ", data)


def _pairs(book: ReleaseContents) -> list[list[str]]:
    about = book.about
    attack = about["attacked"]
    pairs = [
        ["Unit", about["unit"]],
        ["Reference date", about["basis"]],
        ["Denominator", about["denominator"]],
        ["Numerator", about["numerator"]],
        ["Meaning of zero", about["zero"]],
        ["Where", about["where"]],
        ["Places", about["geography"]],
        ["Protection", about["method_words"]],
        [
            "Attack",
            (
                f"{attack['cells']} hidden or rounded cells were attacked with everything that is "
                f"printed and {attack['earlier']} earlier releases; {attack['found']} were disclosed."
            ),
        ],
        ["Source", f"snapshot {about['snapshot']}"],
        ["Licence", about["licence"]],
        ["Cite as", about["citation"]],
    ]
    return [pair for pair in pairs if pair[1]]


def _table(table: ReleaseTable) -> dict[str, Any]:
    """The table by lines: years as columns, and one line for each combination of the other codes."""
    other_dimensions = [name for name in table.printed.dimensions if name != YEAR]
    years = [code for code in table.labels[YEAR] if code == TOTAL or "-" not in code]
    shown = years[-MAX_YEARS - 1 :]
    lines = []
    for codes in _combinations(table, other_dimensions):
        at = dict(zip(other_dimensions, codes, strict=True))
        label = ", ".join(table.labels[name][code] for name, code in at.items() if code != TOTAL)
        cells = [_cell(table.printed.value(at | {YEAR: year})) for year in shown]
        lines.append({"label": label or "Total", "cells": cells, "whole": not label})
    return {
        "title": table.title,
        "years": [table.labels[YEAR][year] for year in shown],
        "lines": lines,
    }


def _combinations(table: ReleaseTable, names: list[str]) -> list[tuple[str, ...]]:
    """The combinations of codes in which at most one of these dimensions is not a total.

    A page shows each dimension separately; combinations of several are in the files.
    """
    combinations = [
        tuple(code if dimension == name else TOTAL for dimension in names)
        for name in names
        for code in table.labels[name]
        if code != TOTAL
    ]
    return [*combinations, tuple(TOTAL for _ in names)]


def _cell(value: PublishedValue) -> str:
    return SIGNS.get(value.status) or f"{value.number:,}"
