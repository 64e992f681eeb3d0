"""Recovers the embedded server to a point in time: a base backup, then the archived log up to it.

The old data folder stays in place until the recovered one is complete, and is kept beside it.
"""

import datetime as dt
import shutil
import time
from dataclasses import dataclass, replace
from pathlib import Path

from saathi.infra.embedded import processes
from saathi.infra.embedded.cluster import DatabaseCluster
from saathi.infra.embedded.configuration import ListenAddresses
from saathi.infra.embedded.errors import EmbeddedServerError
from saathi.infra.embedded.locks import exclusive_lock
from saathi.infra.embedded.server import EmbeddedServer
from saathi.infra.embedded.wal_archive import BaseBackup, WalArchive

MAX_SECONDS = 86_400  # until the log is replayed
POLL_SECONDS = 0.2
STATUS_LINE = 7  # in the server's pid file: starting, standby, ready


@dataclass(frozen=True)
class RecoveryResult:
    """The backup that was used, and the path of the previous data folder, if there was one."""

    backup: BaseBackup
    previous_data: Path | None


def recover_to(
    server: EmbeddedServer, archive: WalArchive, until: dt.datetime | None
) -> RecoveryResult:
    """Recovers to the given time, or to the last available record. The server must not be running.

    PostgreSQL begins a new timeline, by which the database knows that it was recovered.
    """
    places = server.places
    places.make_server_folder()
    with exclusive_lock(places.lock):
        cluster = server.cluster()
        if processes.find_postmaster(cluster.data) is not None or server.status().is_in_use:
            raise EmbeddedServerError(
                "The server is running. Stop everything that uses it, then recover."
            )
        backup = choose_backup(archive, until, cluster.binaries.major)
        making = replace(cluster, data=cluster.data.with_name("data.recovering"))
        try:
            _unpack(making, backup)
            if (cluster.data / "pg_wal").is_dir():
                _archive_old_segments(cluster.data, making)
            # The lock of a killed server's socket stops the start while its number is in use.
            processes.clean_up_after_crash(cluster.data, places.sockets)
            _replay(making, server, archive, until)
        except BaseException:
            if processes.find_postmaster(making.data) is not None:
                making.stop()
            shutil.rmtree(making.data, ignore_errors=True)
            raise
        finally:
            shutil.rmtree(places.sockets, ignore_errors=True)
        kept_folder = None
        if cluster.data.exists():
            stamp = time.strftime("%Y%m%d-%H%M%S", time.gmtime())
            kept_folder = cluster.data.with_name(f"data-before-recovery-{stamp}")
            cluster.data.rename(kept_folder)
        making.data.rename(cluster.data)
        return RecoveryResult(backup, kept_folder)


def choose_backup(archive: WalArchive, until: dt.datetime | None, major: int) -> BaseBackup:
    """The newest base backup that was complete before the given time."""
    if not archive.wal.is_dir():
        raise EmbeddedServerError(
            f"{archive.folder} is no archive of Saathi: it has no folder wal. Is the disk mounted?"
        )
    backups = archive.list_backups()
    fitting = [backup for backup in backups if until is None or backup.ended_at <= until]
    if not fitting:
        earliest = f"; the first one ended at {backups[0].ended_at:%Y-%m-%d %H:%M:%S} UTC"
        raise EmbeddedServerError(
            f"{archive.base} holds no base backup from before that moment"
            f"{earliest if backups else ''}. Nothing was changed."
        )
    if fitting[-1].version != major:
        raise EmbeddedServerError(
            f"The base backup was made by PostgreSQL {fitting[-1].version}; the programs here are "
            f"PostgreSQL {major}. Install the version that made it. Nothing was changed."
        )
    return fitting[-1]


def _unpack(making: DatabaseCluster, backup: BaseBackup) -> None:
    """Unpacks the base backup into a data folder and verifies it against its manifest."""
    shutil.rmtree(making.data, ignore_errors=True)
    making.data.mkdir(mode=0o700)
    making.account.give_folder_to_account(making.data)
    for name, target in (("base.tar.gz", making.data), ("pg_wal.tar.gz", making.data / "pg_wal")):
        with (backup.folder / name).open("rb") as packed:
            process = making.account.run_program(
                "tar", "-xzf", "-", "-C", target, source=packed, seconds=MAX_SECONDS
            )
        if process.returncode:
            raise EmbeddedServerError(
                f"{backup.folder / name} cannot be unpacked: {process.stderr.strip()[-500:]} "
                "Nothing was changed."
            )
    manifest = (backup.folder / "backup_manifest").read_text(encoding="utf-8")
    making.account.write_file(making.data / "backup_manifest", manifest)
    checked = making.account.run_program(
        making.binaries["pg_verifybackup"],
        "--no-parse-wal",
        "--exit-on-error",
        making.data,
        seconds=MAX_SECONDS,
    )
    if checked.returncode:
        raise EmbeddedServerError(
            f"{backup.folder} is damaged: {checked.stderr.strip()[-500:]} Nothing was changed. "
            "Move it away to recover from the base backup before it."
        )


def _archive_old_segments(old: Path, making: DatabaseCluster) -> None:
    """Archives segments that only the old data folder may have, so that none is lost."""
    script = 'for f in "$1"/pg_wal/[0-9A-F]*; do [ -f "$f" ] && cp "$f" "$2/pg_wal/"; done; true'
    process = making.account.run_program(
        "/bin/sh", "-c", script, "sh", old, making.data, seconds=MAX_SECONDS
    )
    if process.returncode:
        raise EmbeddedServerError(
            f"The log in {old / 'pg_wal'} cannot be copied: {process.stderr.strip()[-500:]}"
        )


def _replay(
    making: DatabaseCluster, server: EmbeddedServer, archive: WalArchive, until: dt.datetime | None
) -> None:
    """Replays the log and stops the server again."""
    places = server.places
    archive.take_over(making.account)
    making.configure(ListenAddresses(places.sockets))
    archive.write_scripts(making.data, making.account)
    making.account.write_file(making.data / "recovery.signal", "")
    places.make_sockets(making.account)
    options = [
        f"restore_command={archive.restore_command()}",
        "recovery_target_timeline=latest",
        "recovery_target_action=promote",
        "hot_standby=off",  # no connections before it is complete
        "logging_collector=off",  # so that its messages are found if it fails
    ]
    if until is not None:
        options.append(f"recovery_target_time={until.astimezone(dt.UTC):%Y-%m-%d %H:%M:%S.%f+00}")
    try:
        making.launch(*options)
        _wait_until_ready(making)
    except EmbeddedServerError as error:
        if "before configured recovery target was reached" in str(error):
            raise EmbeddedServerError(
                "The archive holds no transaction after that moment. Leave --until out to recover up "
                "to the last one. Nothing was changed."
            ) from None
        raise
    making.stop()


def _wait_until_ready(making: DatabaseCluster) -> None:
    """Returns when the log is replayed and the server accepts changes."""
    end = time.monotonic() + MAX_SECONDS
    while time.monotonic() < end:
        if processes.find_postmaster(making.data) is None:
            raise EmbeddedServerError(
                f"The log cannot be replayed. PostgreSQL's last words:\n{making.startup_log_tail()}"
            )
        lines = (making.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        if len(lines) > STATUS_LINE and lines[STATUS_LINE].strip() == "ready":
            return
        time.sleep(POLL_SECONDS)
    raise EmbeddedServerError(f"The log was not replayed within {MAX_SECONDS} seconds.")
