"""Consent pages on a phone."""

from collections.abc import Iterator

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from playwright.sync_api import Browser, ViewportSize, expect

from saathi.agencies.models import Office, Staff
from saathi.consent.forms import ConsentWithdrawForm
from saathi.consent.views import WITHDRAW_PAGE_TEXT
from tests.web.stage import BrowserStage

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE = ViewportSize(width=360, height=740)
STOPS = ["Referral: Family support", "Referral: Vocational training"]


@pytest.fixture
def stage(browser: Browser) -> Iterator[BrowserStage]:
    page = browser.new_page(viewport=PHONE)
    page.set_default_timeout(5000)
    yield BrowserStage(page)
    page.close()


@pytest.mark.requirement("GDN-008")
def test_consent_withdrawal_lists_what_stops_above_the_button(
    stage: BrowserStage,
) -> None:
    context = {
        "form": ConsentWithdrawForm(None, initial={"version": 1}, staff=Staff(office=Office())),
        "about": WITHDRAW_PAGE_TEXT,
        "back": "/consent/",
        "stops": STOPS,
    }
    html = render_to_string("consent/form.html", context, RequestFactory().get("/"))

    page = stage.show(html)

    for text in STOPS:
        expect(page.get_by_text(text)).to_be_in_viewport()
    last = page.get_by_text(STOPS[-1]).bounding_box()
    button = page.get_by_role("button", name="Withdraw").bounding_box()
    assert last is not None
    assert button is not None
    assert last["y"] + last["height"] < button["y"]
