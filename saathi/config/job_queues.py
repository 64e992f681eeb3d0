"""Which process runs the jobs of which queue."""

from collections.abc import Sequence
from typing import Any

from saathi.config import readiness
from saathi.infra import jobs

# Run on behalf and with the rights of the requester, by the carrier, which signs in as the web
# process does.
CARRIED = ["exchange"]


def worker_queues() -> list[str]:
    """The queues of the worker: all except those of the carrier."""
    return sorted(set(jobs.list_queues()) - set(CARRIED))


def run_jobs(
    connector: Any, queues: Sequence[str], concurrency: int, *, waits: bool = True
) -> None:
    """Runs the jobs of these queues until a signal comes, or without `waits` until none is left."""
    with jobs.app.replace_connector(connector) as worker:
        worker.job_manager = jobs.CheckedJobManager(connector)
        readiness.notify_systemd()
        worker.run_worker(queues=list(queues), concurrency=concurrency, wait=waits)
