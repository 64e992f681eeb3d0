"""Errors of the vault, in plain sentences; none contains a personal value."""

from uuid import UUID


class VaultError(Exception):
    """A value could not be sealed or opened; the text names the field, never its content."""


class FileKeyMissing(VaultError):
    """There is no key for this file: it was erased, or it never had one."""


class RecordUnreadable(VaultError):
    """A record's sealed content was changed, moved or cut off; `reference` names the record."""

    def __init__(self, field_id: str, record_id: UUID, reason: str) -> None:
        super().__init__(f"{reason} ({field_id} of record {record_id})")
        self.reference = f"{field_id} {record_id}"


class RootKeyUnusable(VaultError):
    """A root key is lost, unreadable or the wrong one; the text says where it was expected."""


class UploadRefused(Exception):
    """An uploaded file cannot be stored; the text tells the sender the reason."""
