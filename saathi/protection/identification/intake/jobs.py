"""Escalates reports; and dispatches an enquiry to the holders of files it may concern, as the matcher.

Askers get their answer before this starts, and it is the same whatever is found. So nothing here may
write what askers can read: neither their records nor log entries under their name.
"""

import datetime as dt
from uuid import UUID

from django.db import connection, connections, transaction

from saathi import audit
from saathi.agencies.access_log import log_job_write
from saathi.infra import clock, jobs
from saathi.protection.identification.intake import enquiry_dispatch
from saathi.protection.identification.intake.enquiry_dispatch import MatchQuestion
from saathi.protection.identification.intake.enquiry_payload import EnquiryPayload
from saathi.protection.identification.intake.models import Enquiry
from saathi.protection.identification.intake.vocabulary import (
    TRACING_PURPOSES,
    EnquirySource,
    MatchUse,
    SearchPurpose,
    Urgency,
)
from saathi.vault import store as vault

MATCHER = "matcher"  # the alias of the matcher's connection in a worker

MAX_ESCALATIONS = 200  # reports in one minute; the longest overdue first
MAX_NOTIFIED = 200  # reports in one minute that wait as a shift begins; the most urgent first
_ESCALATE = "SELECT report, file, agency, new_level FROM report_escalate(%s, %s)"

_ENQUIRY = """
SELECT e.id, e.file_id, e.purpose, e.recorded_at, e.recorded_by, e.sealed, s.agency_id
FROM intake_enquiry e JOIN agencies_staff s ON s.id = e.recorded_by
WHERE e.id = %s
"""


@jobs.app.periodic(cron="* * * * *")
@jobs.app.task(queue="reminders", name="intake.escalate_reports", queueing_lock="reports")
def escalate_reports_job(timestamp: int) -> None:  # noqa: ARG001 - the moment it was planned for
    """Runs each minute: overdue reports go to the next level, waiting ones to a new shift."""
    escalate_overdue_reports()
    notify_new_shifts()


def escalate_overdue_reports() -> int:
    """Escalates overdue reports, each once, at most `MAX_ESCALATIONS`; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(_ESCALATE, [clock.now(), MAX_ESCALATIONS])
        escalated = cursor.fetchall()
    for report, file_id, agency, level in escalated:
        log_job_write(
            report,
            job="reports",
            file_id=file_id,
            agency=agency,
            action="escalated",
            version=level,
        )
    return len(escalated)


def notify_new_shifts() -> int:
    """Notifies new shifts of waiting reports, once each, at most `MAX_NOTIFIED`; returns number."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT report_tell_shifts(%s, %s)", [clock.now(), MAX_NOTIFIED])
        (count,) = cursor.fetchone()
    return int(count)


@jobs.app.task(queue="matcher", name="intake.pass_on_enquiry")
def pass_on_enquiry_job(enquiry: str) -> None:
    """Dispatches the enquiry with this id."""
    dispatch_enquiry(UUID(enquiry), using=MATCHER)


def dispatch_enquiry(enquiry_id: UUID, *, using: str = MATCHER) -> int:
    """The number of holders newly notified. If run again, no holder is notified twice."""
    with (
        transaction.atomic(using=using),
        vault.open_keyring(),
        connections[using].cursor() as cursor,
    ):
        cursor.execute(_ENQUIRY, [enquiry_id])
        row = cursor.fetchone()
        if row is None:  # withdrawn or erased in the meantime
            return 0
        pk, file_id, purpose, asked_at, asker, sealed, agency = row
        vault.get_file_keys([file_id], using=using)  # kept in the keyring for `open`
        payload = EnquiryPayload.from_payload(
            vault.open(Enquiry(id=pk, file_id=file_id, sealed=sealed))
        )
        on = asked_at.astimezone(dt.UTC).date()
        is_tracing = SearchPurpose(purpose) in TRACING_PURPOSES
        question = MatchQuestion(
            id=pk,
            source=EnquirySource.ENQUIRY,
            use=MatchUse.TRACING if is_tracing else MatchUse.DUPLICATE,
            asker=asker,
            agency=agency,
            purpose=purpose,
            asked_at=asked_at,
            relation=payload.relation,
            urgency=Urgency.NOT_KNOWN,
            portrait=payload.portrait(on),
            facts=payload.token_facts(on, with_relatives=True),
        )
        with audit.gather_entries(using):
            notified = enquiry_dispatch.notify_enquiry_holders(question, using=using)
            audit.write_gathered_entries(using)
        return notified
