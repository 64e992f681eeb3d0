"""Reads of photographs of an inspection; row security limits them to the inspecting agency."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q
from django.http import Http404

from saathi.agencies.models import Staff
from saathi.protection.care.inspections.models import (
    PHOTO_FIELD,
    Inspection,
    InspectionFinding,
    InspectionPhoto,
)
from saathi.protection.care.inspections.vocabulary import InspectionPhotoState
from saathi.vault.models import StoredFile


@dataclass(frozen=True)
class PhotoCounts:
    """How many photos are kept at a criterion, and in its inspection."""

    at_criterion: int
    in_inspection: int


def count_photos(finding: InspectionFinding) -> PhotoCounts:
    """The photos that are kept, without those that were removed."""
    rows = InspectionPhoto.objects.filter(
        inspection=finding.inspection_id, state=InspectionPhotoState.KEPT
    )
    counted = rows.aggregate(all=Count("pk"), here=Count("pk", filter=Q(finding=finding)))
    return PhotoCounts(counted["here"], counted["all"])


def photos_by_finding(inspection: Inspection) -> Mapping[UUID, list[InspectionPhoto]]:
    """The photos of an inspection by criterion, the first first; also those that were removed."""
    results: dict[UUID, list[InspectionPhoto]] = {}
    rows = InspectionPhoto.objects.filter(inspection=inspection)
    for photo in rows.order_by("recorded_at", "pk"):
        results.setdefault(photo.finding_id, []).append(photo)
    return results


def get_photo(photo_id: UUID, reader: Staff) -> InspectionPhoto:
    """One photo of an inspection of the reader's agency, kept or removed; 404 if there is none."""
    rows = InspectionPhoto.objects.select_related("inspection", "finding")
    row = rows.filter(pk=photo_id, inspection__agency=reader.agency_id).first()
    if row is None:
        raise Http404
    return row


def stored_photo(photo: InspectionPhoto) -> StoredFile:
    """The stored file of a photo; 404 if it was removed."""
    rows = StoredFile.objects.filter(file_id=photo.pk, field_id=PHOTO_FIELD)
    stored = rows.order_by("stored_at", "pk").first()
    if stored is None:
        raise Http404
    return stored
