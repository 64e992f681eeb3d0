"""The files that say how the last backup and the last drill ended."""

import datetime as dt
from pathlib import Path

import pytest

from saathi.infra import clock, state_files

MORNING = dt.datetime(2026, 11, 28, 6, 0, tzinfo=dt.UTC)


def test_recorded_state_is_read_back(tmp_path: Path) -> None:
    with clock.fixed_time(MORNING):
        written = state_files.record_run(
            tmp_path, state_files.DRILL, passed=True, rows=12, seconds=3.5
        )

    assert state_files.read_state(tmp_path, state_files.DRILL) == written
    assert written.values == {"rows": 12, "seconds": 3.5}
    assert written.at == written.passed_at == MORNING
    assert [path.name for path in (tmp_path / "state").iterdir()] == ["drill.json"]


def test_failed_run_keeps_when_one_last_passed(tmp_path: Path) -> None:
    with clock.fixed_time(MORNING):
        state_files.record_run(tmp_path, state_files.BACKUP, passed=True)
    with clock.fixed_time(MORNING + dt.timedelta(days=1)):
        state_files.record_run(tmp_path, state_files.BACKUP, passed=False)

    state = state_files.read_state(tmp_path, state_files.BACKUP)
    assert state is not None
    assert not state.passed
    assert state.at == MORNING + dt.timedelta(days=1)
    assert state.passed_at == MORNING


def test_failure_without_earlier_success_has_no_time_of_success(tmp_path: Path) -> None:
    assert state_files.record_run(tmp_path, state_files.DRILL, passed=False).passed_at is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"at": "2026-11-28T06:00:00+00:00"}',
        '{"at": "2026-11-28T06:00:00", "passed": true, "passed_at": null}',
        '{"at": "yesterday", "passed": true, "passed_at": null}',
        '{"at": "2026-11-28T06:00:00+00:00", "passed": "yes", "passed_at": null}',
    ],
)
def test_damaged_state_file_counts_as_missing(tmp_path: Path, text: str) -> None:
    path = state_files.state_path(tmp_path, state_files.DRILL)
    path.parent.mkdir()
    path.write_text(text)
    assert state_files.read_state(tmp_path, state_files.DRILL) is None


def test_missing_state_file_is_none(tmp_path: Path) -> None:
    assert state_files.read_state(tmp_path, state_files.DRILL) is None
