"""What each domain contributes to pages that show several domains, collected in one place.

Each `domain.py` has one `DOMAIN`, which the desk, the menu and the URLs read (`docs/rooms.md`).
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal, NamedTuple
from uuid import UUID

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from saathi.agencies.access import FileRights
from saathi.agencies.models import Scoped, Staff
from saathi.agencies.next_forms import NextForm
from saathi.agencies.pending_decisions import CalendarSource, PendingDecisions
from saathi.agencies.permissions import TEAM_READS, Permission
from saathi.agencies.record_kinds import RecordKind
from saathi.agencies.sections import Section
from saathi.agencies.significant_acts import SignificantAct
from saathi.agencies.waiting_work import WaitingWork
from saathi.infra.app_modules import modules_of_apps
from saathi.web.components import ActionLink, AlertBox, Text
from saathi.web.navigation import MenuPlace


class FileGroup(TextChoices):
    """The groups in which the navigation of a child's file shows its links, in their order."""

    IDENTITY = "identity", _("Identity and family")
    CONCERNS = "concerns", _("Protection concerns")
    PLAN = "plan", _("Assessment and plan")
    SERVICES = "services", _("Services and follow-up")
    DECISIONS = "decisions", _("Decisions and consent")
    LEGAL = "legal", _("Legal and cross-border")
    DOCUMENTS = "documents", _("Documents")
    ACTIVITY = "activity", _("Activity")


@dataclass(frozen=True, slots=True)
class FileLink:
    """A link of a child's file to a page whose only argument is the file.

    It is shown in the navigation of the file to those who can read `section` (None: everyone who
    opens the file) and have a permission of the page, if `is_shown` agrees. `place` orders the
    links of a group. Due tasks of the page, or of a page below it, are shown beside the link.
    """

    place: int
    section: Section | None
    label: Text
    page: str
    icon: str
    group: FileGroup
    is_shown: Callable[[FileRights], bool] | None = None


@dataclass(frozen=True, slots=True)
class FileAction:
    """An action on a child's file, for staff with `WORK_ON_CASE` who can write `section`.

    `needs_case`: shown only if there is a case; `label_when_closed` is the label if it is closed.
    """

    place: int
    section: Section
    label: Text
    page: str
    icon: str
    needs_case: bool = False
    label_when_closed: Text = ""


def _today(staff: Staff) -> dt.date:
    return staff.office.today()


@dataclass(frozen=True, slots=True)
class FileAlert:
    """Alerts at the top of a child's file, for those who can read all of `section`.

    `value` returns a column of the query for the child, so that an alert needs no query of its own;
    its second argument is the day that `day` returns. `boxes` turns the column's value into alerts.
    Urgent alerts are in the discreet view as well, without text; `is_on_every_page`: in the header
    of each page of the file.
    """

    place: int
    name: str  # unique among all domains
    section: Section
    value: Callable[[FileRights, dt.date], Any]
    boxes: Callable[[FileRights, Any], list[AlertBox]]
    day: Callable[[Staff], dt.date] = _today
    is_urgent: bool = False
    needs_open_case: bool = False
    is_on_every_page: bool = False

    @property
    def column(self) -> str:
        """The name of the column in the query for the child."""
        return f"alert_{self.name}"


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """An item of the main menu, for staff with any of `permissions` whose role reads `section`."""

    place: int
    key: str
    label: Text
    icon: str
    page: str
    permissions: frozenset[Permission]
    is_rare: bool = False
    further: tuple[str, ...] = ()
    section: Section | None = None


@dataclass(frozen=True, slots=True)
class DayLink:
    """A link on My day, for staff with `permission` whose role reads `section`, if it names one."""

    place: int
    permission: Permission
    label: Text
    page: str
    icon: str = ""
    section: Section | None = None


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link that a domain places on a page of a lower wing; `on` is the URL name of that page.

    The lower page chooses the arguments and who sees its links (`links_on`).
    """

    on: str
    label: Text
    page: str
    icon: str = ""


@dataclass(frozen=True, slots=True)
class PagePart:
    """A part that a domain places on a page of a lower wing; `on` is the URL name of that page.

    `content` gets the request and the record of the page and returns what `template` shows as
    `part`; None if there is nothing to show to this reader.
    """

    on: str
    template: str
    content: Callable[[Any, Any], object | None]


class ShownPart(NamedTuple):
    """A part of a page with its content."""

    template: str
    content: object


@dataclass(frozen=True, slots=True)
class ColleagueNote:
    """A fact about colleagues, such as their workload, shown to those who may use it to choose one.

    `texts` gets the staff member who chooses and the ids of colleagues who may be given a case.
    """

    permission: Permission
    texts: Callable[[Staff, list[UUID]], Mapping[UUID, str]]


@dataclass(frozen=True, slots=True)
class NoticePage:
    """Where a kind of notice leads: the page of its record, or a page without arguments."""

    page: str
    is_of_record: bool = True


class EventKind(TextChoices):
    """The kinds of event by which a timeline can be filtered."""

    STATEMENTS = "voice", _("Child’s statements and information given")
    VISITS = "met", _("Visits, assessments, reviews")
    PLAN = "plan", _("Plan and approvals")
    SERVICES = "help", _("Services and support")
    CASE_STATUS = "hands", _("Case opening, transfer, closure")
    INFORMATION = "known", _("New information")
    LEGAL = "legal", _("Consent, guardians, decisions, orders")
    TEAM = "team", _("Notes, tasks, requests")


@dataclass(frozen=True, slots=True)
class EventSource:
    """Events of a child's timeline: one for each record of `model` with a value in column `on`.

    The text is `texts` by the value of column `code`, or `text`. `by` is the column of the person who
    acted; `only` selects records. Readers of the record, and of one of `sections`, see its event.
    """

    name: str  # unique among all domains
    model: type[Scoped]
    on: str
    text: Text = ""
    kinds: tuple[EventKind, ...] = ()
    code: str = ""
    texts: Mapping[str, Text] = field(default_factory=dict)
    by: str = "recorded_by"
    only: Mapping[str, Any] = field(default_factory=dict)
    mark: Literal["plain", "voiced", "alarm"] = "plain"
    page: str = ""  # URL name of the page that shows the records; its only argument is the file
    sections: Section | None = None

    def is_shown_to(self, reads: Section) -> bool:
        """Whether a reader of these sections of a file may see these events."""
        return self.model.section in reads and bool(self.sections is None or self.sections & reads)

    def describe(self, code: str) -> str:
        """The text of an event whose record has this code."""
        return str(self.texts.get(code, self.text))


@dataclass(frozen=True, slots=True)
class NotOnTimeline:
    """A record type without events on the timeline, and why."""

    model: type[Scoped]
    reason: str


@dataclass(frozen=True, slots=True)
class Domain:
    """What one domain contributes to pages that show several domains.

    `urls`: the prefix of each module with `urlpatterns` or `screens`; `duties`, `notices`: the page where
    one is done or leads. `timeline` and `records` name every scoped model of the domain.
    """

    urls: Mapping[str, str] = field(default_factory=dict)
    menu: tuple[MenuEntry, ...] = ()
    file_links: tuple[FileLink, ...] = ()
    file_actions: tuple[FileAction, ...] = ()
    file_alerts: tuple[FileAlert, ...] = ()
    day_actions: tuple[DayLink, ...] = ()
    day_links: tuple[DayLink, ...] = ()
    page_links: tuple[PageLink, ...] = ()
    page_parts: tuple[PagePart, ...] = ()
    next_forms: tuple[NextForm, ...] = ()
    waiting: tuple[WaitingWork, ...] = ()
    decisions: tuple[PendingDecisions, ...] = ()
    calendar: tuple[CalendarSource, ...] = ()
    colleague_notes: tuple[ColleagueNote, ...] = ()
    duties: Mapping[str, str] = field(default_factory=dict)
    notices: Mapping[str, NoticePage] = field(default_factory=dict)
    timeline: tuple[EventSource | NotOnTimeline, ...] = ()
    records: tuple[RecordKind, ...] = ()
    significant_acts: tuple[SignificantAct, ...] = ()


@cache
def domains_by_app() -> dict[str, Domain]:
    """Each app's declaration by the name of the app, in the order of INSTALLED_APPS: lower wings first."""
    return {
        module.__name__.removesuffix(".domain"): module.DOMAIN
        for module in modules_of_apps("domain")
    }


def all_domains() -> Sequence[Domain]:
    """The declarations of all domains, lower wings first."""
    return tuple(domains_by_app().values())


@cache
def event_sources() -> dict[str, EventSource]:
    """The sources of the timeline by name."""
    stated = [part for domain in all_domains() for part in domain.timeline]
    return {part.name: part for part in stated if isinstance(part, EventSource)}


@cache
def significant_acts() -> dict[str, SignificantAct]:
    """The kinds of acts that must address the four principles, by name."""
    return {act.name: act for domain in all_domains() for act in domain.significant_acts}


@cache
def declared_file_links() -> tuple[FileLink, ...]:
    """The links of a child's file, in their order."""
    links = (link for domain in all_domains() for link in domain.file_links)
    return tuple(sorted(links, key=lambda link: link.place))


def file_link_label(page: str) -> Text:
    """The label of the link to a page of a child's file, which is its title; empty without a link."""
    return next((link.label for link in declared_file_links() if link.page == page), "")


@cache
def declared_file_actions() -> tuple[FileAction, ...]:
    """The actions on a child's file, in their order."""
    actions = [action for domain in all_domains() for action in domain.file_actions]
    return tuple(sorted(actions, key=lambda action: action.place))


@cache
def declared_file_alerts() -> tuple[FileAlert, ...]:
    """The alerts of a child's file, in their order."""
    alerts = [alert for domain in all_domains() for alert in domain.file_alerts]
    return tuple(sorted(alerts, key=lambda alert: alert.place))


def colleague_notes(actor: Staff, colleagues: list[UUID]) -> dict[UUID, str]:
    """The note about each of these case workers that the actor may read before choosing one."""
    notes: dict[UUID, str] = {}
    for note in (note for domain in all_domains() for note in domain.colleague_notes):
        if colleagues and note.permission in actor.permissions:
            for key, text in note.texts(actor, colleagues).items():
                notes[key] = f"{notes[key]}, {text}" if key in notes else text
    return notes


@cache
def menu_entries() -> tuple[MenuEntry, ...]:
    """The main menu, in its order."""
    entries = [entry for domain in all_domains() for entry in domain.menu]
    return tuple(sorted(entries, key=lambda entry: entry.place))


def open_menu(may: frozenset[Permission], reads: Section) -> list[MenuPlace]:
    """The items of the main menu for these permissions, and a role that reads these sections."""
    return [
        MenuPlace(entry.key, entry.label, entry.icon, entry.page, entry.is_rare, entry.further)
        for entry in menu_entries()
        if entry.permissions & may and (entry.section is None or entry.section in reads)
    ]


@cache
def waiting_work() -> tuple[WaitingWork, ...]:
    """What may wait on My day, in its order."""
    waiting = [part for domain in all_domains() for part in domain.waiting]
    return tuple(sorted(waiting, key=lambda part: part.place))


def day_links(staff: Staff, may: frozenset[Permission], *, actions: bool) -> list[ActionLink]:
    """The actions of My day, or its further links, that these permissions and this role allow."""
    reads = TEAM_READS.get(staff.role_kind, Section(0))
    offered = (domain.day_actions if actions else domain.day_links for domain in all_domains())
    links = [each for some in offered for each in some if each.permission in may]
    links = [link for link in links if link.section is None or link.section in reads]
    links.sort(key=lambda link: link.place)
    return [ActionLink(link.label, reverse(link.page), link.icon) for link in links]


def links_on(page: str, *args: object) -> list[ActionLink]:
    """The links that higher wings place on this page, with these arguments."""
    links = (link for domain in all_domains() for link in domain.page_links if link.on == page)
    return [ActionLink(link.label, reverse(link.page, args=args), link.icon) for link in links]


def next_form(page: str, staff: Staff, file_id: UUID) -> ActionLink | None:
    """The form that this page's second save button opens next, if this reader may open one."""
    following = (form for domain in all_domains() for form in domain.next_forms if form.on == page)
    chosen = next((form for form in following if form.is_open(staff, file_id)), None)
    return ActionLink(chosen.label, reverse(chosen.page, args=[file_id])) if chosen else None


def page_parts(page: str, request: Any, record: Any) -> list[ShownPart]:
    """The parts that higher wings place on this page for this reader."""
    parts = (part for domain in all_domains() for part in domain.page_parts if part.on == page)
    shown = ((part.template, part.content(request, record)) for part in parts)
    return [ShownPart(template, content) for template, content in shown if content is not None]


@cache
def duty_pages() -> dict[str, str]:
    """The URL name of the page where each duty is done."""
    return {code: page for domain in all_domains() for code, page in domain.duties.items()}


def duty_url(duty: str, file_id: UUID) -> str:
    """The URL of this file's page where a due task is done."""
    return reverse(duty_pages()[duty], args=[file_id])


@cache
def notice_pages() -> dict[str, NoticePage]:
    """Where each kind of notice leads."""
    return {kind: page for domain in all_domains() for kind, page in domain.notices.items()}
