"""A failed command ends with one sentence; an unexpected error is written to a redacted log."""

import errno
import json
from pathlib import Path

import psycopg
import pytest
from django.db import OperationalError, ProgrammingError

from saathi.audit.sealer_marker import SealingRefused
from saathi.audit.signing_keys import KeyMissing
from saathi.config import command_failures
from saathi.config.backups.archives import BackupError
from saathi.config.env import SettingError
from saathi.engines.disclosure.errors import InputError
from saathi.engines.matching.csv_files import CsvFileError
from saathi.evidence.releases.table_protection import ReleaseNotProtectable
from saathi.evidence.warehouse.errors import WarehouseError
from saathi.infra.embedded import EmbeddedServerError
from saathi.infra.optional_packages import PartNotInstalled
from saathi.vault.errors import FileKeyMissing, RootKeyUnusable, VaultError

OWN = (
    *(SettingError, CsvFileError, BackupError, EmbeddedServerError, VaultError, RootKeyUnusable),
    *(
        FileKeyMissing,
        KeyMissing,
        SealingRefused,
        WarehouseError,
        ReleaseNotProtectable,
        InputError,
    ),
    PartNotInstalled,
)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SAATHI_HOME", str(tmp_path))
    monkeypatch.delenv("SAATHI_DEBUG", raising=False)
    return tmp_path


def caused_by(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize("kind", OWN)
def test_own_error_is_shown_as_its_sentence(kind: type[Exception], home: Path) -> None:
    assert command_failures.describe_failure(kind("Do this."), "backup") == "Do this."
    assert not (home / "logs").exists()


def test_every_named_error_of_ours_exists() -> None:
    names = {f"{kind.__module__}.{kind.__qualname__}" for kind in OWN}
    assert names >= command_failures.OWN


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (psycopg.OperationalError("connection to 10.0.0.7 failed"), "cannot be reached"),
        (caused_by(OperationalError("x"), psycopg.OperationalError("x")), "cannot be reached"),
        (psycopg.errors.InsufficientPrivilege("x"), "saathi migrate"),
        (
            caused_by(ProgrammingError("x"), psycopg.errors.UndefinedTable("x")),
            "A table is missing",
        ),
        (psycopg.errors.DiskFull("x"), "disk of the database is full"),
        (psycopg.errors.OutOfMemory("x"), "memory or disk"),
        (psycopg.errors.LockNotAvailable("x"), "work of other people"),
        (psycopg.errors.DeadlockDetected("x"), "work of other people"),
        (psycopg.errors.AdminShutdown("x"), "was stopped"),
        (psycopg.errors.InvalidPassword("x"), "password"),
        (psycopg.errors.DataCorrupted("x"), "damage"),
        (OSError(errno.ENOSPC, "x"), "disk is full"),
        (PermissionError(errno.EACCES, "x", "/mnt/backup"), "/mnt/backup cannot be used"),
        (EOFError(), "no terminal"),
        (MemoryError(), "not enough memory"),
    ],
)
def test_known_external_error_says_what_to_do(error: Exception, words: str, home: Path) -> None:
    sentence = command_failures.describe_failure(error, "backup")
    assert words in sentence
    assert not (home / "logs").exists()


UNEXPECTED = [
    ValueError("Sunita Mahato"),
    psycopg.errors.UniqueViolation("DETAIL: Key (name)=(Sunita Mahato) already exists."),
    KeyError("Sunita Mahato"),
]


@pytest.mark.parametrize("error", UNEXPECTED)
def test_unexpected_error_is_logged_without_its_values(error: Exception, home: Path) -> None:
    try:
        raise error
    except type(error) as raised:
        sentence = command_failures.describe_failure(raised, "backup")

    [line] = (home / command_failures.LOG).read_text().splitlines()
    assert str(home / command_failures.LOG) in sentence
    assert "Sunita" not in sentence
    assert "Sunita" not in line
    assert type(error).__name__ in json.loads(line)["error"][0]
    assert "test_failures.py" in json.loads(line)["trace"][0]
    assert (home / command_failures.LOG).stat().st_mode & 0o077 == 0


def test_debugging_shows_the_whole_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    command_failures.describe_failure(ValueError("a value"), "backup")
    assert "a value" not in capsys.readouterr().err
    monkeypatch.setenv("SAATHI_DEBUG", "1")
    command_failures.describe_failure(ValueError("a value"), "backup")
    assert "ValueError: a value" in capsys.readouterr().err


def test_failure_log_size_is_limited(home: Path) -> None:
    log = home / command_failures.LOG
    log.parent.mkdir()
    log.write_bytes(b"x" * command_failures.MOST_LOG_BYTES)
    command_failures.describe_failure(ValueError(), "backup")
    assert log.stat().st_size > command_failures.MOST_LOG_BYTES
    command_failures.describe_failure(ValueError(), "backup")
    assert log.stat().st_size < 2000
    assert log.with_suffix(".old.jsonl").stat().st_size > command_failures.MOST_LOG_BYTES


def test_error_where_the_home_cannot_be_written_goes_to_the_screen(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "file").touch()
    monkeypatch.setenv("SAATHI_HOME", str(home / "file"))
    assert "The line above says where" in command_failures.describe_failure(
        ValueError("a value"), "backup"
    )
    assert "a value" not in capsys.readouterr().err
