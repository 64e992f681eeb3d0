"""Which process does the jobs of which queue."""

from collections.abc import Sequence
from typing import Any

from saathi.config import readiness
from saathi.infra import jobs

# Done in the name of the person who asked, with that person's rights: by the carrier, which signs in
# as the web does.
CARRIED = ["exchange"]


def of_worker() -> list[str]:
    """The queues of the worker: of all jobs there are, but not of those that are carried out."""
    return sorted(set(jobs.queues()) - set(CARRIED))


def work(connector: Any, queues: Sequence[str], concurrency: int, *, waits: bool = True) -> None:
    """Does the jobs of these queues until a signal comes, or until there is none where it does not wait."""
    with jobs.app.replace_connector(connector) as worker:
        worker.job_manager = jobs.CheckedJobs(connector)
        readiness.tell()
        worker.run_worker(queues=list(queues), concurrency=concurrency, wait=waits)
