"""Checks of backups, restores and drills."""

from pathlib import Path

from django.conf import settings

from saathi.config.backups import recency, restore_progress
from saathi.config.doctor.findings import Check, Problems, single_value


def _restore() -> Problems:
    if single_value(restore_progress.UNFINISHED):
        yield (
            "a restore was started and has not finished",
            "Run the same `saathi restore` command again: it continues where it stopped.",
        )


def _backup() -> Problems:
    if not settings.IS_DEMO:
        yield from recency.backup_recency_problem(Path(settings.HOME))


def _drill() -> Problems:
    if not settings.IS_DEMO:
        yield from recency.drill_recency_problem(Path(settings.HOME))


LOOKS: dict[str, Check] = {
    "restore": _restore,
    "last backup": _backup,
    "last drill": _drill,
}
