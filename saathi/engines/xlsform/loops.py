"""Loops of older forms: the questions between begin loop and end loop, once for each choice of a list."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from saathi.engines.xlsform.question_types import SurveyRowRole, read_type
from saathi.engines.xlsform.sheets import XlsformSheetLine

_FILLED: Final = re.compile(r"%\((name|label)\)s")


def expand_loops(
    lines: Sequence[XlsformSheetLine], choices: Mapping[str, Sequence[XlsformSheetLine]]
) -> list[XlsformSheetLine]:
    """The lines with each loop as a group that contains a group for each choice in its list.

    A loop over a missing list, or without an end, stays unchanged: no such type is supported, so
    the survey reports it.
    """
    expanded: list[XlsformSheetLine] = []
    position = 0
    while position < len(lines):
        line = lines[position]
        kind = read_type(line.cell("type"))
        end = _end_of_loop(lines, position)
        if (
            kind.block == "loop"
            and kind.role == SurveyRowRole.BEGIN
            and kind.choices in choices
            and end
        ):
            inner = lines[position + 1 : end]
            expanded += _groups(line, inner, choices[kind.choices], lines[end].row)
            position = end
        else:
            expanded.append(line)
        position += 1
    return expanded


def _end_of_loop(lines: Sequence[XlsformSheetLine], begin: int) -> int:
    """The position where the loop begun here ends; 0 if another loop comes first or none does."""
    for position in range(begin + 1, len(lines)):
        kind = read_type(lines[position].cell("type"))
        if kind.block == "loop":
            return position if kind.role == SurveyRowRole.END else 0
    return 0


def _groups(
    loop: XlsformSheetLine,
    inner: Sequence[XlsformSheetLine],
    choices: Iterable[XlsformSheetLine],
    end_row: int,
) -> Iterator[XlsformSheetLine]:
    yield _typed(loop, "begin group")
    names = {line.cell("name") for line in inner} - {""}
    for choice in choices:
        name = f"{loop.cell('name')}_{choice.cell('name')}"
        begin = XlsformSheetLine(loop.row, {"type": "begin group", "name": name}, {}, {})
        yield replace(begin, texts={"label": choice.translations("label")})
        for line in inner:
            yield _filled(line, choice, names)
        yield XlsformSheetLine(end_row, {"type": "end group"}, {}, {})
    yield XlsformSheetLine(end_row, {"type": "end group"}, {}, {})


def _typed(line: XlsformSheetLine, kind: str) -> XlsformSheetLine:
    return replace(line, cells={**line.cells, "type": kind})


def _filled(
    line: XlsformSheetLine, choice: XlsformSheetLine, names: Iterable[str]
) -> XlsformSheetLine:
    """The line for one choice: its name and the loop names in it end in the choice's name."""
    suffix = f"_{choice.cell('name')}"
    pattern = re.compile(r"\$\{\s*(" + "|".join(map(re.escape, names)) + r")\s*\}")
    cells = {
        column: pattern.sub(rf"${{\1{suffix}}}", text) if column != "type" else text
        for column, text in line.cells.items()
    }
    if line.cell("name"):
        cells["name"] = line.cell("name") + suffix
    texts = {
        column: {
            language: _FILLED.sub(lambda match: _fill(match[1], choice, language), text)  # noqa: B023 - used in this turn of the loop only
            for language, text in by_language.items()
        }
        for column, by_language in line.texts.items()
    }
    return replace(line, cells=cells, texts=texts)


def _fill(what: str, choice: XlsformSheetLine, language: str) -> str:
    labels = choice.translations("label")
    if what == "label" and labels:
        return labels.get(language) or next(iter(labels.values()))
    return choice.cell("name")
