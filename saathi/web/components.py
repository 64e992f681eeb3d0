"""What the components of `templates/web/` draw: frozen values a page hands over, ready to show.

Every text is already translated and already allowed for this reader: parts decide nothing.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import get_language_bidi

type Text = str | Promise


@dataclass(frozen=True)
class ActionLink:
    """A link drawn as a button or as words: a verb a worker says, and where it leads."""

    label: Text
    url: str
    icon: str = ""


@dataclass(frozen=True)
class AlertBox:
    """What must be seen first: `danger` now, `attend` soon, `calm` only to know."""

    title: Text
    text: Text = ""
    action: ActionLink | None = None
    kind: Literal["danger", "attend", "calm"] = "danger"
    icon: str = "alert-triangle"


@dataclass(frozen=True)
class ChildHeaderFact:
    """One thing known of the child: the strong part, and how it is known or what it belongs to."""

    strong: Text = ""
    text: Text = ""
    before: Text = ""


@dataclass(frozen=True)
class ChildHeader:
    """Who she is: as she writes her name, what she is called, her age as evidence."""

    code: str
    name: str
    also_written: str = ""
    other_names: Sequence[Text] = ()
    facts: Sequence[ChildHeaderFact] = ()
    sections: Sequence[ActionLink] = ()
    action: ActionLink | None = None
    next_step: Text = ""
    is_open: bool = False

    @property
    def letters(self) -> str:
        """The first letter of the name, in place of a photograph."""
        return first_letter(self.name)


@dataclass(frozen=True)
class ProgressStep:
    """One station on the way; `when` is a date or what is expected, as words."""

    label: Text
    when: Text = ""
    state: Literal["done", "now", "ahead"] = "ahead"


@dataclass(frozen=True)
class StatementQuote:
    """What she said: verbatim (quoted) or told in other words; language of the words; how it came."""

    text: str
    about: Text = ""
    language: str = ""
    is_verbatim: bool = True


@dataclass(frozen=True)
class GoalItem:
    """A goal of the plan: who decided it, what is done of it, what she says of it."""

    title: str
    decided_by: Text
    about: Text = ""
    steps: Text = ""
    child_words: str = ""
    url: str = ""


@dataclass(frozen=True)
class DueItem:
    """Something to do by a day; `when` as words, `day` as ISO date for the machine."""

    when: Text
    text: Text
    url: str
    day: str = ""
    about: Text = ""
    urgency: Literal["late", "today", "ahead"] = "ahead"


@dataclass(frozen=True)
class TeamSeatItem:
    """A place in her team; nobody's name means the seat is empty and `role` says why it matters."""

    role: Text
    name: Text = ""

    @property
    def letters(self) -> str:
        """Two letters for a colleague, a question mark for an empty seat."""
        return initials(str(self.name)) or "?"


@dataclass(frozen=True)
class TimelineItem:
    """Something that happened; `voiced` when the child spoke, `alarm` when danger began."""

    when: Text
    text: Text
    by: Text = ""
    moment: str = ""
    kind: Literal["plain", "voiced", "alarm"] = "plain"


@dataclass(frozen=True)
class LabelledValue:
    """A term and what is known of it. No text: unknown, and `missing` says in which way."""

    term: Text
    text: Text = ""
    note: Text = ""
    missing: Text = ""


@dataclass(frozen=True)
class EmptyState:
    """Nothing here yet: what this place is for and what to do first."""

    title: Text
    text: Text = ""
    action: ActionLink | None = None
    icon: str = "inbox"


class HiddenNumberReason(StrEnum):
    """Why a number is not shown."""

    SUPPRESSED = "suppressed"
    NO_DATA = "no_data"


@dataclass(frozen=True)
class StatisticFigure:
    """A number as statistics show it: a value (zero is one), `<5`, suppressed, or no data."""

    text: str = ""
    why: HiddenNumberReason | None = None


@dataclass(frozen=True)
class DisplayTableCell:
    """One cell of a table: words, a link, a figure, or a tag."""

    text: Text = ""
    url: str = ""
    figure: StatisticFigure | None = None
    tag: Literal["", "care", "attend", "danger", "voice", "quiet"] = ""


@dataclass(frozen=True)
class DisplayTableColumn:
    """One column; `sort_url` makes its heading a link."""

    label: Text
    is_number: bool = False
    sort_url: str = ""
    sort_order: Literal["", "ascending", "descending"] = ""


@dataclass(frozen=True)
class DisplayTable:
    """A list of at most seven columns; the first cell of a row names the row."""

    caption: Text
    columns: Sequence[DisplayTableColumn]
    rows: Sequence[Sequence[DisplayTableCell]]
    note: Text = ""
    totals: Sequence[DisplayTableCell] = ()

    def __post_init__(self) -> None:
        if len(self.columns) > 7:
            raise ValueError("A list has at most seven columns; put the rest on the page behind it")
        wrong = [row for row in (*self.rows, self.totals) if row and len(row) != len(self.columns)]
        if wrong:
            raise ValueError("Every row of a table has one cell for each column")


@dataclass(frozen=True)
class ComparisonLine:
    """One line of a comparison: do the two agree? None when one of them is unknown, or they are similar."""

    label: Text
    left: Text
    right: Text
    agrees: bool | None = None
    is_similar: bool = False


@dataclass(frozen=True)
class RecordComparison:
    """Two records side by side, for a person to decide whether they are one child."""

    caption: Text
    left: Text
    right: Text
    lines: Sequence[ComparisonLine] = field(default_factory=tuple)


@dataclass(frozen=True)
class TabLink:
    """One of several views of the same thing; a plain link."""

    label: Text
    url: str
    is_here: bool = False
    icon: str = ""


def isolate_direction(name: object) -> str:
    """A name inside a sentence of ours, so that neither turns the other's direction.

    The mark before it gives the sentence the direction of the page's language: HTML's `auto` looks
    for the first strong letter, and finds it inside an isolate as well.
    """
    here = "\N{RIGHT-TO-LEFT MARK}" if get_language_bidi() else "\N{LEFT-TO-RIGHT MARK}"
    return f"{here}\N{FIRST STRONG ISOLATE}{name}\N{POP DIRECTIONAL ISOLATE}"


def join_facts(texts: Iterable[object]) -> str:
    """Short facts in one line, each isolated, so that a name turns no date beside it."""
    return " · ".join(isolate_direction(each) for each in texts)


def initials(name: str) -> str:
    """At most two letters that stand for a colleague."""
    words = name.replace(".", " ").split()
    return "".join(first_letter(word) for word in words[:2])


def first_letter(word: str) -> str:
    """The first letter with the vowel signs that belong to it, so that no script is torn."""
    text = unicodedata.normalize("NFC", word.strip())
    end = 1
    while end < len(text) and unicodedata.category(text[end]).startswith("M"):
        end += 1
    return text[:end].upper()
