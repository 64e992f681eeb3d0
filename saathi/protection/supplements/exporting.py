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
from saathi.protection.supplements.models import BY_SECTION, Filled, FormVersion
from saathi.protection.supplements.vocabulary import FormOutcome
from saathi.protection.supplements.xlsform import workbook
from saathi.protection.supplements.xlsform.answering import Answered
from saathi.protection.supplements.xlsform.definition import Form, Kind, Question

MOST_ROWS = 5000
ABOUT = ("file", "form_version", "asked_on", "written_at", "language")
# A program that opens the table must not take a cell for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Table:
    """Answers to all versions of one form: a heading, a row for each time it was filled in."""

    heading: Sequence[str]
    rows: Sequence[Sequence[str]]
    records: Sequence[UUID]  # for the line in the log
    questions: Sequence[Sequence[str]]  # each column: name, type, class, question
    is_cut: bool  # there are more than a table takes


def table(
    staff: Staff, code: str, classes: Collection[DataClass], language: str = ""
) -> Table | None:
    """What `staff` may read of the answers to her agency's form; None where there is no such form."""
    known = list(
        FormVersion.objects.filter(
            agency=staff.agency_id, code=code, outcome=FormOutcome.AGREED
        ).order_by("version")
    )
    if not known:
        return None
    forms = {version.pk: queries.form_of(version) for version in known}
    columns = _columns(forms.values(), classes)
    found = _records(staff, known)
    shown = found[:MOST_ROWS]
    opened = records.words_of_each(shown)
    rows = [
        _row(one, forms[one.form_id], opened[one.pk], columns) for one in shown if one.pk in opened
    ]
    return Table(
        heading=[*ABOUT, *columns],
        rows=rows,
        records=[one.pk for one in shown if one.pk in opened],
        questions=[
            [name, str(one.kind), one.data_class, form.text(one.label, language)]
            for name, (form, one) in columns.items()
        ],
        is_cut=len(found) > MOST_ROWS,
    )


def _columns(
    forms: Collection[Form], classes: Collection[DataClass]
) -> dict[str, tuple[Form, Question]]:
    """The questions of all versions; a class that a later version gives one holds for all of it.

    So that what an office found to be too open yesterday is not taken out as it was before.
    """
    found: dict[str, tuple[Form, Question]] = {}
    for form in forms:
        for question in form.questions:
            if question.kind != Kind.NOTE:
                found[question.name] = (form, question)
    return {name: told for name, told in found.items() if told[1].data_class in classes}


def _records(staff: Staff, known: Sequence[FormVersion]) -> list[Filled]:
    model = BY_SECTION[Section(known[0].section)]
    found = access.visible(staff, model).filter(form__in=known)
    return list(found.select_related("child").order_by("filled_on", "pk")[: MOST_ROWS + 1])


def _row(
    filled: Filled, form: Form, payload: Mapping[str, Any], columns: Collection[str]
) -> list[str]:
    answered = Answered(form, payload.get("answers", {}), filled.filled_on)
    about = [
        filled.child.code,
        str(filled.form_version),
        filled.filled_on.isoformat(),
        filled.recorded_at.isoformat(timespec="minutes"),
        filled.language,
    ]
    return [*about, *(_cell(answered, form.by_name.get(name)) for name in columns)]


def _cell(answered: Answered, question: Question | None) -> str:
    if question is None:
        return ""
    if question.kind == Kind.CALCULATE:
        shown = [answered.shown(question, row) for row in answered.places(question)]
        return " | ".join(shown)
    return " | ".join(answered.given(question, row) for row in answered.places(question))


def as_csv(made: Table) -> bytes:
    """The table as CSV in UTF-8 that a spreadsheet opens as it is."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for row in (made.heading, *made.rows):
        writer.writerow([_harmless(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(made: Table) -> bytes:
    """The table as a workbook, with a second sheet that says what each column asks."""
    heads = ("column", "type", "class", "question")
    return workbook.write(
        {"answers": [made.heading, *made.rows], "questions": [heads, *made.questions]}
    )


def _harmless(cell: str) -> str:
    is_number = cell[:1] == "-" and cell[1:].replace(".", "", 1).isdigit()
    return f"'{cell}" if cell.startswith(_FORMULA) and not is_number else cell


def lines(made: Table) -> Iterator[dict[str, str]]:
    """The rows by the names of their columns, for whoever writes them in a form of their own."""
    for row in made.rows:
        yield dict(zip(made.heading, row, strict=True))
