"""A form as it is stored: questions in order, groups, lists of choices, texts by language.

Plain values for JSON; a published version is never changed, so old answers are always read with the
form they were given in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Any, Self

type Texts = Mapping[str, str]  # by the code of the language, in the author's order


class XlsformQuestionKind(StrEnum):
    """The type of a question; the terms of XLSForm."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    ONE = "select_one"
    MANY = "select_multiple"
    NOTE = "note"
    CALCULATE = "calculate"


ANSWERABLE_KINDS = frozenset(XlsformQuestionKind) - {
    XlsformQuestionKind.NOTE,
    XlsformQuestionKind.CALCULATE,
}  # types with an answer from the user
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
        """The questions not classified yet; a form with one cannot be published."""
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
        """The form with the classes of its questions, by question name."""
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
    return XlsformDefinition(
        code=stored["code"],
        title=stored["title"],
        languages=stored["languages"],
        questions=tuple(_question(question) for question in stored["questions"]),
        groups={name: XlsformGroup(**group) for name, group in stored["groups"].items()},
        lists={name: _choices(choices) for name, choices in stored["lists"].items()},
    )


def _question(stored: Mapping[str, Any]) -> XlsformQuestion:
    return XlsformQuestion(
        **{**stored, "kind": XlsformQuestionKind(stored["kind"]), "within": tuple(stored["within"])}
    )


def _choices(stored: Sequence[Mapping[str, Any]]) -> tuple[XlsformChoice, ...]:
    return tuple(XlsformChoice(**choice) for choice in stored)
