"""The three sheets of a workbook as lines with named columns, and the languages in the headings."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from saathi.engines.xlsform.cells import CellRow, SheetRows
from saathi.engines.xlsform.language_codes import read_language
from saathi.engines.xlsform.problems import XlsformProblem
from saathi.engines.xlsform.visible_text import without_invisible_signs
from saathi.infra.reasons import mark_for_translation as _

DEFAULT_LANGUAGE: Final = ""  # the language of a heading that names none
_TEXTS: Final = frozenset({"label", "hint", "constraint_message", "required_message"})
_MEDIA: Final = frozenset({"media", "image", "audio", "video", "big-image", "guidance_hint"})
# Older or alternative spellings of supported columns.
_SAME: Final = {
    "survey": {"relevance": "relevant", "relevent": "relevant", "calculate": "calculation",
               "value": "name", "tag": "name", "command": "type", "caption": "label",
               "constraint message": "constraint_message", "required message": "required_message",
               "readonly": "read_only", "class": "classification"},
    "choices": {"list name": "list_name", "value": "name", "caption": "label"},
    "settings": {"id_string": "form_id", "set form id": "form_id", "title": "form_title",
                 "set form title": "form_title", "form_version": "version"},
}  # fmt: skip
# What older forms write as `bind:relevant` or `bind::relevant`.
_BINDINGS: Final = {"relevant": "relevant", "relevance": "relevant", "required": "required",
                    "constraint": "constraint", "calculate": "calculation",
                    "jr:constraintmsg": "constraint_message"}  # fmt: skip
KNOWN_COLUMNS: Final[dict[str, frozenset[str]]] = {
    "survey": frozenset(
        {"type", "name", "label", "hint", "required", "relevant", "constraint", "parameters"}
        | {"constraint_message", "calculation", "choice_filter", "classification"}
    ),
    "choices": frozenset({"list_name", "name", "label"}),
    "settings": frozenset(
        {"form_title", "form_id", "version", "default_language", "allow_choice_duplicates"}
    ),
}


@dataclass(frozen=True)
class XlsformSheetLine:
    """One row of a sheet: its number and the cells of supported columns."""

    row: int
    cells: Mapping[str, str]
    texts: Mapping[str, Mapping[str, str]]
    others: Mapping[str, str]

    def cell(self, name: str) -> str:
        """The text of a cell; empty if there is none."""
        return self.cells.get(name, "")

    def translations(self, name: str) -> Mapping[str, str]:
        """A text in all its languages."""
        return self.texts.get(name, {})


@dataclass
class XlsformSheet:
    """One sheet, its problems, and the languages of its headings in order."""

    name: str
    lines: list[XlsformSheetLine] = field(default_factory=list)
    columns: set[str] = field(default_factory=set)
    languages: dict[str, str] = field(default_factory=dict)
    problems: list[XlsformProblem] = field(default_factory=list)

    def add_error(self, text: str, *, row: int = 1, column: str = "", **values: str) -> None:
        """Adds an error."""
        self.problems.append(XlsformProblem(text, values, self.name, row, column))

    def add_note(self, text: str, *, row: int = 1, column: str = "", **values: str) -> None:
        """Adds a note, which does not prevent publication."""
        self.problems.append(XlsformProblem(text, values, self.name, row, column, is_note=True))


@dataclass(frozen=True)
class _Heading:
    name: str
    language: str | None = None  # None: not a translated text
    is_other: bool = False


def read_sheet(name: str, rows: SheetRows) -> XlsformSheet:
    """The sheet with its headings parsed; its first non-empty row names the columns."""
    sheet = XlsformSheet(name)
    if not rows:
        return sheet
    rows = _visible_rows(sheet, rows)
    heading_row = min(rows)
    headings: dict[int, _Heading] = {}
    seen: set[tuple[str, str | None]] = set()
    for column, text in rows[heading_row].items():
        heading = _heading(sheet, text, heading_row)
        if heading is None:
            continue
        if (heading.name, heading.language) in seen:
            sheet.add_error(_("This column appears twice."), row=heading_row, column=text)
            continue
        seen.add((heading.name, heading.language))
        headings[column] = heading
    sheet.columns = {heading.name for heading in headings.values()}
    sheet.lines = [_line(number, rows[number], headings) for number in sorted(rows)[1:]]
    return sheet


def _visible_rows(sheet: XlsformSheet, rows: SheetRows) -> SheetRows:
    """The rows without invisible signs, so that who reads the form reads all of it; with a note."""
    visible = {
        number: {column: without_invisible_signs(text) for column, text in row.items()}
        for number, row in rows.items()
    }
    if changed := [number for number, row in rows.items() if visible[number] != row]:
        sheet.add_note(
            _("Rows from which invisible characters were removed: %(count)s."),
            row=min(changed),
            count=str(len(changed)),
        )
    return visible


def _heading(sheet: XlsformSheet, text: str, row: int) -> _Heading | None:
    name, rest = _split(text)
    name = _SAME[sheet.name].get(name.lower(), name.lower())
    if name == "bind" and rest.lower() in _BINDINGS:
        name, rest = _BINDINGS[rest.lower()], ""
    if not rest or (name in _TEXTS and rest.lower() == "default"):
        if name in KNOWN_COLUMNS[sheet.name]:
            return _Heading(name, DEFAULT_LANGUAGE if name in _TEXTS else None)
        if sheet.name != "choices":
            sheet.add_note(_("This column is ignored."), row=row, column=text)
        return _Heading(text.strip(), is_other=True)
    if name not in _TEXTS:
        sheet.add_note(_("This column is ignored."), row=row, column=text)
        return None
    language = read_language(rest)
    if language.is_proposed and language.code not in sheet.languages:
        sheet.add_note(
            _("The language “%(language)s” has no code. Saathi proposes “%(code)s”."),
            row=row,
            column=text,
            language=language.name,
            code=language.code,
        )
    sheet.languages.setdefault(language.code, language.name)
    return _Heading(name, language.code)


def _split(text: str) -> tuple[str, str]:
    """The column's name, and what follows the colons: a language, or a part of the column."""
    name, divider, rest = text.partition("::")
    if not divider:
        older, _divider, rest = text.partition(":")
        name = older if older.strip().lower() in _TEXTS | _MEDIA | {"caption", "bind"} else text
        rest = rest if name == older else ""
    return name.strip(), rest.strip()


def _line(number: int, row: CellRow, headings: Mapping[int, _Heading]) -> XlsformSheetLine:
    cells: dict[str, str] = {}
    texts: dict[str, dict[str, str]] = {}
    others: dict[str, str] = {}
    for column, text in row.items():
        heading = headings.get(column)
        if heading is None:
            continue
        if heading.language is not None:
            texts.setdefault(heading.name, {})[heading.language] = text
        elif heading.is_other:
            others[heading.name] = text
        else:
            cells[heading.name] = text
    return XlsformSheetLine(number, cells, texts, others)


def form_languages(sheets: Iterable[XlsformSheet], settings: XlsformSheet) -> dict[str, str]:
    """All languages of a form, default first; texts without a language are in the default."""
    languages: dict[str, str] = {}
    for sheet in sheets:
        for code, name in sheet.languages.items():
            languages.setdefault(code, name)
    wanted = settings.lines[0].cell("default_language") if settings.lines else ""
    first = read_language(wanted) if wanted else None
    if first is not None and languages and first.code not in languages:
        settings.add_note(
            _("No column has the default language “%(name)s”; the first column is used."),
            row=2,
            column="default_language",
            name=wanted,
        )
        first = None
    if first is None:
        code = next(iter(languages), "en")
        return {code: languages.get(code, "English")} | languages
    return {first.code: languages.get(first.code, first.name)} | languages


def with_default_language(texts: Mapping[str, str], first: str) -> dict[str, str]:
    """Texts by language; a text without a language is the default's, unless that has its own."""
    plain = (
        {first: texts[DEFAULT_LANGUAGE]} if DEFAULT_LANGUAGE in texts and first not in texts else {}
    )
    return plain | {code: text for code, text in texts.items() if code != DEFAULT_LANGUAGE}


def list_nonempty_lines(sheet: XlsformSheet, *names: str) -> Iterator[XlsformSheetLine]:
    """The lines in which at least one of these cells is not empty."""
    for line in sheet.lines:
        if any(line.cell(name) or line.translations(name) for name in names):
            yield line
