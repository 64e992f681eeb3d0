"""Which commands may begin an installation, and what the others say where there is none."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from saathi.config import command, env, start
from saathi.config.commands import COMMANDS
from tests.ops.homes import environment

# Each opens an installation that must be there.
NEED_HOME = (
    ("doctor",),
    ("backup",),
    ("recover",),
    ("create-agency", "--name", "Asha", "--email", "asha@example.org", "--into", "Agency"),
    ("sign-out", "--everybody"),
    ("audit", "verify"),
    ("rotate-keys",),
    ("quarantine", "list"),
)


def run_in(folder: Path, *words: str, home: str = "") -> subprocess.CompletedProcess[str]:
    seen = environment(folder)
    del seen["SAATHI_HOME"]
    return subprocess.run(
        [sys.executable, "-m", "saathi.config.command", *words],
        cwd=folder,
        env=seen | ({"SAATHI_HOME": home} if home else {}),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("home", ["", "elsewhere"])
def test_doctor_makes_no_installation(tmp_path: Path, home: str) -> None:
    done = run_in(tmp_path, "doctor", home=home)
    assert done.returncode == 1
    assert f"There is no installation in {tmp_path / (home or '.saathi')}." in done.stderr
    assert "SAATHI_HOME" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_commands_that_may_make_a_home_exist() -> None:
    assert set(COMMANDS) > command.MAKE_HOMES
    assert not command.MAKE_HOMES & {words[0] for words in NEED_HOME}


@pytest.mark.parametrize("words", NEED_HOME, ids=lambda words: words[0])
def test_other_commands_refuse_where_there_is_no_installation(
    words: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("SAATHI_HOME", str(tmp_path))
    monkeypatch.setattr(start, "uses_embedded", lambda: True)
    try:
        code = command.main(words)
    except SystemExit as usage:
        pytest.fail(f"{words} is no use of the command: {usage}")
    assert code == 1
    assert "There is no installation in" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_an_auditor_may_verify_from_another_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAATHI_HOME", str(tmp_path))
    monkeypatch.setattr(start, "uses_embedded", lambda: False)
    assert command._may_make_home("audit")
    assert not command._may_make_home("doctor")


def test_home_is_made_outside_of_what_only_opens_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAATHI_HOME", str(tmp_path / "new"))
    with start.only_existing_home(), pytest.raises(env.SettingError):
        start.home()
    assert start.home() == tmp_path / "new"
    with start.only_existing_home():
        assert start.home() == tmp_path / "new"


def test_a_reader_that_has_seen_enough_causes_no_message(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    words = ("setup-sql", "--addresses", str(tmp_path / "addresses.env"))
    done = subprocess.run(
        [sys.executable, "-m", "saathi.config.command", *words],
        env=environment(tmp_path),
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        timeout=60,
    )
    os.close(writing)
    assert "roken pipe" not in done.stderr
    assert done.returncode == 0
