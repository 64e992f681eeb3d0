"""How many workbooks of a directory Saathi reads as forms, next to pyxform if it is installed.

Run: `python -m bench.field_forms DIRECTORY`, for example with the example forms of pyxform's own repository
(tests/example_xls and tests/bug_example_xls). Reads the files that the upload page offers: .xlsx, .xls and
.csv. Prints each file that one of the two refuses, and the counts. A form that Saathi reads is also filled in: each question gets an answer that its kind allows.
"""

import argparse
import contextlib
import datetime as dt
import importlib.util
import io
from pathlib import Path
from typing import Final

from saathi.engines.xlsform import form_reader
from saathi.engines.xlsform.definition import XlsformDefinition, XlsformQuestion
from saathi.engines.xlsform.definition import XlsformQuestionKind as Kind
from saathi.engines.xlsform.form_state import FormState

OFFERED: Final = frozenset({".xlsx", ".xls", ".csv"})
DAY: Final = dt.date(2026, 11, 29)
ANSWERS: Final = {
    Kind.TEXT: "text", Kind.INTEGER: "3", Kind.DECIMAL: "2.5", Kind.DATE: "2026-11-28",
    Kind.TIME: "14:30", Kind.DATETIME: "2026-11-28T14:30",
}  # fmt: skip


def _answer(form: XlsformDefinition, question: XlsformQuestion) -> str:
    choices = form.lists.get(question.choices)
    return choices[0].name if choices else ANSWERS[question.kind]


def _fill(form: XlsformDefinition) -> int:
    """Answers every question; the number of answers and results that can be shown."""
    answers: dict[str, object] = {}
    for question in form.answerable_questions:
        repeat = form.repeat_of(question)
        if repeat:
            row = answers.setdefault(repeat, [{}])
            assert isinstance(row, list)
            row[0][question.name] = _answer(form, question)
        else:
            answers[question.name] = _answer(form, question)
    state = FormState(form, answers, DAY)
    shown = 0
    for question in form.questions:
        for row_number in state.question_rows(question):
            state.violates_constraint(question, row_number)
            state.fill_placeholders(question.label, "", row_number)
            shown += bool(
                state.raw_answer(question, row_number)
                or state.calculation_text(question, row_number)
            )
    return shown


def _pyxform_reads(path: Path) -> bool | None:
    if importlib.util.find_spec("pyxform") is None:
        return None
    from pyxform.xls2xform import convert  # noqa: PLC0415 - the peer is not a dependency

    with contextlib.redirect_stderr(io.StringIO()):
        try:
            convert(path, validate=False)
        except Exception:  # noqa: BLE001 - whatever the peer raises is a refusal
            return False
    return True


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", type=Path)
    directory = parser.parse_args().directory
    files = sorted(path for path in directory.rglob("*") if path.suffix in OFFERED)
    ours = theirs = both = 0
    for path in files:
        result = form_reader.read_form(path.read_bytes())
        peer = _pyxform_reads(path)
        ours += result.form is not None
        theirs += bool(peer)
        both += bool(peer) and result.form is not None
        if result.form is None:
            problem = result.errors[0]
            print(f"{path.name}: {problem.text % problem.values} (pyxform reads it: {peer})")
        else:
            _fill(result.form)
    print(f"{len(files)} files; Saathi reads {ours}; pyxform {theirs}; both {both}")


if __name__ == "__main__":
    main()
