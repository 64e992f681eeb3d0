"""What the screens of missing children show, ready to draw: decides nothing, asks nothing."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.http import StaffRequest
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.infra.listing import listed
from saathi.people.vocabulary import Gender
from saathi.people.wording import age_words
from saathi.protection.intake.pages import moment
from saathi.protection.intake.paging import ListPage, Page
from saathi.protection.intake.rules import may_contact_back
from saathi.protection.intake.vocabulary import Channel, ContactBack, Seeker, Urgency
from saathi.protection.missing import rules, wording
from saathi.protection.missing.models import MissingReport, PublicNotice, Sighting
from saathi.protection.missing.queries import Opened, Wanted, Whole
from saathi.protection.missing.vocabulary import (
    Circumstance,
    FoundHow,
    FoundLife,
    HeardFrom,
    MayTell,
    MissingOutcome,
    NoticeState,
    ReportState,
    SearchBy,
    SearchResult,
    SearchWay,
    SightingState,
    WhyClosed,
)
from saathi.web.parts import Action, Alert, Cell, Column, Empty, Pair, Table


@dataclass(frozen=True)
class Told:
    """What somebody tells of the child, with whether it was confirmed."""

    title: str
    state: str
    is_confirmed: bool
    pairs: Sequence[Pair]
    settle: str


@dataclass(frozen=True)
class MissingPage:
    """One report as it is read."""

    title: str
    alerts: Sequence[Alert]
    told: str
    child: Sequence[Pair]
    facts: Sequence[Pair]
    teller: Sequence[Pair]
    became: Sequence[Pair]
    searches: Table | None
    sightings: Sequence[Told]
    notices: Table | None
    actions: Sequence[Action]


def list_page(found: Page[MissingReport], wanted: Wanted, staff: Staff) -> ListPage:
    """A page of the list."""
    if found.rows:
        return ListPage(_table(found, staff), None, found.pager)
    if wanted.state or wanted.district:
        text = _("Show all of them, or choose something else.")
        action = Action(_("Show all"), reverse("missing:list_missing"), "inbox")
        return ListPage(
            None, Empty(_("No report is like that"), text, action, "filter"), found.pager
        )
    start = Action(_("Report a missing child"), reverse("missing:report_missing"), "plus")
    text = _(
        "Anybody may report that a child is missing. Nothing has to be proved, and nobody waits."
    )
    return ListPage(None, Empty(_("No child is reported missing"), text, start), found.pager)


def _table(found: Page[MissingReport], staff: Staff) -> Table:
    columns = [
        Column(_("Told")), Column(_("How it stands")), Column(_("Missing")), Column(_("Last seen")),
        Column(_("Age")), Column(_("Girl, boy or other")),
    ]  # fmt: skip
    rows = [
        [
            Cell(moment(one.told_at, staff), reverse("missing:show_missing", args=[one.pk])),
            _state(one),
            Cell(wording.since(one) or gettext("not known")),
            Cell(wording.where(one.country, one.district) or gettext("not known")),
            Cell(age_words(one.child.age_low, one.child.age_high) or gettext("not known")),
            Cell(Gender(one.child.gender).label),
        ]
        for one in found.rows
    ]
    return Table(_("Missing children"), columns, rows)


def _state(report: MissingReport) -> Cell:
    state = ReportState(report.state)
    is_urgent = report.urgency == Urgency.NOW and state in rules.LOOKED_FOR
    if is_urgent:
        return Cell(state.label, tag="danger")
    return Cell(state.label, tag="attend" if state in rules.LOOKED_FOR else "quiet")


def missing_page(whole: Whole, request: StaffRequest) -> MissingPage:
    """One report, opened: the reader has the right to it and her look is on record."""
    report = whole.report
    when = moment(report.told_at, request.staff)
    return MissingPage(
        title=gettext("Missing child, told %(when)s") % {"when": when},
        alerts=_alerts(whole),
        told=whole.told.get("told", ""),
        child=wording.known_pairs(whole.child, whole.known),
        facts=_facts(whole),
        teller=_teller(whole, when),
        became=_became(whole),
        searches=_searches(whole),
        sightings=[_told(one) for one in whole.sightings],
        notices=_notices(whole.notices, report, request.staff),
        actions=_actions(report, request),
    )


def _alerts(whole: Whole) -> list[Alert]:
    alerts = []
    report = whole.report
    if report.urgency == Urgency.NOW and ReportState(report.state) in rules.LOOKED_FOR:
        alerts.append(Alert(_("The child may be in danger now"), _("Somebody must look today.")))
    if whole.contact is not None:
        text = _("Somebody will be in touch with you. Tell the family nothing before that.")
        alerts.append(Alert(_("Contact is being made"), text, kind="attend", icon="message-circle"))
    if not may_contact_back(ContactBack(report.contact_back)):
        title = _("Do not call or visit the person who told it")
        text = _("A phone or a house may belong to whom the person fears. Wait until she comes.")
        alerts.append(Alert(title, text, kind="attend", icon="hand-stop"))
    return alerts


def _labels(codes: Sequence[str], vocabulary: type[Circumstance] | type[MayTell]) -> str:
    return listed(str(vocabulary(code).label) for code in codes if code in vocabulary.values)


def _facts(whole: Whole) -> list[Pair]:
    report = whole.report
    return [
        Pair(_("How it stands"), ReportState(report.state).label),
        Pair(_("Missing"), wording.since(report)),
        Pair(_("Last seen"), wording.where(report.country, report.district)),
        Pair(_("Where, and with whom"), whole.told.get("where", "")),
        Pair(_("How it may have come about"), _labels(report.circumstances, Circumstance)),
        Pair(_("How soon somebody must look"), Urgency(report.urgency).label),
    ]


def _teller(whole: Whole, when: str) -> list[Pair]:
    report, told = whole.report, whole.told
    back = ContactBack(report.contact_back)
    is_safe = may_contact_back(back)
    return [
        Pair(_("Told"), when),
        Pair(_("How it came"), Channel(report.channel).label),
        Pair(_("Who told it"), Seeker(report.relation).label),
        Pair(_("Name"), told.get("teller_name", ""), missing=_("chose not to say")),
        Pair(_("Called or visited again?"), back.label),
        Pair(
            _("How to reach the person"),
            told.get("teller_contact", "") if is_safe else "",
            missing="" if is_safe else _("not shown: it is not safe"),
        ),
        Pair(_("Who may be told"), _labels(report.may_tell, MayTell), missing=_("nobody else")),
        Pair(_("What may be told, and what must not be"), told.get("tell_note", "")),
    ]


def _became(whole: Whole) -> list[Pair]:
    report, pairs = whole.report, list[Pair]()
    if report.found_on is not None:
        how = FoundHow(report.found_how).label
        pairs += [
            Pair(_("Found"), wording.day(report.found_on), note=str(how)),
            Pair(_("How the child was found"), FoundLife(report.found_life).label),
            Pair(_("What the disappearance was"), MissingOutcome(report.outcome).label),
            Pair(_("Days until found"), _days(report.missing_from, report.found_on)),
            Pair(_("In words"), whole.told.get("found_note", ""), missing=_("nothing written")),
        ]
    if report.closed_on is not None:
        why = str(WhyClosed(report.why_closed).label)
        pairs += [
            Pair(_("Closed"), wording.day(report.closed_on), note=why),
            Pair(_("In words"), whole.told.get("closing_note", ""), missing=_("nothing written")),
        ]
    return pairs


def _days(first: dt.date | None, last: dt.date | None) -> str:
    return str((last - first).days) if first and last else ""


def _searches(whole: Whole) -> Table | None:
    if not whole.searches:
        return None
    columns = [Column(_("Day")), Column(_("Who looked")), Column(_("How")), Column(_("Where")),
               Column(_("What came of it")), Column(_("In words"))]  # fmt: skip
    rows = [
        [
            Cell(wording.day(one.record.searched_on)),
            Cell(_with(SearchBy(one.record.by_whom).label, one.words.get("who", ""))),
            Cell(SearchWay(one.record.way).label),
            Cell(_with(wording.where(one.record.country, one.record.district),
                       one.words.get("where", ""))),
            Cell(SearchResult(one.record.result).label),
            Cell(one.words.get("words", "")),
        ]
        for one in whole.searches
    ]  # fmt: skip
    return Table(_("Where the child was looked for"), columns, rows)


def _with(label: object, words: str) -> str:
    return ", ".join(part for part in (str(label), words) if part)


def _told(one: Opened[Sighting]) -> Told:
    sighting, words = one.record, one.words
    state = SightingState(sighting.state)
    return Told(
        title=str(HeardFrom(sighting.heard_from).label),
        state=str(state.label),
        is_confirmed=state == SightingState.CONFIRMED,
        pairs=[
            Pair(_("What is told"), words.get("words", "")),
            Pair(_("Told"), wording.day(sighting.told_on)),
            Pair(_("Said to have been seen"), wording.day(sighting.seen_on)),
            Pair(_("Where"), wording.where(sighting.country, sighting.district)),
            Pair(_("Who tells it"), words.get("teller", ""), missing=_("not named")),
            Pair(_("Looked into"), words.get("note", ""), missing=_("not yet")),
        ],
        settle=reverse("missing:settle_sighting", args=[sighting.report_id, sighting.pk]),
    )


def _notices(notices: Sequence[PublicNotice], report: MissingReport, staff: Staff) -> Table | None:
    if not notices:
        return None
    columns = [Column(_("Asked for")), Column(_("How it stands")), Column(_("Shown until"))]
    rows = [
        [
            Cell(
                moment(one.recorded_at, staff),
                reverse("missing:show_notice", args=[report.pk, one.pk]),
            ),
            Cell(NoticeState(one.state).label),
            Cell(wording.day(one.until)),
        ]
        for one in notices
    ]
    return Table(_("Notices in public"), columns, rows)


def _actions(report: MissingReport, request: StaffRequest) -> list[Action]:
    state = ReportState(report.state)

    def way(label: object, name: str, icon: str) -> Action:
        return Action(str(label), reverse(name, args=[report.pk]), icon)

    ways = []
    if Permission.SEARCH in request.may and state in rules.LOOKED_FOR:
        ways.append(way(_("Compare with children you work for"), "desk:compare_missing", "search"))
    if ReportState.FOUND in rules.MOVES[state]:
        ways.append(way(_("The child is found"), "missing:record_found", "check"))
    ways += [
        way(_("Note where somebody looked"), "missing:add_search", "map-pin"),
        way(_("Note what somebody tells"), "missing:add_sighting", "message-circle"),
        way(_("Correct what is known of the child"), "missing:change_child", "pencil"),
        way(_("Correct what was told"), "missing:change_told", "edit"),
    ]
    if state in rules.LOOKED_FOR:
        ways.append(way(_("Ask for a notice in public"), "missing:ask_for_notice", "flag"))
    if rules.MOVES[state] & rules.LOOKED_FOR:
        ways.append(way(_("Say how the search stands"), "missing:move_report", "refresh"))
    if ReportState.CLOSED in rules.MOVES[state]:
        ways.append(way(_("Close the report"), "missing:close_report", "archive"))
    return ways
