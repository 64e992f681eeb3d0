"""Old values and stored files of a record: open to those who may read the record itself, to no others.

The first lock of both; row-level security is the second (`special_rights`). A section alone is not
enough: what a child said is for those whom she lets read it, and so is her drawing and an earlier wording.
"""

from typing import cast

from saathi.agencies import access
from saathi.agencies.models import Scoped, Staff
from saathi.vault import store as vault
from saathi.vault.models import OldSealedValue, StoredFile


def old_values(staff: Staff, record: Scoped) -> list[OldSealedValue]:
    """What was sealed in a record before, the latest first; NotAllowed to who may not read it."""
    _readable(staff, record)
    field_id = cast("vault.SealedRecord", record).SEALED_FIELD_ID
    found = OldSealedValue.objects.filter(
        file_id=record.file_id, row_id=record.pk, field_id=field_id
    )
    return list(found.order_by("-version"))


def stored_file(staff: Staff, record: Scoped, column: str) -> StoredFile:
    """The stored file that a column of a record names; NotAllowed where there is none for her."""
    _readable(staff, record)
    found = StoredFile.objects.filter(pk=getattr(record, column), file_id=record.file_id).first()
    if found is None:
        raise access.NotAllowed
    return found


def _readable(staff: Staff, record: Scoped) -> None:
    if not access.visible(staff, type(record)).filter(pk=record.pk).exists():
        raise access.NotAllowed
