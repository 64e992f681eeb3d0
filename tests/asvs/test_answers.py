"""Headers, cookies and redirects that the production settings give every answer."""

import ast
import re

import pytest

from tests.asvs.production import (
    FOLDERS,
    ORIGINS,
    PAGES,
    SIGN_IN,
    SOURCES,
    TOOLS,
    Answer,
    ask,
    setting,
)

YEAR = 31_536_000


def policy(answer: Answer) -> dict[str, list[str]]:
    parts = answer.headers["Content-Security-Policy"].split(";")
    return {words[0]: words[1:] for part in parts if (words := part.split())}


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_a_policy_that_runs_our_scripts_alone(path: str) -> None:
    told = policy(ask(path))
    assert told["default-src"] == ["'none'"]
    assert told["script-src"] == ["'self'"]
    assert told["style-src"] == ["'self'"]
    assert told["object-src"] == ["'none'"]
    assert told["base-uri"] == ["'none'"]
    assert told["form-action"] == ["'self'"]
    assert "unsafe-inline" not in str(told)
    assert "unsafe-eval" not in str(told)


@pytest.mark.parametrize("path", PAGES)
def test_no_page_can_be_framed(path: str) -> None:
    assert policy(ask(path))["frame-ancestors"] == ["'none'"]


@pytest.mark.parametrize("path", PAGES)
def test_no_answer_is_sniffed_for_another_type(path: str) -> None:
    assert ask(path).headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", PAGES)
def test_other_sites_learn_no_address_from_the_referrer(path: str) -> None:
    assert ask(path).headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("path", PAGES)
def test_other_sites_cannot_embed_an_answer(path: str) -> None:
    assert ask(path).headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("path", PAGES)
def test_windows_of_other_sites_are_kept_apart(path: str) -> None:
    assert ask(path).headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("path", PAGES)
def test_browsers_are_required_to_use_tls_for_a_year(path: str) -> None:
    told = ask(path).headers["Strict-Transport-Security"]
    found = re.search(r"max-age=(\d+)", told)
    assert found
    assert int(found[1]) >= YEAR
    assert "includeSubDomains" in told


@pytest.mark.parametrize("path", PAGES)
def test_a_request_without_tls_is_led_to_tls_and_answered_nothing(path: str) -> None:
    answer = ask(path, secure=False)
    assert answer.status == 301
    assert answer.headers["Location"].startswith("https://saathi.example.org/")
    assert answer.body == ""
    assert not answer.cookies


def test_no_other_origin_may_read_an_answer() -> None:
    for origin in ORIGINS:
        told = ask(SIGN_IN, headers=(("Origin", origin),)).headers
        assert not [name for name in told if name.lower().startswith("access-control-")]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_says_its_type_and_character_set(path: str) -> None:
    answer = ask(path)
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.status == 302 or answer.body.lstrip().lower().startswith("<!doctype html>")


def test_cookies_go_over_tls_alone_and_to_no_other_site() -> None:
    cookies = ask(SIGN_IN).cookies
    assert cookies
    for name, told in cookies.items():
        assert name.startswith("__Host-")
        assert told["secure"]
        assert told["samesite"] == "Strict"
        assert told["path"] == "/"
        assert "domain" not in told
    assert setting("SESSION_COOKIE_SECURE") == setting("CSRF_COOKIE_SECURE") == "True"
    for name in ("SESSION", "CSRF", "LANGUAGE"):
        assert setting(f"{name}_COOKIE_NAME").startswith("'__Host-")
        assert setting(f"{name}_COOKIE_SECURE") == "True"
        assert setting(f"{name}_COOKIE_SAMESITE") == "'Strict'"
    assert setting("SESSION_COOKIE_SAMESITE") == setting("CSRF_COOKIE_SAMESITE") == "'Strict'"


def test_no_script_can_read_the_session() -> None:
    assert setting("SESSION_COOKIE_HTTPONLY") == "True"


def test_session_cookie_ends_with_the_browser() -> None:
    assert setting("SESSION_EXPIRE_AT_BROWSER_CLOSE") == "True"


def test_debugging_is_off_and_an_error_tells_nothing_of_itself() -> None:
    assert setting("DEBUG") == "False"
    answer = ask(SIGN_IN, method="POST")  # without a database behind it
    lost = ask("/published/")
    for item in (answer, lost):
        assert not re.search(
            r"Traceback|psycopg|OperationalError|127\.0\.0\.1|/nonexistent", item.body
        )
    assert lost.status == 500
    assert "<h1" in lost.body


@pytest.mark.parametrize("path", FOLDERS)
def test_no_folder_is_listed(path: str) -> None:
    answer = ask(path)
    assert answer.status == 404
    assert 'href="saathi' not in answer.body


@pytest.mark.parametrize("path", SOURCES)
def test_no_source_or_configuration_is_served(path: str) -> None:
    answer = ask(path)
    assert answer.status == 404
    assert "SECRET_KEY" not in answer.body


@pytest.mark.parametrize("path", TOOLS)
def test_neither_demo_nor_tools_of_developers_are_served(path: str) -> None:
    assert ask(path).status == 404


def test_no_application_of_developers_is_installed() -> None:
    apps = set(ast.literal_eval(setting("INSTALLED_APPS")))
    assert not {
        app for app in apps if app.startswith(("tests", "debug_toolbar", "django_extensions"))
    }
    assert "django.contrib.admin" not in apps


def test_a_host_that_is_not_ours_is_refused() -> None:
    answer = ask(SIGN_IN, headers=(("Host", "evil.example"),))
    assert answer.status in {400, 404, 413}
    assert "evil.example" not in str(answer.headers) + answer.body


def test_address_of_a_client_is_not_taken_from_its_own_header() -> None:
    assert setting("ALLAUTH_TRUSTED_PROXY_COUNT") == "0"


def test_passwords_are_kept_by_scrypt_alone() -> None:
    hashers = ast.literal_eval(setting("PASSWORD_HASHERS"))
    assert [hasher.rpartition(".")[2] for hasher in hashers] == ["ScryptPasswordHasher"]
