"""Checks of what should be running: disk space, the queue, and the users of the processes."""

from pathlib import Path

from django.conf import settings

from saathi.config.doctor.findings import (
    Check,
    DeploymentNote,
    Problems,
    has_function,
    single_value,
)
from saathi.infra import jobs, private_files, thresholds

GIGABYTE = 1024**3


def _disk() -> Problems:
    disk = thresholds.disk_space(Path(settings.HOME))
    if disk.is_nearly_full:
        yield (
            (
                f"the disk of {settings.HOME} is nearly full: {disk.free / GIGABYTE:.1f} GB are free of "
                f"{disk.total / GIGABYTE:.1f} GB"
            ),
            (
                "Move old backups to another machine, or give the disk more room. When it is full, "
                "nothing can be saved."
            ),
        )


def _queue() -> Problems:
    if not has_function("monitor_queues()"):
        return
    waiting = "SELECT max(oldest_seconds) FROM monitor_queues() WHERE queue = ANY(%s)"
    age = float(str(single_value(waiting, jobs.list_queues()) or 0))
    if age > thresholds.WAITING_JOB_SECONDS:
        yield (
            f"the oldest job in the queue has waited {age / 60:.0f} minutes",
            (
                "Start the worker and the carrier (`saathi serve`, or `systemctl restart saathi-worker "
                "saathi-carrier`) and read their messages."
            ),
        )


def _users() -> Problems:
    """Reports whether the services run under separate users, as far as the home shows."""
    keys = Path(settings.HOME) / "keys"
    signing = keys / "audit-signing.key"
    is_parted = private_files.is_shared_folder(keys) and (
        not signing.exists() or signing.stat().st_uid != keys.stat().st_uid
    )
    if is_parted:
        return
    if settings.IS_DEMO:
        yield DeploymentNote(
            "All processes run as one user. This is acceptable for a demo only; `saathi install` gives "
            "each process its own user."
        )
        return
    yield (
        "all processes run as one user: an attacker who controls the web server can read every key",
        "Run `saathi install` as root (docs/deploy.md).",
    )


LOOKS: dict[str, Check] = {
    "disk": _disk,
    "queue": _queue,
    "separate users": _users,
}
