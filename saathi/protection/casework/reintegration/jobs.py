"""The daily job that notifies supervisors of contacts with returned children that did not take place."""

from typing import Final

from django.db import connection

from saathi.agencies.access_log import log_job_write
from saathi.infra import clock, jobs
from saathi.protection.casework.cases.rules import Procedure

MAX_NOTIFIED: Final = 500  # in one run


@jobs.app.periodic(cron="40 1 * * *")  # 01:40 UTC: before work begins from Kabul to Dhaka
@jobs.app.task(queue="reminders", name="reintegration.escalate", queueing_lock="reintegration")
def escalate_missed_job(timestamp: int) -> None:  # noqa: ARG001 - the moment it was planned for
    """Runs the escalation of this day; contacts already escalated are left out."""
    escalate_missed_contacts()


def escalate_missed_contacts() -> int:
    """Notifies the supervisors of missed contacts with returned children; returns how many."""
    with connection.cursor() as cursor:
        usual = Procedure().return_missed_days
        cursor.execute(
            "SELECT contact, of_file, of_agency FROM reintegration_escalate(%s, %s, %s)",
            [clock.now(), usual, MAX_NOTIFIED],
        )
        missed = cursor.fetchall()
    for contact, file_id, agency in missed:
        log_job_write(
            contact, job="reintegration", file_id=file_id, agency=agency, action="escalated"
        )
    return len(missed)
