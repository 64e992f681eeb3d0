"""The health of this installation, for a proxy or a monitor; it reveals no details.

Details are in the server's own log, in `saathi doctor` and in the figures of `saathi metrics`.
"""

import logging
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from saathi.agencies import schema_state
from saathi.infra import jobs, thresholds
from saathi.vault import store as vault
from saathi.vault.errors import VaultError

log = logging.getLogger("saathi.health")

# The caller has its own time limit; a database slower than that counts as unhealthy.
ANSWER_MILLISECONDS = 2000


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 and ok, or 503 and not ok; nothing else."""
    del request
    trouble = _first_problem()
    if trouble:
        log.error("Not well: %s", trouble)
    status = "not ok" if trouble else "ok"
    return JsonResponse({"ok": not trouble, "status": status}, status=503 if trouble else 200)


def _first_problem() -> str:
    """The first problem, or an empty text."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = {ANSWER_MILLISECONDS:d}")
            return next(_problems(), "")
    except DatabaseError as error:
        return f"the database does not answer ({type(error).__name__})"
    except VaultError as error:
        return f"the root key does not load ({type(error).__name__})"


def _problems() -> Iterator[str]:
    if thresholds.disk_space(Path(settings.HOME)).is_nearly_full:
        yield "the disk is nearly full"
    missing = schema_state.missing_migrations()
    if missing:
        yield f"{len(missing)} migrations are not applied"
    vault.check_root_key()
    if _seconds("SELECT audit_oldest_unsealed_seconds()") > thresholds.UNSEALED_SECONDS:
        yield "the audit log is not being sealed"
    # Rows of an unknown queue are ignored, so that inserting one cannot make the system appear
    # unhealthy.
    waiting = "SELECT max(oldest_seconds) FROM monitor_queues() WHERE queue = ANY(%s)"
    if _seconds(waiting, jobs.list_queues()) > thresholds.WAITING_JOB_SECONDS:
        yield "jobs wait and no worker takes them"


def _seconds(query: str, *values: list[str]) -> float:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        row = cursor.fetchone()
    return float(row[0] or 0) if row else 0.0
