"""The file of the key that blind tokens are made with."""

from pathlib import Path

import pytest

from saathi.vault import token_keys
from saathi.vault.errors import RootKeyUnusable


def test_token_key_is_created_once_and_its_loss_reported(tmp_path: Path) -> None:
    with pytest.raises(RootKeyUnusable, match=r"token\.key cannot be read"):
        token_keys.load_token_key(tmp_path)
    key = token_keys.create_token_key(tmp_path)

    assert token_keys.load_token_key(tmp_path) == key
    with pytest.raises(FileExistsError):
        token_keys.create_token_key(tmp_path)
