"""The steps of a restore in their order. One that was cut off goes on with the same command.

Until the rows are in, a second run begins anew: nothing but key files was written. Afterwards the notes
in the database say which archive they came from, and a second run goes on with what follows from them.
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
from saathi.config.backups import progress, restore_data, schema, tables
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
    """Brings the backup back; says each step. With `report`, what was loaded is written there.

    `BackupError` where the audit log is not sound: the database stays closed unless `opens_unsound`.
    """
    began = time.monotonic()
    with psycopg.connect(_address("OWNER")) as owner:
        progress.wait_for_ended_run(owner)
        is_loaded = _is_loaded(owner, sources)
        if is_loaded:
            print(
                "An earlier restore of this backup was interrupted after its rows were loaded. It continues.",
                flush=True,
            )
        progress.begin(owner)
    try:
        restore_data.restore_keys(sources, home, erasures)
        loaded = None if is_loaded else _load(sources, home, with_digests=report is not None)
    except BaseException:
        _forget()
        raise
    if is_loaded or schema.is_older(sources.about):
        restore_data.renumber(_address)  # what a migration adds comes after the rows
        start.command("migrate")
        print("Migrated to the schema of this version.", flush=True)
    done = restore_data.finish_restore(_address, home)
    print(done.sentence(), flush=True)
    _finish(home, is_for_an_operator=report is None, opens_unsound=opens_unsound)
    if report is not None and loaded is not None:
        found = loaded.describe() | asdict(done) | {"seconds": time.monotonic() - began}
        report.write_text(json.dumps(found), encoding="ascii")


def _finish(home: Path, *, is_for_an_operator: bool, opens_unsound: bool) -> None:
    """Verifies the log, looks the set-up over, and opens the database to the other commands."""
    with psycopg.connect(_address("AUDITOR"), autocommit=True) as connection:
        code = verify.run_verify(connection, home, lambda line: print(line, flush=True))
    if is_for_an_operator:
        with suppress(env.SettingError):  # what doctor names is not the restore's failure
            start.command("doctor", "--before-the-end-of-a-restore")
    if code == verify.SEALED_TOO_LATE:  # the sealer starts only when the database is open
        print("Entries of the audit log wait to be sealed: start the sealer first.", flush=True)
    elif code and not opens_unsound:
        raise BackupError(NOT_VERIFIED if code == verify.NOT_VERIFIED else UNSOUND)
    with psycopg.connect(_address("OWNER")) as owner:
        progress.end(owner)


def _address(role: str) -> str:
    return env.text(f"{start.PREFIX}_{role}")


def _is_loaded(
    owner: psycopg.Connection[tuple[object, ...]], sources: restore_data.BackupSources
) -> bool:
    """Whether a restore that was cut off has loaded these rows; `BackupError` where others are there."""
    restore_data.allow_empty_check(owner)
    before = progress.loaded(owner)
    if before is not None:
        if before[0] == sources.id:
            return True
        raise BackupError(
            f"A restore of another backup ({before[1]}) was cut off after its rows were loaded. Run that "
            "restore again with the same archives to finish it, or restore into a new SAATHI_HOME."
        )
    with psycopg.connect(_address("MAINTENANCE")) as connection:
        restore_data.check_empty(connection)
    # Asked as the owner: the rights of others come last, and a migration may have been cut off.
    schema.check_not_ahead(tables.migrations(owner), sources.about)
    return False


def _load(
    sources: restore_data.BackupSources, home: Path, *, with_digests: bool
) -> restore_data.LoadResult:
    if schema.is_older(sources.about):
        print(
            f"The backup was made by Saathi {sources.about['saathi']}: its schema is created first.",
            flush=True,
        )
        _migrate_to(sources.about["migrations"])
    else:
        start.command("migrate")
    loaded = restore_data.load(_address("MAINTENANCE"), sources, home, with_digests=with_digests)
    print(f"{loaded.total} rows were loaded.", flush=True)
    return loaded


def _migrate_to(migrations: list[str]) -> None:
    """In a process of the owner, who alone may."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(migrations, file)
        file.flush()
        start.command("migrate", "--as-of", file.name)


def _forget() -> None:
    """A restore that ended before its rows were committed has not begun."""
    with suppress(psycopg.Error), psycopg.connect(_address("OWNER")) as owner:
        if progress.loaded(owner) is None:
            progress.end(owner)
