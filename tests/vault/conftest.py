"""A separate vault for each test: fresh keys in a folder of the test."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import pytest

from saathi.vault import installed_keys
from saathi.vault import store as vault
from saathi.vault.models import KeyCanary, WrappedKey
from tests.roles import role


@dataclass
class Note:
    """The smallest record that the vault can seal."""

    file_id: uuid.UUID
    pk: uuid.UUID = field(default_factory=uuid.uuid4)
    sealed: Any = None
    version: int = 1

    SEALED_FIELD_ID: ClassVar[str] = "tests.note"


@pytest.fixture
def keys_folder(db: None, tmp_path: Path, settings: Any) -> Iterator[Path]:
    """The key folder of an installation that was just set up; the test runs as maintenance."""
    settings.HOME = tmp_path
    with role("maintenance"):
        WrappedKey.objects.all().delete()
        KeyCanary.objects.all().delete()
        vault.prepare_keys()
        yield tmp_path / "keys"
    installed_keys.forget_loaded_keys()


@pytest.fixture
def note(keys_folder: Path) -> Note:
    """A sealed note in a file of its own."""
    made = Note(uuid.uuid4())
    vault.seal(made, {"text": "She walked from Hetauda."})
    return made
