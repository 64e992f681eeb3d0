"""Checks of the machine and the site: clock, mail, address, TLS, debugging."""

import smtplib
import time
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import mailers

from saathi.config.doctor.findings import Check, Problems, single_value

CLOCKS_APART_SECONDS = 5


def _clock() -> Problems:
    there = float(str(single_value("SELECT extract(epoch FROM clock_timestamp())")))
    apart = abs(there - time.time())
    if apart > CLOCKS_APART_SECONDS:
        yield (
            f"this clock and the database's are {apart:.0f} seconds apart",
            "Set both by NTP: signed contexts expire by the clock.",
        )


def _mail() -> Problems:
    if settings.IS_DEMO:
        return
    if not settings.SAATHI_SENDS_MAIL:
        yield "no mail server is set", "Set SAATHI_MAIL_URL, or hand invitations over on paper."
        return
    if settings.DEFAULT_FROM_EMAIL.endswith("@localhost"):
        yield "mails have no true sender", "Set SAATHI_MAIL_FROM to an address of your own."
    if urlsplit(settings.SAATHI_ADDRESS).hostname in {None, "localhost", "127.0.0.1"}:
        yield (
            f"links in mails would lead to {settings.SAATHI_ADDRESS}",
            "Set SAATHI_ADDRESS to the address that staff type, as in https://saathi.example.org.",
        )
    try:
        # Says its name and password as for a mail, and sends none.
        mailers["default"].open()
        mailers["default"].close()
    except smtplib.SMTPAuthenticationError:
        yield "the mail server refuses name or password", "Mend them in SAATHI_MAIL_URL."
    except (OSError, smtplib.SMTPException) as error:
        yield (
            f"the mail server does not answer ({type(error).__name__})",
            "Look at host and port in SAATHI_MAIL_URL, and at what lies between.",
        )


def _address() -> Problems:
    if settings.IS_DEMO:
        return
    if set(settings.ALLOWED_HOSTS) <= {"localhost", "127.0.0.1"}:
        yield "no public name is set", "Set SAATHI_HOSTS to the name that staff type."
    elif not settings.SECURE_SSL_REDIRECT:
        yield (
            "pages are served without TLS, and passkeys do not work so",
            "Put a proxy with a certificate in front and leave SAATHI_HTTPS on.",
        )


def _debug() -> Problems:
    if settings.DEBUG:
        yield "SAATHI_DEBUG is on: errors show values", "Unset it."


LOOKS: dict[str, Check] = {
    "clock": _clock,
    "mail": _mail,
    "name and TLS": _address,
    "debugging": _debug,
}
