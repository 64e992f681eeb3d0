"""Mails waiting notices to those who chose mail. A mail names no child, no colleague and no file.

Runs in the worker, which cannot read notices: a database function gives it addresses and counts.
"""

import logging
import smtplib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from saathi.agencies.declared_kinds import notice_kinds

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class NoticeMail:
    """The address, language, kinds and counts of one mail about notices."""

    email: str
    language: str
    kinds: Sequence[str]
    counts: Sequence[int]
    notices: Sequence[UUID]


def mail_notices() -> int:
    """How many mails were sent. If the server is unreachable, the rest wait for the next run.

    After a crash between sending and recording, a mail may be sent twice; no notice is lost.
    """
    sent = 0
    for waiting in _waiting():
        try:
            notice_message(waiting).send()
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused):
            # marked as mailed, because it can never be delivered
            logger.warning("a mail with notices was refused")
        except (OSError, smtplib.SMTPException):
            logger.warning("no mail server was reached for notices")
            return sent
        else:
            sent += 1
        with connection.cursor() as cursor:
            cursor.execute("SELECT notices_mailed(%s)", [list(waiting.notices)])
    return sent


def notice_message(mail: NoticeMail) -> EmailMessage:
    """The mail, in the language of its recipient."""
    with override(mail.language):
        count = sum(mail.counts)
        subject = ngettext(
            "%(count)d item needs your attention in Saathi",
            "%(count)d items need your attention in Saathi",
            count,
        ) % {"count": count}
        lines = [
            _("Items that need your attention:"),
            "",
            *(
                f"- {label}" + (f" ({number})" if number > 1 else "")
                for label, number in _counts_by_label(mail).items()
            ),
            "",
            _("Sign in for details:"),
            str(settings.SAATHI_ADDRESS),
            "",
            _(
                "You chose to receive notices by e-mail. You can change this under “Sign-in "
                "settings”."
            ),
            "",
        ]
    return EmailMessage(subject, "\n".join(lines), settings.DEFAULT_FROM_EMAIL, [mail.email])


def _counts_by_label(mail: NoticeMail) -> dict[str, int]:
    """The number of notices for each text; several kinds may share one text in mails."""
    counts: Counter[str] = Counter()
    for code, number in zip(mail.kinds, mail.counts, strict=True):
        if kind := notice_kinds().get(code):
            counts[str(kind.mail_label or kind.label)] += number
    return counts


def _waiting() -> list[NoticeMail]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT email, language, kinds, counts, notices FROM notices_to_mail()")
        return [NoticeMail(*row) for row in cursor.fetchall()]
