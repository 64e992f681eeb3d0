"""A lost, replaced or unreadable key shows at start, before the first child is recorded."""

import base64
import os
from pathlib import Path

import pytest

from saathi.vault import installed_keys, root_keys, token_keys
from saathi.vault import store as vault
from saathi.vault.errors import RootKeyUnusable
from saathi.vault.models import KeyCanary
from tests.vault.conftest import Note


def root_file(folder: Path) -> Path:
    [path] = folder.glob("root-*.key")
    return path


def test_new_installation_passes_key_check(keys_folder: Path) -> None:
    vault.check_root_key()

    assert root_file(keys_folder).exists()
    assert (keys_folder / "token.key").exists()


def test_second_key_setup_changes_no_key(keys_folder: Path, note: Note) -> None:
    before = {path: path.read_bytes() for path in keys_folder.iterdir()}

    vault.prepare_keys()

    assert {path: path.read_bytes() for path in keys_folder.iterdir()} == before
    assert vault.open(note)


def test_a_database_set_up_anew_takes_the_keys_that_are_there(keys_folder: Path) -> None:
    before = set(keys_folder.iterdir())
    KeyCanary.objects.all().delete()

    vault.prepare_keys()

    assert set(keys_folder.iterdir()) == before
    vault.check_root_key()


def test_an_installation_that_was_not_set_up_says_what_to_run(keys_folder: Path) -> None:
    KeyCanary.objects.all().delete()

    with pytest.raises(RootKeyUnusable, match="saathi migrate"):
        vault.check_root_key()
    with pytest.raises(RootKeyUnusable, match="saathi migrate"):
        installed_keys.get_active_root_key()


def test_a_lost_root_key_shows_at_start(keys_folder: Path) -> None:
    root_file(keys_folder).unlink()

    with pytest.raises(RootKeyUnusable, match="There is no root key in"):
        vault.check_root_key()


def test_a_lost_root_key_is_not_replaced_by_setting_up_again(keys_folder: Path) -> None:
    root_file(keys_folder).unlink()
    installed_keys.forget_loaded_keys()

    vault.prepare_keys()

    assert not list(keys_folder.glob("root-*.key"))
    with pytest.raises(RootKeyUnusable):
        vault.check_root_key()


def test_the_root_key_of_another_installation_shows_at_start(
    keys_folder: Path, tmp_path: Path
) -> None:
    root_file(keys_folder).unlink()
    other = root_keys.create_root_key(keys_folder)

    with pytest.raises(RootKeyUnusable, match="Restore root-"):
        vault.check_root_key()
    assert other.kek_id not in KeyCanary.objects.values_list("kek_id", flat=True)


def test_an_exchanged_root_key_shows_at_start(keys_folder: Path) -> None:
    root_file(keys_folder).write_bytes(base64.b64encode(os.urandom(32)))

    with pytest.raises(RootKeyUnusable, match="does not hold the key it is named for"):
        vault.check_root_key()


def test_a_damaged_canary_shows_at_start(keys_folder: Path) -> None:
    KeyCanary.objects.filter(purpose="root").update(sealed=b"\x01" + os.urandom(60))

    with pytest.raises(RootKeyUnusable, match="does not open what this database sealed"):
        vault.check_root_key()


def test_another_token_key_shows_at_start(keys_folder: Path) -> None:
    # With a wrong token key every search would find no one, and children would be recorded twice.
    (keys_folder / "token.key").unlink()
    token_keys.create_token_key(keys_folder)

    with pytest.raises(RootKeyUnusable, match="not the one this database's tokens were made with"):
        vault.check_root_key()


def test_a_lost_token_key_shows_at_start(keys_folder: Path) -> None:
    (keys_folder / "token.key").unlink()

    with pytest.raises(RootKeyUnusable, match=r"token\.key cannot be read"):
        vault.check_root_key()
