"""Answers as table rows, limited to the requested classes. Checks no permission and logs nothing.

The caller checks access and writes the log: `views.exporting` for one form, and every larger export.
"""

import csv
import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from saathi.agencies import access, records
from saathi.agencies.models import Staff
from saathi.agencies.sections import Section
from saathi.engines.sheets import writing
from saathi.engines.xlsform import workbook_writer
from saathi.engines.xlsform.definition import (
    XlsformDefinition,
    XlsformQuestion,
    XlsformQuestionKind,
)
from saathi.engines.xlsform.form_state import FormState
from saathi.infra.classification import DataClass
from saathi.protection.casework.supplements import queries
from saathi.protection.casework.supplements.models import (
    ANSWER_MODEL_BY_SECTION,
    FormAnswers,
    FormVersion,
)
from saathi.protection.casework.supplements.vocabulary import FormOutcome

MAX_ROWS = 5000
RECORD_COLUMNS = ("file", "form_version", "asked_on", "written_at", "language")
# Spreadsheet programs must not treat a cell as a formula.


@dataclass(frozen=True)
class AnswersTable:
    """Answers to all versions of one form: a heading, and a row for each time it was filled in."""

    heading: Sequence[str]
    rows: Sequence[Sequence[str]]
    records: Sequence[UUID]  # for the log entry
    questions: Sequence[Sequence[str]]  # each column: name, type, class, question
    is_truncated: bool  # there are more rows than a table may hold


def build_answers_table(
    staff: Staff, code: str, classes: Collection[DataClass], language: str = ""
) -> AnswersTable | None:
    """The answers to the agency's form that `staff` may read; None if there is no such form."""
    versions = list(
        FormVersion.objects.filter(
            agency=staff.agency_id, code=code, outcome=FormOutcome.AGREED
        ).order_by("version")
    )
    if not versions:
        return None
    forms = {version.pk: queries.form_definition(version) for version in versions}
    columns = _columns(forms.values(), classes)
    answers = _records(staff, versions)
    shown = answers[:MAX_ROWS]
    opened = records.open_texts_of_each(shown)
    rows = [
        _row(filled, forms[filled.form_id], opened[filled.pk], columns)
        for filled in shown
        if filled.pk in opened
    ]
    return AnswersTable(
        heading=[*RECORD_COLUMNS, *columns],
        rows=rows,
        records=[filled.pk for filled in shown if filled.pk in opened],
        questions=[
            [
                name,
                str(question.kind),
                question.data_class,
                form.text_in_language(question.label, language),
            ]
            for name, (form, question) in columns.items()
        ],
        is_truncated=len(answers) > MAX_ROWS,
    )


def _columns(
    forms: Collection[XlsformDefinition], classes: Collection[DataClass]
) -> dict[str, tuple[XlsformDefinition, XlsformQuestion]]:
    """The questions of all versions; the class in the latest version applies to all of them.

    This way answers are not exported under an earlier class that the office has since found too
    open.
    """
    questions: dict[str, tuple[XlsformDefinition, XlsformQuestion]] = {}
    for form in forms:
        for question in form.questions:
            if question.kind != XlsformQuestionKind.NOTE:
                questions[question.name] = (form, question)
    return {name: entry for name, entry in questions.items() if entry[1].data_class in classes}


def _records(staff: Staff, versions: Sequence[FormVersion]) -> list[FormAnswers]:
    model = ANSWER_MODEL_BY_SECTION[Section(versions[0].section)]
    answers = access.visible(staff, model).filter(form__in=versions)
    return list(answers.select_related("child").order_by("filled_on", "pk")[: MAX_ROWS + 1])


def _row(
    filled: FormAnswers,
    form: XlsformDefinition,
    payload: Mapping[str, Any],
    columns: Collection[str],
) -> list[str]:
    state = FormState(form, payload.get("answers", {}), filled.filled_on)
    record_cells = [
        filled.child.code,
        str(filled.form_version),
        filled.filled_on.isoformat(),
        filled.recorded_at.isoformat(timespec="minutes"),
        filled.language,
    ]
    return [*record_cells, *(_cell(state, form.questions_by_name.get(name)) for name in columns)]


def _cell(state: FormState, question: XlsformQuestion | None) -> str:
    if question is None:
        return ""
    if question.kind == XlsformQuestionKind.CALCULATE:
        results = [state.calculation_text(question, row) for row in state.question_rows(question)]
        return " | ".join(results)
    return " | ".join(state.raw_answer(question, row) for row in state.question_rows(question))


def table_to_csv(answers_table: AnswersTable) -> bytes:
    """The table as CSV in UTF-8 that spreadsheet programs open directly."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for row in (answers_table.heading, *answers_table.rows):
        writer.writerow([writing.escape_formula(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def table_to_xlsx(answers_table: AnswersTable) -> bytes:
    """The table as a workbook, with a second sheet that describes each column."""
    headings = ("column", "type", "class", "question")
    return workbook_writer.write_workbook(
        {
            "answers": [answers_table.heading, *answers_table.rows],
            "questions": [headings, *answers_table.questions],
        }
    )


def table_to_dicts(answers_table: AnswersTable) -> Iterator[dict[str, str]]:
    """The rows as dictionaries by column name, for exports with their own format."""
    for row in answers_table.rows:
        yield dict(zip(answers_table.heading, row, strict=True))
