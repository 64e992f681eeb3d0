"""Which process does the jobs of which queue."""

from typing import Any

# Done in somebody's name, with her rights: by the carrier, which signs in as the web does.
CARRIED = ["exchange"]


def of_worker(app: Any) -> list[str]:
    """The queues of the worker: of all jobs there are, but not of those that are carried out."""
    return sorted({task.queue for task in app.tasks.values()} - set(CARRIED))
