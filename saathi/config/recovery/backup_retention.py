"""How long base backups and the archived log are kept: they contain keys, so certificates limit it."""

from pathlib import Path

from django.conf import settings

from saathi.config.env import SettingError
from saathi.infra import state_files

BASE_BACKUP = "base-backup"
# A destroyed key is in the log until the next clearing of the table of keys (a day), and expired
# backups are removed by the next nightly run (another day).
MARGIN_DAYS = 2


def days() -> int:
    """Days that base backups and the log are kept, so that certificates of erasure stay true."""
    left: int = settings.SAATHI_KEY_BACKUP_DAYS - MARGIN_DAYS
    if left < 1:
        raise SettingError(
            f"SAATHI_KEY_BACKUP_DAYS is {settings.SAATHI_KEY_BACKUP_DAYS}: with an archive of the log it "
            f"must be {MARGIN_DAYS + 1} at least, else certificates of erasure would not be true."
        )
    return left


def record_base_backup_result(
    home: Path, *, passed: bool, **values: state_files.StateValue
) -> None:
    """Records for doctor and the metrics how the last base backup ended."""
    state_files.record_run(home, BASE_BACKUP, passed=passed, **values)
