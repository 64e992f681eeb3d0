"""The mail that carries an invitation: a link, its last day, and who invites.

It names neither a child nor the invited person nor the role, so that another reader of the mailbox
learns as little as possible. Runs in the worker, the only process that knows the token it sends.
"""

import datetime as dt
import smtplib
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from saathi import audit
from saathi.agencies import invitation_tokens
from saathi.agencies.vocabulary import MailFailure

SENT = ""


@dataclass(frozen=True)
class InvitationMail:
    """The address, language and expiry of an invitation."""

    email: str
    language: str
    agency: str
    expires_at: dt.datetime
    time_zone: str
    staff: UUID
    agency_id: UUID


def mail_invitation(invitation: UUID) -> bool:
    """Whether the mail was sent; False if nothing needs sending any more, or can never be sent.

    A repeat after a crash may send a second mail; then the later link is the valid one. If the
    server is unreachable, its error is raised, so that the job is tried again.
    """
    addressee = _call("SELECT * FROM invitation_addressee(%s)", [invitation])
    if not addressee:
        return False
    token = invitation_tokens.make_link_token(*addressee[0])
    letter = _next_mail(invitation, token)
    if letter is None:
        return False
    try:
        invitation_message(letter, f"{settings.SAATHI_ADDRESS}/join/{token}").send()
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused):
        _record_attempt(invitation, letter, MailFailure.REFUSED)
        return False
    except (OSError, smtplib.SMTPException):
        _record_attempt(invitation, letter, MailFailure.UNREACHABLE)
        raise
    _record_attempt(invitation, letter, SENT)
    return True


def invitation_message(mail: InvitationMail, link: str) -> EmailMessage:
    """The mail, in the language of the invited person."""
    with override(mail.language):
        last = date_format(mail.expires_at.astimezone(ZoneInfo(mail.time_zone)), "j F Y")
        lines = [
            _("%(agency)s invites you to work with Saathi.") % {"agency": mail.agency},
            "",
            _("Open this link to choose your password:"),
            "",
            link,
            "",
            _("The link works once, until %(day)s. Do not share it.") % {"day": last},
            _("If you were not expecting this invitation, ignore it or tell the agency."),
            "",
        ]
        subject = _("Your invitation")
    return EmailMessage(subject, "\n".join(lines), settings.DEFAULT_FROM_EMAIL, [mail.email])


def _next_mail(invitation: UUID, token: str) -> InvitationMail | None:
    rows = _call("SELECT * FROM invitation_to_mail(%s, %s)", [invitation, token])
    return InvitationMail(*rows[0]) if rows else None


def _record_attempt(invitation: UUID, letter: InvitationMail, trouble: str) -> None:
    _call("SELECT invitation_mailed(%s, %s)", [invitation, str(trouble)])
    audit.record(
        audit.AuditKind.INVITATION_SENT,
        by=None,
        agency=letter.agency_id,
        objects=[letter.staff],
        detail={"outcome": str(trouble) or "sent", "method": "mail"},
    )


def _call(statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
