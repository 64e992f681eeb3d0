"""The steps of a restore in order. The same command continues an interrupted restore.

Until the rows are loaded, a second run starts again: only key files were written. After that the
notes in the database record which archive they came from, and a second run completes the remaining
steps.
"""

import json
import tempfile
import time
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

import psycopg

from saathi.audit import verify
from saathi.config import env, start
from saathi.config.backups import restore_data, restore_progress, schema, tables
from saathi.config.backups.archives import BackupError

STAYS_CLOSED = (
    "The database stays closed to services and other commands. {} To open it although the log is as it "
    "is, run the same restore again with --open-although-log-is-unsound."
)
UNSOUND = "The rows were loaded, but the audit log is not sound: see above. " + STAYS_CLOSED.format(
    "Keep it, and find out what happened before anyone works with it."
)
NOT_VERIFIED = (
    "The rows were loaded, but the audit log could not be verified: see above. "
    + STAYS_CLOSED.format("Remove the cause, then run the same restore again.")
)


def restore(
    sources: restore_data.BackupSources,
    home: Path,
    erasures: Path | None,
    report: Path | None = None,
    *,
    opens_unsound: bool = False,
) -> None:
    """Restores the backup and reports each step; `report` names a file for a summary of the load.

    `BackupError` if the audit log is not sound: the database then stays closed, unless
    `opens_unsound`.
    """
    began = time.monotonic()
    with psycopg.connect(_address("OWNER")) as owner:
        restore_progress.wait_for_ended_run(owner)
        is_loaded = _is_loaded(owner, sources)
        if is_loaded:
            print(
                "An earlier restore of this backup was interrupted after its rows were loaded. It continues.",
                flush=True,
            )
        restore_progress.note_restore_begun(owner)
    try:
        restore_data.restore_keys(sources, home, erasures)
        loaded = None if is_loaded else _load(sources, home, with_digests=report is not None)
    except BaseException:
        _remove_notes()
        raise
    if is_loaded or schema.is_backup_older(sources.about):
        restore_data.raise_sequences(_address)  # migrations add numbers after the rows are loaded
        start.run_command("migrate")
        print("Migrated to the schema of this version.", flush=True)
    result = restore_data.finish_restore(_address, home)
    print(result.sentence(), flush=True)
    _finish(home, is_for_an_operator=report is None, opens_unsound=opens_unsound)
    if report is not None and loaded is not None:
        summary = loaded.describe() | asdict(result) | {"seconds": time.monotonic() - began}
        report.write_text(json.dumps(summary), encoding="ascii")


def _finish(home: Path, *, is_for_an_operator: bool, opens_unsound: bool) -> None:
    """Verifies the log, runs `saathi doctor` and opens the database to the other commands."""
    with psycopg.connect(_address("AUDITOR"), autocommit=True) as connection:
        code = verify.run_verify(connection, home, lambda line: print(line, flush=True))
    if is_for_an_operator:
        with suppress(env.SettingError):  # a problem that doctor reports does not fail the restore
            start.run_command("doctor", "--before-the-end-of-a-restore")
    if code == verify.SEALED_TOO_LATE:  # the sealer starts only when the database is open
        print("Entries of the audit log wait to be sealed: start the sealer first.", flush=True)
    elif code and not opens_unsound:
        raise BackupError(NOT_VERIFIED if code == verify.NOT_VERIFIED else UNSOUND)
    with psycopg.connect(_address("OWNER")) as owner:
        restore_progress.remove_restore_notes(owner)


def _address(role: str) -> str:
    return env.text(f"{start.PREFIX}_{role}")


def _is_loaded(
    owner: psycopg.Connection[tuple[object, ...]], sources: restore_data.BackupSources
) -> bool:
    """Whether an interrupted restore loaded these rows; `BackupError` if there are others."""
    restore_data.grant_emptiness_check(owner)
    before = restore_progress.loaded_archive(owner)
    if before is not None:
        if before[0] == sources.id:
            return True
        raise BackupError(
            f"A restore of another backup ({before[1]}) was interrupted after its rows were loaded. Run that "
            "restore again with the same archives to finish it, or restore into a new SAATHI_HOME."
        )
    with psycopg.connect(_address("MAINTENANCE")) as connection:
        restore_data.check_empty(connection)
    # Run as the owner: other roles get their rights last, and a migration may have been
    # interrupted.
    schema.check_database_not_ahead(tables.migrations(owner), sources.about)
    return False


def _load(
    sources: restore_data.BackupSources, home: Path, *, with_digests: bool
) -> restore_data.LoadResult:
    if schema.is_backup_older(sources.about):
        print(
            f"The backup was made by Saathi {sources.about['saathi']}: its schema is created first.",
            flush=True,
        )
        _migrate_to(sources.about["migrations"])
    else:
        start.run_command("migrate")
    loaded = restore_data.load(_address("MAINTENANCE"), sources, home, with_digests=with_digests)
    print(f"{loaded.total} rows were loaded.", flush=True)
    return loaded


def _migrate_to(migrations: list[str]) -> None:
    """Migrates in a process of the owner, the only role that may."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(migrations, file)
        file.flush()
        start.run_command("migrate", "--as-of", file.name)


def _remove_notes() -> None:
    """Removes the notes of a restore that ended before its rows were committed."""
    with suppress(psycopg.Error), psycopg.connect(_address("OWNER")) as owner:
        if restore_progress.loaded_archive(owner) is None:
            restore_progress.remove_restore_notes(owner)
