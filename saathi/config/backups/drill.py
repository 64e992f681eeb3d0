"""The restore drill: proves that a backup of this installation can be restored. Changes no data.

1. A backup of the installation is made, as every night, while people work. 2. It is restored into a
scratch home. Every table must have exactly the rows it had at the time of the backup, no erased
file may have a key, and the log must verify. 3. In the scratch home, now a copy, records are
written under load during a second backup; then a child is erased there. That backup is restored
into another scratch home: each write acknowledged before the backup must be present, no write may
be partial, and the erased child must stay erased.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from saathi.config.backups import archives, checking, create, keys, scratch_homes
from saathi.config.backups.archives import ArchiveKind, BackupError
from saathi.config.backups.restore_data import BackupSources
from saathi.config.backups.scratch_homes import ScratchHome
from saathi.infra.embedded import EmbeddedServer

WRITES = "saathi.config.backups.drill_workload"
LOAD_SECONDS = 3.0  # how long records are written before and after the second backup
FIRST_WRITE_SECONDS = 60.0  # time limit for the first acknowledged write
STAFF = "SELECT email FROM agencies_staff WHERE is_active ORDER BY id LIMIT 1"
CHILD = """
SELECT c.code, c.file_id FROM people_child c JOIN vault_key k USING (file_id) ORDER BY c.id LIMIT 1
"""
ERASED = """
SELECT count(*), (SELECT count(*) FROM vault_key JOIN vault_erasure USING (file_id)) FROM vault_erasure
"""

type Say = Callable[[str], object]


@dataclass(frozen=True)
class DrillResult:
    """The results of a successful drill."""

    rows: int
    tables: int
    erasures: int
    writes: int
    backup_seconds: float
    restore_seconds: float
    seconds: float


@dataclass(frozen=True)
class _FirstInstallation:
    """The records written in the first scratch home, and the location of its backup."""

    sources: BackupSources
    erasures: Path
    log: Path
    acknowledged: int
    erased: str


def run(
    back_up: Callable[[], create.BackupResult], home: Path, scratch_folder: Path, *, say: Say
) -> DrillResult:
    """Runs the drill with a backup that has digests; `BackupError` if any check fails.

    The scratch homes are always removed.
    """
    began = time.monotonic()
    backup = back_up()
    backed_up = time.monotonic() - began
    sources = _sources(backup.data.path, backup.keys.path, home)
    with scratch_homes.scratch_folder(scratch_folder) as out:
        with scratch_homes.home(scratch_folder, size=sources.size) as first:
            results = checking.restore_into(
                first, sources, backup.data.path.parent / create.ERASURES
            )
            _compare(backup.digests, results["digests"])
            erasures = _require_erased(first)
            say(
                f"restored into a scratch database in {results['seconds']:.1f} s: {results['tables']} "
                f"tables hold the same rows; {erasures} erased files have no key; the audit log is sound"
            )
            written = _write_under_load(first, out)
        with scratch_homes.home(scratch_folder, size=written.sources.size) as second:
            checking.restore_into(second, written.sources, written.erasures)
            writes = _require_writes(second, written)
            _require_erased(second)
            _require_gone(second, written.erased)
    say(
        f"{writes} writes under load are there after a second restore; an erased child stayed erased"
    )
    return DrillResult(
        rows=backup.rows,
        tables=int(results["tables"]),
        erasures=erasures,
        writes=writes,
        backup_seconds=round(backed_up, 1),
        restore_seconds=round(float(results["seconds"]), 1),
        seconds=round(time.monotonic() - began, 1),
    )


def _sources(data: Path, of_keys: Path, home: Path) -> BackupSources:
    data_key, keys_key = (
        keys.read_backup_key(keys.backup_key_path(home, kind))
        for kind in (ArchiveKind.DATA, ArchiveKind.KEYS)
    )
    checked = archives.check_archive(data, data_key, ArchiveKind.DATA)
    return BackupSources(data, of_keys, data_key, keys_key, checked.id, checked.about, checked.size)


def _compare(backed_up: dict[str, tuple[int, str]], restored: dict[str, list[object]]) -> None:
    differing = [name for name, of in backed_up.items() if list(of) != restored.get(name)]
    if differing or backed_up.keys() != restored.keys():
        raise BackupError(
            f"The drill failed: restored tables differ from those backed up ({', '.join(differing[:5])}). "
            "Keep the archives and report this to the developers."
        )


# --- Writes in the first scratch home -------------------------------------------------------------


def _write_under_load(place: ScratchHome, out: Path) -> _FirstInstallation:
    log = out / "writes.jsonl"
    with _running_writer(place, log) as writer:
        _wait_for_writes(log, writer)
        time.sleep(LOAD_SECONDS)
        acknowledged = _count_lines(log)
        place.run("backup", "--to", out)
        time.sleep(LOAD_SECONDS)
    erased = _erase_a_child(place, out)
    data, of_keys = (max(out.glob(f"saathi-{kind}-*.sealed")) for kind in ("data", "keys"))
    return _FirstInstallation(
        _sources(data, of_keys, place.home), out / create.ERASURES, log, acknowledged, erased
    )


@contextmanager
def _running_writer(place: ScratchHome, log: Path) -> Iterator["subprocess.Popen[str]"]:
    running = subprocess.Popen(
        [sys.executable, "-m", WRITES, "write", str(log)],
        env=place.environment(),
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield running
    finally:
        _said, wrong = running.communicate()  # closes its input, which ends the process
    if running.returncode:
        raise _last_line(wrong)


def _last_line(output: str) -> BackupError:
    """The error to raise, with the last line that the writing process printed."""
    last = next(reversed(output.split("\n")[:-1]), "it said nothing").removeprefix("saathi: ")
    return BackupError(f"The drill failed: writes to the restored copy were refused. {last}")


def _wait_for_writes(log: Path, writer: "subprocess.Popen[str]") -> None:
    """Waits until the first write is acknowledged.

    `BackupError` with the cause if the writer ended.
    """
    end = time.monotonic() + FIRST_WRITE_SECONDS
    while not _count_lines(log):
        if writer.poll() is not None:
            assert writer.stderr is not None
            raise _last_line(writer.stderr.read())
        if time.monotonic() > end:
            raise BackupError("The drill failed: no write was acknowledged within a minute.")
        time.sleep(0.1)


def _count_lines(path: Path) -> int:
    return path.read_bytes().count(b"\n") if path.exists() else 0


def _erase_a_child(place: ScratchHome, out: Path) -> str:
    """Erases a child in the copy after its backup; returns the file's id, None without a child."""
    with _connection(place) as connection:
        child = connection.execute(CHILD).fetchone()
        staff = connection.execute(STAFF).fetchone()
    if child is None or staff is None:
        return ""
    place.run("erase", child[0], "--reason", "mistake", "--by", staff[0], "--yes")
    place.run("backup", "--to", out, "--only-erasures")
    return str(child[1])


# --- Checks of a scratch home ---------------------------------------------------------------------


def _require_writes(place: ScratchHome, written: _FirstInstallation) -> int:
    output = place.run_module(WRITES, "verify", written.log, str(written.acknowledged))
    counts = json.loads(output.splitlines()[-1])
    if counts["missing"] or counts["by_half"] or counts["found"] < written.acknowledged:
        raise BackupError(
            f"The drill failed: of {written.acknowledged} writes that were acknowledged before the backup "
            f"{counts['missing']} are missing, and {counts['by_half']} are there by half."
        )
    return int(counts["found"])


def _require_erased(place: ScratchHome) -> int:
    with _connection(place) as connection:
        row = connection.execute(ERASED).fetchone()
    erased, with_key = row or (0, 0)
    if with_key:
        raise BackupError(f"The drill failed: {with_key} erased files have their keys again.")
    return int(erased)


def _require_gone(place: ScratchHome, file_id: str) -> None:
    if file_id:
        with _connection(place) as connection:
            query = "SELECT EXISTS (SELECT 1 FROM vault_key WHERE file_id = %s)"
            row = connection.execute(query, [file_id]).fetchone()
        if row is None or row[0]:
            raise BackupError("The drill failed: a child erased after the backup has a key again.")


def _connection(place: ScratchHome) -> psycopg.Connection[tuple[Any, ...]]:
    return psycopg.connect(EmbeddedServer(place.home).url("saathi_maintenance"))
