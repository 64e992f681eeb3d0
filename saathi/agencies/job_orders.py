"""Jobs queued by a request, and jobs that act for a member of staff.

The web role cannot write the tables of the queue: an injected statement could otherwise start jobs
at will, even in another person's name, and could delete a waiting erasure. Instead it queues a job
with a proof (`change_proofs`). A job that acts for a person also carries a seal, which the process
running it checks. The seal is made with a key outside the database, so that the database owner
cannot make such a job either.

Anyone who can copy rows of the queue can repeat a person's own job, so each job first checks the
current state of its record.
"""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac
from procrastinate.tasks import Task
from psycopg.types.json import Jsonb

from saathi.agencies import definer_functions
from saathi.agencies.models import Staff


class JobSealInvalid(Exception):
    """A job in a person's name that this installation did not queue."""


def queue_job(task: Task[Any, Any, Any], *, actor: Staff, **arguments: str) -> None:
    """Queues a job, in the current transaction."""
    values = [task.queue, task.name, task.lock, task.queueing_lock, Jsonb(arguments)]
    definer_functions.make_change("job_defer", values, by=actor.id)


def queue_job_as(task: Task[Any, Any, Any], *, actor: Staff, record: UUID) -> None:
    """Queues a job about one record, to be done in the name of the actor."""
    seal = _seal(task.name, record, actor.id)
    queue_job(task, actor=actor, record=str(record), staff=str(actor.id), seal=seal)


def check_seal(task_name: str, *, record: UUID, staff: UUID, seal: str) -> None:
    """Raises `JobSealInvalid` for a job that this person did not request."""
    if not constant_time_compare(seal, _seal(task_name, record, staff)):
        raise JobSealInvalid(f"{task_name} was not ordered in the name of {staff}")


def is_sealed_with(key: str, task_name: str, record: str, staff: str, seal: str) -> bool:
    """Whether a job carries the seal that this key makes. For `saathi doctor`; runs no job."""
    return constant_time_compare(seal, _seal(task_name, record, staff, key=key))


def _seal(task_name: str, record: UUID | str, staff: UUID | str, *, key: str = "") -> str:
    text = f"{task_name}|{record}|{staff}"
    salt = "saathi.agencies.job_orders"
    secret = key or settings.JOB_KEY
    return salted_hmac(salt, text, secret=secret, algorithm="sha256").hexdigest()
