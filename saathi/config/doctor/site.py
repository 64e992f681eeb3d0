"""Checks of the machine and the site: clock, mail, address, TLS, debugging."""

import smtplib
import time
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import mailers

from saathi.config.doctor.findings import Check, Problems, single_value
from saathi.infra.clamav import ClamavScanner, ScannerUnavailable

CLOCKS_APART_SECONDS = 5
LOCAL_NAMES = {"localhost", "127.0.0.1"}


def _clock() -> Problems:
    database_time = float(str(single_value("SELECT extract(epoch FROM clock_timestamp())")))
    apart = abs(database_time - time.time())
    if apart > CLOCKS_APART_SECONDS:
        yield (
            f"this clock and the database's are {apart:.0f} seconds apart",
            "Synchronise both clocks by NTP: signed contexts expire by the clock.",
        )


def _mail() -> Problems:
    if settings.IS_DEMO:
        return
    if not settings.SAATHI_SENDS_MAIL:
        yield "no mail server is configured", "Set SAATHI_MAIL_URL, or give invitations on paper."
        return
    if settings.DEFAULT_FROM_EMAIL.endswith("@localhost"):
        yield (
            "mail has no valid sender address",
            "Set SAATHI_MAIL_FROM to an e-mail address of your organisation.",
        )
    if urlsplit(settings.SAATHI_ADDRESS).hostname in {None, "localhost", "127.0.0.1"}:
        yield (
            f"links in mail would lead to {settings.SAATHI_ADDRESS}",
            "Set SAATHI_ADDRESS to the address that staff type, as in https://saathi.example.org.",
        )
    try:
        # Signs in as if to send mail, but sends none.
        mailers["default"].open()
        mailers["default"].close()
    except smtplib.SMTPAuthenticationError:
        yield (
            "the mail server refuses the user name or password",
            "Correct them in SAATHI_MAIL_URL.",
        )
    except (OSError, smtplib.SMTPException) as error:
        yield (
            f"the mail server does not answer ({type(error).__name__})",
            "Check host and port in SAATHI_MAIL_URL and the firewall.",
        )


def _scanner() -> Problems:
    if not settings.SAATHI_CLAMAV:  # optional: docs/operations.md says what is then not scanned
        return
    try:
        ClamavScanner.from_address(settings.SAATHI_CLAMAV).version()
    except ScannerUnavailable:
        yield (
            "the malware scanner does not answer: all uploads are refused",
            "Start clamd. Check SAATHI_CLAMAV and who may open the socket.",
        )


def _address() -> Problems:
    if settings.IS_DEMO:
        if names := sorted(set(settings.ALLOWED_HOSTS) - LOCAL_NAMES):
            yield (
                f"the demo, where one click signs in, is served as {names[0]}",
                "Unset SAATHI_DEMO. Never record a real child in a demo: start with an empty home.",
            )
        return
    if set(settings.ALLOWED_HOSTS) <= LOCAL_NAMES:
        yield "no public host name is set", "Set SAATHI_HOSTS to the name that staff type."
    elif not settings.SECURE_SSL_REDIRECT:
        yield (
            "pages are served without TLS, so passkeys do not work",
            "Put a proxy with a certificate in front and leave SAATHI_HTTPS on.",
        )


def _debug() -> Problems:
    if settings.DEBUG:
        yield "SAATHI_DEBUG is on: error pages show personal data", "Unset SAATHI_DEBUG."


LOOKS: dict[str, Check] = {
    "clock": _clock,
    "mail": _mail,
    "malware scanner": _scanner,
    "name and TLS": _address,
    "debugging": _debug,
}
