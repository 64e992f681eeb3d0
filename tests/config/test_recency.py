"""The doctor complains about backups and drills that are too old, at the edge of each limit."""

import datetime as dt
from pathlib import Path

import pytest

from saathi.config.backups import recency
from saathi.infra import clock, state_files, thresholds

NOW = dt.datetime(2026, 11, 28, 6, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


def problems_of_backup(home: Path, age: dt.timedelta, *, passed: bool = True) -> list[str]:
    with clock.fixed_time(NOW - age):
        state_files.record_run(home, state_files.BACKUP, passed=passed)
    with clock.fixed_time(NOW):
        return [problem for problem, _remedy in recency.backup_recency_problem(home)]


def problems_of_drill(home: Path, age: dt.timedelta, *, passed: bool = True) -> list[str]:
    with clock.fixed_time(NOW - age):
        state_files.record_run(home, state_files.DRILL, passed=passed)
    with clock.fixed_time(NOW):
        return [problem for problem, _remedy in recency.drill_recency_problem(home)]


@pytest.mark.parametrize("over", [False, True])
def test_backup_is_missed_after_its_hours(tmp_path: Path, over: bool) -> None:
    age = thresholds.BACKUP_AGE + (MINUTE if over else dt.timedelta())
    assert bool(problems_of_backup(tmp_path, age)) is over


@pytest.mark.parametrize("over", [False, True])
def test_drill_is_missed_after_its_days(tmp_path: Path, over: bool) -> None:
    age = thresholds.DRILL_AGE + (MINUTE if over else dt.timedelta())
    assert bool(problems_of_drill(tmp_path, age)) is over


def test_failed_backup_after_one_that_passed_is_named(tmp_path: Path) -> None:
    assert problems_of_backup(tmp_path, dt.timedelta(hours=20)) == []
    assert problems_of_backup(tmp_path, MINUTE, passed=False) == [
        "the backup of 2026-11-28 05:59 UTC failed"
    ]


def test_failed_drill_is_named_at_once(tmp_path: Path) -> None:
    assert problems_of_drill(tmp_path, MINUTE, passed=False) == [
        "the drill of 2026-11-28 05:59 UTC failed"
    ]


def test_no_backup_and_no_drill_are_named(tmp_path: Path) -> None:
    assert [problem for problem, _ in recency.backup_recency_problem(tmp_path)] == [
        "No backup has been made."
    ]
    assert "No restore drill has been run" in next(recency.drill_recency_problem(tmp_path))[0]
