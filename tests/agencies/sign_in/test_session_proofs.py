"""The web server identifies signed-in clients by their session key, without the database."""

import datetime as dt
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from saathi.agencies import sessions
from saathi.agencies.models import Staff
from saathi.agencies.sessions import SessionStore, proved_person_digest
from saathi.infra import clock
from tests.factories import agencies

pytestmark = pytest.mark.django_db
NAME = settings.SESSION_COOKIE_NAME


@pytest.fixture
def someone(client: Client) -> Staff:
    staff = agencies.staff("administrator")
    client.force_login(staff)
    return staff


def key_of(client: Client) -> str:
    return client.cookies[NAME].value


def test_key_of_a_signed_in_person_is_proved(client: Client, someone: Staff) -> None:
    key = key_of(client)
    person = proved_person_digest(f"csrftoken=a; {NAME}={key}; x=y")
    assert len(person) == sessions.PERSON_LENGTH
    assert person not in str(someone.pk).replace("-", "")
    assert proved_person_digest(f"x{NAME}={key}") == ""
    assert client.get("/account/2fa/").status_code == 200


def test_sessions_of_one_person_are_proved_as_one_client(client: Client, someone: Staff) -> None:
    second, other = Client(), Client()
    second.force_login(someone)
    other.force_login(agencies.staff("administrator"))
    first, again, another = (
        proved_person_digest(f"{NAME}={key_of(browser)}") for browser in (client, second, other)
    )
    assert first == again
    assert another not in {"", first}


def test_key_that_was_made_up_or_changed_is_not_proved(client: Client, someone: Staff) -> None:
    key = key_of(client)
    for place in (0, 31, 32, 39, 40, 55, 56, len(key) - 1):
        other = "0" if key[place] != "0" else "1"
        assert not proved_person_digest(f"{NAME}={key[:place]}{other}{key[place + 1 :]}")
    for forged in ("", "abc", "a" * 32, "a" * len(key), key[:-1], f"{key}a", "é" * 72):
        assert not proved_person_digest(f"{NAME}={forged}")


def test_key_of_a_stranger_is_not_proved(client: Client) -> None:
    store = SessionStore()
    store["anything"] = "of a stranger"
    store.save()
    assert store.session_key
    assert not proved_person_digest(f"{NAME}={store.session_key}")


def test_key_after_the_password_alone_is_not_proved(client: Client) -> None:
    """While a second factor is still required, a page keeps its state in a session."""
    staff = agencies.staff("administrator")
    store = SessionStore()
    store["account_login"] = {"user": str(staff.pk)}
    store.save()
    assert not proved_person_digest(f"{NAME}={store.session_key}")


def test_key_after_signing_out_is_not_proved(client: Client, someone: Staff) -> None:
    session = client.session
    session.flush()
    session["anything"] = "of a stranger"
    session.save()
    assert not proved_person_digest(f"{NAME}={session.session_key}")


def test_key_of_who_signs_in_over_another_is_proved(client: Client, someone: Staff) -> None:
    client.force_login(agencies.staff("supervisor"))
    assert proved_person_digest(f"{NAME}={key_of(client)}")


def test_proof_ends_with_the_longest_session(client: Client, someone: Staff) -> None:
    cookie = f"{NAME}={key_of(client)}"
    made_at = dt.datetime.fromtimestamp(int(key_of(client)[32:40], 16), dt.UTC)
    for seconds, is_proved in (
        (-sessions.SKEW_SECONDS - 1, False),
        (-sessions.SKEW_SECONDS, True),  # made by a machine whose clock is ahead
        (0, True),
        (settings.SESSION_COOKIE_AGE, True),
        (settings.SESSION_COOKIE_AGE + 1, False),
    ):
        with clock.fixed_time(made_at + dt.timedelta(seconds=seconds)):
            assert bool(proved_person_digest(cookie)) is is_proved, seconds


def test_proof_of_a_key_that_was_replaced_is_accepted_while_that_is(
    client: Client, someone: Staff, settings: Any
) -> None:
    cookie = f"{NAME}={key_of(client)}"
    former, settings.SECRET_KEY = settings.SECRET_KEY, "x" * 64
    assert not proved_person_digest(cookie)
    settings.SECRET_KEY_FALLBACKS = [former]
    assert proved_person_digest(cookie)
