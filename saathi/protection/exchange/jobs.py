"""Import and export jobs, each in the name of the person who requested it.

A job may run twice: a finished import or export is left unchanged.
"""

import logging
from uuid import UUID

from procrastinate import RetryStrategy

from saathi.agencies import job_orders
from saathi.infra import jobs

QUEUE = "exchange"  # the queue of the exchange process; the ordinary worker may not see any child
BUSY_TRIES = 20

logger = logging.getLogger(__name__)


@jobs.app.task(queue=QUEUE, name="exchange.check_import")
def check_import_job(record: str, staff: str, seal: str = "") -> None:
    """Checks the rows of an import."""
    from saathi.protection.exchange.job_runner import run_import_check  # noqa: PLC0415 - actions defer it

    _checked("exchange.check_import", record, staff, seal)
    run_import_check(UUID(record), UUID(staff))


@jobs.app.task(
    queue=QUEUE,
    name="exchange.bring_in",
    retry=RetryStrategy(max_attempts=BUSY_TRIES, linear_wait=15),
)
def import_children_job(record: str, staff: str, seal: str = "") -> None:
    """Imports the children; tries again while another import is running."""
    from saathi.protection.exchange.job_runner import run_import  # noqa: PLC0415 - actions defer it

    _checked("exchange.bring_in", record, staff, seal)
    run_import(UUID(record), UUID(staff))


@jobs.app.task(queue=QUEUE, name="exchange.take_back")
def undo_import_job(record: str, staff: str, seal: str = "") -> None:
    """Undoes an import."""
    from saathi.protection.exchange.job_runner import run_undo  # noqa: PLC0415 - actions defer it

    _checked("exchange.take_back", record, staff, seal)
    run_undo(UUID(record), UUID(staff))


@jobs.app.task(queue=QUEUE, name="exchange.make_export")
def make_export_job(record: str, staff: str, seal: str = "") -> None:
    """Builds the encrypted ZIP of an export."""
    from saathi.protection.exchange.job_runner import run_export  # noqa: PLC0415 - actions defer it

    _checked("exchange.make_export", record, staff, seal)
    run_export(UUID(record), UUID(staff))


@jobs.app.periodic(cron="7 * * * *")
@jobs.app.task(queue=QUEUE, name="exchange.clear_hourly", queueing_lock="exchange_clear")
def delete_expired_files_hourly_job(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says when
    """Deletes expired files every hour."""
    from saathi.protection.exchange.job_runner import delete_expired_files  # noqa: PLC0415 - actions defer it

    delete_expired_files()


@jobs.app.task(queue=QUEUE, name="exchange.clear")
def delete_expired_files_job() -> None:
    """Deletes expired files now."""
    from saathi.protection.exchange.job_runner import delete_expired_files  # noqa: PLC0415 - actions defer it

    delete_expired_files()


def _checked(task: str, record: str, staff: str, seal: str) -> None:
    """Refuses a job in a person's name that this installation did not create for that person."""
    job_orders.check_seal(task, record=UUID(record), staff=UUID(staff), seal=seal)
