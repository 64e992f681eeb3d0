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


class Kind(StrEnum):
    """What a question takes; the words of XLSForm."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    ONE = "select_one"
    MANY = "select_multiple"
    NOTE = "note"
    CALCULATE = "calculate"


ASKED = frozenset(Kind) - {Kind.NOTE, Kind.CALCULATE}  # what somebody answers
CHOSEN = frozenset({Kind.ONE, Kind.MANY})


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a list, with what stands beside it for `choice_filter`."""

    name: str
    label: Texts
    cells: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that stand together, and perhaps come again and again."""

    name: str
    label: Texts
    relevant: str = ""
    is_repeat: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One question, note or calculation; `within` names its groups, the outermost first."""

    name: str
    kind: Kind
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
        return self.kind in ASKED


@dataclass(frozen=True)
class Form:
    """A whole form."""

    code: str
    title: Texts
    languages: Mapping[str, str]  # code -> name as its author wrote it, the first is the default
    questions: tuple[Question, ...]
    groups: Mapping[str, Group] = field(default_factory=dict)
    lists: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)

    @cached_property
    def by_name(self) -> dict[str, Question]:
        """Each question by its name."""
        return {question.name: question for question in self.questions}

    @cached_property
    def asked(self) -> tuple[Question, ...]:
        """What somebody answers, in order."""
        return tuple(question for question in self.questions if question.is_asked)

    @property
    def unclassified(self) -> list[Question]:
        """What nobody has classified yet; with one of them no form is published."""
        return [one for one in self.questions if one.kind != Kind.NOTE and not one.data_class]

    def repeat_of(self, question: Question) -> str:
        """The repeat that a question stands in; empty outside of any."""
        return next((name for name in question.within if self.groups[name].is_repeat), "")

    def text(self, texts: Texts, language: str = "") -> str:
        """A text in a language; where it lacks there, in the first language that has it."""
        wanted = (language, *self.languages)
        return next((texts[code] for code in wanted if texts.get(code)), "")

    def classified(self, classes: Mapping[str, str]) -> Self:
        """The form with questions classified, by their names."""
        told = [replace(one, data_class=classes.get(one.name, "")) for one in self.questions]
        return replace(self, questions=tuple(told))

    def plain(self) -> dict[str, Any]:
        """The form as JSON holds it."""
        return asdict(self)


def from_plain(kept: Mapping[str, Any]) -> Form:
    """The form that `plain` wrote."""
    return Form(
        code=kept["code"],
        title=kept["title"],
        languages=kept["languages"],
        questions=tuple(_question(one) for one in kept["questions"]),
        groups={name: Group(**one) for name, one in kept["groups"].items()},
        lists={name: _choices(ones) for name, ones in kept["lists"].items()},
    )


def _question(kept: Mapping[str, Any]) -> Question:
    return Question(**{**kept, "kind": Kind(kept["kind"]), "within": tuple(kept["within"])})


def _choices(kept: Sequence[Mapping[str, Any]]) -> tuple[Choice, ...]:
    return tuple(Choice(**one) for one in kept)
