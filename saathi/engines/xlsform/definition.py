"""A form in its stored form: questions in order, groups, choice lists, texts by language.

Values are plain, for JSON; a published version never changes, so old answers are always read with
the form in which they were given.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Any, Final, Self

from saathi.engines.xlsform.problems import XlsformProblem

type Texts = Mapping[str, str]  # by the code of the language, in the author's order


class XlsformQuestionKind(StrEnum):
    """The type of a question, in XLSForm's terms."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"
    ONE = "select_one"
    MANY = "select_multiple"
    NOTE = "note"
    CALCULATE = "calculate"


ANSWERABLE_KINDS = frozenset(XlsformQuestionKind) - {
    XlsformQuestionKind.NOTE,
    XlsformQuestionKind.CALCULATE,
}  # types with an answer from the user
REFERENCE: Final = re.compile(r"\$\{\s*([^}]{1,80}?)\s*\}")  # to the answer of a question
# Names of lists that Saathi makes; the list of a workbook cannot have a space in its name.
CONFIRMATION_LIST: Final = "confirmation only"
OR_OTHER: Final = " or other"  # follows the name of a list
OTHER: Final = "other"  # the choice that `or_other` adds
SELECT_KINDS = frozenset({XlsformQuestionKind.ONE, XlsformQuestionKind.MANY})


@dataclass(frozen=True, slots=True)
class XlsformChoice:
    """One choice of a list, with its extra columns for `choice_filter`."""

    name: str
    label: Texts
    cells: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class XlsformGroup:
    """A group of questions, which may be a repeat."""

    name: str
    label: Texts
    relevant: str = ""
    is_repeat: bool = False


@dataclass(frozen=True, slots=True)
class XlsformQuestion:
    """One question, note or calculation; `within` names its groups, the outermost first."""

    name: str
    kind: XlsformQuestionKind
    label: Texts
    hint: Texts = field(default_factory=dict)
    is_required: bool = False
    relevant: str = ""
    constraint: str = ""
    message: Texts = field(default_factory=dict)
    calculation: str = ""
    choices: str = ""
    choice_filter: str = ""
    within: tuple[str, ...] = ()
    data_class: str = ""  # empty until classified
    not_recorded: str = ""  # the type, if Saathi shows the question but records no answer

    @property
    def is_asked(self) -> bool:
        """Whether the user answers it."""
        return self.kind in ANSWERABLE_KINDS


@dataclass(frozen=True)
class XlsformDefinition:
    """A whole form."""

    code: str
    title: Texts
    languages: Mapping[str, str]  # code -> name as its author wrote it, the first is the default
    questions: tuple[XlsformQuestion, ...]
    groups: Mapping[str, XlsformGroup] = field(default_factory=dict)
    lists: Mapping[str, tuple[XlsformChoice, ...]] = field(default_factory=dict)
    default_language: str = ""  # its code; a stored form does not keep the order of its languages
    notes: tuple[
        XlsformProblem, ...
    ] = ()  # what Saathi handles differently from what the author may expect

    @cached_property
    def questions_by_name(self) -> dict[str, XlsformQuestion]:
        """Each question by its name."""
        return {question.name: question for question in self.questions}

    @cached_property
    def answerable_questions(self) -> tuple[XlsformQuestion, ...]:
        """The questions the user answers, in order."""
        return tuple(question for question in self.questions if question.is_asked)

    @property
    def unclassified(self) -> list[XlsformQuestion]:
        """The questions that are not classified yet; a form that has any cannot be published."""
        return [
            question
            for question in self.questions
            if question.kind != XlsformQuestionKind.NOTE and not question.data_class
        ]

    def repeat_of(self, question: XlsformQuestion) -> str:
        """The repeat that contains a question; empty if none does."""
        return next((name for name in question.within if self.groups[name].is_repeat), "")

    def text_in_language(self, texts: Texts, language: str = "") -> str:
        """A text in a language, or else in the first language that has it."""
        codes = (language, *self.languages)
        return next((texts[code] for code in codes if texts.get(code)), "")

    def with_classes(self, classes: Mapping[str, str]) -> Self:
        """The form with these data classes of its questions, by question name."""
        classified = [
            replace(question, data_class=classes.get(question.name, ""))
            for question in self.questions
        ]
        return replace(self, questions=tuple(classified))

    def to_json(self) -> dict[str, Any]:
        """The form as JSON values."""
        return asdict(self)


def form_from_json(stored: Mapping[str, Any]) -> XlsformDefinition:
    """The form that `to_json` wrote."""
    languages = dict(stored["languages"])
    first = stored.get("default_language", "")
    if first in languages:
        languages = {first: languages[first], **languages}
    return XlsformDefinition(
        code=stored["code"],
        title=stored["title"],
        languages=languages,
        default_language=first,
        questions=tuple(_question(question) for question in stored["questions"]),
        groups={name: XlsformGroup(**group) for name, group in stored["groups"].items()},
        lists={name: _choices(choices) for name, choices in stored["lists"].items()},
        notes=tuple(XlsformProblem(**note) for note in stored.get("notes", ())),
    )


def with_settings(
    form: XlsformDefinition, *, code: str, title: str, language_codes: Mapping[str, str]
) -> XlsformDefinition:
    """The form with a new ID, title (in its first language) and language codes.

    `language_codes` maps old codes to new ones; raises ValueError if two languages would share one.
    """
    codes = {old: language_codes.get(old, old) for old in form.languages}
    if len(set(codes.values())) < len(codes):
        raise ValueError("two languages have the same code")
    first = next(iter(form.languages))
    titled = replace(form, code=code, title={**form.title, first: title})
    return form_from_json(_with_codes(titled.to_json(), codes))


def with_changed_texts(form: XlsformDefinition, change: Callable[[str], str]) -> XlsformDefinition:
    """The form with each text that is shown replaced by what `change` makes of it."""

    def changed(texts: Mapping[str, str]) -> dict[str, str]:
        return {code: change(text) for code, text in texts.items()}

    return form_from_json(_with_texts(form.to_json(), changed))


def _with_codes(stored: dict[str, Any], codes: Mapping[str, str]) -> dict[str, Any]:
    """The stored form with new language codes in all its texts."""

    def recode(texts: Mapping[str, str]) -> dict[str, str]:
        return {codes.get(code, code): text for code, text in texts.items()}

    return _with_texts(stored, recode) | {
        "languages": recode(stored["languages"]),
        "default_language": codes.get(stored["default_language"], stored["default_language"]),
    }


def _with_texts(
    stored: dict[str, Any], change: Callable[[Mapping[str, str]], dict[str, str]]
) -> dict[str, Any]:
    """The stored form with each text by language replaced by what `change` makes of it."""
    return stored | {
        "title": change(stored["title"]),
        "questions": [
            question | {name: change(question[name]) for name in ("label", "hint", "message")}
            for question in stored["questions"]
        ],
        "groups": {
            name: group | {"label": change(group["label"])}
            for name, group in stored["groups"].items()
        },
        "lists": {
            name: [choice | {"label": change(choice["label"])} for choice in choices]
            for name, choices in stored["lists"].items()
        },
    }


def _question(stored: Mapping[str, Any]) -> XlsformQuestion:
    return XlsformQuestion(
        **{**stored, "kind": XlsformQuestionKind(stored["kind"]), "within": tuple(stored["within"])}
    )


def _choices(stored: Sequence[Mapping[str, Any]]) -> tuple[XlsformChoice, ...]:
    return tuple(XlsformChoice(**choice) for choice in stored)
