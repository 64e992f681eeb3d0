"""Photos for a search that end by themselves: erased with a withdrawal, and after their last day.

The database erases them (`functions/search_photos.sql`). The bytes go with the commit, or in the
nightly sweep.
"""

from collections.abc import Sequence
from functools import partial

from django.db import connection, transaction

from saathi import audit
from saathi.agencies import access, access_log
from saathi.agencies.access_log import log_job_write
from saathi.agencies.models import Staff
from saathi.infra import clock
from saathi.protection.identification.missing.models import MissingReport, SearchPhoto
from saathi.protection.identification.missing.vocabulary import (
    SearchPhotoErasure,
    SearchPhotoState,
)
from saathi.vault import attachments

MAX_AT_ONCE = 500  # photos in one night; the longest overdue first
_EXPIRE = "SELECT photo, file, agency FROM search_photos_expire(%s, %s)"


def kept_photos(report: MissingReport, actor: Staff) -> list[SearchPhoto]:
    """The photos that a withdrawal of the search erases, as far as the actor may see them."""
    search_photos = access.visible(actor, SearchPhoto).filter(report=report)
    return list(search_photos.exclude(state=SearchPhotoState.ERASED))


def log_withdrawn(photos: Sequence[SearchPhoto], *, actor: Staff) -> None:
    """Logs photos that the database erased with the withdrawal, and deletes their bytes with the commit."""
    for photo in photos:
        transaction.on_commit(partial(attachments.open_storage().delete, photo.picture))
        access_log.log_change(
            audit.AuditKind.FILE_REMOVED,
            photo,
            actor=actor,
            reason=SearchPhotoErasure.WITHDRAWN.value,
            model=photo._meta.label_lower,
            count=1,
        )


def erase_expired_photos() -> int:
    """How many photos were erased because their last day is over; run as the worker."""
    with connection.cursor() as cursor:
        cursor.execute(_EXPIRE, [clock.now(), MAX_AT_ONCE])
        erased = cursor.fetchall()
    for photo, file_id, agency in erased:
        log_job_write(
            photo,
            job="search_photos",
            file_id=file_id,
            agency=agency,
            action="expired",
        )
    return len(erased)
