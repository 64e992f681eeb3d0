"""Uploads with malware: sealed under a separate key, outside the files of children."""

import json
import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings
from django.utils.crypto import salted_hmac

from saathi.infra import clock
from saathi.vault import sealed_files

FIELD_ID: Final = "vault.quarantine"
# The oldest are removed first: repeated uploads of malware cannot fill the disk.
MAX_FILES: Final = 200


@dataclass(frozen=True)
class QuarantinedFile:
    """The recorded facts of a file: never its name or content."""

    id: str
    at: str
    by: str
    agency: str
    size: int
    malware: str


def quarantine_folder() -> Path:
    """The folder of quarantined files."""
    return Path(settings.HOME) / "quarantine"


def quarantine_file(data: bytes, *, malware: str, by: UUID, agency: UUID) -> QuarantinedFile:
    """Seals the file and records when it was sent and who sent it."""
    quarantined = QuarantinedFile(
        str(uuid.uuid4()), clock.now().isoformat(timespec="seconds"), str(by), str(agency),
        len(data), malware[:200],
    )  # fmt: skip
    quarantine_folder().mkdir(mode=0o700, exist_ok=True)
    sealed = b"".join(sealed_files.seal_file(_key(), _location(quarantined.id), data))
    for name, content in (
        (f"{quarantined.id}.sealed", sealed),
        (f"{quarantined.id}.json", _record_bytes(quarantined)),
    ):
        file = quarantine_folder() / name
        file.touch(mode=0o600)
        file.write_bytes(content)
    for old in list_quarantined_files()[:-MAX_FILES]:
        remove_quarantined_file(old.id)
    return quarantined


def list_quarantined_files() -> list[QuarantinedFile]:
    """All quarantined files, the oldest first."""
    return sorted(_read_records(), key=lambda kept: kept.at)


def read_quarantined_file(quarantined_id: str) -> bytes:
    """The file as it was sent, for analysis on an isolated machine."""
    sealed = (quarantine_folder() / f"{UUID(quarantined_id)}.sealed").read_bytes()
    return b"".join(sealed_files.open_file(_key(), _location(quarantined_id), [sealed]))


def remove_quarantined_file(quarantined_id: str) -> None:
    """Deletes the file and its record."""
    for ending in ("sealed", "json"):
        (quarantine_folder() / f"{UUID(quarantined_id)}.{ending}").unlink(missing_ok=True)


def _read_records() -> Iterator[QuarantinedFile]:
    for file in quarantine_folder().glob("*.json"):
        yield QuarantinedFile(**json.loads(file.read_text(encoding="utf-8")))


def _record_bytes(kept: QuarantinedFile) -> bytes:
    return json.dumps(asdict(kept)).encode()


def _location(kept_id: str) -> sealed_files.SealedFileLocation:
    return sealed_files.SealedFileLocation(FIELD_ID, UUID(int=0), UUID(kept_id))


def _key() -> bytes:
    return salted_hmac("saathi.quarantine", "file", algorithm="sha256").digest()
