"""The daily job that notifies the leaders above of overdue answers to children."""

from django.db import connection

from saathi.infra import jobs


@jobs.app.periodic(cron="20 1 * * *")  # 01:20 UTC: before work starts from Kabul to Dhaka
@jobs.app.task(queue="reminders", name="complaints.remind", queueing_lock="complaints")
def remind_job(timestamp: int) -> None:  # noqa: ARG001 - the moment it was planned for
    """Sends the day's notices; no one is notified twice of the same complaint."""
    remind_of_overdue_complaints()


def remind_of_overdue_complaints() -> int:
    """Notifies of overdue complaints; returns their number."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT complaint_remind()")
        return int(cursor.fetchone()[0])
