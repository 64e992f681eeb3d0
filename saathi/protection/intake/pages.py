"""What the screens of the intake show, ready to draw: decides nothing, asks nothing."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.http import StaffRequest
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.infra import places
from saathi.infra.listing import listed
from saathi.people.languages import name_of
from saathi.people.vocabulary import Gender
from saathi.people.wording import age_words
from saathi.protection.intake.models import Report
from saathi.protection.intake.paging import ListPage, Page
from saathi.protection.intake.queries import Wanted, hands
from saathi.protection.intake.rules import may_contact_back, screening_prompts
from saathi.protection.intake.vocabulary import (
    Channel,
    Concern,
    ContactBack,
    KnownFrom,
    ReporterKind,
    ReportOutcome,
    TellingNeed,
    Timing,
    Urgency,
)
from saathi.vault import store as vault
from saathi.web.parts import Action, Alert, Cell, Column, Empty, Pair, Table


@dataclass(frozen=True)
class ReportPage:
    """One report as it is read."""

    title: str
    alerts: list[Alert]
    what: str
    suspect: str  # who is suspected, as it was told: never a fact
    facts: list[Pair]
    child: list[Pair]
    outcome: list[Pair]
    hands: list[Pair]  # who works on it, and who handed it to whom with which words
    actions: list[Action]


def list_page(found: Page[Report], wanted: Wanted, staff: Staff) -> ListPage:
    """A page of the list."""
    pager = found.pager
    if found.rows:
        return ListPage(_table(found, staff), None, pager)
    if wanted.outcome or wanted.urgency:
        text = _("Show all of them, or choose something else.")
        show_all = Action(_("Show all reports"), reverse("intake:list_reports"), "inbox")
        return ListPage(None, Empty(_("No report is like that"), text, show_all, "filter"), pager)
    start = Action(_("Take down a report"), reverse("intake:record_report"), "plus")
    text = _("Somebody worries about a child: take down what they tell you, as they tell it.")
    return ListPage(None, Empty(_("No report yet"), text, start), pager)


def _table(found: Page[Report], staff: Staff) -> Table:
    columns = [
        Column(_("Told")),
        Column(_("How soon")),
        Column(_("Worry")),
        Column(_("Where")),
        Column(_("What became of it")),
    ]
    rows = [
        [
            Cell(
                moment(report.received_at, staff), reverse("intake:show_report", args=[report.pk])
            ),
            _urgency(report),
            Cell(listed(_concerns(report)) or gettext("not said")),
            Cell(_where(report) or gettext("not known")),
            _outcome(report),
        ]
        for report in found.rows
    ]
    return Table(_("Reports of a concern"), columns, rows)


def moment(at: dt.datetime, staff: Staff) -> str:
    """A moment in the time of the reader's office."""
    local = at.astimezone(ZoneInfo(staff.office.time_zone))
    return formats.date_format(local, "SHORT_DATE_FORMAT") + " " + local.strftime("%H:%M")


def _urgency(report: Report) -> Cell:
    urgency = Urgency(report.urgency)
    if report.outcome:
        return Cell(urgency.label)
    if urgency == Urgency.NOW:
        return Cell(urgency.label, tag="danger")
    return Cell(urgency.label, tag="attend" if urgency == Urgency.TODAY else "")


def _outcome(report: Report) -> Cell:
    if report.outcome:
        return Cell(ReportOutcome(report.outcome).label)
    return Cell(_("Nothing recorded yet"), tag="quiet")


def _concerns(report: Report) -> list[str]:
    return [str(Concern(c).label) if c in Concern.values else c for c in report.concerns]


def _needs(report: Report) -> list[str]:
    return [str(TellingNeed(n).label) for n in report.needs if n in TellingNeed.values]


def _where(report: Report) -> str:
    if report.district:
        return places.district_name(report.district)
    return dict(places.country_choices()).get(report.country, report.country).strip("—")


def report_page(report: Report, request: StaffRequest) -> ReportPage:
    """One report, opened: the reader has the right to it and her look is on record."""
    told = vault.open(report)
    return ReportPage(
        title=gettext("Report of %(when)s") % {"when": moment(report.received_at, request.staff)},
        alerts=_alerts(report),
        what=told.get("what", ""),
        suspect=told.get("suspect", ""),
        facts=_facts(report, told, request.staff),
        child=_child(report, told),
        outcome=_became(report, told, request.staff),
        hands=_hands(report, told),
        actions=_ways_on(report, request),
    )


def _alerts(report: Report) -> list[Alert]:
    alerts = []
    if report.urgency == Urgency.NOW and not report.outcome:
        alerts.append(Alert(_("The child may be in danger now"), _("Somebody must go today.")))
    if not may_contact_back(ContactBack(report.contact_back)):
        text = _("A phone or a house may belong to whom the person fears. Wait until she comes.")
        title = _("Do not call or visit the person who told it")
        alerts.append(Alert(title, text, kind="attend", icon="hand-stop"))
    concerns = [Concern(c) for c in report.concerns if c in Concern.values]
    prompts = screening_prompts(concerns)
    return alerts + [Alert(gettext(p.text), kind="calm", icon="info-circle") for p in prompts]


def _facts(report: Report, told: dict[str, str], staff: Staff) -> list[Pair]:
    unnamed = gettext("stays unnamed to others") if report.reporter_is_confidential else ""
    paper = gettext("from paper") if report.is_from_paper else ""
    back = ContactBack(report.contact_back)
    return [
        Pair(_("Told"), moment(report.received_at, staff)),
        Pair(_("Written"), moment(report.recorded_at, staff), note=paper),
        Pair(_("How it came"), Channel(report.channel).label),
        Pair(_("How soon"), Urgency(report.urgency).label),
        Pair(_("Has it happened?"), Timing(report.timing).label),
        Pair(_("Worry"), listed(_concerns(report)), missing=_("not said")),
        Pair(_("Who told it"), ReporterKind(report.reporter_kind).label, note=unnamed),
        Pair(_("How the person knows it"), KnownFrom(report.known_from).label),
        Pair(_("Needs, to tell it"), listed(_needs(report)), missing=_("nothing noted")),
        Pair(_("Name"), told.get("reporter_name", ""), missing=_("chose not to say")),
        Pair(_("Called or visited again?"), back.label),
        # Where it is not safe the number is not put before anybody's eyes, but it is not lost.
        Pair(
            _("How to reach the person"),
            told.get("reporter_contact", "") if may_contact_back(back) else "",
            missing=_("not shown: it is not safe") if not may_contact_back(back) else "",
        ),
    ]


def _child(report: Report, told: dict[str, str]) -> list[Pair]:
    return [
        Pair(_("Names, as said"), told.get("child_names", "")),
        Pair(_("Age, as said"), age_words(report.child_age_low, report.child_age_high)),
        Pair(_("Girl, boy or other"), Gender(report.child_gender).label),
        Pair(_("Language"), name_of(report.language)),
        Pair(_("District"), _where(report)),
        Pair(_("Where the child can be found"), told.get("place", "")),
    ]


def _became(report: Report, told: dict[str, str], staff: Staff) -> list[Pair]:
    if not report.outcome or report.outcome_at is None:
        return []
    at = report.outcome_at.astimezone(ZoneInfo(staff.office.time_zone))
    when = formats.date_format(at, "SHORT_DATE_FORMAT")
    return [
        Pair(_("What became of it"), ReportOutcome(report.outcome).label, note=when),
        Pair(_("In words"), told.get("outcome_note", ""), missing=_("nothing written")),
    ]


def _hands(report: Report, told: dict[str, Any]) -> list[Pair]:
    names = listed(person.name for person in hands(report))
    pairs = [Pair(_("Who works on it"), names, missing=_("nobody; those who lead the office"))]
    for handed in told.get("handed_over", []):
        day = formats.date_format(dt.date.fromisoformat(handed["on"]), "SHORT_DATE_FORMAT")
        words = gettext("%(day)s: from %(giver)s to %(taker)s") % {
            "day": day,
            "giver": handed["by"],
            "taker": handed["to"],
        }
        pairs.append(Pair(_("Handed over"), words, note=handed["note"]))
    return pairs


def _ways_on(report: Report, request: StaffRequest) -> list[Action]:
    if report.about_id is not None:
        if Permission.WORK_ON_CASE not in request.may:
            return []
        file = reverse("desk:child_file", args=[report.about_id])
        return [Action(_("Open the child’s file"), file, "file-text")]
    ways = []
    if Permission.SEARCH in request.may:
        search = reverse("desk:find_from_report", args=[report.pk])
        ways.append(Action(_("Is this child known?"), search, "search"))
    look = reverse("screening:show_subject", args=[report.file_id])
    ways.append(Action(_("Look for signs of trafficking"), look, "list-check"))
    outcome = reverse("intake:record_outcome", args=[report.pk])
    ways.append(Action(_("Record what became of it"), outcome, "check"))
    family = reverse("services:refer_from_report", args=[report.pk])
    ways.append(Action(_("Offer the family help to live"), family, "heart"))
    further = reverse("intake:hand_over", args=[report.pk])
    ways.append(Action(_("Hand it over to a colleague"), further, "send"))
    return ways
