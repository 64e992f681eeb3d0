"""Confirming before a grave step, for accounts that sign in by single sign-on alone."""

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from oidc_provider_mock import run_server_in_thread

from saathi.agencies.models import Staff
from saathi.agencies.sign_in import single_sign_on
from tests.agencies.sign_in import test_single_sign_on as sso
from tests.agencies.sign_in.test_signing_in import PASSWORD, said_in_the_log, send_password
from tests.attacks.test_credentials import as_owner
from tests.factories import agencies
from tests.roles import acting
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
ROLES = "/agency/bundles/new/case_worker/"
NEW_CODES = "/account/2fa/totp/activate/"
CONFIRM = "/account/confirm/"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with run_server_in_thread(user_claims=sso.PEOPLE, require_nonce=True) as server:
        yield f"http://localhost:{server.server_port}"


_provider = sso._provider


@pytest.fixture
def linked(issuer: str) -> Staff:
    """An account that signs in by single sign-on alone."""
    staff = agencies.staff("administrator")
    with acting(staff):
        single_sign_on._set_identity(staff, (issuer, "bina-2"))
    return staff


@pytest.fixture
def client(linked: Staff) -> Client:
    client = Client()
    sso.sign_in(client, "bina-2")
    assert sso.is_in(client)
    return client


def leave(client: Client, page: str) -> str:
    """Asks to confirm for a page; returns the address at the provider."""
    answer = client.post(CONFIRM, {"next": page})
    assert answer.status_code == 302, answer.content
    return str(answer.headers["Location"])


def confirm(client: Client, page: str, subject: str = "bina-2") -> Any:
    return sso.back(client, sso.at_provider(leave(client, page), subject))


@pytest.mark.parametrize("page", [ROLES, NEW_CODES])
def test_account_with_single_sign_on_alone_confirms_at_the_provider(
    client: Client, page: str
) -> None:
    asked = client.get(page, follow=True)
    assert asked.redirect_chain[-1][0].startswith(f"{CONFIRM}?next=")
    assert f'name="next" value="{page}"'.encode() in asked.content
    parameters = parse_qs(urlsplit(leave(client, page)).query)
    assert (parameters["prompt"], parameters["max_age"]) == (["login"], ["0"])
    assert confirm(client, page).headers["Location"] == page
    assert client.get(page).status_code == 200
    assert said_in_the_log("confirmed")[-1] == {"method": "single_sign_on"}


def test_form_that_adds_a_factor_is_refused_without_confirmation(client: Client) -> None:
    answer = client.post(NEW_CODES, {"code": "123456"})
    assert answer.headers["Location"].startswith(f"{CONFIRM}?next=")


@pytest.mark.parametrize("age", [0, 300])
def test_confirmation_ends(client: Client, settings: Any, age: int) -> None:
    confirm(client, ROLES)
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = age
    assert client.get(ROLES).status_code == (200 if age else 302)


def test_another_identity_does_not_confirm(client: Client) -> None:
    assert confirm(client, ROLES, "asha-1").status_code == 403
    assert client.get(ROLES).status_code == 302
    assert said_in_the_log("sign_in_failed")[-1]["reason"] == "not_confirmed"


@pytest.mark.parametrize(
    ("moment", "holds"),
    [
        (lambda now: now, True),
        (lambda now: now - 50, True),  # within what clocks may differ
        (lambda now: now - 70, False),  # an old session there: nobody was asked again
        (lambda now: now + 50, True),
        (lambda now: now + 70, False),
        (lambda _now: None, False),
        (str, False),
        (lambda _now: True, False),
    ],
)
def test_provider_must_have_asked_just_now(
    client: Client, monkeypatch: pytest.MonkeyPatch, moment: Any, holds: bool
) -> None:
    address = sso.at_provider(leave(client, ROLES), "bina-2")
    sso.resign_tokens(monkeypatch, {"auth_time": moment(int(time.time()))})
    assert sso.back(client, address).status_code == (302 if holds else 403)
    assert client.get(ROLES).status_code == (200 if holds else 302)


def test_answer_for_signing_in_confirms_nothing(client: Client) -> None:
    sso.sign_in(client, "bina-2")
    assert client.get(ROLES).status_code == 302


@pytest.mark.parametrize(
    "page",
    ["https://elsewhere.example.org/", "//elsewhere.example.org", "/\\elsewhere.example.org", "x"],
)
def test_confirmation_leads_to_own_pages_only(client: Client, page: str) -> None:
    assert confirm(client, page).headers["Location"] == "/"


def test_link_moved_by_the_owner_of_the_database_confirms_nothing(
    client: Client, linked: Staff
) -> None:
    other = agencies.staff("administrator")
    as_owner("UPDATE agencies_signonlink SET staff_id = %s", other.pk)
    thief = Client()
    thief.force_login(other)
    assert thief.post(CONFIRM, {"next": ROLES}).status_code == 403
    as_owner("UPDATE agencies_credential SET staff_id = %s", other.pk)
    answer = thief.get(CONFIRM)
    assert (answer.status_code, b"changed outside Saathi" in answer.content) == (403, True)


def test_account_that_cannot_confirm_is_refused(settings: Any, linked: Staff) -> None:
    settings.SAATHI_OIDC_URL = ""
    for browser in (signed_in(agencies.staff("administrator")), signed_in(linked)):
        for page in (ROLES, NEW_CODES):
            answer = browser.get(page, follow=True)
            assert answer.status_code == 403
            assert b"Ask your administrator" in answer.content
        assert browser.post(CONFIRM, {"next": ROLES}).status_code == 403


def test_account_with_a_password_confirms_with_it(issuer: str) -> None:
    staff = agencies.staff("administrator", password=make_password(PASSWORD))
    with acting(staff):
        single_sign_on._set_identity(staff, (issuer, "bina-2"))
    client = Client()
    send_password(client, staff.email)
    for answer in (client.get(CONFIRM, {"next": "/law/"}), client.post(CONFIRM)):
        assert answer.headers["Location"].startswith("/account/reauthenticate/")


@pytest.mark.parametrize("page", ["/account/password/", "/account/2fa/recovery-codes/generate/"])
def test_account_without_password_finds_no_page_that_makes_one(client: Client, page: str) -> None:
    answer = client.post(page, {"password1": PASSWORD, "password2": PASSWORD})
    assert answer.status_code == 302
    assert sso.is_in(client)
    assert not Staff.objects.get(bundle="administrator").has_usable_password()


@pytest.mark.parametrize("page", ["/account/sso/link/", "/account/sso/unlink/"])
def test_confirmation_for_the_link_leads_back_to_how_one_signs_in(
    client: Client, page: str
) -> None:
    assert client.post(page).headers["Location"].startswith("/account/reauthenticate/")
    assert confirm(client, page).headers["Location"] == page
    assert client.get(page).headers["Location"] == "/account/2fa/"
