"""What the page of an inspection's photos shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.agencies.models import Office
from saathi.agencies.queries import names_of
from saathi.protection.care.inspections import photo_queries, queries
from saathi.protection.care.inspections.models import (
    Inspection,
    InspectionFinding,
    InspectionPhoto,
)
from saathi.protection.care.inspections.vocabulary import InspectionPhotoState, PhotoRemovalReason
from saathi.web.components import join_facts


@dataclass(frozen=True)
class PhotoRow:
    """One photo: its name on the page, where it is, who added or removed it; no URLs once removed."""

    label: str
    about: str
    picture_url: str
    remove_url: str


def photo_groups(
    inspection: Inspection, office: Office, *, may_remove: bool
) -> list[tuple[InspectionFinding, list[PhotoRow]]]:
    """The photos of an inspection by criterion, in the order of the standards."""
    photos = photo_queries.photos_by_finding(inspection)
    each = [photo for item in photos.values() for photo in item]
    people = {photo.recorded_by for photo in each} | {photo.removed_by for photo in each}
    names = names_of([person for person in people if person])
    return [
        (
            finding,
            [
                _photo_row(
                    photo,
                    f"{_('Photo')} {number}, {finding.code}",
                    names,
                    office,
                    may_remove=may_remove,
                )
                for number, photo in enumerate(photos[finding.pk], start=1)
            ],
        )
        for finding in queries.list_findings(inspection)
        if finding.pk in photos
    ]


def _photo_row(
    photo: InspectionPhoto,
    label: str,
    names: Mapping[UUID, str],
    office: Office,
    *,
    may_remove: bool,
) -> PhotoRow:
    added = date_format(office.local(photo.recorded_at), "j F Y, H:i")
    facts = [label, added, names.get(photo.recorded_by, "")]
    is_kept = photo.state == InspectionPhotoState.KEPT
    if not is_kept:
        reason = str(PhotoRemovalReason(photo.why_removed).label)
        facts.append(_("Removed: %(reason)s") % {"reason": reason})
        facts.append(names.get(photo.removed_by, "") if photo.removed_by else "")
    return PhotoRow(
        label=label,
        about=join_facts([fact for fact in facts if fact]),
        picture_url=reverse("inspections:open_photo", args=[photo.pk]) if is_kept else "",
        remove_url=reverse("inspections:remove_photo", args=[photo.pk])
        if is_kept and may_remove
        else "",
    )
