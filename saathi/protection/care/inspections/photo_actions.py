"""Actions on photographs of an inspection: added while it is under way, removed at any time."""

from functools import partial
from uuid import UUID

from django.db import transaction

from saathi import audit
from saathi.agencies import access, definer_functions
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.protection.care.inspections import photo_queries, rules
from saathi.protection.care.inspections.actions import (
    InspectionRefused,
    refuse_barred,
    require_inspection,
)
from saathi.protection.care.inspections.models import (
    PHOTO_FIELD,
    InspectionFinding,
    InspectionPhoto,
)
from saathi.protection.care.inspections.vocabulary import InspectionState, PhotoRemovalReason
from saathi.vault import accepted_media, attachments
from saathi.vault import store as vault


@transaction.atomic
def add_photo(*, finding: InspectionFinding, data: bytes, actor: Staff) -> InspectionPhoto:
    """Stores a photo at a criterion: a reduced copy without metadata, sealed with a key of its own.

    `InspectionRefused` with reasons; `UploadRefused` if it is not a photo.
    """
    inspection = finding.inspection
    require_inspection(inspection, InspectionState.OPEN, actor)
    counts = photo_queries.count_photos(finding)
    if reasons := rules.reasons_against_photo(
        at_criterion=counts.at_criterion, in_inspection=counts.in_inspection
    ):
        raise InspectionRefused(reasons)
    picture = accepted_media.check_picture(data, rules.PHOTO_SIDE)

    photo = InspectionPhoto.objects.create(
        inspection=inspection, finding=finding, recorded_by=actor.id
    )
    vault.create_file_key(photo.pk)
    attachments.store_data(
        file_id=photo.pk,
        field_id=PHOTO_FIELD,
        section=0,
        data=picture.data,
        media_type=picture.media_type,
        by=actor.id,
    )

    _log(audit.AuditKind.WROTE, photo, actor, action="photo_added")
    return photo


@transaction.atomic
def remove_photo(*, photo: InspectionPhoto, reason: PhotoRemovalReason, actor: Staff) -> None:
    """Removes a photo for good, whatever the status of the inspection; the row stays with the reason.

    `InspectionRefused` for who declared a connection with the facility: it is evidence.
    """
    access.require(actor, Permission.INSPECT)
    if photo.inspection.agency_id != actor.agency_id:
        raise access.NotAllowed
    refuse_barred(photo.inspection, actor)

    removed = definer_functions.make_change(
        "inspection_photo_remove", [photo.pk, reason.value], by=actor.id
    )
    storage = attachments.open_storage()
    for stored_id in removed:
        transaction.on_commit(partial(storage.delete, UUID(stored_id)))

    _log(audit.AuditKind.FILE_REMOVED, photo, actor, reason=reason.value, count=len(removed))


def _log(kind: audit.AuditKind, photo: InspectionPhoto, actor: Staff, **detail: object) -> None:
    audit.record(
        kind,
        by=actor.id,
        agency=actor.agency_id,
        objects=[photo.pk, photo.inspection_id],
        detail={"model": "inspections.photo", **detail},
    )
