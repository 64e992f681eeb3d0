"""The frozen values drawn by the components of `templates/web/`, ready to show.

Every text is already translated, and this reader may see it: components decide nothing.
"""

import datetime as dt
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, NamedTuple
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import get_language_bidi

from saathi.web.alert_parts import PersonToCall, UrgentRank

type Text = str | Promise


@dataclass(frozen=True)
class ActionLink:
    """A link drawn as a button or as text: a verb and its URL."""

    label: Text
    url: str
    icon: str = ""


@dataclass(frozen=True)
class AlertBox:
    """An alert: `danger` now, `attend` soon, `calm` for information."""

    title: Text
    text: Text = ""
    action: ActionLink | None = None
    kind: Literal["danger", "attend", "calm"] = "danger"
    icon: str = "alert-triangle"
    step: "AlertButton | None" = None
    child: "AlertChild | None" = None  # the child it is about, on pages that may name the child
    rank: UrgentRank | None = None  # in Act now; none comes last
    since: dt.datetime | None = (
        None  # in Act now, within a rank: the newest first, after the overdue
    )
    due_at: dt.datetime | None = None  # the end of a running time limit: the least time left first
    is_overdue: bool = False
    on_duty: Sequence[PersonToCall] = ()


class AlertChild(NamedTuple):
    """The child of an alert, and the child's file."""

    child_id: UUID
    file_id: UUID


@dataclass(frozen=True)
class AlertButton:
    """A button in an alert: what it does, its URL, the version seen, and the one-use key."""

    label: Text
    url: str
    version: int
    form_key: str


@dataclass(frozen=True)
class ChildHeaderFact:
    """A fact about the child: its text, and how it is known or what it belongs to."""

    strong: Text = ""
    text: Text = ""
    before: Text = ""


@dataclass(frozen=True)
class LabelledValue:
    """A term and its value. An empty text means unknown, and `missing` says in which way."""

    term: Text
    text: Text = ""
    note: Text = ""
    missing: Text = ""
    url: str = ""  # of the text, such as a number to dial


@dataclass(frozen=True)
class ChildHeader:
    """A child's own spelling of the name, name in use, age with its evidence, safe contact."""

    code: str
    name: str
    also_written: str = ""  # the name in other scripts, as recorded
    transliterated: str = ""  # in Latin letters, automatically; marked as such
    other_names: Sequence[Text] = ()
    facts: Sequence[ChildHeaderFact] = ()  # sex and age
    more_facts: Sequence[ChildHeaderFact] = ()  # languages and home: not on every page
    safe_contact: Sequence[LabelledValue] = ()  # empty: no instruction is recorded

    @property
    def letters(self) -> str:
        """The first letter of the name, shown instead of a photograph."""
        return first_letter(self.name)


type CellTag = Literal["", "care", "attend", "danger", "voice", "quiet"]
type RiskTone = Literal["care", "attend", "danger", "quiet"]


@dataclass(frozen=True)
class RiskTag:
    """The risk level in words, with the colour of its tag."""

    text: Text
    tag: RiskTone


@dataclass(frozen=True)
class FileSectionLink:
    """A link of a file's navigation; `due` says in words if something is to be done there."""

    label: Text
    url: str
    due: Text = ""
    is_here: bool = False


@dataclass(frozen=True)
class FileSectionGroup:
    """A group of links in a file's navigation, open on the pages to which it links."""

    label: Text
    links: Sequence[FileSectionLink]
    is_open: bool = False

    @property
    def due(self) -> Text:
        """The first task among its links, shown when the group is closed."""
        return next((link.due for link in self.links if link.due), "")


@dataclass(frozen=True)
class FileFrame:
    """What surrounds every page of a file: who the child is, safety, navigation, actions."""

    code: str
    url: str  # of the overview
    child: ChildHeader | None  # None if names are hidden or the identity was erased
    are_names_hidden: bool
    home: ActionLink  # the first page on the path to this page
    risk: RiskTag | None = None  # None: this reader may not see it
    next_step: Text = ""
    safe_contact_link: ActionLink | None = None  # to record it
    photo_link: ActionLink | None = None  # to the page that shows a photo on request
    groups: Sequence[FileSectionGroup] = ()
    action: ActionLink | None = None
    more_actions: Sequence[ActionLink] = ()
    is_overview: bool = False
    alerts: Sequence[AlertBox] = ()  # in one line; in full on the overview

    @property
    def is_short(self) -> bool:
        """Whether the head shows only what identifies the child and keeps the child safe."""
        return not self.is_overview


@dataclass(frozen=True)
class ProgressStep:
    """A step of the progress bar; `when` is a date or an expectation, in words, `tag` a remark."""

    label: Text
    when: Text = ""
    state: Literal["done", "now", "ahead"] = "ahead"
    tag: Text = ""


@dataclass(frozen=True)
class StatementQuote:
    """A child's statement: verbatim (quoted) or paraphrased; its language; how it was given."""

    text: str
    about: Text = ""
    language: str = ""
    is_verbatim: bool = True


@dataclass(frozen=True)
class GoalItem:
    """A goal of the plan: who decided it, its progress, the child's comment."""

    title: str
    decided_by: Text
    about: Text = ""
    steps: Text = ""
    child_words: str = ""
    url: str = ""


@dataclass(frozen=True)
class DueItem:
    """A task due by a day: `when` in words, `day` an ISO date; no `url` if another does it."""

    when: Text
    text: Text
    url: str
    day: str = ""
    about: Text = ""
    urgency: Literal["late", "today", "ahead"] = "ahead"


@dataclass(frozen=True)
class TeamSeatItem:
    """A seat in the child's team; without a name it is empty and `role` says why it matters."""

    role: Text
    name: Text = ""

    @property
    def letters(self) -> str:
        """Two letters for a colleague, a question mark for an empty seat."""
        return initials(str(self.name)) or "?"


@dataclass(frozen=True)
class TimelineItem:
    """An event; `voiced` if the child spoke, `alarm` if danger began."""

    when: Text
    text: Text
    by: Text = ""
    moment: str = ""
    kind: Literal["plain", "voiced", "alarm"] = "plain"
    url: str = ""  # where more of the event can be read


@dataclass(frozen=True)
class EmptyState:
    """An empty list: the purpose of the page and what to do first."""

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
    """A number in statistics: a value (zero is one), `<5`, suppressed, or no data."""

    text: str = ""
    why: HiddenNumberReason | None = None


@dataclass(frozen=True)
class DisplayTableCell:
    """One table cell: words, link, figure or tag. `mark`: a danger tag beside it."""

    text: Text = ""
    url: str = ""
    figure: StatisticFigure | None = None
    tag: CellTag = ""
    mark: Text = ""


@dataclass(frozen=True)
class DisplayTableColumn:
    """A column; `sort_url` makes its heading a link. If `is_plain`, phones omit the heading."""

    label: Text
    is_number: bool = False
    sort_url: str = ""
    sort_order: Literal["", "ascending", "descending"] = ""
    is_plain: bool = False
    sort_note: Text = ""  # the order in words

    @property
    def heading(self) -> str:
        """The label, with the order in words if there is one."""
        return f"{self.label}: {self.sort_note}" if self.sort_note else str(self.label)


@dataclass(frozen=True)
class RowCheckbox:
    """The box that selects a row: its key, the name of the row, and whether it is selected."""

    key: str
    name: Text
    is_chosen: bool = False


@dataclass(frozen=True)
class DisplayTable:
    """A list of at most seven columns; the first cell of a row names the row."""

    caption: Text
    columns: Sequence[DisplayTableColumn]
    rows: Sequence[Sequence[DisplayTableCell]]
    note: Text = ""
    totals: Sequence[DisplayTableCell] = ()
    boxes: Sequence[RowCheckbox] = ()  # one for each row, or none

    def __post_init__(self) -> None:
        if self.boxes and len(self.boxes) != len(self.rows):
            raise ValueError("Every row of a table has a box, or none")
        if len(self.columns) > 7:
            raise ValueError("A list has at most seven columns; put the rest on the page behind it")
        wrong = [row for row in (*self.rows, self.totals) if row and len(row) != len(self.columns)]
        if wrong:
            raise ValueError("Every row of a table has one cell for each column")


class Similarity(StrEnum):
    """How a detail compares in two records. Free text that differs is left to the reader."""

    SAME = "same"
    SIMILAR = "similar"
    DIFFERENT = "different"
    UNKNOWN = "unknown"
    NOT_COMPARED = "not_compared"


@dataclass(frozen=True)
class ComparisonLine:
    """One line of a comparison: how a detail compares in both records, with a remark."""

    label: Text
    left: Text
    right: Text
    likeness: Similarity = Similarity.UNKNOWN
    note: Text = ""


@dataclass(frozen=True)
class RecordComparison:
    """Two records side by side, for a person to decide whether they are of the same child."""

    caption: Text
    left: Text
    right: Text
    lines: Sequence[ComparisonLine] = field(default_factory=tuple)

    @property
    def counted(self) -> list[tuple[Similarity, int]]:
        """How many details are the same, similar, different and not known; zeros are left out."""
        counter = Counter(line.likeness for line in self.lines)
        return [(likeness, counter[likeness]) for likeness in Similarity if counter[likeness]]


@dataclass(frozen=True)
class TabLink:
    """One of several views of the same thing; a plain link."""

    label: Text
    url: str
    is_here: bool = False
    icon: str = ""


def isolate_direction(name: object) -> str:
    """A name for use in a sentence, isolated so that neither changes the other's direction.

    The mark before it gives the sentence the direction of the page's language: HTML's `auto` looks
    for the first strong letter, and finds it inside an isolate as well.
    """
    mark = "\N{RIGHT-TO-LEFT MARK}" if get_language_bidi() else "\N{LEFT-TO-RIGHT MARK}"
    return f"{mark}\N{FIRST STRONG ISOLATE}{name}\N{POP DIRECTIONAL ISOLATE}"


def join_facts(texts: Iterable[object]) -> str:
    """Short facts in one line, each isolated, so that a name does not reverse a date next to it."""
    return " · ".join(isolate_direction(text) for text in texts)


def initials(name: str) -> str:
    """At most two initials of a colleague."""
    words = name.replace(".", " ").split()
    return "".join(first_letter(word) for word in words[:2])


def first_letter(word: str) -> str:
    """The first letter with its vowel signs, so that no script is broken."""
    text = unicodedata.normalize("NFC", word.strip())
    end = 1
    while end < len(text) and unicodedata.category(text[end]).startswith("M"):
        end += 1
    return text[:end].upper()
