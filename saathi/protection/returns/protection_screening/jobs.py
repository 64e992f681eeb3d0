"""The nightly job that ends access from other countries whose permission or consent ran out."""

from typing import Final

from django.db import connection

from saathi.agencies.access_log import log_job_write
from saathi.infra import jobs

MAX_FILES: Final = 1_000  # in one run


@jobs.app.periodic(cron="15 20 * * *")  # 20:15 UTC: night from Kabul to Dhaka
@jobs.app.task(queue="reminders", name="origin.end_outlived", queueing_lock="origin_end_outlived")
def end_outlived_access_job(timestamp: int) -> None:  # noqa: ARG001 - the moment it was planned for
    """Ends the access of this night; what was ended is kept with the file."""
    end_outlived_access()


def end_outlived_access() -> int:
    """Ends access from other countries that nothing permits any more; returns how many rights."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT access, of_file, of_agency FROM origin_end_outlived(%s)", [MAX_FILES]
        )
        ended = cursor.fetchall()
    for access, file_id, agency in ended:
        log_job_write(
            access, job="origin_end_outlived", file_id=file_id, agency=agency, action="ended"
        )
    return len(ended)
