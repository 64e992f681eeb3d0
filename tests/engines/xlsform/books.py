"""Small workbooks for tests, written row by row as an author would."""

from collections.abc import Sequence

from saathi.engines.xlsform import form_reader, workbook_writer
from saathi.engines.xlsform.definition import XlsformDefinition

SETTINGS = [["form_title", "form_id"], ["A visit", "a_visit"]]
HEAD = [
    "type",
    "name",
    "label",
    "required",
    "relevant",
    "constraint",
    "calculation",
    "choice_filter",
    "classification",
]
CHOICES = [
    ["list_name", "name", "label", "province"],
    ["yn", "yes", "Yes", ""],
    ["yn", "no", "No", ""],
    ["province", "bagmati", "Bagmati", ""],
    ["province", "madhesh", "Madhesh", ""],
    ["district", "kathmandu", "Kathmandu", "bagmati"],
    ["district", "dhanusha", "Dhanusha", "madhesh"],
]


def line(kind: str, name: str = "", label: str = "", **cells: str) -> list[str]:
    row = {"type": kind, "name": name, "label": label or name} | cells
    return [row.get(column, "") for column in HEAD]


def book(
    *lines: Sequence[str],
    choices: Sequence[Sequence[str]] = CHOICES,
    settings: Sequence[Sequence[str]] = SETTINGS,
    head: Sequence[str] = HEAD,
) -> bytes:
    sheets = {"survey": [head, *lines], "choices": choices, "settings": settings}
    return workbook_writer.write_workbook({name: rows for name, rows in sheets.items() if rows})


def form(*lines: Sequence[str], **more: Sequence[Sequence[str]]) -> XlsformDefinition:
    read = form_reader.read_form(book(*lines, **more))
    assert read.form is not None, [
        (problem.row, problem.column, problem.text % problem.values) for problem in read.errors
    ]
    return read.form


def mistakes(
    *lines: Sequence[str], **more: Sequence[Sequence[str]]
) -> list[tuple[str, int, str, str]]:
    read = form_reader.read_form(book(*lines, **more))
    assert bool(read.errors) == (read.form is None)
    return [
        (problem.sheet, problem.row, problem.column, problem.text % problem.values)
        for problem in read.errors
    ]
