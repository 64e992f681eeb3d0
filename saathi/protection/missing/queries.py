"""Reads of missing children: the list of what one may see, one report with all that belongs to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from saathi.agencies import access
from saathi.agencies.models import Notice, Staff
from saathi.agencies.vocabulary import NoticeKind
from saathi.protection.intake.paging import Page, Place, page_of
from saathi.protection.missing.models import (
    MissingChild,
    MissingReport,
    PublicNotice,
    Search,
    Sighting,
)
from saathi.vault import store as vault

MOST_SHOWN = 100  # searches, tales and notices of one report that its page shows, the latest


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to, and where its page begins."""

    state: str = ""
    district: str = ""
    place: Place = field(default_factory=Place)


@dataclass(frozen=True)
class Opened[RecordT]:
    """A record with what is sealed in it."""

    record: RecordT
    words: Mapping[str, Any]


@dataclass(frozen=True)
class Whole:
    """One report with the child as known, opened, and all that was done since."""

    report: MissingReport
    told: Mapping[str, Any]
    child: MissingChild
    known: Mapping[str, Any]
    searches: Sequence[Opened[Search]]
    sightings: Sequence[Opened[Sighting]]
    notices: Sequence[PublicNotice]
    contact: Notice | None


def reports(staff: Staff, wanted: Wanted) -> Page[MissingReport]:
    """The reports that this person may read, latest first; one query a page."""
    found = access.visible(staff, MissingReport).defer("sealed").select_related("child")
    if wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.district:
        found = found.filter(district=wanted.district)
    return page_of(found, wanted.place, when="told_at")


def whole(staff: Staff, report: MissingReport) -> Whole:
    """All that this person may read of one report; her look at it is on record already."""
    child = child_of(staff, report)
    searches = list(
        access.visible(staff, Search)
        .filter(report=report)
        .order_by("-searched_on", "-pk")[:MOST_SHOWN]
    )
    sightings = list(
        access.visible(staff, Sighting)
        .filter(report=report)
        .order_by("-told_on", "-pk")[:MOST_SHOWN]
    )
    notices = access.visible(staff, PublicNotice).filter(report=report)
    opened = vault.open_many([report, child, *searches, *sightings])
    return Whole(
        report=report,
        told=opened.get(report.pk, {}),
        child=child,
        known=opened.get(child.pk, {}),
        searches=[Opened(one, opened.get(one.pk, {})) for one in searches],
        sightings=[Opened(one, opened.get(one.pk, {})) for one in sightings],
        notices=list(notices.order_by("-recorded_at")[:MOST_SHOWN]),
        contact=contact_made(staff, report.pk),
    )


def child_of(staff: Staff, report: MissingReport) -> MissingChild:
    """The child of a report as those who miss her know her."""
    found = access.visible(staff, MissingChild).filter(report=report).first()
    if found is None:
        raise access.NotAllowed
    return found


def contact_made(staff: Staff, report_id: UUID) -> Notice | None:
    """The notice that somebody who may know the child makes contact, if one decided so."""
    found = Notice.objects.filter(staff=staff, record=report_id, kind=NoticeKind.MISSING_CONTACT)
    return found.order_by("-given_at").first()


def notice_of(staff: Staff, report: MissingReport, notice_id: UUID) -> PublicNotice:
    """One notice about the child of this report."""
    found = access.visible(staff, PublicNotice).filter(report=report, pk=notice_id).first()
    if found is None:
        raise access.NotAllowed
    found.report = report
    return found


def sighting_of(staff: Staff, report: MissingReport, sighting_id: UUID) -> Sighting:
    """One tale about the child of this report."""
    found = access.visible(staff, Sighting).filter(report=report, pk=sighting_id).first()
    if found is None:
        raise access.NotAllowed
    return found
