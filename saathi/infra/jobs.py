"""The job queue: `@jobs.app.task(...)`. A job is deferred inside the transaction that needs it.

It is in the same database, so it exists exactly if that transaction commits (an outbox), and its
arguments are ids. A job may run twice: every handler must allow that.
"""

import logging
from collections.abc import Iterable

from procrastinate.contrib.django import app
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager, NotificationCallback, get_channel_for_queues

__all__ = ["CheckedJobManager", "app", "list_queues"]

log = logging.getLogger(__name__)


def list_queues() -> list[str]:
    """The queues that Saathi serves: of all jobs in its code."""
    app.perform_import_paths()  # type: ignore[no-untyped-call]
    return sorted({task.queue for task in app.tasks.values()})


class CheckedJobManager(JobManager):
    """The jobs of the queue, without those whose arguments have no names.

    The library can neither start nor end such a job: it would stay `doing` permanently, and keep
    its lock.
    """

    async def listen_for_jobs(
        self, *, on_notification: NotificationCallback, queues: Iterable[str] | None = None
    ) -> None:
        """Checks the queue at each notification, whatever its content.

        Every role can send one: the library's worker ends on a notification that is not JSON, and
        aborts a job on one that demands it.
        """

        async def look(channel: str, payload: str) -> None:
            del payload
            await on_notification(
                channel=channel, notification={"type": "job_inserted", "job_id": 0}
            )

        channels = get_channel_for_queues(queues=queues)
        await self.connector.listen_notify(on_notification=look, channels=channels)

    async def fetch_job(self, queues: Iterable[str] | None, worker_id: int) -> Job | None:
        """The next job, taken from the queue; malformed ones before it are failed."""
        while job := await super().fetch_job(queues, worker_id):
            arguments: object = job.task_kwargs  # the row may have any value
            if isinstance(arguments, dict):
                return job
            log.error(
                "Job %s of the queue %s failed: its arguments are not an object.", job.id, job.queue
            )
            await self.finish_job(job, Status.FAILED, delete_job=False)
        return None
