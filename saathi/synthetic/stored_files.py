"""Stored files of the synthetic nation: sealed into the storage, with the row that names each."""

import hashlib
from uuid import UUID

from saathi.agencies.sections import Section
from saathi.synthetic.children import SimulatedChild
from saathi.synthetic.chunk import LoadChunk
from saathi.vault import attachments, sealed_files
from saathi.vault.accepted_media import MediaType

STORED_FILE_TABLE = {
    "vault_stored_file": "id field_id file_id section media_type size sha256 stored_at stored_by",
}


def add_stored_file(  # noqa: PLR0913 - where it belongs, what it is, when it was stored
    chunk: LoadChunk,
    child: SimulatedChild,
    *,
    stored_id: str,
    field_id: str,
    section: Section,
    media_type: MediaType,
    data: bytes,
    at: str,
) -> str:
    """Stores a file under the key of the child's file and returns its id."""
    place = sealed_files.SealedFileLocation(field_id, child.key.file_id, UUID(hex=stored_id))
    sealed = list(sealed_files.seal_file(child.key.key, place, data))
    attachments.open_storage().write(place.stored_id, sealed)
    digest = hashlib.sha256(b"".join(sealed)).hexdigest()
    chunk.rows.add_row(
        "vault_stored_file", stored_id, field_id, child.file, str(int(section)), media_type.value,
        str(len(data)), f"\\\\x{digest}", at, child.worker_id,
    )  # fmt: skip
    return stored_id
