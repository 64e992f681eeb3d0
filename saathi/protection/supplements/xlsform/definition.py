"""A form as it is kept: questions in their order, groups, lists of choices, texts by language.

Plain values that JSON holds; a version that was published is never changed, so what was answered
years ago is read with the very form it was answered in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Any, Self

type Texts = Mapping[str, str]  # by the code of the language, in the author's order


class XlsformQuestionKind(StrEnum):
    """What a question takes; the words of XLSForm."""

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
}  # what somebody answers
SELECT_KINDS = frozenset({XlsformQuestionKind.ONE, XlsformQuestionKind.MANY})


@dataclass(frozen=True, slots=True)
class XlsformChoice:
    """One choice of a list, with what stands beside it for `choice_filter`."""

    name: str
    label: Texts
    cells: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class XlsformGroup:
    """Questions that stand together, and perhaps come again and again."""

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
    data_class: str = ""  # empty until somebody has said it

    @property
    def is_asked(self) -> bool:
        """Whether somebody answers it."""
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
        """What somebody answers, in order."""
        return tuple(question for question in self.questions if question.is_asked)

    @property
    def unclassified(self) -> list[XlsformQuestion]:
        """What nobody has classified yet; with one of them no form is published."""
        return [
            one
            for one in self.questions
            if one.kind != XlsformQuestionKind.NOTE and not one.data_class
        ]

    def repeat_of(self, question: XlsformQuestion) -> str:
        """The repeat that a question stands in; empty outside of any."""
        return next((name for name in question.within if self.groups[name].is_repeat), "")

    def text_in_language(self, texts: Texts, language: str = "") -> str:
        """A text in a language; where it lacks there, in the first language that has it."""
        wanted = (language, *self.languages)
        return next((texts[code] for code in wanted if texts.get(code)), "")

    def with_classes(self, classes: Mapping[str, str]) -> Self:
        """The form with questions classified, by their names."""
        told = [replace(one, data_class=classes.get(one.name, "")) for one in self.questions]
        return replace(self, questions=tuple(told))

    def to_json(self) -> dict[str, Any]:
        """The form as JSON holds it."""
        return asdict(self)


def form_from_json(stored: Mapping[str, Any]) -> XlsformDefinition:
    """The form that `plain` wrote."""
    return XlsformDefinition(
        code=stored["code"],
        title=stored["title"],
        languages=stored["languages"],
        questions=tuple(_question(one) for one in stored["questions"]),
        groups={name: XlsformGroup(**one) for name, one in stored["groups"].items()},
        lists={name: _choices(ones) for name, ones in stored["lists"].items()},
    )


def _question(stored: Mapping[str, Any]) -> XlsformQuestion:
    return XlsformQuestion(
        **{**stored, "kind": XlsformQuestionKind(stored["kind"]), "within": tuple(stored["within"])}
    )


def _choices(stored: Sequence[Mapping[str, Any]]) -> tuple[XlsformChoice, ...]:
    return tuple(XlsformChoice(**one) for one in stored)
