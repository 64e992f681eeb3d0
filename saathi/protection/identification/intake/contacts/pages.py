"""The content of the contact screens, ready for display; checks no permissions."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies import records
from saathi.agencies.models import Staff
from saathi.agencies.staff_requests import StaffRequest
from saathi.infra import district_list
from saathi.infra.join_words import join_words
from saathi.people.languages import language_name
from saathi.protection.identification.intake.contacts import queries
from saathi.protection.identification.intake.contacts.queries import ContactListFilter
from saathi.protection.identification.intake.models import Contact, ContactReferral
from saathi.protection.identification.intake.pages import format_moment
from saathi.protection.identification.intake.time_paging import RecordListPage, RecordPage
from saathi.protection.identification.intake.vocabulary import (
    KINDS_WITHOUT_TEXT,
    ContactHelpGiven,
    ContactKind,
    ContactOutcome,
    ContactReferralKind,
    ContactReferralState,
    ContactTopic,
    ReportChannel,
    ReportingPersonKind,
    Urgency,
)
from saathi.web.components import (
    ActionLink,
    AlertBox,
    DisplayTable,
    DisplayTableCell,
    DisplayTableColumn,
    EmptyState,
    LabelledValue,
)


@dataclass(frozen=True)
class ContactReferralRow:
    """One referral: purpose, state, texts, and the URL to follow it up."""

    title: str
    state: str
    is_open: bool
    pairs: Sequence[LabelledValue]
    follow_url: str


@dataclass(frozen=True)
class ContactDetails:
    """One contact, as shown to its reader."""

    title: str
    alerts: Sequence[AlertBox]
    what: str
    facts: Sequence[LabelledValue]
    outcome: Sequence[LabelledValue]
    referrals: Sequence[ContactReferralRow]
    actions: Sequence[ActionLink]


def contact_list_page(
    page: RecordPage[Contact], filters: ContactListFilter, staff: Staff
) -> RecordListPage:
    """A page of the list."""
    if page.rows:
        return RecordListPage(_table(page, staff), None, page.pager)
    if filters.is_filtered:
        show_all = ActionLink(_("Show all contacts"), reverse("intake:list_contacts"), "inbox")
        text = _("Show all, or change the filters.")
        empty = EmptyState(_("No contacts match"), text, show_all, "filter")
        return RecordListPage(None, empty, page.pager)
    start = ActionLink(_("Record a contact"), reverse("intake:record_contact"), "plus")
    text = _("Record every call and conversation, including silent calls. All are counted.")
    return RecordListPage(None, EmptyState(_("No contacts yet"), text, start, "phone"), page.pager)


def _table(page: RecordPage[Contact], staff: Staff) -> DisplayTable:
    columns = [
        DisplayTableColumn(_("Date and time")),
        DisplayTableColumn(_("Type of contact")),
        DisplayTableColumn(_("Channel")),
        DisplayTableColumn(_("Place")),
        DisplayTableColumn(_("Outcome")),
    ]
    rows = [
        [
            DisplayTableCell(
                format_moment(contact.happened_at, staff),
                reverse("intake:show_contact", args=[contact.pk]),
            ),
            DisplayTableCell(ContactKind(contact.kind).label),
            DisplayTableCell(ReportChannel(contact.channel).label),
            DisplayTableCell(_where(contact) or gettext("not recorded")),
            _outcome_cell(contact),
        ]
        for contact in page.rows
    ]
    return DisplayTable(_("Contacts"), columns, rows)


def _outcome_cell(contact: Contact) -> DisplayTableCell:
    outcomes = queries.list_outcomes_of_contact(contact)
    if not outcomes:
        return DisplayTableCell(_("counted"), tag="quiet")
    text = join_words([str(outcome.label) for outcome in outcomes])
    return DisplayTableCell(text, tag="attend" if ContactOutcome.OPEN in outcomes else "")


def _where(contact: Contact) -> str:
    if contact.district:
        return district_list.district_name(contact.district)
    return dict(district_list.country_choices()).get(contact.country, contact.country).strip("—")


def contact_details(contact: Contact, request: StaffRequest) -> ContactDetails:
    """One contact, decrypted: the reader's right was checked and the access logged."""
    texts = records.open_texts(contact)
    referrals = queries.list_contact_referrals(request.staff, contact)
    return ContactDetails(
        title=gettext("Contact on %(when)s")
        % {"when": format_moment(contact.happened_at, request.staff)},
        alerts=_alerts(contact),
        what=texts.get("what", ""),
        facts=_facts(contact, texts, request.staff),
        outcome=_report_pairs(contact),
        referrals=[_referral_row(row, opened, request.staff) for row, opened in referrals],
        actions=_available_actions(contact),
    )


def _alerts(contact: Contact) -> list[AlertBox]:
    if contact.kind != ContactKind.CONCERN or contact.report_id is not None:
        return []
    title, text = (
        _("This concern is not recorded as a report yet"),
        _("Record the concern as a report so that it is followed up."),
    )
    is_now = contact.urgency == Urgency.NOW
    return [AlertBox(title, text, kind="danger" if is_now else "attend")]


def _facts(contact: Contact, texts: dict[str, str], staff: Staff) -> list[LabelledValue]:
    topics = [str(ContactTopic(a).label) for a in contact.asked_about if a in ContactTopic.values]
    help_given = [
        str(ContactHelpGiven(g).label) for g in contact.given if g in ContactHelpGiven.values
    ]
    pairs = [
        LabelledValue(_("Date and time"), format_moment(contact.happened_at, staff)),
        LabelledValue(
            _("Recorded on"),
            format_moment(contact.recorded_at, staff),
            note=gettext("from paper") if contact.is_from_paper else "",
        ),
        LabelledValue(_("Type of contact"), ContactKind(contact.kind).label),
        LabelledValue(_("Channel"), ReportChannel(contact.channel).label),
        LabelledValue(_("Language"), language_name(contact.language), missing=_("not recorded")),
        LabelledValue(_("Place"), _where(contact), missing=_("not recorded")),
    ]
    if contact.kind in KINDS_WITHOUT_TEXT:
        return pairs
    reporting_person = (
        ReportingPersonKind(contact.reporter_kind).label if contact.reporter_kind else ""
    )
    return [
        *pairs,
        LabelledValue(_("Urgency"), Urgency(contact.urgency).label),
        LabelledValue(_("Topics"), join_words(topics), missing=_("not recorded")),
        LabelledValue(_("Immediate help given"), join_words(help_given), missing=_("not recorded")),
        LabelledValue(_("Person making contact"), reporting_person, missing=_("not recorded")),
        LabelledValue(_("Name"), texts.get("reporter_name", ""), missing=_("not recorded")),
        LabelledValue(_("Safe contact details"), texts.get("reporter_contact", "")),
    ]


def _report_pairs(contact: Contact) -> list[LabelledValue]:
    report = contact.report
    if report is None:
        return []
    outcome = report.get_outcome_display() if report.outcome else ""
    return [
        LabelledValue(_("Report"), _("Recorded as a report")),
        LabelledValue(_("Outcome of the report"), outcome, missing=_("not recorded")),
    ]


def _referral_row(row: ContactReferral, texts: dict[str, str], staff: Staff) -> ContactReferralRow:
    state = ContactReferralState(row.state)
    pairs = [
        LabelledValue(_("Recipient"), texts.get("to", ""), note=format_moment(row.made_at, staff))
    ]
    for name, term in (("whom", _("Recipient of the support")), ("what", _("Needs"))):
        if texts.get(name):
            pairs.append(LabelledValue(term, texts[name]))
    if row.answered_on or texts.get("answer"):
        day = formats.date_format(row.answered_on, "SHORT_DATE_FORMAT") if row.answered_on else ""
        pairs.append(LabelledValue(_("Outcome"), texts.get("answer", ""), note=day))
    return ContactReferralRow(
        title=str(ContactReferralKind(row.kind).label),
        state=str(state.label),
        is_open=state in {ContactReferralState.OFFERED, ContactReferralState.AGREED},
        pairs=pairs,
        follow_url=reverse(
            "intake:record_contact_referral_progress", args=[row.contact_id, row.pk]
        ),
    )


def _available_actions(contact: Contact) -> list[ActionLink]:
    links = []
    if contact.report_id is None:
        report_url = reverse("intake:create_report_from_contact", args=[contact.pk])
        links.append(ActionLink(_("Record as a report"), report_url, "file-plus"))
    else:
        open_report_url = reverse("intake:show_report", args=[contact.report_id])
        links.append(ActionLink(_("Open the report"), open_report_url, "inbox"))
    if contact.kind not in KINDS_WITHOUT_TEXT:
        refer_url = reverse("intake:refer_from_contact", args=[contact.pk])
        links.append(ActionLink(_("Refer to a service or livelihood support"), refer_url, "send"))
    return links


@dataclass(frozen=True)
class PaperContactRow:
    """A paper form entered today: time of the event, time of recording, kind."""

    happened: str
    written: str
    kind: str
    url: str


def list_paper_contact_rows(staff: Staff) -> list[PaperContactRow]:
    """The paper forms this person entered today, latest first."""
    return [
        PaperContactRow(
            format_moment(contact.happened_at, staff),
            format_moment(contact.recorded_at, staff),
            str(ContactKind(contact.kind).label),
            reverse("intake:show_contact", args=[contact.pk]),
        )
        for contact in queries.list_paper_contacts(staff)
    ]
