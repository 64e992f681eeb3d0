"""How long base backups and archived WAL are kept: they contain keys, so certificates limit it."""

from pathlib import Path

from django.conf import settings

from saathi.config.env import SettingError
from saathi.infra import state_files

BASE_BACKUP = "base-backup"
# A destroyed key gets into the write-ahead log until the table of keys is next cleared (a day), and
# expired backups are removed by the next nightly run (another day).
MARGIN_DAYS = 2


def days_to_keep_backups() -> int:
    """Days to keep base backups and archived WAL, so that erasure certificates stay true."""
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
    """Records the result of the last base backup for `saathi doctor` and the metrics."""
    state_files.record_run(home, BASE_BACKUP, passed=passed, **values)
