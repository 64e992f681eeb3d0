"""Reads of contacts: the list of what one may see, page by page, and what became of each."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.infra import clock
from saathi.protection.intake.models import Contact, ContactReferral
from saathi.protection.intake.paging import Page, Place, page_of
from saathi.protection.intake.vocabulary import Became, ContactKind, ReferralKind, ReportOutcome
from saathi.vault import store as vault

LAST_PAPERS = 12
IN_CASES = (ReportOutcome.CASE_OPENED, ReportOutcome.ADDED_TO_CASE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of contacts is narrowed to, and where its page begins."""

    kind: str = ""
    channel: str = ""
    became: str = ""
    until: dt.date | None = None
    place: Place = field(default_factory=Place)

    @property
    def is_narrow(self) -> bool:
        """Whether anything was chosen."""
        return bool(self.kind or self.channel or self.became or self.until)


def contacts(staff: Staff, wanted: Wanted) -> Page[Contact]:
    """The contacts that this person may see, latest first; one query a page.

    A member of a committee sees her own; whoever leads the office sees the office's.
    """
    found = _with_referrals(access.visible(staff, Contact)).defer("sealed")
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.channel:
        found = found.filter(channel=wanted.channel)
    if wanted.became:
        found = found.filter(_BECAME[wanted.became])
    if wanted.until:
        zone = ZoneInfo(staff.office.time_zone)
        next_day = dt.datetime.combine(wanted.until + dt.timedelta(days=1), dt.time(), zone)
        found = found.filter(happened_at__lt=next_day)
    return page_of(found.select_related("report"), wanted.place, when="happened_at")


def _with_referrals(found: QuerySet[Contact]) -> QuerySet[Contact]:
    referrals = ContactReferral.objects.filter(contact=OuterRef("pk"))
    return found.annotate(
        is_referred=Exists(referrals.exclude(kind=ReferralKind.LIVELIHOOD)),
        for_livelihood=Exists(referrals.filter(kind=ReferralKind.LIVELIHOOD)),
    )


_BECAME: dict[str, Q] = {
    Became.OPEN: Q(kind=ContactKind.CONCERN, report=None),
    Became.REPORT: Q(report__isnull=False),
    Became.CASE: Q(report__outcome__in=IN_CASES),
    Became.REFERRAL: Q(is_referred=True),
    Became.LIVELIHOOD: Q(for_livelihood=True),
    Became.NOTHING: ~Q(kind=ContactKind.CONCERN)
    & Q(report=None, is_referred=False, for_livelihood=False),
}


def became(contact: Contact) -> list[Became]:
    """What a contact of the list became, several things at once; empty where it is counted only."""
    found = []
    if contact.report is not None:
        in_case = contact.report.outcome in IN_CASES
        found.append(Became.CASE if in_case else Became.REPORT)
    elif contact.kind == ContactKind.CONCERN:
        found.append(Became.OPEN)
    if getattr(contact, "is_referred", False):
        found.append(Became.REFERRAL)
    if getattr(contact, "for_livelihood", False):
        found.append(Became.LIVELIHOOD)
    return found


def referrals_of(staff: Staff, contact: Contact) -> list[tuple[ContactReferral, dict[str, str]]]:
    """The referrals from a contact, opened, the latest first."""
    rows = list(
        access.visible(staff, ContactReferral).filter(contact=contact).order_by("-made_at", "pk")
    )
    opened = vault.open_many(rows)
    return [(row, opened.get(row.pk, {})) for row in rows]


def papers_of(staff: Staff) -> Sequence[Contact]:
    """The papers that this person entered today, the last one first, with both their times."""
    zone = ZoneInfo(staff.office.time_zone)
    start = dt.datetime.combine(clock.today_in(staff.office.time_zone), dt.time(), zone)
    found = access.visible(staff, Contact).filter(
        recorded_by=staff.id, is_from_paper=True, recorded_at__gte=start
    )
    return list(found.defer("sealed").order_by("-recorded_at", "-pk")[:LAST_PAPERS])
