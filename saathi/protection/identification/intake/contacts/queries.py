"""Queries of contacts: the list of those a person may see, by page, and the outcomes of each."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.infra import clock
from saathi.protection.identification.intake.models import Contact, ContactReferral
from saathi.protection.identification.intake.time_paging import PagePosition, RecordPage, fetch_page
from saathi.protection.identification.intake.vocabulary import (
    CASE_OUTCOMES,
    ContactKind,
    ContactOutcome,
    ContactReferralKind,
)
from saathi.vault import store as vault

MAX_RECENT_PAPERS = 12


@dataclass(frozen=True, slots=True)
class ContactListFilter:
    """The filter of a list of contacts, and the position of its page."""

    kind: str = ""
    channel: str = ""
    outcome: str = ""
    until: dt.date | None = None
    position: PagePosition = field(default_factory=PagePosition)

    @property
    def is_filtered(self) -> bool:
        """Whether a filter was chosen."""
        return bool(self.kind or self.channel or self.outcome or self.until)


def list_visible_contacts(staff: Staff, filters: ContactListFilter) -> RecordPage[Contact]:
    """The contacts that this person may see, latest first; one query per page.

    A committee member sees their own; the head of the office sees all contacts of the office.
    """
    contacts = _with_referrals(access.visible(staff, Contact)).defer("sealed")
    if filters.kind:
        contacts = contacts.filter(kind=filters.kind)
    if filters.channel:
        contacts = contacts.filter(channel=filters.channel)
    if filters.outcome:
        contacts = contacts.filter(_OUTCOME_CONDITIONS[filters.outcome])
    if filters.until:
        zone = ZoneInfo(staff.office.time_zone)
        next_day = dt.datetime.combine(filters.until + dt.timedelta(days=1), dt.time(), zone)
        contacts = contacts.filter(happened_at__lt=next_day)
    return fetch_page(contacts.select_related("report"), filters.position, when="happened_at")


def _with_referrals(queryset: QuerySet[Contact]) -> QuerySet[Contact]:
    referrals = ContactReferral.objects.filter(contact=OuterRef("pk"))
    return queryset.annotate(
        is_referred=Exists(referrals.exclude(kind=ContactReferralKind.LIVELIHOOD)),
        for_livelihood=Exists(referrals.filter(kind=ContactReferralKind.LIVELIHOOD)),
    )


_OUTCOME_CONDITIONS: dict[str, Q] = {
    ContactOutcome.OPEN: Q(kind=ContactKind.CONCERN, report=None),
    ContactOutcome.REPORT: Q(report__isnull=False),
    ContactOutcome.CASE: Q(report__outcome__in=CASE_OUTCOMES),
    ContactOutcome.REFERRAL: Q(is_referred=True),
    ContactOutcome.LIVELIHOOD: Q(for_livelihood=True),
    ContactOutcome.NOTHING: ~Q(kind=ContactKind.CONCERN)
    & Q(report=None, is_referred=False, for_livelihood=False),
}


def list_outcomes_of_contact(contact: Contact) -> list[ContactOutcome]:
    """The outcomes of a contact in the list, several at once; empty if it is only counted."""
    outcomes = []
    if contact.report is not None:
        in_case = contact.report.outcome in CASE_OUTCOMES
        outcomes.append(ContactOutcome.CASE if in_case else ContactOutcome.REPORT)
    elif contact.kind == ContactKind.CONCERN:
        outcomes.append(ContactOutcome.OPEN)
    if getattr(contact, "is_referred", False):
        outcomes.append(ContactOutcome.REFERRAL)
    if getattr(contact, "for_livelihood", False):
        outcomes.append(ContactOutcome.LIVELIHOOD)
    return outcomes


def list_contact_referrals(
    staff: Staff, contact: Contact
) -> list[tuple[ContactReferral, dict[str, str]]]:
    """The referrals from a contact, decrypted, latest first."""
    rows = list(
        access.visible(staff, ContactReferral).filter(contact=contact).order_by("-made_at", "pk")
    )
    opened = vault.open_many(rows)
    return [(row, opened.get(row.pk, {})) for row in rows]


def list_paper_contacts(staff: Staff) -> Sequence[Contact]:
    """The paper forms this person entered today, latest first, with both their times."""
    zone = ZoneInfo(staff.office.time_zone)
    start = dt.datetime.combine(clock.today_in(staff.office.time_zone), dt.time(), zone)
    contacts = access.visible(staff, Contact).filter(
        recorded_by=staff.id, is_from_paper=True, recorded_at__gte=start
    )
    return list(contacts.defer("sealed").order_by("-recorded_at", "-pk")[:MAX_RECENT_PAPERS])
