"""Checks of the key with which the web process requests jobs on a person's behalf."""

from pathlib import Path

from django.conf import settings
from django.db import connection

from saathi.agencies import job_orders
from saathi.config import env, home
from saathi.config.doctor.findings import Check, DeploymentNote, Problems, has_function

NAME = "job-key"
# Waiting jobs that act on a person's behalf: those with a seal.
WAITING = """
SELECT task_name, args ->> 'record', args ->> 'staff', args ->> 'seal' FROM procrastinate_jobs
WHERE status = 'todo' AND args ? 'seal' ORDER BY id DESC LIMIT 1000
"""


def _job_key() -> Problems:
    file = Path(settings.HOME) / "secrets" / NAME
    key = env.text(home.SECRETS[NAME], "")
    if not key:
        try:
            key = file.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            yield (
                f"{file} is missing: imports and exports that were asked for are not done",
                "Put it back from the backup of the secrets, or run `saathi migrate` to make a new one.",
            )
            return
        except PermissionError:
            yield DeploymentNote(f"Not looked at: this account may not read {file}.")
            return
    if not has_function("monitor_queues()"):
        return
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        rows = cursor.fetchall()
    count = sum(not job_orders.is_sealed_with(key, *row) for row in rows)
    if count:
        yield (
            f"{count} waiting jobs in a person's name were not ordered with this job key",
            (
                "If you replaced the key, those who asked must ask again. If not, find out who wrote into "
                "the queue (docs/incidents/breach.md). The jobs are refused in any case."
            ),
        )


LOOKS: dict[str, Check] = {"job key": _job_key}
