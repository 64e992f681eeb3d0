"""The order of a form on a page: headings, questions, and the rows of repeats."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from saathi.engines.xlsform.definition import (
    XlsformDefinition,
    XlsformQuestion,
)


@dataclass(frozen=True, slots=True)
class FormPosition:
    """One position: a question, the heading of a group, or the end of a repeat."""

    question: XlsformQuestion | None = None
    heading: str = ""  # the name of a group that starts here
    repeat: str = ""
    row: int | None = None
    is_end_of_repeat: bool = False


def form_positions(form: XlsformDefinition, rows: Mapping[str, int]) -> Iterator[FormPosition]:
    """All positions of a form from top to bottom, with the given number of rows of each repeat."""
    open_before: tuple[str, ...] = ()
    for repeat, grouped in groupby(form.questions, key=form.repeat_of):
        questions = list(grouped)
        if not repeat:
            yield from _block(questions, open_before, "", None)
        else:
            outer = questions[0].within[: questions[0].within.index(repeat)]
            yield from _headings(open_before, outer, "", None)
            for row in range(rows.get(repeat, 0)):
                yield from _block(questions, outer, repeat, row)
            yield FormPosition(repeat=repeat, is_end_of_repeat=True)
        open_before = questions[-1].within
        if repeat:
            open_before = open_before[: open_before.index(repeat)]


def _block(
    questions: list[XlsformQuestion], before: tuple[str, ...], repeat: str, row: int | None
) -> Iterator[FormPosition]:
    for question in questions:
        yield from _headings(before, question.within, repeat, row)
        before = question.within
        yield FormPosition(question=question, repeat=repeat, row=row)


def _headings(
    before: tuple[str, ...], now: tuple[str, ...], repeat: str, row: int | None
) -> Iterator[FormPosition]:
    shared = 0
    while shared < min(len(before), len(now)) and before[shared] == now[shared]:
        shared += 1
    for name in now[shared:]:
        yield FormPosition(heading=name, repeat=repeat, row=row)
