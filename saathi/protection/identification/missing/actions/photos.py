"""Photos given for the search by those who miss the child: added with consent, erasable."""

from django.db import IntegrityError, transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.stored_files import remove_stored_files
from saathi.protection.identification.intake.vocabulary import Seeker
from saathi.protection.identification.missing import rules
from saathi.protection.identification.missing.actions.searching import MissingReportNotChangeable
from saathi.protection.identification.missing.models import SEARCH_PHOTO_FIELD, SearchPhoto
from saathi.protection.identification.missing.vocabulary import (
    MissingReportState,
    SearchPhotoErasure,
    SearchPhotoState,
)
from saathi.vault import accepted_media, attachments

LONGEST_SIDE = 1200  # enough to recognise a child, far below what a camera stores


@transaction.atomic
def add_search_photo(
    *, photo: SearchPhoto, data: bytes, has_read: bool, actor: Staff
) -> SearchPhoto:
    """Keeps a copy of a photo without metadata; the current one becomes an earlier one.

    `MissingReportNotChangeable` with reasons, `UploadRefused` if it is not a photo.
    """
    report = photo.report
    access.require(actor, Permission.RECORD_REPORT, report)
    access.require(actor, Permission.RECORD_REPORT, photo)
    if reasons := rules.reasons_against_search_photo(
        state=MissingReportState(report.state),
        is_linked=report.child_file_id is not None,
        consent_by=Seeker(photo.consent_by),
        consent_on=photo.consent_on,
        until=photo.until,
        has_read=has_read,
        today=actor.office.today(),
    ):
        raise MissingReportNotChangeable(reasons)
    picture = accepted_media.check_picture(data, LONGEST_SIDE)

    for current in access.visible(actor, SearchPhoto).filter(
        report=report, state=SearchPhotoState.KEPT
    ):
        writing.change(current, actor=actor, state=SearchPhotoState.EARLIER)
    photo.picture = attachments.store_data(
        file_id=photo.file_id,
        field_id=SEARCH_PHOTO_FIELD,
        section=int(SearchPhoto.section),
        data=picture.data,
        media_type=picture.media_type,
        by=actor.id,
    ).pk
    try:
        with transaction.atomic():
            return writing.add(photo, actor=actor)
    except IntegrityError as error:  # closed or linked after the check
        if "the search has ended" not in str(error):
            raise
        raise MissingReportNotChangeable([rules.SEARCH_ENDED]) from error


@transaction.atomic
def erase_search_photo(
    *, photo: SearchPhoto, reason: SearchPhotoErasure, version: int, actor: Staff
) -> SearchPhoto:
    """Erases a photo at once; its existence, the consent and the reason stay on record."""
    access.require(actor, Permission.RECORD_REPORT, photo)
    if photo.state == SearchPhotoState.ERASED:
        raise access.NotAllowed

    writing.change(
        photo,
        actor=actor,
        version=version,
        state=SearchPhotoState.ERASED,
        erased_on=actor.office.today(),
    )
    remove_stored_files(photo, [photo.picture], actor=actor, reason=reason.value)
    return photo
