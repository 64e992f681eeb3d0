"""Answers as rows for a table, of the classes that were asked for. Decides nothing and logs nothing.

Who takes rows out asks access and leaves the line in the log: `views.exporting` for one form, and
whatever exports more at a time.
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
from saathi.infra.classification import DataClass
from saathi.protection.supplements import queries
from saathi.protection.supplements.models import ANSWER_MODEL_BY_SECTION, FormAnswers, FormVersion
from saathi.protection.supplements.vocabulary import FormOutcome
from saathi.protection.supplements.xlsform import workbook
from saathi.protection.supplements.xlsform.definition import (
    XlsformDefinition,
    XlsformQuestion,
    XlsformQuestionKind,
)
from saathi.protection.supplements.xlsform.form_state import FormState

MAX_ROWS = 5000
RECORD_COLUMNS = ("file", "form_version", "asked_on", "written_at", "language")
# A program that opens the table must not take a cell for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class AnswersTable:
    """Answers to all versions of one form: a heading, a row for each time it was filled in."""

    heading: Sequence[str]
    rows: Sequence[Sequence[str]]
    records: Sequence[UUID]  # for the line in the log
    questions: Sequence[Sequence[str]]  # each column: name, type, class, question
    is_truncated: bool  # there are more than a table takes


def build_answers_table(
    staff: Staff, code: str, classes: Collection[DataClass], language: str = ""
) -> AnswersTable | None:
    """What `staff` may read of the answers to her agency's form; None where there is no such form."""
    known = list(
        FormVersion.objects.filter(
            agency=staff.agency_id, code=code, outcome=FormOutcome.AGREED
        ).order_by("version")
    )
    if not known:
        return None
    forms = {version.pk: queries.form_definition(version) for version in known}
    columns = _columns(forms.values(), classes)
    found = _records(staff, known)
    shown = found[:MAX_ROWS]
    opened = records.open_texts_of_each(shown)
    rows = [
        _row(one, forms[one.form_id], opened[one.pk], columns) for one in shown if one.pk in opened
    ]
    return AnswersTable(
        heading=[*RECORD_COLUMNS, *columns],
        rows=rows,
        records=[one.pk for one in shown if one.pk in opened],
        questions=[
            [name, str(one.kind), one.data_class, form.text_in_language(one.label, language)]
            for name, (form, one) in columns.items()
        ],
        is_truncated=len(found) > MAX_ROWS,
    )


def _columns(
    forms: Collection[XlsformDefinition], classes: Collection[DataClass]
) -> dict[str, tuple[XlsformDefinition, XlsformQuestion]]:
    """The questions of all versions; a class that a later version gives one holds for all of it.

    So that what an office found to be too open yesterday is not taken out as it was before.
    """
    found: dict[str, tuple[XlsformDefinition, XlsformQuestion]] = {}
    for form in forms:
        for question in form.questions:
            if question.kind != XlsformQuestionKind.NOTE:
                found[question.name] = (form, question)
    return {name: told for name, told in found.items() if told[1].data_class in classes}


def _records(staff: Staff, versions: Sequence[FormVersion]) -> list[FormAnswers]:
    model = ANSWER_MODEL_BY_SECTION[Section(versions[0].section)]
    found = access.visible(staff, model).filter(form__in=versions)
    return list(found.select_related("child").order_by("filled_on", "pk")[: MAX_ROWS + 1])


def _row(
    filled: FormAnswers,
    form: XlsformDefinition,
    payload: Mapping[str, Any],
    columns: Collection[str],
) -> list[str]:
    answered = FormState(form, payload.get("answers", {}), filled.filled_on)
    about = [
        filled.child.code,
        str(filled.form_version),
        filled.filled_on.isoformat(),
        filled.recorded_at.isoformat(timespec="minutes"),
        filled.language,
    ]
    return [*about, *(_cell(answered, form.questions_by_name.get(name)) for name in columns)]


def _cell(answered: FormState, question: XlsformQuestion | None) -> str:
    if question is None:
        return ""
    if question.kind == XlsformQuestionKind.CALCULATE:
        shown = [
            answered.calculation_text(question, row) for row in answered.question_rows(question)
        ]
        return " | ".join(shown)
    return " | ".join(
        answered.raw_answer(question, row) for row in answered.question_rows(question)
    )


def table_to_csv(answers_table: AnswersTable) -> bytes:
    """The table as CSV in UTF-8 that a spreadsheet opens as it is."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for row in (answers_table.heading, *answers_table.rows):
        writer.writerow([_escape_formula(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def table_to_xlsx(answers_table: AnswersTable) -> bytes:
    """The table as a workbook, with a second sheet that says what each column asks."""
    heads = ("column", "type", "class", "question")
    return workbook.write_workbook(
        {
            "answers": [answers_table.heading, *answers_table.rows],
            "questions": [heads, *answers_table.questions],
        }
    )


def _escape_formula(cell: str) -> str:
    is_number = cell[:1] == "-" and cell[1:].replace(".", "", 1).isdigit()
    return f"'{cell}" if cell.startswith(_FORMULA) and not is_number else cell


def table_to_dicts(answers_table: AnswersTable) -> Iterator[dict[str, str]]:
    """The rows by the names of their columns, for whoever writes them in a form of their own."""
    for row in answers_table.rows:
        yield dict(zip(answers_table.heading, row, strict=True))
