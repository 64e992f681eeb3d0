"""The archive of the write-ahead log and its base backups, in a folder outside of the data folder.

Whoever can read the folder has every wrapped key and the sealed rows. Both are useless without a
root key of the home, so root keys and their backups are never stored in it.
"""

import datetime as dt
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from saathi.infra.embedded.account import SystemAccount
from saathi.infra.embedded.errors import EmbeddedServerError

# A segment that is not full is archived after this many seconds: including the copying, at most two
# minutes of work are lost with the disk. The requirement is five.
TIMEOUT_SECONDS = 60
TIME_FORMAT = "%Y%m%dT%H%M%SZ"
ARCHIVE_SCRIPT = "saathi-archive.sh"
RESTORE_SCRIPT = "saathi-restore.sh"
MANIFEST = "backup_manifest"
ABOUT_FILE = "about.json"
SEGMENT = re.compile(r"[0-9A-F]{24}(?:\.partial|\.[0-9A-F]{8}\.backup)?\.gz")
SEGMENT_BYTES = 16 * 1024 * 1024  # the size that initdb sets

# Arguments: the segment, its name, the folder. A segment has its name only when it is complete and
# on disk. PostgreSQL keeps a segment until this succeeds, so a full disk loses nothing, it only
# delays. After a crash the same segment may come again: that is success if the content is the same.
_ARCHIVE = """\
set -eu
umask 077
cd "$3/wal"
if [ -e "$2.gz" ]; then
    gzip -dc "$2.gz" | cmp -s - "$OLDPWD/$1" && exit 0
    echo "$3/wal/$2.gz is there already with other content: is the folder used by two servers?" >&2
    exit 1
fi
rm -f .draft.*
trap 'rm -f ".draft.$2"' EXIT
gzip -1 -c "$OLDPWD/$1" > ".draft.$2"
sync ".draft.$2" 2>/dev/null || sync
mv ".draft.$2" "$2.gz"
sync . 2>/dev/null || sync
"""
# Arguments: the name, the target, the folder. An exit code above 125 ends the recovery: a damaged
# segment or an unmounted folder must not be mistaken for the end of the log.
_RESTORE = """\
[ -d "$3/wal" ] || exit 126
[ -e "$3/wal/$1.gz" ] || exit 1
gzip -dc "$3/wal/$1.gz" > "$2" || exit 126
"""


@dataclass(frozen=True)
class BaseBackup:
    """One complete copy of the data folder, as its own file describes it."""

    folder: Path
    began_at: dt.datetime
    ended_at: dt.datetime
    version: int
    timeline: int
    first_segment: str  # the oldest segment of the log that it needs

    @classmethod
    def read(cls, folder: Path) -> Self:
        """The description in the folder; `EmbeddedServerError` if it is not one of ours."""
        try:
            about: dict[str, Any] = json.loads((folder / ABOUT_FILE).read_text(encoding="ascii"))
            began, ended = (
                dt.datetime.fromisoformat(about[key]).astimezone(dt.UTC)
                for key in ("began_at", "ended_at")
            )
            return cls(
                folder,
                began,
                ended,
                int(about["version"]),
                int(about["timeline"]),
                str(about["first_segment"]),
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise EmbeddedServerError(
                f"{folder} is no base backup of Saathi, or it is damaged."
            ) from error


@dataclass(frozen=True)
class WalArchive:
    """The folder: finished segments in `wal`, base backups in `base`."""

    folder: Path

    @property
    def wal(self) -> Path:
        """The folder of the segments."""
        return self.folder / "wal"

    @property
    def base(self) -> Path:
        """The folder of the base backups, one folder each."""
        return self.folder / "base"

    def prepare(self, account: SystemAccount, mark: Path) -> bool:
        """Creates the folders for the server's account; False if the archive is unavailable now.

        `mark` records that they were created once. A folder that then lacks them is a disk that is
        not mounted: nothing is written in its place, and the server keeps its log until it is back.
        """
        if self.wal.is_dir():
            return True
        if mark.exists() and mark.read_text(encoding="utf-8").strip() == str(self.folder):
            return False
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            for part in (self.wal, self.base):
                part.mkdir(mode=0o700, exist_ok=True)
                account.give_folder_to_account(part)
            if account.is_other:
                self.folder.chmod(0o711)
        except OSError as error:
            raise EmbeddedServerError(
                f"SAATHI_WAL_ARCHIVE names {self.folder}, which cannot be made ({error.strerror})."
            ) from error
        self._check_reached(account)
        mark.write_text(f"{self.folder}\n", encoding="utf-8")
        return True

    def take_over(self, account: SystemAccount) -> None:
        """Gives an archive from another machine to the server's account here."""
        for part in (self.wal, self.base):
            account.give_folder_to_account(part)
        self._check_reached(account)

    def _check_reached(self, account: SystemAccount) -> None:
        if not account.can_reach(self.wal):
            raise EmbeddedServerError(
                f"The database server runs as user id {account.uid} and cannot pass through to "
                f"{self.wal}. Allow passing with chmod o+x on the folders above it."
            )

    def settings(self) -> dict[str, object]:
        """The server settings for archiving."""
        return {
            "archive_mode": "on",
            "archive_command": f'/bin/sh {ARCHIVE_SCRIPT} "%p" "%f" {_quoted(self.folder)}',
            "archive_timeout": f"{TIMEOUT_SECONDS}s",
        }

    def restore_command(self) -> str:
        """The command with which the server fetches a segment."""
        return f'/bin/sh {RESTORE_SCRIPT} "%f" "%p" {_quoted(self.folder)}'

    @staticmethod
    def write_scripts(data: Path, account: SystemAccount) -> None:
        """Writes both scripts into the data folder, which is the working folder of the server."""
        account.write_file(data / ARCHIVE_SCRIPT, _ARCHIVE)
        account.write_file(data / RESTORE_SCRIPT, _RESTORE)

    def list_backups(self) -> list[BaseBackup]:
        """The complete base backups, the oldest first."""
        folders = sorted(self.base.glob(f"*/{ABOUT_FILE}")) if self.base.is_dir() else []
        return sorted(
            (BaseBackup.read(file.parent) for file in folders if not file.parent.suffix),
            key=lambda backup: backup.began_at,
        )

    def remove_expired(self, before: dt.datetime) -> list[Path]:
        """The paths it removed: base backups begun before `before`, and log no longer needed.

        The newest one stays whatever its age: `saathi doctor` reports when it is too old.
        """
        backups = self.list_backups()
        gone: list[Path] = []
        for backup in backups[:-1]:
            if backup.began_at < before:
                _remove(backup.folder)
                gone.append(backup.folder)
        remaining = [backup for backup in backups if backup.folder not in gone]
        if remaining:
            first = min(backup.first_segment[8:] for backup in remaining)
            for path in self.list_segments():
                if path.name[8:24] < first:
                    path.unlink()
                    gone.append(path)
        return gone

    def list_segments(self) -> Iterator[Path]:
        """The archived segments; not the timeline histories, which are small and stay."""
        for path in sorted(self.wal.iterdir()):
            if SEGMENT.fullmatch(path.name):
                yield path


def wal_segment_at(timeline: int, position: str) -> str:
    """The name of the segment with a position in the log such as `1/8000028`."""
    high, _, low = position.partition("/")
    return f"{timeline:08X}{int(high, 16):08X}{int(low, 16) // SEGMENT_BYTES:08X}"


def _quoted(folder: Path) -> str:
    """The folder quoted for the shell and then for PostgreSQL's placeholders."""
    text = os.fspath(folder)
    if re.search(r"['\"\\$`\n]", text):
        raise EmbeddedServerError(
            f"SAATHI_WAL_ARCHIVE names {text}. Use a folder without quotes, backslashes and dollars."
        )
    return f'"{text.replace("%", "%%")}"'


def _remove(folder: Path) -> None:
    # The description is removed last, so that the next run finishes an interrupted removal.
    description = folder / ABOUT_FILE
    for path in folder.iterdir():
        if path != description:
            path.unlink()
    description.unlink(missing_ok=True)
    folder.rmdir()
