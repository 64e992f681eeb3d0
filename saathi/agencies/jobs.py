"""Jobs of the agencies: invitation and notice mail, clean-up, and erasure by two people.

A job may run twice. All run as the worker, except the erasure job, which runs as the eraser.
"""

import logging
import smtplib
from uuid import UUID

from procrastinate import RetryStrategy

from saathi.infra import jobs

MAIL_TRIES = 6

logger = logging.getLogger(__name__)


@jobs.app.task(
    queue="mail",
    name="agencies.mail_invitation",
    # At once, then after 1, 2, 3, 4 and 5 minutes; meanwhile the page says that the mail could not
    # be sent.
    retry=RetryStrategy(
        max_attempts=MAIL_TRIES,
        linear_wait=60,
        retry_exceptions=[OSError, smtplib.SMTPException],
    ),
)
def mail_invitation_job(invitation: str) -> None:
    """Job: mails the invitation with this id."""
    from saathi.agencies.invitation_mail import mail_invitation  # noqa: PLC0415 - actions defer this job

    mail_invitation(UUID(invitation))


@jobs.app.periodic(cron="40 20 * * *")  # 20:40 UTC: night from Kabul to Dhaka
@jobs.app.task(queue="drafts", name="agencies.forget_drafts", queueing_lock="drafts")
def forget_drafts_job(timestamp: int) -> None:
    """Job: removes drafts that have not been changed for their lifetime."""
    del timestamp
    from saathi.agencies.offline.drafts import remove_expired_drafts  # noqa: PLC0415 - as above

    remove_expired_drafts()


@jobs.app.periodic(cron="30 19 * * *")  # 19:30 UTC: before the other nightly jobs
@jobs.app.task(queue="stored_files", name="agencies.remove_orphans", queueing_lock="stored_files")
def remove_orphans_job(timestamp: int) -> None:  # noqa: ARG001 - the moment it was planned for
    """Job: removes stored contents that no record names or no key can open."""
    from saathi.vault import attachments  # noqa: PLC0415 - models first

    logger.info("%d stored files that no record names were removed.", attachments.remove_orphans())


@jobs.app.task(
    queue="eraser",
    name="agencies.erase",
    retry=RetryStrategy(max_attempts=20, linear_wait=30),
)
def erase_job(request: str) -> None:
    """Job: carries out the erasure request with this id."""
    from saathi.agencies.erasure.worker import carry_out_erasure  # noqa: PLC0415 - actions defer this job

    carry_out_erasure(UUID(request))


@jobs.app.periodic(cron="*/10 * * * *")
@jobs.app.task(queue="mail", name="agencies.mail_notices", queueing_lock="notices")
def mail_notices_job(timestamp: int) -> None:  # noqa: ARG001 - the moment it was planned for
    """Job: mails waiting notices to those who chose notices by mail."""
    from saathi.agencies.notice_mail import mail_notices  # noqa: PLC0415 - models first

    mail_notices()
