"""Daily jobs: missed contacts with returned children, duties of livelihood and aftercare."""

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
    escalate_hard_answers()


@jobs.app.periodic(cron="45 1 * * *")  # 01:45 UTC
@jobs.app.task(queue="reminders", name="reintegration.family", queueing_lock="family_dues")
def family_dues_job(timestamp: int) -> None:  # noqa: ARG001 - the moment it was planned for
    """Adds the duties of this day for livelihood and aftercare; open ones are not repeated."""
    add_family_dues()


def add_family_dues() -> int:
    """Adds duties to review the effect of livelihood and to plan aftercare; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT due, of_file, of_agency FROM reintegration_family_dues(%s)", [MAX_NOTIFIED]
        )
        added = cursor.fetchall()
    for due, file_id, agency in added:
        log_job_write(due, job="family_dues", file_id=file_id, agency=agency, action="added")
    return len(added)


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


def escalate_hard_answers() -> int:
    """Notifies the supervisors of children whose answer on safety had no contact; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT answer, of_file, of_agency FROM reintegration_escalate_answers(%s, %s)",
            [clock.now(), MAX_NOTIFIED],
        )
        late = cursor.fetchall()
    for answer, file_id, agency in late:
        log_job_write(
            answer, job="hard_answers", file_id=file_id, agency=agency, action="escalated"
        )
    return len(late)
