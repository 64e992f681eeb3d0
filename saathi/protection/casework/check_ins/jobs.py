"""The job that alerts every minute about workers who have not checked in."""

from typing import Final

from django.db import connection

from saathi.agencies.access_log import log_job_write
from saathi.infra import clock, jobs
from saathi.protection.casework.check_ins.rules import ESCALATION, GRACE

MAX_ALERTS: Final = 200  # in one minute


@jobs.app.periodic(cron="* * * * *")
@jobs.app.task(queue="reminders", name="check_ins.alert_overdue", queueing_lock="check_ins")
def alert_overdue_job(timestamp: int) -> None:  # noqa: ARG001 - the moment it was planned for
    """Alerts the supervisors of this minute's overdue check-ins."""
    alert_overdue_check_ins()


def alert_overdue_check_ins() -> int:
    """Alerts supervisors to overdue check-ins, first or one level higher; returns how many."""
    with connection.cursor() as cursor:
        grace, escalation = (int(time.total_seconds() // 60) for time in (GRACE, ESCALATION))
        cursor.execute(
            "SELECT check_in, of_file, of_agency FROM check_in_alert(%s, %s, %s, %s)",
            [clock.now(), grace, escalation, MAX_ALERTS],
        )
        overdue = cursor.fetchall()
    for check_in, file_id, agency in overdue:
        log_job_write(check_in, job="check_ins", file_id=file_id, agency=agency, action="escalated")
    return len(overdue)
