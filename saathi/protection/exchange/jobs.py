"""Jobs that bring in and give out, each in the name of whoever asked for it. The carrier does them.

A job may run twice: an import that is done, an export that is made, is left alone.
"""

import logging
from uuid import UUID

from procrastinate import RetryStrategy

from saathi.agencies import job_orders
from saathi.infra import jobs

QUEUE = "exchange"  # of the carrier, not of the worker, who may see no child
BUSY_TRIES = 20

logger = logging.getLogger(__name__)


@jobs.app.task(queue=QUEUE, name="exchange.check_import")
def check_import_job(record: str, staff: str, seal: str = "") -> None:
    """The job: checks the rows of an import."""
    from saathi.protection.exchange.job_runner import run_import_check  # noqa: PLC0415 - actions defer it

    _checked("exchange.check_import", record, staff, seal)
    run_import_check(UUID(record), UUID(staff))


@jobs.app.task(
    queue=QUEUE,
    name="exchange.bring_in",
    retry=RetryStrategy(max_attempts=BUSY_TRIES, linear_wait=15),
)
def import_children_job(record: str, staff: str, seal: str = "") -> None:
    """The job: brings the children of an import in; tries again while another import is under way."""
    from saathi.protection.exchange.job_runner import run_import  # noqa: PLC0415 - actions defer it

    _checked("exchange.bring_in", record, staff, seal)
    run_import(UUID(record), UUID(staff))


@jobs.app.task(queue=QUEUE, name="exchange.take_back")
def undo_import_job(record: str, staff: str, seal: str = "") -> None:
    """The job: takes an import back."""
    from saathi.protection.exchange.job_runner import run_undo  # noqa: PLC0415 - actions defer it

    _checked("exchange.take_back", record, staff, seal)
    run_undo(UUID(record), UUID(staff))


@jobs.app.task(queue=QUEUE, name="exchange.make_export")
def make_export_job(record: str, staff: str, seal: str = "") -> None:
    """The job: makes the locked ZIP of an export."""
    from saathi.protection.exchange.job_runner import run_export  # noqa: PLC0415 - actions defer it

    _checked("exchange.make_export", record, staff, seal)
    run_export(UUID(record), UUID(staff))


@jobs.app.periodic(cron="7 * * * *")
@jobs.app.task(queue=QUEUE, name="exchange.clear_hourly", queueing_lock="exchange_clear")
def delete_expired_files_hourly_job(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says when
    """The job of each hour: deletes what is over."""
    from saathi.protection.exchange.job_runner import delete_expired_files  # noqa: PLC0415 - actions defer it

    delete_expired_files()


@jobs.app.task(queue=QUEUE, name="exchange.clear")
def delete_expired_files_job() -> None:
    """The job: deletes what is over, now."""
    from saathi.protection.exchange.job_runner import delete_expired_files  # noqa: PLC0415 - actions defer it

    delete_expired_files()


def _checked(task: str, record: str, staff: str, seal: str) -> None:
    """Refuses a job in a person's name that this installation did not order for that person."""
    job_orders.check_seal(task, record=UUID(record), staff=UUID(staff), seal=seal)
