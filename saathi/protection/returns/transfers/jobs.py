"""The alarm for children in transfer who did not arrive, and for overdue visits and reports."""

from typing import Final

from django.db import connection

from saathi.agencies.access_log import log_job_write
from saathi.infra import clock, jobs
from saathi.protection.casework.cases.rules import Procedure

MAX_ALARMS: Final = 500  # in one run


@jobs.app.periodic(cron="50 1 * * *")  # 01:50 UTC: before work begins from Kabul to Dhaka
@jobs.app.task(queue="reminders", name="transfers.late_reports", queueing_lock="transfer_reports")
def escalate_late_reports_job(timestamp: int) -> None:  # noqa: ARG001 - the moment it was planned for
    """Runs the escalation of this day; duties already escalated are left out."""
    escalate_late_reports()


def escalate_late_reports() -> int:
    """Notifies both offices of overdue visits and reports after transfers; returns of how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT due, of_file, of_agency FROM transfers_escalate_reports(%s, %s, %s)",
            [clock.now(), Procedure().return_missed_days, MAX_ALARMS],
        )
        late = cursor.fetchall()
    for due, file_id, agency in late:
        log_job_write(
            due, job="transfer_reports", file_id=file_id, agency=agency, action="escalated"
        )
    return len(late)


@jobs.app.periodic(cron="10 * * * *")  # each hour: a child on the way does not wait for the night
@jobs.app.task(queue="reminders", name="transfers.arrivals", queueing_lock="transfer_arrivals")
def alarm_arrivals_job(timestamp: int) -> None:  # noqa: ARG001 - the moment it was planned for
    """Runs the alarm of this hour; journeys whose alarm was raised are left out."""
    alarm_arrivals()


def alarm_arrivals() -> int:
    """Notifies both sides of children whose planned arrival passed without a receipt; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT transfer, of_file, of_agency FROM transfers_alarm_arrivals(%s, %s)",
            [clock.now(), MAX_ALARMS],
        )
        late = cursor.fetchall()
    for transfer, file_id, agency in late:
        log_job_write(
            transfer, job="transfer_arrivals", file_id=file_id, agency=agency, action="escalated"
        )
    return len(late)
