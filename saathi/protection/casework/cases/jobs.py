"""Daily job: reminds the worker of a child who may turn 18 soon, in time to discuss it."""

from django.db import connection

from saathi.agencies.access_log import log_job_write
from saathi.infra import jobs
from saathi.protection.casework.cases.rules import COMING_OF_AGE_DAYS


@jobs.app.periodic(cron="10 1 * * *")  # 01:10 UTC: before work begins from Kabul to Dhaka
@jobs.app.task(queue="reminders", name="cases.coming_of_age", queueing_lock="coming_of_age")
def coming_of_age_job(timestamp: int) -> None:  # noqa: ARG001 - the moment it was planned for
    """Runs the reminders of this day; children already reminded of are left out."""
    remind_of_coming_of_age()


def remind_of_coming_of_age() -> int:
    """Reminds workers of children who may turn 18 within half a year; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT due, of_file, of_agency FROM case_coming_of_age(%s)", [COMING_OF_AGE_DAYS]
        )
        created = cursor.fetchall()
    for due, file_id, agency in created:
        log_job_write(due, job="coming_of_age", file_id=file_id, agency=agency, action="added")
    return len(created)
