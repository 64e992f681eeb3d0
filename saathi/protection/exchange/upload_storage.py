"""Stores tables and check results, sealed, while an import is in progress."""

import json
import zlib
from typing import Any
from uuid import UUID

from saathi.agencies.models import Staff
from saathi.engines.sheets.table import Sheet
from saathi.protection.exchange.models import Import
from saathi.vault import attachments
from saathi.vault.accepted_media import MediaType
from saathi.vault.models import StoredFile

UPLOAD, RESULT = "exchange.upload", "exchange.result"


def store_sealed(file_id: UUID, field_id: str, content: Any, *, actor: Staff) -> UUID:
    """Seals and stores content; returns its id."""
    packed = zlib.compress(json.dumps(content, ensure_ascii=False).encode())
    stored = attachments.store_data(
        file_id=file_id,
        field_id=field_id,
        section=int(Import.section),
        data=packed,
        media_type=MediaType.DATA,
        by=actor.id,
    )
    return stored.id


def read_sealed(record: Import, stored_id: UUID | None) -> Any:
    """The stored content; None if it was deleted."""
    if stored_id is None:
        return None
    stored = StoredFile.objects.filter(pk=stored_id, file_id=record.file_id).first()
    return json.loads(zlib.decompress(attachments.read_file(stored))) if stored else None


def store_sheet(file_id: UUID, sheet: Sheet, *, actor: Staff) -> UUID:
    """Seals and stores the table; returns its id."""
    content = {"kind": sheet.kind, "columns": sheet.columns, "rows": sheet.rows}
    return store_sealed(file_id, UPLOAD, content, actor=actor)


def load_sheet(record: Import) -> Sheet | None:
    """The table of an import; None if the import is finished and the table deleted."""
    content = read_sealed(record, record.upload)
    if content is None:
        return None
    return Sheet(
        content["kind"], tuple(content["columns"]), tuple(tuple(row) for row in content["rows"])
    )
