"""Checks of what recovery needs: archived write-ahead log, base backups, journal of erasures."""

import datetime as dt
import json
import os
import subprocess
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import connection

from saathi.config import env, start
from saathi.config.backups.archives import BackupError
from saathi.config.doctor.findings import Check, DeploymentNote, Problems, single_value
from saathi.config.recovery import backup_retention, journal_copy, undeclared_recovery
from saathi.infra import clock, state_files
from saathi.infra.embedded import EmbeddedServer

LONGEST_GAP_SECONDS = 300  # at most five minutes of work are lost if the disk fails
MOST_SEGMENTS_BEHIND = 8  # 128 MB of write-ahead log that exists nowhere else
BASE_BACKUP_DAYS = 8  # a week and a day: a recovery takes longer, the more log has accumulated
PGBACKREST_SECONDS = 60
STAMP, STAMP_LENGTH = "%Y%m%d-%H%M%S", 15  # suffix of the name of an old data folder


def _declared() -> Problems:
    if problem := undeclared_recovery.undeclared_recovery():
        yield problem, "No one can sign in until then."


def _archive() -> Problems:
    if single_value("SHOW archive_mode") == "off":
        yield DeploymentNote(
            "The write-ahead log is not archived: work since the last backup can be lost."
        )
        return
    seconds = int(
        str(single_value("SELECT setting FROM pg_settings WHERE name = 'archive_timeout'"))
    )
    if not 0 < seconds <= LONGEST_GAP_SECONDS:
        yield (
            f"archive_timeout is {seconds} seconds: more than five minutes of work could be lost",
            "Set archive_timeout to 60.",
        )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT last_failed_time > coalesce(last_archived_time, '-infinity'), last_failed_wal,"
            " last_archived_wal, pg_walfile_name(pg_current_wal_insert_lsn()) FROM pg_stat_archiver"
        )
        is_failing, failed, archived, current = cursor.fetchone()
    if is_failing:
        yield (
            f"the write-ahead log cannot be archived: segment {failed} failed",
            "Check whether the archive is mounted, full or read-only; the server's log gives the reason.",
        )
    elif (
        archived
        and (behind := _segment_number(current) - _segment_number(archived)) > MOST_SEGMENTS_BEHIND
    ):
        yield (
            f"the archive of the write-ahead log is {behind} segments behind",
            "Check whether the disk of the archive is too slow.",
        )


def _segment_number(segment: str) -> int:
    """The position of a segment in the write-ahead log, independent of its timeline."""
    return int(segment[8:16], 16) * 256 + int(segment[16:24], 16)


def _base_backups() -> Problems:
    if single_value("SHOW archive_mode") == "off":
        return
    archive = start.wal_archive_folder()
    if archive is not None:
        yield from _embedded_base_backups()
        if os.access(archive.base, os.R_OK | os.X_OK):
            yield from _too_old([backup.began_at for backup in archive.list_backups()])
        else:  # under separate users only the database can read it; it records the oldest
            yield from _too_old(_recorded_oldest_backup())
    elif stanza := env.text("SAATHI_PGBACKREST_STANZA", ""):
        yield from _pgbackrest(stanza)
    else:
        yield DeploymentNote("Base backups are not checked: SAATHI_PGBACKREST_STANZA is not set.")


def _embedded_base_backups() -> Problems:
    state = state_files.read_state(Path(settings.HOME), backup_retention.BASE_BACKUP)
    if state is None or state.passed_at is None:
        yield (
            "no base backup has been made",
            "Run `saathi base-backup`, and schedule it each night.",
        )
        return
    if not state.passed:
        yield "the last base backup failed", "Run `saathi base-backup` and read its messages."
    yield from _not_recent(state.passed_at)


def _recorded_oldest_backup() -> list[dt.datetime]:
    state = state_files.read_state(Path(settings.HOME), backup_retention.BASE_BACKUP)
    oldest = state.values.get("oldest") if state else None
    return [dt.datetime.fromisoformat(str(oldest))] if oldest else []


def _not_recent(last: dt.datetime) -> Problems:
    days = (clock.now() - last).days
    if days >= BASE_BACKUP_DAYS:
        yield (
            f"the last base backup is {days} days old",
            "Take one at least each week: a recovery replays everything written since.",
        )


def _too_old(begun: list[dt.datetime]) -> Problems:
    """Reports base backups kept past the date that erasure certificates state for the last key."""
    oldest = min(begun, default=None)
    if oldest and (clock.now() - oldest).days >= settings.SAATHI_KEY_BACKUP_DAYS:
        yield (
            f"base backups of {oldest:%Y-%m-%d} are kept longer than SAATHI_KEY_BACKUP_DAYS says",
            "Certificates of erasure promise that day: remove them, or shorten the retention.",
        )


def _pgbackrest(stanza: str) -> Problems:
    try:
        process = subprocess.run(
            ["pgbackrest", f"--stanza={stanza}", "--output=json", "info"],
            capture_output=True,
            text=True,
            check=True,
            timeout=PGBACKREST_SECONDS,
        )
        [info] = json.loads(process.stdout)
        backups = info["backup"]
        begun = [
            dt.datetime.fromtimestamp(backup["timestamp"]["start"], tz=dt.UTC) for backup in backups
        ]
        ended = [
            dt.datetime.fromtimestamp(backup["timestamp"]["stop"], tz=dt.UTC) for backup in backups
        ]
    except (OSError, subprocess.SubprocessError, ValueError, KeyError, TypeError):
        yield (
            f"pgBackRest does not answer about the stanza {stanza}",
            f"Run `pgbackrest --stanza={stanza} check` and read its messages.",
        )
        return
    if not ended:
        yield "pgBackRest holds no backup", f"Run `pgbackrest --stanza={stanza} backup`."
        return
    yield from _not_recent(max(ended))
    yield from _too_old(begun)


def _journal() -> Problems:
    if single_value("SHOW archive_mode") == "off":
        return
    path = journal_copy.path_of_copy()
    if path is None:
        yield (
            "erasures are recorded only on this machine: a recovery elsewhere would restore erased children",
            "Set SAATHI_ERASURES_COPY to a folder on another machine.",
        )
        return
    try:
        is_current = journal_copy.is_current()
    except BackupError as error:
        yield str(error), "Correct this, then run `saathi recover --ship-erasures`."
        return
    if not is_current:
        yield (
            f"{path} lacks erasures",
            "Check whether its folder is mounted, then run `saathi recover --ship-erasures`.",
        )


def _old_data_folders() -> Problems:
    """Reports previous data folders that a recovery or upgrade kept, with the keys in them."""
    beside = EmbeddedServer(Path(settings.HOME)).places.data.parent
    for folder in sorted(beside.glob("data-before-*")):
        with suppress(ValueError):
            stamp = dt.datetime.strptime(folder.name[-STAMP_LENGTH:], STAMP).replace(tzinfo=dt.UTC)
            if (clock.now() - stamp).days >= backup_retention.MARGIN_DAYS:
                yield (
                    (
                        f"{folder} is left from before a recovery or an upgrade and may hold data of "
                        "erased children"
                    ),
                    "Delete it when you no longer need it.",
                )


LOOKS: dict[str, Check] = {
    "recovery declared": _declared,
    "archive of the log": _archive,
    "base backups": _base_backups,
    "journal of erasures": _journal,
    "old data folders": _old_data_folders,
}
