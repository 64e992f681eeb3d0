"""A passkey from its creation to a sign-in with it alone, in Chromium with a virtual authenticator."""

import contextvars
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, Request, Route, expect

from saathi.agencies.models import Staff
from tests.agencies.sign_in.signing_in import PASSWORD, said_in_the_log
from tests.factories import agencies

pytestmark = [pytest.mark.django_db, pytest.mark.browser, pytest.mark.slow]
ORIGIN = "http://localhost:8000"  # a secure context for the browser, as the demo is


class BrowserWindow:
    """A browser window whose every request is answered by Django in the test's own transaction."""

    def __init__(self, page: Page) -> None:
        self.page, self.server = page, Client(headers={"host": "localhost:8000"})
        self.errors: list[str] = []
        self.context = contextvars.copy_context()
        page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        page.route("**/*", self.answer)

    def answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(ORIGIN)
        if path.startswith("/static/"):
            file = finders.find(path.removeprefix("/static/"))
            route.fulfill(path=Path(str(file))) if file else route.fulfill(status=404)
            return
        # Playwright answers in a context of its own, where Django would open another connection.
        response = self.context.run(self.ask, route.request, path)
        headers = {
            name: value for name, value in response.headers.items() if name != "Content-Length"
        }
        route.fulfill(status=response.status_code, body=response.content, headers=headers)

    def ask(self, asked: Request, path: str) -> Any:
        headers = {"host": "localhost:8000", "accept": asked.headers.get("accept", "")}
        if asked.method != "POST":
            return self.server.get(path, follow=True, headers=headers)
        sent, kind = asked.post_data_buffer or b"", asked.headers["content-type"]
        response = self.server.generic("POST", path, sent, kind, headers=headers)
        if response.status_code != 302:
            return response
        return self.server.get(response.headers["Location"], follow=True, headers=headers)


@pytest.fixture
def window(browser: Browser) -> Iterator[BrowserWindow]:
    page = browser.new_page(base_url=ORIGIN)
    page.set_default_timeout(8000)
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    cdp.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    yield BrowserWindow(page)
    page.close()


def test_a_passkey_is_added_and_signs_in_alone(window: BrowserWindow, settings: Any) -> None:
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # http: the test has no certificate
    someone: Staff = agencies.staff("administrator", password=make_password(PASSWORD))
    page = window.page
    page.goto("/account/login/")
    page.get_by_label("Your e-mail address").fill(someone.email)
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in with your password").click()
    expect(page.get_by_role("heading", name="Set up a second factor")).to_be_visible()
    page.get_by_role("link", name="Add a passkey").first.click()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    key = Authenticator.objects.get(user=someone, type="webauthn")
    page.goto(reverse("mfa_edit_webauthn", args=[key.pk]))
    page.get_by_label("Name of the passkey").fill("the blue key")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("the blue key")).to_be_visible()

    page.goto("/account/2fa/")
    page.get_by_role("button", name="Sign out").click()
    assert "_auth_user_id" not in window.server.session
    page.goto("/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name=someone.agency.name)).to_be_visible()
    assert window.server.session["_auth_user_id"] == str(someone.pk)
    assert said_in_the_log("signed_in")[-1] == {"method": "passkey"}
    assert window.errors == []  # the content policy had nothing to block


def test_a_passkey_is_the_second_step_after_a_password(
    window: BrowserWindow, settings: Any
) -> None:
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    someone: Staff = agencies.staff("administrator", password=make_password(PASSWORD))
    page = window.page
    for step in ("add", "use"):
        page.goto("/account/login/")
        page.get_by_label("Your e-mail address").fill(someone.email)
        page.get_by_label("Your password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in with your password").click()
        if step == "add":
            page.get_by_role("link", name="Add a passkey").first.click()
            page.get_by_label("Your password").fill(PASSWORD)
            page.get_by_role("button", name="Confirm").click()
            page.get_by_role("button", name="Add the passkey").click()
            expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
            page.goto("/account/2fa/")
            page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    assert "_auth_user_id" not in window.server.session
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.get_by_role("heading", name=someone.agency.name)).to_be_visible()
    assert said_in_the_log("signed_in")[-1] == {"method": "password.webauthn"}
