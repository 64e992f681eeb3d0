"""Single sign-on against an OpenID provider that runs beside the tests."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from oidc_provider_mock import User, run_server_in_thread

from saathi.agencies import credentials
from saathi.agencies.models import Staff
from saathi.agencies.sign_in import single_sign_on
from saathi.config import env
from tests.agencies.sign_in.signing_in import (
    PASSWORD,
    code_of,
    said_in_the_log,
    send_password,
    start_codes,
)
from tests.attacks.test_credentials import as_owner
from tests.factories import agencies
from tests.roles import role

pytestmark = pytest.mark.django_db
HERE = "https://testserver"
PEOPLE = [
    User(sub="asha-1", claims={"email": "someone@example.org"}),
    User(sub="bina-2", claims={"amr": ["pwd", "otp"], "acr": "high"}),
]


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with run_server_in_thread(user_claims=PEOPLE, require_nonce=True) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(autouse=True)
def _provider(settings: Any, issuer: str) -> Iterator[None]:
    single_sign_on._client.cache_clear()
    settings.SAATHI_OIDC_URL, settings.SAATHI_ADDRESS = issuer, HERE
    settings.SAATHI_OIDC_CLIENT_ID, settings.SAATHI_OIDC_CLIENT_SECRET = "saathi", "a secret"
    settings.SAATHI_OIDC_SECOND_FACTOR = ["otp", "hwk"]
    yield
    single_sign_on._client.cache_clear()


@pytest.fixture
def someone() -> Staff:
    return agencies.staff("case_worker", password=make_password(PASSWORD))


def at_provider(address: str, subject: str) -> str:
    """Signs in at the provider and returns the address it redirects to."""
    answer = requests.post(address, data={"sub": subject}, allow_redirects=False, timeout=10)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def back(client: Client, address: str) -> Any:
    assert address.startswith(HERE)
    return client.get(address.removeprefix(HERE))


def sign_in(client: Client, subject: str) -> Any:
    away = client.post("/account/sso/")
    assert away.status_code == 302
    return back(client, at_provider(away.headers["Location"], subject))


def linked(staff: Staff, subject: str) -> str:
    """Links the account to an identity, as its page does; returns the secret of a code app."""
    client = Client()
    send_password(client, staff.email)
    secret = start_codes(client)
    away = client.post("/account/sso/link/")
    answer = back(client, at_provider(away.headers["Location"], subject))
    assert answer.headers["Location"] == "/account/2fa/", answer.content
    return secret


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_linked_account_signs_in_with_its_second_factor(someone: Staff) -> None:
    secret, client = linked(someone, "asha-1"), Client()
    answer = sign_in(client, "asha-1")
    assert (answer.headers["Location"], is_in(client)) == ("/account/2fa/authenticate/", False)
    client.post("/account/2fa/authenticate/", {"code": code_of(secret)})
    assert is_in(client)
    assert said_in_the_log("signed_in")[-1] == {"method": "single_sign_on.totp"}


def test_second_factor_of_the_provider_is_enough_where_it_is_configured(
    someone: Staff, settings: Any
) -> None:
    linked(someone, "bina-2")
    client = Client()
    sign_in(client, "bina-2")
    assert is_in(client)
    assert client.get("/law/").status_code == 200
    settings.SAATHI_OIDC_SECOND_FACTOR = ["hwk"]
    client = Client()
    sign_in(client, "bina-2")
    assert not is_in(client)


def test_single_sign_on_creates_or_finds_no_account_by_address() -> None:
    agencies.staff("case_worker", email="someone@example.org")
    before, client = Staff.objects.count(), Client()
    answer = sign_in(client, "asha-1")
    assert (answer.status_code, is_in(client), Staff.objects.count()) == (403, False, before)
    assert b"not linked to an account" in answer.content


def test_identity_is_linked_to_one_account_only(someone: Staff) -> None:
    linked(someone, "asha-1")
    other, client = agencies.staff("case_worker", password=make_password(PASSWORD)), Client()
    send_password(client, other.email)
    start_codes(client)
    away = client.post("/account/sso/link/")
    answer = back(client, at_provider(away.headers["Location"], "asha-1"))
    assert (answer.status_code, b"another account" in answer.content) == (403, True)


def test_linking_needs_a_fresh_confirmation(someone: Staff) -> None:
    client = Client()
    client.force_login(someone)
    for page in ("/account/sso/link/", "/account/sso/unlink/"):
        assert "/account/reauthenticate/" in client.post(page).headers["Location"]


def test_link_made_with_an_earlier_secret_key_signs_in(someone: Staff, settings: Any) -> None:
    linked(someone, "bina-2")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret key of this home, forty letters"
    client = Client()
    sign_in(client, "bina-2")
    assert is_in(client)


def test_removed_link_signs_no_one_in(someone: Staff) -> None:
    secret, client = linked(someone, "asha-1"), Client()
    send_password(client, someone.email)
    client.post("/account/2fa/authenticate/", {"code": code_of(secret)})
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    assert client.post("/account/sso/unlink/").status_code == 302
    assert sign_in(Client(), "asha-1").status_code == 403


def test_closed_account_is_not_opened(someone: Staff) -> None:
    linked(someone, "bina-2")
    as_owner("UPDATE agencies_staff SET is_active = false WHERE id = %s", someone.pk)
    assert sign_in(Client(), "bina-2").status_code == 403


@pytest.mark.parametrize("moves_details", [False, True])
def test_link_moved_by_the_owner_of_the_database_opens_nothing(
    someone: Staff, moves_details: bool
) -> None:
    victim = agencies.staff("case_worker", password=make_password(PASSWORD))
    linked(someone, "bina-2")
    as_owner("UPDATE agencies_signonlink SET staff_id = %s", victim.pk)
    if moves_details:
        as_owner(
            "UPDATE agencies_credential c SET sealed = o.sealed FROM agencies_credential o "
            "WHERE o.staff_id = %s AND c.staff_id = %s",
            someone.pk,
            victim.pk,
        )
    client = Client()
    answer = sign_in(client, "bina-2")
    assert (answer.status_code, b"changed outside Saathi" in answer.content) == (403, True)
    assert not is_in(client)


def test_strict_cookie_comes_along_after_one_page_of_ours(someone: Staff) -> None:
    linked(someone, "bina-2")
    client = Client()
    address = at_provider(client.post("/account/sso/").headers["Location"], "bina-2")
    # the browser withholds the cookie: the request comes from another site
    first = back(Client(), address)
    [reload_address] = re.findall(
        r'http-equiv="refresh" content="0;url=([^"]+)"', first.content.decode()
    )
    client.get(reload_address.replace("&amp;", "&"))
    assert is_in(client)
    assert back(Client(), f"{HERE}{reload_address}".replace("&amp;", "&")).status_code == 403


def test_answer_is_taken_once_and_in_the_same_browser(someone: Staff) -> None:
    linked(someone, "bina-2")
    client, thief = Client(), Client()
    address = at_provider(client.post("/account/sso/").headers["Location"], "bina-2")
    thief.post("/account/sso/")
    assert back(thief, address).status_code == 403
    assert back(client, address).status_code == 302
    assert back(client, f"{address}&again=1").status_code == 403


def test_request_carries_state_nonce_and_pkce(someone: Staff) -> None:
    query = parse_qs(urlsplit(Client().post("/account/sso/").headers["Location"]).query)
    assert query["code_challenge_method"] == ["S256"]
    assert query["scope"] == ["openid"]
    assert {"state", "nonce", "code_challenge"} <= set(query)


def resign_tokens(monkeypatch: pytest.MonkeyPatch, change: dict[str, Any]) -> None:
    """The provider's own tokens with claims changed, signed again by a key that it publishes."""
    key, stranger = (RSAKey.generate_key(2048, {"kid": "k", "use": "sig"}) for _ in range(2))
    provider = single_sign_on._provider()
    fetch = provider.fetch_access_token

    def changed(**given: Any) -> dict[str, Any]:
        token = fetch(**given)
        published = KeySet.import_key_set(provider.fetch_jwk_set(force=True))
        claims = dict(jwt.decode(token["id_token"], published).claims)
        claims.pop("at_hash", None)
        claims |= change
        signer = stranger if claims.pop("signed_by", None) else key
        claims_left = {name: value for name, value in claims.items() if value is not None}
        token["id_token"] = jwt.encode({"alg": "RS256", "kid": "k"}, claims_left, signer)
        provider.server_metadata["jwks"] = {"keys": [key.as_dict(private=False)]}
        return dict(token)

    monkeypatch.setattr(provider, "fetch_access_token", changed)


@pytest.mark.parametrize(
    ("change", "signs_in"),
    [
        ({}, True),
        ({"nonce": "another"}, False),
        ({"nonce": None}, False),
        ({"iss": "https://elsewhere.example.org"}, False),
        ({"iss": None}, False),
        ({"aud": "another-client"}, False),
        ({"aud": ["saathi", "another"], "azp": "another"}, False),
        ({"exp": 1}, False),
        ({"sub": None}, False),
        ({"signed_by": "another key"}, False),
    ],
)
def test_token_with_a_false_claim_or_signature_signs_no_one_in(
    someone: Staff, monkeypatch: pytest.MonkeyPatch, change: dict[str, Any], signs_in: bool
) -> None:
    linked(someone, "bina-2")
    client = Client()
    address = at_provider(client.post("/account/sso/").headers["Location"], "bina-2")
    resign_tokens(monkeypatch, change)
    answer = back(client, address)
    assert is_in(client) is signs_in
    # The token itself is refused, not only because no account is linked to a false issuer.
    refused = [{"method": "single_sign_on", "reason": "failed"}]
    assert said_in_the_log("sign_in_failed") == ([] if signs_in else refused)
    assert (b"Single sign-on failed" in answer.content) is not signs_in


def test_provider_that_does_not_answer_is_a_plain_page(settings: Any) -> None:
    settings.SAATHI_OIDC_URL = "http://localhost:9"
    answer = Client().post("/account/sso/")
    assert (answer.status_code, b"did not answer" in answer.content) == (403, True)


def test_refusal_at_the_provider_is_a_plain_page() -> None:
    client = Client()
    client.post("/account/sso/")
    assert client.get("/account/sso/answer/?error=access_denied&state=x").status_code == 403


def test_single_sign_on_pages_need_a_provider(settings: Any, someone: Staff) -> None:
    settings.SAATHI_OIDC_URL = ""
    assert Client().post("/account/sso/").status_code == 404
    assert Client().get("/account/sso/answer/").status_code == 404
    assert b"/account/sso/" not in Client().get("/account/login/").content


def test_pages_offer_single_sign_on_with_a_provider(someone: Staff) -> None:
    assert b"Single sign-on" in Client().get("/account/login/").content
    client = Client()
    client.force_login(someone)
    assert b"Link account" in client.get("/account/2fa/").content


def test_subject_and_issuer_are_not_readable_in_the_database(someone: Staff, issuer: str) -> None:
    linked(someone, "asha-1")
    details = credentials.read_details(someone.pk, someone.email)
    assert details is not None
    assert details.identity == (issuer, "asha-1")
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT l::text || c::text FROM agencies_signonlink l, agencies_credential c"
        )
        assert all("asha-1" not in row[0] for row in cursor.fetchall())


@pytest.mark.parametrize("url", ["http://login.example.org", "login.example.org", "ftp://x"])
def test_provider_must_be_reached_by_tls(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("SAATHI_OIDC_URL", url)
    with pytest.raises(env.SettingError, match="must look like https"):
        env.provider("SAATHI_OIDC_URL")
