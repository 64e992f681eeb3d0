"""What doctor says about base backups: never made, failed, too old, kept too long."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from saathi.config.doctor import recovery
from saathi.config.doctor.findings import DeploymentNote
from saathi.config.env import SettingError
from saathi.config.recovery import backup_retention, undeclared_recovery
from saathi.infra import clock, state_files
from saathi.infra.embedded import wal_archive


def problems(found: Any) -> list[str]:
    return [problem for problem, _remedy in found]


def ago(**span: float) -> dt.datetime:
    return clock.now() - dt.timedelta(**span)


def test_doctor_reports_missing_failed_and_old_base_backups(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HOME = tmp_path
    assert problems(recovery._embedded_base_backups()) == ["no base backup has been made"]
    backup_retention.record_base_backup_result(tmp_path, passed=True)
    assert problems(recovery._embedded_base_backups()) == []
    backup_retention.record_base_backup_result(tmp_path, passed=False)
    assert problems(recovery._embedded_base_backups()) == ["the last base backup failed"]
    assert state_files.read_state(tmp_path, backup_retention.BASE_BACKUP) is not None
    monkeypatch.setattr(recovery.clock, "now", lambda: dt.datetime.now(dt.UTC) + dt.timedelta(8))
    retention_problems = problems(recovery._embedded_base_backups())
    assert retention_problems[1] == "the last base backup is 8 days old"


@pytest.mark.parametrize(("days", "is_healthy"), [(7.9, True), (8.1, False)])
def test_the_age_of_the_last_base_backup_at_its_edge(days: float, *, is_healthy: bool) -> None:
    assert (problems(recovery._not_recent(ago(days=days))) == []) is is_healthy


@pytest.mark.parametrize(("days", "is_healthy"), [(34.9, True), (35.1, False)])
def test_doctor_reports_base_backups_kept_longer_than_keys(
    settings: Any, days: float, *, is_healthy: bool
) -> None:
    settings.SAATHI_KEY_BACKUP_DAYS = 35
    begun = [ago(days=1), ago(days=days)]
    assert (problems(recovery._too_old(begun)) == []) is is_healthy


def test_retention_leaves_two_days_for_clearing_keys_and_a_late_run(settings: Any) -> None:
    settings.SAATHI_KEY_BACKUP_DAYS = 35
    assert backup_retention.days_to_keep_backups() == 33
    settings.SAATHI_KEY_BACKUP_DAYS = 3
    assert backup_retention.days_to_keep_backups() == 1
    settings.SAATHI_KEY_BACKUP_DAYS = 2
    with pytest.raises(SettingError, match="must be 3 at least"):
        backup_retention.days_to_keep_backups()


@pytest.mark.parametrize(("days", "is_healthy"), [(1.9, True), (2.1, False)])
def test_a_data_folder_from_before_a_recovery_is_named_after_two_days(
    tmp_path: Path, settings: Any, days: float, *, is_healthy: bool
) -> None:
    settings.HOME = tmp_path
    name = f"data-before-recovery-{ago(days=days).astimezone(dt.UTC):%Y%m%d-%H%M%S}"
    (tmp_path / "postgres" / name).mkdir(parents=True)
    assert (problems(recovery._old_data_folders()) == []) is is_healthy


@pytest.mark.django_db
def test_declared_server_without_archive_gives_only_a_note() -> None:
    assert undeclared_recovery.undeclared_recovery() == ""
    notes = [list(check()) for check in recovery.LOOKS.values()]
    assert all(isinstance(each, DeploymentNote) for found in notes for each in found)
    assert "is not archived" in str(notes[1])


def test_segment_number_follows_postgresql_file_names() -> None:
    assert wal_archive.wal_segment_at(1, "0/2000028") == "000000010000000000000002"
    assert wal_archive.wal_segment_at(26, "1F/FF000000") == "0000001A0000001F000000FF"
    assert recovery._segment_number("0000000100000001000000FF") + 1 == recovery._segment_number(
        "000000010000000200000000"
    )
