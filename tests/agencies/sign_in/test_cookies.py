"""Cookies that only this host can set, TLS for all names below it, and what signing out clears (finding F19)."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from django.test import Client

from tests.agencies.sign_in.signing_in import PASSWORD, person

NAMES = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "LANGUAGE_COOKIE_NAME")
SECURE = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE")
HSTS = ("SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS")


def settings_with(**environment: str) -> dict[str, Any]:
    """The settings as a process with this environment has them."""
    names = (*NAMES, *SECURE, *HSTS)
    code = (
        "import json; from saathi.config import settings as s; "
        f"print(json.dumps({{name: getattr(s, name) for name in {names!r}}}))"
    )
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("SAATHI_")}
    variables = inherited | {"SAATHI_PROCESS": "tools"} | environment
    done = subprocess.run(
        [sys.executable, "-c", code], env=variables, capture_output=True, check=True, text=True
    )
    values: dict[str, Any] = json.loads(done.stdout)
    return values


def test_cookies_over_tls_have_the_prefix_of_the_host() -> None:
    values = settings_with(SAATHI_HTTPS="yes")
    assert all(values[name].startswith("__Host-") for name in NAMES)
    assert all(values[name] for name in SECURE)
    assert (values["SECURE_HSTS_SECONDS"], values["SECURE_HSTS_INCLUDE_SUBDOMAINS"]) == (
        31_536_000,
        True,
    )


def test_subdomains_can_be_left_out_of_hsts() -> None:
    values = settings_with(SAATHI_HTTPS="yes", SAATHI_HSTS_SUBDOMAINS="no")
    assert not values["SECURE_HSTS_INCLUDE_SUBDOMAINS"]
    assert values["SECURE_HSTS_SECONDS"] > 0


def test_cookies_without_tls_have_no_prefix() -> None:
    values = settings_with(SAATHI_HTTPS="no")
    assert not any(values[name].startswith("__Host-") for name in NAMES)
    assert not values["SECURE_HSTS_INCLUDE_SUBDOMAINS"]


@pytest.mark.django_db
def test_cookies_keep_the_conditions_of_the_prefix(settings: Any) -> None:
    for name in NAMES:
        setattr(settings, name, f"__Host-{name.lower()}")
    for name in SECURE:
        setattr(settings, name, True)
    client = Client(enforce_csrf_checks=False)
    client.get("/account/login/", secure=True)
    sent = {"login": person().email, "password": PASSWORD}
    assert client.post("/account/login/", sent, secure=True).status_code == 302
    client.post("/language/setlang/", {"language": "ur"}, secure=True)
    client.get("/account/2fa/", secure=True)
    for name in NAMES:
        cookie = client.cookies[f"__Host-{name.lower()}"]
        assert cookie["secure"]
        assert cookie["path"] == "/"
        assert not cookie["domain"]
        assert cookie["samesite"] == "Strict"


@pytest.mark.django_db
def test_signing_out_clears_the_cache_and_leaves_unsent_forms(client: Client) -> None:
    client.force_login(person())
    assert "Clear-Site-Data" not in client.get("/account/2fa/").headers
    answer = client.post("/sign-out")
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert client.cookies["sessionid"].value == ""
    assert "Clear-Site-Data" not in client.get("/account/login/").headers


@pytest.mark.django_db
def test_session_that_ends_by_itself_clears_the_cache(client: Client) -> None:
    client.force_login(person())
    session = client.session
    session["touched_at"] = 0
    session.save()
    assert client.get("/account/2fa/").headers["Clear-Site-Data"] == '"cache"'
