"""Removes stored files before the child's file is erased, such as those uploaded by mistake."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from django.db import transaction

from saathi import audit
from saathi.agencies import access_log, definer_functions
from saathi.agencies.models import Scoped, Staff
from saathi.vault import attachments


def remove_stored_files(
    record: Scoped, files: Sequence[UUID], *, actor: Staff, reason: str
) -> None:
    """Erases the stored files of a record that `actor` may write, and logs the reason.

    The rows are deleted now and the files on commit; if the process stops before that, the nightly
    sweep deletes them. Earlier backups keep the sealed file until they expire.
    """
    removed = definer_functions.make_change(
        "stored_files_remove", [record.file_id, list(files)], by=actor.id
    )
    ids = [UUID(removed_id) for removed_id in removed]
    storage = attachments.open_storage()
    for stored_id in ids:
        transaction.on_commit(partial(storage.delete, stored_id))
    model = record._meta.label_lower
    access_log.log_change(
        audit.AuditKind.FILE_REMOVED,
        record,
        actor=actor,
        reason=reason,
        model=model,
        count=len(ids),
    )
