"""Confirmation before a sensitive step, for accounts with single sign-on only."""

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.test import Client
from oidc_provider_mock import run_server_in_thread

from saathi.agencies.models import Staff
from saathi.agencies.sign_in import single_sign_on
from tests.agencies.sign_in import test_single_sign_on as sso
from tests.agencies.sign_in.signing_in import PASSWORD, said_in_the_log, send_password
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
    """An account that signs in by single sign-on only."""
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
    confirm_page = client.get(page, follow=True)
    assert confirm_page.redirect_chain[-1][0].startswith(f"{CONFIRM}?next=")
    assert f'name="next" value="{page}"'.encode() in confirm_page.content
    parameters = parse_qs(urlsplit(leave(client, page)).query)
    assert (parameters["prompt"], parameters["max_age"]) == (["login"], ["0"])
    assert confirm(client, page).headers["Location"] == page
    assert client.get(page).status_code == 200
    assert said_in_the_log("confirmed")[-1] == {"method": "single_sign_on"}


def test_form_that_adds_a_factor_is_refused_without_confirmation(client: Client) -> None:
    answer = client.post(NEW_CODES, {"code": "123456"})
    assert answer.headers["Location"].startswith(f"{CONFIRM}?next=")


@pytest.mark.parametrize("age", [0, 300])
def test_confirmation_expires(client: Client, settings: Any, age: int) -> None:
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
        (lambda now: now - 50, True),  # within the tolerance for clocks
        (lambda now: now - 70, False),  # an old session at the provider: it did not ask again
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


def test_sign_in_response_does_not_confirm(client: Client) -> None:
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
    assert not Staff.objects.get(role_kind="administrator").has_usable_password()


HERE = "/account/2fa/"
FORM_PAGE = "/agency/people/?page=2"


@pytest.mark.parametrize(
    ("came_from", "leads_to"),
    [
        (f"http://testserver{FORM_PAGE}", FORM_PAGE),
        (f"http://testserver{FORM_PAGE}#staff", FORM_PAGE),
        ("http://testserver", "/"),
        ("http://testserver//elsewhere.example.org/x", "/elsewhere.example.org/x"),
        ("http://elsewhere.example.org/agency/", HERE),
        ("//elsewhere.example.org/", HERE),
        ("http:///elsewhere.example.org/", HERE),
        ("javascript:alert(1)", HERE),
        ("", HERE),
    ],
)
@pytest.mark.parametrize("address", ["/account/sso/unlink/", ROLES])
def test_form_sent_too_late_leads_back_to_its_page(
    client: Client, address: str, came_from: str, leads_to: str
) -> None:
    headers = {"Referer": came_from} if came_from else {}
    answer = client.post(address, headers=headers)
    query = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert query["next"] == [leads_to]


def test_page_comes_back_after_confirming_with_its_question(client: Client) -> None:
    redirect = client.get(f"{ROLES}?from=x", headers={"Referer": f"http://testserver{FORM_PAGE}"})
    query = parse_qs(urlsplit(redirect.headers["Location"]).query)
    assert query["next"] == [f"{ROLES}?from=x"]


def test_only_way_to_sign_in_is_not_unlinked(client: Client, linked: Staff) -> None:
    confirm(client, HERE)
    answer = client.post("/account/sso/unlink/")
    assert answer.status_code == 409
    assert b"Add a passkey first" in answer.content
    again = Client()
    sso.sign_in(again, "bina-2")
    assert sso.is_in(again)


@pytest.mark.parametrize(("signs_in_alone", "status"), [(True, 302), (False, 409)])
def test_passkey_is_another_way_where_it_signs_in_by_itself(
    client: Client, linked: Staff, signs_in_alone: bool, status: int
) -> None:
    confirm(client, HERE)
    result = {"clientExtensionResults": {"credProps": {"rk": signs_in_alone}}}
    with acting(linked):
        Authenticator.objects.create(
            user=linked, type=Authenticator.Type.WEBAUTHN, data={"credential": result}
        )
    assert client.post("/account/sso/unlink/").status_code == status


def test_address_that_takes_forms_only_says_so_in_words(client: Client) -> None:
    for browser in (Client(), client):
        answer = browser.get("/account/sso/")
        assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
        assert b"This page cannot be opened directly" in answer.content
    assert client.head("/account/sso/").content == b""


@pytest.mark.parametrize("page", ["/account/sso/link/", "/account/sso/unlink/"])
def test_confirmation_for_the_link_leads_back_to_how_one_signs_in(
    client: Client, page: str
) -> None:
    assert client.post(page).headers["Location"].startswith("/account/reauthenticate/")
    assert confirm(client, page).headers["Location"] == page
    assert client.get(page).headers["Location"] == "/account/2fa/"
