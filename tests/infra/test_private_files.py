"""A key file is for its owner and at most for one of the groups that `saathi install` makes."""

import grp
import os
from pathlib import Path

import pytest

from saathi.config import home as homes
from saathi.infra import private_files


@pytest.fixture
def key(tmp_path: Path) -> Path:
    file = tmp_path / "a.key"
    file.write_text("secret")
    return file


@pytest.mark.parametrize("mode", [0o400, 0o600, 0o700])
def test_key_file_of_its_owner_alone_is_not_exposed(key: Path, mode: int) -> None:
    key.chmod(mode)
    assert not private_files.is_exposed(key)


@pytest.mark.parametrize("mode", [0o604, 0o602, 0o601, 0o620, 0o610, 0o660, 0o640, 0o440])
def test_key_file_that_others_or_a_usual_group_read_is_exposed(key: Path, mode: int) -> None:
    key.chmod(mode)
    assert private_files.is_exposed(key)


def test_key_file_of_a_group_of_saathi_is_read_but_never_written_by_it(
    key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = grp.getgrgid(os.getegid()).gr_name
    monkeypatch.setattr(private_files, "SECRET_GROUPS", frozenset({own}))
    key.chmod(0o640)
    assert not private_files.is_exposed(key)
    for mode in (0o660, 0o650, 0o644):
        key.chmod(mode)
        assert private_files.is_exposed(key)


def test_new_key_is_shared_only_in_a_folder_that_hands_its_group_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from saathi.vault.root_keys import create_root_key, write_key

    own = grp.getgrgid(os.getegid()).gr_name
    monkeypatch.setattr(private_files, "SECRET_GROUPS", frozenset({own}))
    create_root_key(tmp_path)
    [key] = tmp_path.glob("root-*.key")
    assert key.stat().st_mode & 0o777 == 0o600
    tmp_path.chmod(0o2750)
    create_root_key(tmp_path)
    newest = max(tmp_path.glob("root-*.key"))
    assert newest.stat().st_mode & 0o777 == 0o640
    # A key of backups in the same folder stays its owner's.
    write_key(tmp_path / "backup-data.key", b"x" * 32)
    assert (tmp_path / "backup-data.key").stat().st_mode & 0o777 == 0o600


def test_remedy_for_an_exposed_key_locks_no_service_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [tmp_path / name for name in ("keys/token.key", "secrets/secret-key")]
    for file in files:
        file.parent.mkdir()
        assert private_files.exposure_remedy(file) == f"Run: chmod 600 {file}"
    own = grp.getgrgid(os.getegid()).gr_name
    monkeypatch.setattr(private_files, "SECRET_GROUPS", frozenset({own}))
    (tmp_path / "keys").chmod(0o2751)  # as `saathi install` leaves it
    for file in files:
        assert "Run `saathi install` again" in private_files.exposure_remedy(file)


@pytest.mark.parametrize("process", ["sealer", "monitor", "auditor", "analyst"])
def test_process_without_use_for_a_secret_does_not_read_it(tmp_path: Path, process: str) -> None:
    """F14: there is no file at all, and yet the process starts."""
    for name in homes.SECRETS:
        assert len(homes.secret_for_process(process, tmp_path, name)) == 64
    homes.prepare(tmp_path)
    real = homes.read_secret(tmp_path, "secret-key", "SAATHI_SECRET_KEY")
    assert homes.secret_for_process(process, tmp_path, "secret-key", real) != real
    assert homes.secret_for_process("web", tmp_path, "secret-key") == real


def test_carrier_reads_who_acts_and_not_the_key_of_sessions(tmp_path: Path) -> None:
    homes.prepare(tmp_path)
    context = homes.read_secret(tmp_path, "context-key", "SAATHI_CONTEXT_KEY")
    assert homes.secret_for_process("carrier", tmp_path, "context-key") == context
    session = homes.read_secret(tmp_path, "secret-key", "SAATHI_SECRET_KEY")
    assert homes.secret_for_process("carrier", tmp_path, "secret-key") != session
