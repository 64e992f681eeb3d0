"""Queries of missing children: the list a person may see, and one report with all its records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from saathi.agencies import access
from saathi.agencies.models import Notice, Staff
from saathi.people.models import Child
from saathi.protection.identification.intake.time_paging import PagePosition, RecordPage, fetch_page
from saathi.protection.identification.intake.vocabulary import MISSING_CONTACT_NOTICE
from saathi.protection.identification.missing.models import (
    MissingChild,
    MissingReport,
    PublicNotice,
    Search,
    SearchPhoto,
    Sighting,
)
from saathi.protection.identification.missing.rules import SEARCHED_STATES, may_show_search_photo
from saathi.protection.identification.missing.vocabulary import MissingReportState, SearchPhotoState
from saathi.protection.identification.portraits.models import Portrait
from saathi.protection.identification.portraits.queries import current_portrait
from saathi.protection.identification.portraits.vocabulary import PortraitPurpose
from saathi.vault import store as vault

MAX_SHOWN = 100  # searches, sightings and notices of one report shown on its page, latest first


@dataclass(frozen=True, slots=True)
class MissingListFilter:
    """The filter of the list, and the position of its page."""

    state: str = ""
    district: str = ""
    position: PagePosition = field(default_factory=PagePosition)


@dataclass(frozen=True)
class OpenedMissingRecord[RecordT]:
    """A record with its decrypted texts."""

    record: RecordT
    texts: Mapping[str, Any]


@dataclass(frozen=True)
class MissingReportDetails:
    """One report with the child's description, decrypted, and everything done since."""

    report: MissingReport
    report_texts: Mapping[str, Any]
    child: MissingChild
    child_texts: Mapping[str, Any]
    searches: Sequence[OpenedMissingRecord[Search]]
    sightings: Sequence[OpenedMissingRecord[Sighting]]
    notices: Sequence[PublicNotice]
    contact_notice: Notice | None
    known: Child | None = (
        None  # the child whose file the report is linked to, if the reader sees it
    )


def list_missing_reports(staff: Staff, filters: MissingListFilter) -> RecordPage[MissingReport]:
    """The reports that this person may read, latest first; one query for each page."""
    reports = access.visible(staff, MissingReport).defer("sealed").select_related("child")
    if filters.state:
        reports = reports.filter(state=filters.state)
    if filters.district:
        reports = reports.filter(district=filters.district)
    return fetch_page(reports, filters.position, when="reported_at")


def missing_report_details(staff: Staff, report: MissingReport) -> MissingReportDetails:
    """Everything in one report that this person may read; the caller has logged the access."""
    child = get_missing_child(staff, report)
    searches = list(
        access.visible(staff, Search)
        .filter(report=report)
        .order_by("-searched_on", "-pk")[:MAX_SHOWN]
    )
    sightings = list(
        access.visible(staff, Sighting)
        .filter(report=report)
        .order_by("-reported_on", "-pk")[:MAX_SHOWN]
    )
    notices = access.visible(staff, PublicNotice).filter(report=report)
    opened = vault.open_many([report, child, *searches, *sightings])
    return MissingReportDetails(
        report=report,
        report_texts=opened.get(report.pk, {}),
        child=child,
        child_texts=opened.get(child.pk, {}),
        searches=[OpenedMissingRecord(search, opened.get(search.pk, {})) for search in searches],
        sightings=[
            OpenedMissingRecord(sighting, opened.get(sighting.pk, {})) for sighting in sightings
        ],
        notices=list(notices.order_by("-recorded_at")[:MAX_SHOWN]),
        contact_notice=find_contact_notice(staff, report.pk),
        known=known_child(staff, report),
    )


def known_child(staff: Staff, report: MissingReport) -> Child | None:
    """The child whose file the report is linked to; None without one, or if the reader may not see it."""
    if report.child_file_id is None:
        return None
    return access.visible(staff, Child).filter(file=report.child_file_id).first()


def get_missing_child(staff: Staff, report: MissingReport) -> MissingChild:
    """The description of the child of a report."""
    child = access.visible(staff, MissingChild).filter(report=report).first()
    if child is None:
        raise access.NotAllowed
    return child


def photo_for_search(staff: Staff, report: MissingReport) -> Portrait | None:
    """The photo in the linked child's file, if `staff` may read it and search may use it.

    None once the search has ended.
    """
    if report.child_file_id is None or MissingReportState(report.state) not in SEARCHED_STATES:
        return None
    return current_portrait(staff, report.child_file_id, PortraitPurpose.MISSING)


def list_search_photos(staff: Staff, report: MissingReport) -> list[SearchPhoto]:
    """The photos given for the search that were not erased, the current one first."""
    found = access.visible(staff, SearchPhoto).filter(report=report)
    kept = found.exclude(state=SearchPhotoState.ERASED).order_by("-recorded_at", "-pk")
    return sorted(kept, key=lambda photo: photo.state != SearchPhotoState.KEPT)


def has_search_photo(staff: Staff, report: MissingReport) -> bool:
    """Whether a photo that was given for the search is kept, also after the search has ended."""
    result = access.visible(staff, SearchPhoto).filter(report=report)
    return result.exclude(state=SearchPhotoState.ERASED).exists()


def get_search_photo(staff: Staff, report: MissingReport, photo_id: UUID) -> SearchPhoto:
    """One photo that is kept for the search; 404 for those who may not see it."""
    search_photos = access.visible(staff, SearchPhoto).filter(report=report, pk=photo_id)
    photo = search_photos.exclude(state=SearchPhotoState.ERASED).first()
    if photo is None:
        raise access.NotAllowed
    return photo


def may_show_search_photo_today(staff: Staff, report: MissingReport, photo: SearchPhoto) -> bool:
    """Whether the search photo may be shown today."""
    return may_show_search_photo(
        state=MissingReportState(report.state),
        is_linked=report.child_file_id is not None,
        until=photo.until,
        today=staff.office.today(),
    )


def find_contact_notice(staff: Staff, report_id: UUID) -> Notice | None:
    """The notice that contact is being made about the child, if a holder decided to."""
    contact_notices = Notice.objects.filter(
        staff=staff, record=report_id, kind=MISSING_CONTACT_NOTICE.code
    )
    return contact_notices.order_by("-given_at").first()


def get_public_notice(staff: Staff, report: MissingReport, notice_id: UUID) -> PublicNotice:
    """One notice about the child of this report."""
    notice = access.visible(staff, PublicNotice).filter(report=report, pk=notice_id).first()
    if notice is None:
        raise access.NotAllowed
    notice.report = report
    return notice


def get_sighting(staff: Staff, report: MissingReport, sighting_id: UUID) -> Sighting:
    """One sighting of the child of this report."""
    sighting = access.visible(staff, Sighting).filter(report=report, pk=sighting_id).first()
    if sighting is None:
        raise access.NotAllowed
    return sighting
