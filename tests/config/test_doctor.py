"""What the doctor says of mail: not set, no sender, nowhere to lead to, no answer, well."""

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


def test_mail_that_works_needs_no_word() -> None:
    assert said() == []


def test_without_a_mail_server_paper_is_offered(settings: Any) -> None:
    settings.SAATHI_SENDS_MAIL = False
    [(problem, remedy)] = doctor.LOOKS["mail"]()
    assert problem == "no mail server is configured"
    assert "paper" in remedy
    settings.IS_DEMO = True
    assert said() == []


def test_a_sender_that_nobody_is_and_an_address_that_leads_nowhere(settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "saathi@localhost"
    settings.SAATHI_ADDRESS = "https://localhost"
    assert said() == [
        "mail has no valid sender address",
        "links in mail would lead to https://localhost",
    ]


def test_a_server_that_does_not_answer_is_named(settings: Any) -> None:
    with socket.socket() as free:  # a port at which nobody listens
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


def test_a_wrong_password_is_told_from_a_server_that_is_away(settings: Any) -> None:
    settings.MAILERS = {"default": {"BACKEND": "tests.config.test_doctor.Refusing"}}
    assert said() == ["the mail server refuses the user name or password"]
