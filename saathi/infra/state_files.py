"""Small files in `HOME/state` with the result of the last run of an operator's job.

`saathi backup` and `saathi backup --drill` write them; `saathi doctor`, the health page and the
metrics read them. They contain numbers and times, no personal value, so a monitor under another
account may read them.
"""

import contextlib
import datetime as dt
import json
import os
from dataclasses import dataclass
from pathlib import Path

from saathi.infra import clock

FOLDER = "state"
BACKUP = "backup"
DRILL = "drill"
MAX_BYTES = 64 * 1024  # a longer file is not one of ours

type StateValue = bool | int | float | str


@dataclass(frozen=True)
class JobRunState:
    """How the last run ended, and when a run last passed."""

    at: dt.datetime
    passed: bool
    passed_at: dt.datetime | None
    values: dict[str, StateValue]


def state_path(home: Path, name: str) -> Path:
    """The file of this job."""
    return home / FOLDER / f"{name}.json"


def record_run(home: Path, name: str, *, passed: bool, **values: StateValue) -> JobRunState:
    """Records how a run ended, atomically. A failed run keeps the time of the last passed one."""
    before = read_state(home, name)
    at = clock.now().astimezone(dt.UTC)
    passed_at = at if passed else (before.passed_at if before else None)
    state = JobRunState(at, passed, passed_at, dict(values))
    text = json.dumps(
        {
            "at": at.isoformat(),
            "passed": passed,
            "passed_at": passed_at.isoformat() if passed_at else None,
            **values,
        },
        indent=2,
    )
    path = state_path(home, name)
    path.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}-{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(f"{text}\n")
            file.flush()
            os.fchmod(handle, 0o644)  # a service's umask would prevent the monitor from reading it
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return state


def read_state(home: Path, name: str) -> JobRunState | None:
    """How the last run ended; None if none was recorded, or the file is not one of ours."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        with state_path(home, name).open("rb") as file:
            raw = json.loads(file.read(MAX_BYTES))
        at = _moment(raw.pop("at"))
        passed, passed_at = raw.pop("passed"), raw.pop("passed_at")
        if isinstance(passed, bool):
            return JobRunState(at, passed, None if passed_at is None else _moment(passed_at), raw)
    return None


def _moment(text: str) -> dt.datetime:
    moment = dt.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment without its zone")
    return moment
