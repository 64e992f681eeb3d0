"""Reads of missing children: the list of what one may see, one report with all that belongs to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from saathi.agencies import access
from saathi.agencies.models import Notice, Staff
from saathi.agencies.vocabulary import NoticeKind
from saathi.protection.intake.paging import PagePosition, RecordPage, fetch_page
from saathi.protection.missing.models import (
    MissingChild,
    MissingReport,
    PublicNotice,
    Search,
    Sighting,
)
from saathi.vault import store as vault

MAX_SHOWN = 100  # searches, tales and notices of one report that its page shows, the latest


@dataclass(frozen=True, slots=True)
class MissingListFilter:
    """What the list is narrowed to, and where its page begins."""

    state: str = ""
    district: str = ""
    position: PagePosition = field(default_factory=PagePosition)


@dataclass(frozen=True)
class OpenedMissingRecord[RecordT]:
    """A record with what is sealed in it."""

    record: RecordT
    texts: Mapping[str, Any]


@dataclass(frozen=True)
class MissingReportDetails:
    """One report with the child as known, opened, and all that was done since."""

    report: MissingReport
    report_texts: Mapping[str, Any]
    child: MissingChild
    child_texts: Mapping[str, Any]
    searches: Sequence[OpenedMissingRecord[Search]]
    sightings: Sequence[OpenedMissingRecord[Sighting]]
    notices: Sequence[PublicNotice]
    contact_notice: Notice | None


def list_missing_reports(staff: Staff, filters: MissingListFilter) -> RecordPage[MissingReport]:
    """The reports that this person may read, latest first; one query a page."""
    found = access.visible(staff, MissingReport).defer("sealed").select_related("child")
    if filters.state:
        found = found.filter(state=filters.state)
    if filters.district:
        found = found.filter(district=filters.district)
    return fetch_page(found, filters.position, when="told_at")


def missing_report_details(staff: Staff, report: MissingReport) -> MissingReportDetails:
    """All that this person may read of one report; her look at it is on record already."""
    child = get_missing_child(staff, report)
    searches = list(
        access.visible(staff, Search)
        .filter(report=report)
        .order_by("-searched_on", "-pk")[:MAX_SHOWN]
    )
    sightings = list(
        access.visible(staff, Sighting)
        .filter(report=report)
        .order_by("-told_on", "-pk")[:MAX_SHOWN]
    )
    notices = access.visible(staff, PublicNotice).filter(report=report)
    opened = vault.open_many([report, child, *searches, *sightings])
    return MissingReportDetails(
        report=report,
        report_texts=opened.get(report.pk, {}),
        child=child,
        child_texts=opened.get(child.pk, {}),
        searches=[OpenedMissingRecord(one, opened.get(one.pk, {})) for one in searches],
        sightings=[OpenedMissingRecord(one, opened.get(one.pk, {})) for one in sightings],
        notices=list(notices.order_by("-recorded_at")[:MAX_SHOWN]),
        contact_notice=find_contact_notice(staff, report.pk),
    )


def get_missing_child(staff: Staff, report: MissingReport) -> MissingChild:
    """The child of a report as those who miss her know her."""
    found = access.visible(staff, MissingChild).filter(report=report).first()
    if found is None:
        raise access.NotAllowed
    return found


def find_contact_notice(staff: Staff, report_id: UUID) -> Notice | None:
    """The notice that somebody who may know the child makes contact, if one decided so."""
    found = Notice.objects.filter(staff=staff, record=report_id, kind=NoticeKind.MISSING_CONTACT)
    return found.order_by("-given_at").first()


def get_public_notice(staff: Staff, report: MissingReport, notice_id: UUID) -> PublicNotice:
    """One notice about the child of this report."""
    found = access.visible(staff, PublicNotice).filter(report=report, pk=notice_id).first()
    if found is None:
        raise access.NotAllowed
    found.report = report
    return found


def get_sighting(staff: Staff, report: MissingReport, sighting_id: UUID) -> Sighting:
    """One tale about the child of this report."""
    found = access.visible(staff, Sighting).filter(report=report, pk=sighting_id).first()
    if found is None:
        raise access.NotAllowed
    return found
