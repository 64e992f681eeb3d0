"""What the screens of contacts show, ready to draw: decides nothing, asks nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies import records
from saathi.agencies.http import StaffRequest
from saathi.agencies.models import Staff
from saathi.infra import places
from saathi.infra.listing import listed
from saathi.people.languages import name_of
from saathi.protection.intake.contacts import queries
from saathi.protection.intake.contacts.queries import Wanted
from saathi.protection.intake.models import Contact, ContactReferral
from saathi.protection.intake.pages import moment
from saathi.protection.intake.paging import ListPage, Page
from saathi.protection.intake.vocabulary import (
    WITHOUT_WORDS,
    AskedAbout,
    Became,
    Channel,
    ContactKind,
    Given,
    ReferralKind,
    ReferralState,
    ReporterKind,
    Urgency,
)
from saathi.web.parts import Action, Alert, Cell, Column, Empty, Pair, Table


@dataclass(frozen=True)
class ReferralRow:
    """One referral: what for, how it stands, what was written, and where it is followed."""

    title: str
    state: str
    is_open: bool
    pairs: Sequence[Pair]
    follow_url: str


@dataclass(frozen=True)
class ContactPage:
    """One contact as it is read."""

    title: str
    alerts: Sequence[Alert]
    what: str
    facts: Sequence[Pair]
    became: Sequence[Pair]
    referrals: Sequence[ReferralRow]
    actions: Sequence[Action]


def list_page(found: Page[Contact], wanted: Wanted, staff: Staff) -> ListPage:
    """A page of the list."""
    if found.rows:
        return ListPage(_table(found, staff), None, found.pager)
    if wanted.is_narrow:
        show_all = Action(_("Show all contacts"), reverse("intake:list_contacts"), "inbox")
        text = _("Show all of them, or choose something else.")
        empty = Empty(_("No contact is like that"), text, show_all, "filter")
        return ListPage(None, empty, found.pager)
    start = Action(_("Note a contact"), reverse("intake:record_contact"), "plus")
    text = _("Each call and each talk is noted, also one that was silent: it counts.")
    return ListPage(None, Empty(_("No contact yet"), text, start, "phone"), found.pager)


def _table(found: Page[Contact], staff: Staff) -> Table:
    columns = [
        Column(_("When")),
        Column(_("What it was")),
        Column(_("How it came")),
        Column(_("Where")),
        Column(_("What became of it")),
    ]
    rows = [
        [
            Cell(
                moment(contact.happened_at, staff),
                reverse("intake:show_contact", args=[contact.pk]),
            ),
            Cell(ContactKind(contact.kind).label),
            Cell(Channel(contact.channel).label),
            Cell(_where(contact) or gettext("not known")),
            _became(contact),
        ]
        for contact in found.rows
    ]
    return Table(_("Contacts"), columns, rows)


def _became(contact: Contact) -> Cell:
    found = queries.became(contact)
    if not found:
        return Cell(_("counted"), tag="quiet")
    words = listed([str(one.label) for one in found])
    return Cell(words, tag="attend" if Became.OPEN in found else "")


def _where(contact: Contact) -> str:
    if contact.district:
        return places.district_name(contact.district)
    return dict(places.country_choices()).get(contact.country, contact.country).strip("—")


def contact_page(contact: Contact, request: StaffRequest) -> ContactPage:
    """One contact, opened: the reader has the right to it and her look is on record."""
    words = records.words_of(contact)
    referrals = queries.referrals_of(request.staff, contact)
    return ContactPage(
        title=gettext("Contact of %(when)s") % {"when": moment(contact.happened_at, request.staff)},
        alerts=_alerts(contact),
        what=words.get("what", ""),
        facts=_facts(contact, words, request.staff),
        became=_pairs_of_report(contact),
        referrals=[_referral(row, opened, request.staff) for row, opened in referrals],
        actions=_ways_on(contact),
    )


def _alerts(contact: Contact) -> list[Alert]:
    if contact.kind != ContactKind.CONCERN or contact.report_id is not None:
        return []
    title, text = (
        _("This worry is no report yet"),
        _("Take it down as a report, so that it is seen."),
    )
    is_now = contact.urgency == Urgency.NOW
    return [Alert(title, text, kind="danger" if is_now else "attend")]


def _facts(contact: Contact, words: dict[str, str], staff: Staff) -> list[Pair]:
    asked = [str(AskedAbout(a).label) for a in contact.asked_about if a in AskedAbout.values]
    given = [str(Given(g).label) for g in contact.given if g in Given.values]
    pairs = [
        Pair(_("Happened"), moment(contact.happened_at, staff)),
        Pair(
            _("Written"),
            moment(contact.recorded_at, staff),
            note=gettext("from paper") if contact.is_from_paper else "",
        ),
        Pair(_("What it was"), ContactKind(contact.kind).label),
        Pair(_("How it came"), Channel(contact.channel).label),
        Pair(_("Language"), name_of(contact.language), missing=_("not said")),
        Pair(_("Where"), _where(contact), missing=_("not known")),
    ]
    if contact.kind in WITHOUT_WORDS:
        return pairs
    who = ReporterKind(contact.reporter_kind).label if contact.reporter_kind else ""
    return [
        *pairs,
        Pair(_("How soon"), Urgency(contact.urgency).label),
        Pair(_("Asked about"), listed(asked), missing=_("nothing noted")),
        Pair(_("Given at once"), listed(given), missing=_("nothing noted")),
        Pair(_("Who it was"), who, missing=_("not said")),
        Pair(_("Name"), words.get("reporter_name", ""), missing=_("chose not to say")),
        Pair(_("How to reach safely"), words.get("reporter_contact", "")),
    ]


def _pairs_of_report(contact: Contact) -> list[Pair]:
    report = contact.report
    if report is None:
        return []
    outcome = report.get_outcome_display() if report.outcome else ""
    return [
        Pair(_("Report"), _("Taken down as a report")),
        Pair(_("What became of the report"), outcome, missing=_("Nothing recorded yet")),
    ]


def _referral(row: ContactReferral, words: dict[str, str], staff: Staff) -> ReferralRow:
    state = ReferralState(row.state)
    pairs = [Pair(_("To whom"), words.get("to", ""), note=moment(row.made_at, staff))]
    for name, term in (("whom", _("For whom")), ("what", _("What they need"))):
        if words.get(name):
            pairs.append(Pair(term, words[name]))
    if row.answered_on or words.get("answer"):
        day = formats.date_format(row.answered_on, "SHORT_DATE_FORMAT") if row.answered_on else ""
        pairs.append(Pair(_("What became of it"), words.get("answer", ""), note=day))
    return ReferralRow(
        title=str(ReferralKind(row.kind).label),
        state=str(state.label),
        is_open=state in {ReferralState.OFFERED, ReferralState.AGREED},
        pairs=pairs,
        follow_url=reverse("intake:follow_referral", args=[row.contact_id, row.pk]),
    )


def _ways_on(contact: Contact) -> list[Action]:
    ways = []
    if contact.report_id is None:
        turn = reverse("intake:turn_contact", args=[contact.pk])
        ways.append(Action(_("Take it down as a report"), turn, "file-plus"))
    else:
        report = reverse("intake:show_report", args=[contact.report_id])
        ways.append(Action(_("Open the report"), report, "inbox"))
    if contact.kind not in WITHOUT_WORDS:
        refer = reverse("intake:refer", args=[contact.pk])
        ways.append(Action(_("Refer to a service or livelihood"), refer, "send"))
    return ways


@dataclass(frozen=True)
class PaperLine:
    """A paper that was entered today: when it happened, when it was written, what it was."""

    happened: str
    written: str
    kind: str
    url: str


def paper_lines(staff: Staff) -> list[PaperLine]:
    """What this person entered today, the last one first."""
    return [
        PaperLine(
            moment(contact.happened_at, staff),
            moment(contact.recorded_at, staff),
            str(ContactKind(contact.kind).label),
            reverse("intake:show_contact", args=[contact.pk]),
        )
        for contact in queries.papers_of(staff)
    ]
