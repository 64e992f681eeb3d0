"""Sentences for the operator about backups and drills that failed or are too old."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from saathi.infra import clock, state_files, thresholds


def backup_recency_problem(home: Path) -> Iterator[tuple[str, str]]:
    """Problem and remedy for a missing, old or failed last backup."""
    remedy = "Run `saathi backup --to FOLDER`, and let a timer run it each night."
    state = state_files.read_state(home, state_files.BACKUP)
    if state is None or state.passed_at is None:
        yield "No backup has been made.", remedy
        return
    age = clock.now() - state.passed_at
    if age > thresholds.BACKUP_AGE:
        yield f"the last backup is of {_moment(state.passed_at)}, {_age(age)} ago", remedy
    elif not state.passed:
        yield f"the backup of {_moment(state.at)} failed{_reason(state)}", remedy


def drill_recency_problem(home: Path) -> Iterator[tuple[str, str]]:
    """Problem and remedy for a missing, old or failed last drill."""
    remedy = "Run `saathi backup --drill`, and let a timer run it each month."
    state = state_files.read_state(home, state_files.DRILL)
    if state is None:
        yield "No restore drill has been run. Backups have not been tested.", remedy
    elif not state.passed:
        yield f"the drill of {_moment(state.at)} failed{_reason(state)}", remedy
    elif clock.now() - state.at > thresholds.DRILL_AGE:
        age = clock.now() - state.at
        yield f"the last drill that passed is of {_moment(state.at)}, {_age(age)} ago", remedy


def _reason(state: state_files.JobRunState) -> str:
    """The reason for a failure; empty if none was recorded."""
    why = str(state.values.get("reason", "")).strip()
    return f": {why}" if why else ""


def _moment(moment: dt.datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def _age(age: dt.timedelta) -> str:
    return f"{age.days} days" if age.days >= 2 else f"{age.total_seconds() / 3600:.0f} hours"
