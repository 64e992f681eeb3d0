"""What doctor says about mail: not configured, invalid sender, no site address, no answer, working."""

import smtplib
import socket
from typing import Any

import pytest

from saathi.config import doctor


@pytest.fixture(autouse=True)
def _well(settings: Any) -> None:
    settings.SAATHI_SENDS_MAIL = True
    settings.DEFAULT_FROM_EMAIL = "saathi@example.org"
    settings.SAATHI_ADDRESS = "https://saathi.example.org"


def said() -> list[str]:
    return [problem for problem, _remedy in doctor.LOOKS["mail"]()]


def test_doctor_reports_nothing_for_working_mail() -> None:
    assert said() == []


def test_doctor_offers_invitations_on_paper_without_mail_server(settings: Any) -> None:
    settings.SAATHI_SENDS_MAIL = False
    [(problem, remedy)] = doctor.LOOKS["mail"]()
    assert problem == "no mail server is configured"
    assert "paper" in remedy
    settings.IS_DEMO = True
    assert said() == []


def test_doctor_reports_default_mail_sender_and_missing_site_address(settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "saathi@localhost"
    settings.SAATHI_ADDRESS = "https://localhost"
    assert said() == [
        "mail has no valid sender address",
        "links in mail would lead to https://localhost",
    ]


def test_doctor_reports_mail_server_without_answer(settings: Any) -> None:
    with socket.socket() as free:  # a port at which no process listens
        free.bind(("127.0.0.1", 0))
        options = {"host": "127.0.0.1", "port": free.getsockname()[1], "timeout": 2}
        settings.MAILERS = {
            "default": {
                "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "OPTIONS": options,
            }
        }
        assert said() == ["the mail server does not answer (ConnectionRefusedError)"]


class Refusing:
    """A mail server that knows neither name nor password."""

    def __init__(self, **_: Any) -> None:
        pass

    def open(self) -> None:
        raise smtplib.SMTPAuthenticationError(535, b"no")


def test_doctor_distinguishes_wrong_mail_password_from_unreachable_server(settings: Any) -> None:
    settings.MAILERS = {"default": {"BACKEND": "tests.config.test_doctor.Refusing"}}
    assert said() == ["the mail server refuses the user name or password"]
