"""The three sheets of a workbook as lines with named columns, and the languages in their headings."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from saathi.infra.reasons import mark as _
from saathi.protection.supplements.xlsform import limits
from saathi.protection.supplements.xlsform.troubles import Trouble
from saathi.protection.supplements.xlsform.workbook import Row, Rows

DEFAULT: Final = ""  # the language of a heading without one
_LANGUAGE: Final = re.compile(r"(.{1,40}?)\s*\(([a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8})?)\)")
_TEXTS: Final = frozenset({"label", "hint", "constraint_message", "required_message"})
_MEDIA: Final = frozenset({"image", "audio", "video", "big-image", "guidance_hint"})
# What is understood on each sheet, by the older and the newer way to write it.
_SAME: Final = {"relevance": "relevant", "relevent": "relevant", "calculate": "calculation",
                "list name": "list_name", "value": "name", "constraint message": "constraint_message",
                "readonly": "read_only", "class": "classification"}  # fmt: skip
UNDERSTOOD: Final[dict[str, frozenset[str]]] = {
    "survey": frozenset(
        {"type", "name", "label", "hint", "required", "relevant", "constraint"}
        | {"constraint_message", "calculation", "choice_filter", "classification"}
    ),
    "choices": frozenset({"list_name", "name", "label"}),
    "settings": frozenset({"form_title", "form_id", "version", "default_language"}),
}


@dataclass(frozen=True)
class Line:
    """One row of a sheet: its number and the cells of the columns that are understood."""

    row: int
    cells: Mapping[str, str]
    texts: Mapping[str, Mapping[str, str]]
    others: Mapping[str, str]

    def cell(self, name: str) -> str:
        """A cell, empty where nothing stands there."""
        return self.cells.get(name, "")

    def words(self, name: str) -> Mapping[str, str]:
        """A text in all its languages."""
        return self.texts.get(name, {})


@dataclass
class Sheet:
    """One sheet, what is wrong in its headings, and its languages in their order."""

    name: str
    lines: list[Line] = field(default_factory=list)
    columns: set[str] = field(default_factory=set)
    languages: dict[str, str] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)

    def tell(self, text: str, *, row: int = 1, column: str = "", **values: str) -> None:
        """Keeps a mistake."""
        self.troubles.append(Trouble(text, values, self.name, row, column))

    def note(self, text: str, *, row: int = 1, column: str = "", **values: str) -> None:
        """Keeps what stops nothing."""
        self.troubles.append(Trouble(text, values, self.name, row, column, is_note=True))


@dataclass(frozen=True)
class _Heading:
    name: str
    language: str | None = None  # None: not a text that is translated
    is_other: bool = False


def read(name: str, rows: Rows) -> Sheet:
    """The sheet with its headings understood; its first row that holds anything names the columns."""
    sheet = Sheet(name)
    if not rows:
        return sheet
    first = min(rows)
    headings: dict[int, _Heading] = {}
    seen: set[tuple[str, str | None]] = set()
    for at, text in rows[first].items():
        found = _heading(sheet, text, first)
        if found is None:
            continue
        if (found.name, found.language) in seen:
            sheet.tell(_("This column stands here twice."), row=first, column=text)
            continue
        seen.add((found.name, found.language))
        headings[at] = found
    sheet.columns = {one.name for one in headings.values()}
    sheet.lines = [_line(number, rows[number], headings) for number in sorted(rows)[1:]]
    return sheet


def _heading(sheet: Sheet, text: str, row: int) -> _Heading | None:
    name, _divider, language = (part.strip() for part in text.partition("::"))
    name = _SAME.get(name.lower(), name.lower())
    if not language:
        if name in UNDERSTOOD[sheet.name]:
            return _Heading(name, DEFAULT if name in _TEXTS else None)
        if sheet.name != "choices":
            sheet.note(_("This column is passed over."), row=row, column=text)
        return _Heading(text.strip(), is_other=True)
    if name in {"media", *_MEDIA} or name not in _TEXTS:
        sheet.note(_("This column is passed over."), row=row, column=text)
        return None
    found = _LANGUAGE.fullmatch(language)
    if found is None:
        sheet.tell(
            _("Write the language with its code, for example: label::English (en)."),
            row=row,
            column=text,
        )
        return None
    code = found[2].lower()
    sheet.languages.setdefault(code, found[1])
    return _Heading(name, code)


def _line(number: int, row: Row, headings: Mapping[int, _Heading]) -> Line:
    cells: dict[str, str] = {}
    texts: dict[str, dict[str, str]] = {}
    others: dict[str, str] = {}
    for at, text in row.items():
        heading = headings.get(at)
        if heading is None:
            continue
        if heading.language is not None:
            texts.setdefault(heading.name, {})[heading.language] = text
        elif heading.is_other:
            others[heading.name] = text
        else:
            cells[heading.name] = text
    return Line(number, cells, texts, others)


def languages(sheets: Iterable[Sheet], wanted: str, troubles: list[Trouble]) -> dict[str, str]:
    """All languages of a form, the default first; texts without one are in the default."""
    found: dict[str, str] = {}
    for sheet in sheets:
        for code, name in sheet.languages.items():
            found.setdefault(code, name)
    first = _code_of(wanted, found)
    if wanted and not first:
        troubles.append(
            Trouble(
                _("No column is in the default language “%(name)s”. Name it as in the headings."),
                {"name": wanted},
                "settings",
                2,
                "default_language",
            )
        )
    if len(found) > limits.LANGUAGES:
        most = {"most": str(limits.LANGUAGES)}
        troubles.append(Trouble(_("The form has more than %(most)s languages."), most, "survey", 1))
    first = first or next(iter(found), "en")
    return {first: found.get(first, "English")} | found


def _code_of(wanted: str, found: Mapping[str, str]) -> str:
    told = _LANGUAGE.fullmatch(wanted.strip())
    code = (told[2] if told else wanted.strip()).lower()
    if code in found or not found:
        return code if re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{2,8})?", code) else ""
    return next((one for one, name in found.items() if name.lower() == code), "")


def in_default(texts: Mapping[str, str], first: str) -> dict[str, str]:
    """Texts by language, those without one in the default language, in which nothing else stands."""
    plain = {first: texts[DEFAULT]} if DEFAULT in texts and first not in texts else {}
    return plain | {code: text for code, text in texts.items() if code != DEFAULT}


def filled(sheet: Sheet, *names: str) -> Iterator[Line]:
    """The lines in which at least one of these cells holds something."""
    for line in sheet.lines:
        if any(line.cell(name) or line.words(name) for name in names):
            yield line
