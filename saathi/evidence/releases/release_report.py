"""The printable report of a release: what it is, each table with its years, how to cite it."""

from typing import Any

from saathi.disclosure.hierarchies import TOTAL
from saathi.evidence.releases.counting import YEAR
from saathi.evidence.releases.files.contents import STATUS_MEANINGS, ReleaseContents, ReleaseTable
from saathi.evidence.releases.published_table import PublishedValue
from saathi.evidence.releases.vocabulary import ValueStatus
from saathi.web import pdf

SIGNS: dict[ValueStatus, str] = {
    ValueStatus.SUPPRESSED: "×",
    ValueStatus.NOT_APPLICABLE: "–",
    ValueStatus.NO_DATA: "…",
}
# A sheet of paper holds so many years beside the labels; older ones stand in the files.
MAX_YEARS = 8


def render_release_report(book: ReleaseContents) -> bytes:
    """The report as an accessible PDF, in English as the files are."""
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
    told = [
        ["One is", about["unit"]],
        ["In the year", about["basis"]],
        ["Counted", about["denominator"]],
        ["The part", about["numerator"]],
        ["What none means", about["zero"]],
        ["Where", about["where"]],
        ["Places", about["geography"]],
        ["Protection", about["method_words"]],
        [
            "Attack",
            (
                f"{attack['cells']} hidden or rounded cells were attacked with everything that is "
                f"printed and {attack['earlier']} earlier releases; {attack['found']} were found out."
            ),
        ],
        ["Source", f"snapshot {about['snapshot']}"],
        ["Licence", about["licence"]],
        ["Cite as", about["citation"]],
    ]
    return [pair for pair in told if pair[1]]


def _table(table: ReleaseTable) -> dict[str, Any]:
    """The table as lines: its years as columns, each combination of the other codes a line."""
    others = [name for name in table.printed.dimensions if name != YEAR]
    years = [code for code in table.labels[YEAR] if code == TOTAL or "-" not in code]
    shown = years[-MAX_YEARS - 1 :]
    lines = []
    for codes in _combinations(table, others):
        at = dict(zip(others, codes, strict=True))
        label = ", ".join(table.labels[name][code] for name, code in at.items() if code != TOTAL)
        cells = [_cell(table.printed.value(at | {YEAR: year})) for year in shown]
        lines.append({"label": label or "All together", "cells": cells, "whole": not label})
    return {
        "title": table.title,
        "years": [table.labels[YEAR][year] for year in shown],
        "lines": lines,
    }


def _combinations(table: ReleaseTable, names: list[str]) -> list[tuple[str, ...]]:
    """The combinations of codes of these dimensions that one or none of them is taken apart by.

    A page of paper shows each dimension by itself; the cells of several are in the files.
    """
    found = [
        tuple(code if other == name else TOTAL for other in names)
        for name in names
        for code in table.labels[name]
        if code != TOTAL
    ]
    return [*found, tuple(TOTAL for _ in names)]


def _cell(value: PublishedValue) -> str:
    return SIGNS.get(value.status) or f"{value.number:,}"
