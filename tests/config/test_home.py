"""The home of an installation: made once, also when two processes begin at the same moment."""

import stat
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from saathi.config.env import SettingError
from saathi.config.home import SECRETS, prepare, read_secret


def made(home: str) -> list[str]:
    prepare(Path(home))
    return [read_secret(Path(home), name, name) for name in SECRETS]


def test_processes_that_begin_together_have_the_same_secrets(tmp_path: Path) -> None:
    with ProcessPoolExecutor(4) as pool:
        found = list(pool.map(made, [str(tmp_path / "home")] * 12))
    assert len({tuple(secrets) for secrets in found}) == 1


def test_secrets_are_for_the_owner_alone_and_no_draft_stays(tmp_path: Path) -> None:
    prepare(tmp_path / "home")
    folder = tmp_path / "home" / "secrets"
    assert sorted(file.name for file in folder.iterdir()) == sorted(SECRETS)
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}


def test_a_missing_or_short_secret_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="saathi migrate"):
        read_secret(tmp_path, "secret-key", "SAATHI_SECRET_KEY")
    prepare(tmp_path)
    (tmp_path / "secrets" / "secret-key").write_text("short")
    with pytest.raises(SettingError, match="at least 32"):
        read_secret(tmp_path, "secret-key", "SAATHI_SECRET_KEY")
