"""Old values and stored files of a record: open only to those who may read the record itself.

This is the first lock for both; row-level security is the second (`agencies/database_access.py`). A
section alone is not enough: a child's statement, drawing or earlier wording is only for those that
the child allows.
"""

from typing import cast

from saathi.agencies import access
from saathi.agencies.models import Scoped, Staff
from saathi.vault import store as vault
from saathi.vault.models import OldSealedValue, StoredFile


def old_values(staff: Staff, record: Scoped) -> list[OldSealedValue]:
    """The earlier sealed values of a record, latest first; NotAllowed if it may not be read."""
    _readable(staff, record)
    field_id = cast("vault.SealedRecord", record).SEALED_FIELD_ID
    values = OldSealedValue.objects.filter(
        file_id=record.file_id, row_id=record.pk, field_id=field_id
    )
    return list(values.order_by("-version"))


def stored_file(staff: Staff, record: Scoped, column: str) -> StoredFile:
    """The stored file named in a column of a record; NotAllowed if there is none for this reader."""
    _readable(staff, record)
    file = StoredFile.objects.filter(pk=getattr(record, column), file_id=record.file_id).first()
    if file is None:
        raise access.NotAllowed
    return file


def _readable(staff: Staff, record: Scoped) -> None:
    if not access.visible(staff, type(record)).filter(pk=record.pk).exists():
        raise access.NotAllowed
