"""The fields of one domain of an assessment in a browser: words are asked for once a finding is chosen."""

from collections.abc import Iterator

import pytest
from django.template.loader import render_to_string
from django.templatetags.static import static
from playwright.sync_api import Browser, Page, ViewportSize, expect

from saathi.protection.casework.cases.assessment_pages import domain_fieldsets
from saathi.protection.casework.cases.forms import AssessmentForm
from saathi.protection.casework.cases.rules import Procedure
from tests.web.stage import BrowserStage

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SIZES = (ViewportSize(width=390, height=844), ViewportSize(width=1280, height=900))


@pytest.fixture(params=SIZES, ids=["phone", "desktop"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    page = browser.new_page(viewport=request.param)
    page.set_default_timeout(5000)
    yield page
    page.close()


def shown(page: Page, **typed: str) -> Page:
    """The fields of the first domain, as the page of an assessment has them; no script runs."""
    [first, *_others] = domain_fieldsets(AssessmentForm(typed or None), Procedure(), [], {})
    fields = render_to_string("cases/_assessed_domain.html", {"domain": first})
    styles = "".join(
        f'<link rel="stylesheet" href="{static(f"web/{name}.css")}">' for name in ("saathi", "file")
    )
    return BrowserStage(page, has_scripts=False).show(
        f'<!doctype html>{styles}<form class="form card"><div class="fields">{fields}</div></form>'
    )


def test_details_are_shown_once_a_finding_is_chosen(page: Page) -> None:
    details, finding = shown(page).get_by_label("Details"), page.get_by_label("Finding")
    expect(details).to_be_hidden()
    finding.select_option("urgent")
    expect(details).to_be_visible()


def test_words_that_were_typed_are_never_hidden(page: Page) -> None:
    details, finding = shown(page).get_by_label("Details"), page.get_by_label("Finding")
    finding.select_option("need")
    details.fill("Fever at night")
    finding.select_option("")
    expect(details).to_be_visible()
    # Also where the page comes back with words and no finding.
    expect(shown(page, text_protection="Not safe").get_by_label("Details")).to_be_visible()
