"""Write actions for photos of a child: add, erase."""

from django.db import IntegrityError, transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.stored_files import remove_stored_files
from saathi.infra.reasons import Refused
from saathi.protection.identification.portraits import queries, rules
from saathi.protection.identification.portraits.models import PICTURE_FIELD, Portrait
from saathi.protection.identification.portraits.vocabulary import (
    ErasurePhotoReason,
    PortraitState,
)
from saathi.vault import accepted_media, attachments

LONGEST_SIDE = 1200  # enough to recognise a child on a notice, far below what a camera stores


class PortraitRefused(Refused):
    """A photo that may not be kept or erased; `reasons` give the codes."""


@transaction.atomic
def add_portrait(*, portrait: Portrait, data: bytes, has_read: bool, actor: Staff) -> Portrait:
    """Keeps a copy of a photo without metadata; the current one becomes an earlier one.

    `PortraitRefused` without an active consent, `UploadRefused` if it is not a photo.
    """
    access.require(actor, Permission.WORK_ON_CASE, portrait)
    consents = queries.picture_consents(actor, portrait.child)
    if portrait.consent_id not in {consent.pk for consent in consents}:
        raise access.NotAllowed
    consent = queries.picture_consent(actor, portrait.consent, portrait.child)
    if reasons := rules.reasons_against_portrait(
        consent, purposes=portrait.purposes, has_read=has_read
    ):
        raise PortraitRefused(reasons)
    photo = accepted_media.check_picture(data, LONGEST_SIDE)

    for current in access.visible(actor, Portrait).filter(
        child=portrait.child, state=PortraitState.CURRENT
    ):
        writing.change(current, actor=actor, state=PortraitState.EARLIER)
    portrait.picture = attachments.store_data(
        file_id=portrait.file_id,
        field_id=PICTURE_FIELD,
        section=int(Portrait.section),
        data=photo.data,
        media_type=photo.media_type,
        by=actor.id,
    ).pk
    portrait.consented_on = portrait.consent.given_on
    portrait.shown_until = portrait.consent.ends_on
    try:
        with transaction.atomic():
            return writing.add(portrait, actor=actor)
    except IntegrityError as error:  # withdrawn after the check
        if "no active consent" not in str(error):
            raise
        raise PortraitRefused([rules.NOT_ACTIVE]) from error


@transaction.atomic
def erase_portrait(
    *, portrait: Portrait, reason: ErasurePhotoReason, version: int, actor: Staff
) -> Portrait:
    """Erases a photo at once; its existence, its day and the reason stay on record."""
    access.require(actor, Permission.WORK_ON_CASE, portrait)
    if reasons := rules.reasons_against_erasing(PortraitState(portrait.state)):
        raise PortraitRefused(reasons)

    writing.change(
        portrait,
        actor=actor,
        version=version,
        state=PortraitState.ERASED,
        erased_on=actor.office.today(),
    )
    remove_stored_files(portrait, [portrait.picture], actor=actor, reason=reason.value)
    return portrait
