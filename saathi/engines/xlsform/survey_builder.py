"""Builds questions, groups and repeats from the lines of a survey, before cross-checks."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from saathi.engines.xlsform import limits, sheets
from saathi.engines.xlsform.definition import (
    CONFIRMATION_LIST,
    OR_OTHER,
    OTHER,
    REFERENCE,
    SELECT_KINDS,
    Texts,
    XlsformGroup,
    XlsformQuestion,
    XlsformQuestionKind,
)
from saathi.engines.xlsform.own_texts import SPECIFY_OTHER, translate_to_languages
from saathi.engines.xlsform.question_types import (
    LineType,
    SpecialType,
    SurveyRowRole,
    is_about_device,
    read_type,
)
from saathi.engines.xlsform.sheets import XlsformSheet, XlsformSheetLine
from saathi.infra.reasons import mark_for_translation as _

# A form of notes and calculations can be read, but no version of it is published.
NOTHING_ASKED: Final = _(
    "The form has no question that can be answered in Saathi, so it cannot be published."
)
_YES: Final = frozenset({"yes", "true", "1", "true()"})
_NO: Final = frozenset({"", "no", "false", "0", "false()"})
DATA_CLASS_CODES: Final = frozenset({"identifying", "sensitive", "operational", "statistical"})
_DAYS: Final = frozenset({"today", "start", "start time", "end", "end time"})
_RANGE_PART: Final = re.compile(r"(start|end)\s*=\s*(-?[0-9]+(?:\.[0-9]+)?)")


@dataclass
class SurveyBuilder:
    """Collects the questions and groups of a survey, line by line."""

    sheet: XlsformSheet
    languages: Mapping[str, str]  # names by code, the default language first
    questions: list[XlsformQuestion] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)  # the row of each name
    groups: dict[str, XlsformGroup] = field(default_factory=dict)
    open: list[tuple[str, str, int]] = field(default_factory=list)  # kind, name, row
    without_label: list[int] = field(default_factory=list)  # rows
    _metadata: dict[str, tuple[int, str]] = field(default_factory=dict)  # row and type by name
    # Each name as it was written, with the groups around it.
    _places: set[tuple[tuple[str, ...], str]] = field(default_factory=set)

    @property
    def first(self) -> str:
        """The code of the default language."""
        return next(iter(self.languages))

    @property
    def within(self) -> tuple[str, ...]:
        """The open groups, the outermost first."""
        return tuple(name for _kind, name, _row in self.open)

    def add_line(self, line: XlsformSheetLine) -> None:
        """Adds a question, the beginning or end of a group, or a note that the line is ignored."""
        text = " ".join(line.cell("type").split())
        if not text:
            if line.cell("name") or line.translations("label"):
                self.sheet.add_error(_("The type is missing."), row=line.row, column="type")
            return
        line_type = read_type(text)
        match line_type.role:
            case SurveyRowRole.BEGIN if line_type.block in {"group", "repeat"}:
                self._begin(line, line_type.block)
            case SurveyRowRole.END if line_type.block in {"group", "repeat"}:
                self._end(line, line_type.block)
            case SurveyRowRole.METADATA:
                ignored = _(
                    "“%(type)s” is ignored: Saathi records the author and time automatically."
                )
                if is_about_device(text):
                    ignored = _(
                        "“%(type)s” is ignored: Saathi does not collect data about the device."
                    )
                self._note(line, "type", ignored, type=text[:60])
                self._metadata[line.cell("name")] = (line.row, text.lower())
            case SurveyRowRole.QUESTION:
                self._question(line, line_type, text)
            case _:
                self.sheet.add_error(
                    _("The type “%(type)s” is not supported."),
                    row=line.row,
                    column="type",
                    type=text[:60],
                )

    def close(self) -> None:
        """Adds metadata in use; reports groups without an end and questions without a label."""
        self._add_metadata()
        for kind, name, row in self.open:
            self.sheet.add_error(
                _("The %(kind)s “%(name)s” begins here but has no end."),
                row=row,
                column="type",
                kind=kind,
                name=name,
            )
        if not any(question.is_asked for question in self.questions):
            self.sheet.add_note(NOTHING_ASKED)
        if self.without_label:
            self.sheet.add_note(
                _("Questions without a label, shown by their name: %(count)s."),
                row=self.without_label[0],
                column="label",
                count=str(len(self.without_label)),
            )

    def _begin(self, line: XlsformSheetLine, kind: str) -> None:
        if len(self.open) >= limits.GROUP_DEPTH:
            most = str(limits.GROUP_DEPTH)
            self.sheet.add_error(
                _("Groups are nested more than %(most)s levels deep."), row=line.row, most=most
            )
        name = self._claim_name(line)
        is_repeat = kind == "repeat"
        if is_repeat and any(outer == "repeat" for outer, _name, _row in self.open):
            self.sheet.add_note(
                _("A repeat inside a repeat is read as a group: its questions are asked once."),
                row=line.row,
                column="type",
            )
            is_repeat = False
        self.open.append((kind, name, line.row))
        self.groups[name] = XlsformGroup(
            name, self._texts(line, "label"), line.cell("relevant"), is_repeat
        )

    def _end(self, line: XlsformSheetLine, kind: str) -> None:
        if not self.open or self.open[-1][0] != kind:
            self.sheet.add_error(
                _("“end %(kind)s” has no matching “begin %(kind)s”."),
                row=line.row,
                column="type",
                kind=kind,
            )
            return
        self.open.pop()

    def _question(self, line: XlsformSheetLine, line_type: LineType, text: str) -> None:
        name = self._claim_name(line, is_note=line_type.kind == XlsformQuestionKind.NOTE)
        question = XlsformQuestion(
            name=name,
            kind=line_type.kind,
            label=self._texts(line, "label"),
            hint=self._texts(line, "hint"),
            is_required=self._is_required(line),
            relevant=line.cell("relevant"),
            constraint=line.cell("constraint"),
            message=self._texts(line, "constraint_message"),
            calculation=line.cell("calculation"),
            choices=f"{line_type.choices}{OR_OTHER}" if line_type.or_other else line_type.choices,
            choice_filter=line.cell("choice_filter"),
            within=self.within,
            data_class=self._class(line),
        )
        question = self._special(question, line, line_type.special, text[:60])
        question = self._without_ignored(question, line)
        if not question.label and question.kind != XlsformQuestionKind.CALCULATE:
            self.without_label.append(line.row)
            question = replace(question, label={self.first: name})
        self.questions.append(question)
        if line_type.or_other:
            self._add_other(question, line)

    def _special(
        self, question: XlsformQuestion, line: XlsformSheetLine, special: SpecialType, text: str
    ) -> XlsformQuestion:
        """The question for a type that Saathi treats specially, with a note on what differs."""
        match special:
            case SpecialType.NOT_RECORDED:
                self._note(
                    line,
                    "type",
                    _(
                        "“%(type)s” is not recorded in Saathi: the question is shown without an answer."
                    ),
                    type=text,
                )
                return replace(question, not_recorded=text)
            case SpecialType.CHOICES_ELSEWHERE:
                self._note(
                    line,
                    "type",
                    _("“%(type)s”: the choices are not in this workbook, so the answer is text."),
                    type=text,
                )
                return replace(question, choice_filter="")
            case SpecialType.CONFIRMATION:
                return replace(question, kind=XlsformQuestionKind.ONE, choices=CONFIRMATION_LIST)
            case SpecialType.HIDDEN:
                calculation = question.calculation or _literal(line.others.get("default", ""))
                kind = XlsformQuestionKind.CALCULATE
                return replace(question, kind=kind, calculation=calculation)
            case SpecialType.RANGE:
                return _as_range(question, line.cell("parameters"))
            case _:
                return question

    def _without_ignored(
        self, question: XlsformQuestion, line: XlsformSheetLine
    ) -> XlsformQuestion:
        """The question without columns that its kind cannot have, each with a note."""
        if question.calculation and question.kind != XlsformQuestionKind.CALCULATE:
            self._note(
                line,
                "calculation",
                _("Only the type calculate can have a calculation. This calculation is ignored."),
            )
            question = replace(question, calculation="")
        if question.constraint and not question.is_asked:
            self._note(
                line,
                "constraint",
                _(
                    "Only questions with an answer can have a constraint. This constraint is "
                    "ignored."
                ),
            )
            question = replace(question, constraint="")
        if question.choice_filter and question.kind not in SELECT_KINDS:
            self._note(
                line,
                "choice_filter",
                _("Only a question with choices can have a filter. This filter is ignored."),
            )
            question = replace(question, choice_filter="")
        return question

    def _add_metadata(self) -> None:
        """Adds the metadata that other lines refer to: the interview day, or an empty value."""
        used = {
            name
            for line in self.sheet.lines
            for text in (*line.cells.values(), *_all_texts(line))
            for name in REFERENCE.findall(text)
        }
        for name, (row, kind) in self._metadata.items():
            if name in used and name not in self.rows:
                is_day = kind.removeprefix("get ") in _DAYS
                self.rows[name] = row
                self.questions.append(
                    XlsformQuestion(
                        name=name,
                        kind=XlsformQuestionKind.CALCULATE,
                        label={},
                        calculation="today()" if is_day else "''",
                        data_class="operational",
                    )
                )

    def _add_other(self, question: XlsformQuestion, line: XlsformSheetLine) -> None:
        """Adds the text question that `or_other` asks after the choice “Other”."""
        name = self._free_name(f"{question.name}_{OTHER}")
        self.rows.setdefault(name, line.row)
        self._places.add((self.within, name))
        self.questions.append(
            XlsformQuestion(
                name=name,
                kind=XlsformQuestionKind.TEXT,
                label=translate_to_languages(SPECIFY_OTHER, self.languages),
                relevant=f"selected(${{{question.name}}}, '{OTHER}')",
                within=self.within,
            )
        )

    def _claim_name(self, line: XlsformSheetLine, *, is_note: bool = False) -> str:
        """The name for a line; a name already used by another group is changed to a new one."""
        name = line.cell("name") or (f"note_{line.row}" if is_note else "")
        if not _is_name(name):
            self.sheet.add_error(
                _(
                    "A name must begin with a letter and contain only letters, digits and _ . -, "
                    "at most %(most)s characters."
                ),
                row=line.row,
                column="name",
                most=str(limits.NAME_LETTERS),
            )
        elif (self.within, name) in self._places:
            self.sheet.add_error(
                _("The name “%(name)s” is used twice."), row=line.row, column="name", name=name
            )
        self._places.add((self.within, name))
        if name in self.rows:
            name = self._renamed(line, name)
        self.rows[name] = line.row
        return name

    def _renamed(self, line: XlsformSheetLine, name: str) -> str:
        group = f"{self.open[-1][1]}_{name}" if self.open else f"{name}_2"
        new_name = self._free_name(group[: limits.NAME_LETTERS])
        self._note(
            line,
            "name",
            _("“%(name)s” is the name of two questions. This question is called “%(new_name)s”."),
            name=name,
            new_name=new_name,
        )
        return new_name

    def _free_name(self, name: str) -> str:
        number, free = 2, name
        while free in self.rows:
            free, number = f"{name}_{number}", number + 1
        return free

    def _is_required(self, line: XlsformSheetLine) -> bool:
        text = line.cell("required").lower()
        if text not in _YES | _NO:
            self._note(
                line,
                "required",
                _("A condition is not supported here: the question is read as not required."),
            )
        return text in _YES

    def _class(self, line: XlsformSheetLine) -> str:
        code = line.cell("classification").lower()
        if code and code not in DATA_CLASS_CODES:
            self.sheet.add_error(
                _(
                    "Enter “identifying”, “sensitive”, “operational” or “statistical”, or leave the cell "
                    "blank."
                ),
                row=line.row,
                column="classification",
            )
            return ""
        return code

    def _texts(self, line: XlsformSheetLine, column: str) -> Texts:
        return sheets.with_default_language(line.translations(column), self.first)

    def _note(self, line: XlsformSheetLine, column: str, text: str, **values: str) -> None:
        self.sheet.add_note(text, row=line.row, column=column, **values)


def _is_name(text: str) -> bool:
    """Whether a text is a name: letters of any script, then also signs, digits, _ . and -."""
    first, rest = unicodedata.category(text[:1] or " "), text[1:]
    return (
        (first[0] == "L" or text[:1] == "_")
        and len(text) <= limits.NAME_LETTERS
        and all(letter in "_.-" or unicodedata.category(letter)[0] in "LMN" for letter in rest)
    )


def _all_texts(line: XlsformSheetLine) -> Iterator[str]:
    for texts in line.texts.values():
        yield from texts.values()


def _literal(text: str) -> str:
    """A text as string literal."""
    return f'"{text}"' if "'" in text else f"'{text}'"


def _as_range(question: XlsformQuestion, parameters: str) -> XlsformQuestion:
    """The question as a number between `start` and `end` in `parameters`."""
    bounds = dict(_RANGE_PART.findall(parameters))
    is_whole = "." not in parameters
    parts = [
        f"{'. >= ' if name == 'start' else '. <= '}{bounds[name]}"
        for name in ("start", "end")
        if name in bounds
    ]
    return replace(
        question,
        kind=XlsformQuestionKind.INTEGER if is_whole else XlsformQuestionKind.DECIMAL,
        constraint=question.constraint or " and ".join(parts),
    )
