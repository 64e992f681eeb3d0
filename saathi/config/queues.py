"""Which process does the jobs of which queue."""

from collections.abc import Sequence
from typing import Any

from saathi.config import readiness
from saathi.infra import jobs

# Done in the name of the person who asked, with that person's rights: by the carrier, which signs in
# as the web does.
CARRIED = ["exchange"]


def worker_queues() -> list[str]:
    """The queues of the worker: of all jobs there are, but not of those that are carried out."""
    return sorted(set(jobs.list_queues()) - set(CARRIED))


def run_jobs(
    connector: Any, queues: Sequence[str], concurrency: int, *, waits: bool = True
) -> None:
    """Does the jobs of these queues until a signal comes, or until there is none where it does not wait."""
    with jobs.app.replace_connector(connector) as worker:
        worker.job_manager = jobs.CheckedJobManager(connector)
        readiness.notify_systemd()
        worker.run_worker(queues=list(queues), concurrency=concurrency, wait=waits)
