"""Second factors: how long a code is good, what asks for a fresh proof, and the way out on each page."""

import time
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.test import Client

from saathi.agencies.models import Staff
from tests.agencies.sign_in.signing_in import start_codes
from tests.clients import StaffClient
from tests.desk import cast
from tests.factories import agencies

pytestmark = pytest.mark.django_db

PASSWORD = "a lamp in the seventh window"
STEP = 30  # seconds


def enter(person: Staff) -> Client:
    client = Client()
    client.post("/account/login/", {"login": person.email, "password": PASSWORD})
    return client


def code_at(secret: str, moment: float) -> str:
    code: str = totp.format_hotp_value(totp.hotp_value(secret, int(moment) // STEP))
    return code


@pytest.mark.parametrize("earlier", [2 * STEP, 4 * STEP, -4 * STEP])
def test_a_code_of_two_minutes_ago_is_refused(earlier: int) -> None:
    person = agencies.staff("administrator", password=make_password(PASSWORD))
    secret = start_codes(enter(person))
    client = enter(person)
    stale = code_at(secret, time.time() - earlier)
    client.post("/account/2fa/authenticate/", {"code": stale})
    assert "_auth_user_id" not in client.session
    cache.clear()
    client.post("/account/2fa/authenticate/", {"code": code_at(secret, time.time())})
    assert client.session["_auth_user_id"] == str(person.pk)


@pytest.mark.parametrize(
    "path",
    [
        "/account/2fa/totp/activate/",
        "/account/2fa/webauthn/add/",
        "/account/2fa/recovery-codes/generate/",
    ],
)
def test_factors_are_changed_only_after_a_fresh_proof(path: str, settings: Any) -> None:
    assert settings.ACCOUNT_REAUTHENTICATION_TIMEOUT <= 300
    person = agencies.staff("administrator", password=make_password(PASSWORD))
    client = StaffClient()
    client.force_login(person)  # without proof of identity in this session
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/account/reauthenticate/")


def test_every_page_of_a_signed_in_person_has_sign_out() -> None:
    around = cast.around()
    client = StaffClient()
    client.force_login(around.worker)
    for path in ("/", around.url, "/account/2fa/"):
        page = client.get(path).content.decode()
        assert 'action="/sign-out"' in page, path
