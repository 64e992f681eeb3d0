"""The limits beyond which something is wrong: for the health page, `saathi doctor` and the alert rules."""

import datetime as dt
import shutil
from dataclasses import dataclass
from pathlib import Path

# The sealer works once a second; the promise is that nothing delays it by more than a minute.
UNSEALED_SECONDS = 60
# A periodic job is due every five minutes: one that waits three times as long has no worker.
WAITING_JOB_SECONDS = 15 * 60
# PostgreSQL stops if its log does not fit: one segment is 16 MB, a checkpoint writes gigabytes.
FREE_DISK_BYTES = 1024**3
FREE_DISK_SHARE = 0.05  # of a large disk, so that a night's backup still fits
LARGE_DISK_BYTES = 20 * 1024**3  # on such a disk a twentieth is the number of bytes above
BACKUP_AGE = dt.timedelta(hours=36)  # each night: after a day and a half one was missed
DRILL_AGE = dt.timedelta(days=42)  # each month, with a week to repeat it


@dataclass(frozen=True)
class DiskSpace:
    """The space of a folder's disk."""

    free: int
    total: int

    @property
    def is_nearly_full(self) -> bool:
        """Whether so little is free that work will soon stop."""
        least = FREE_DISK_BYTES
        if self.total > LARGE_DISK_BYTES:
            least = int(self.total * FREE_DISK_SHARE)
        return self.free < least


def disk_space(folder: Path) -> DiskSpace:
    """The space on the disk of this folder that a service without privileges may use."""
    usage = shutil.disk_usage(folder)
    return DiskSpace(usage.free, usage.total)
