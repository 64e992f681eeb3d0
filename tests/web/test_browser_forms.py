"""Forms in a browser: sent once, returned with mistakes, kept when the line drops, left, and come back to."""

import re

import pytest
from django import forms
from playwright.sync_api import expect

from saathi.agencies.staff_search import StaffKind, StaffSearchField
from tests.web.gallery import draw
from tests.web.stage import ORIGIN, BrowserStage

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_double_tap_is_sent_once(stage: BrowserStage) -> None:
    page = stage.show(draw("form"))
    page.evaluate("document.querySelector('form[data-keep]').removeAttribute('data-keep')")
    stage.answer = {"status": 204}  # the page stays, so that a second tap is possible
    page.get_by_role("button", name="Save").dblclick()
    page.wait_for_timeout(200)

    assert len(stage.posts) == 1


def test_error_of_the_server_is_not_called_a_lost_connection(stage: BrowserStage) -> None:
    page = stage.show(draw("form"))
    statement_field = page.get_by_label("Child’s statement")
    statement_field.fill("I want to go to the market.")
    stage.answer = {"status": 500}
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The server reported an error")).to_be_visible()
    expect(page.get_by_text("You are offline")).to_have_count(0)
    expect(statement_field).to_have_value("I want to go to the market.")


def test_failed_connection_keeps_form_for_retry(stage: BrowserStage) -> None:
    page = stage.show(draw("form"))
    statement_field = page.get_by_label("Child’s statement")
    statement_field.fill("I want to go to the market.")
    stage.is_down = True
    page.get_by_role("button", name="Save").click()
    expect(
        page.get_by_text("You are offline. Your entries are still here. Try again.")
    ).to_be_visible()
    expect(statement_field).to_have_value("I want to go to the market.")

    stage.is_down = False
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/next")

    assert len(stage.posts) == 2
    assert all("I want to go to the market." in body for _path, body in stage.posts)


def test_form_errors_are_shown_in_page_and_focused(stage: BrowserStage) -> None:
    page = stage.show(draw("form"))
    stage.answer = {"status": 200, "body": draw("form", "ur"), "content_type": "text/html"}
    page.evaluate("window.still = true")
    page.get_by_role("button", name="Save").click()

    expect(page.locator(".summary-box")).to_be_focused()
    assert page.evaluate("window.still")


def test_mistakes_of_a_form_beside_the_page_come_back_and_it_can_be_sent_again(
    stage: BrowserStage,
) -> None:
    page = stage.show(draw("form"))
    page.evaluate(
        "document.querySelector('.page > aside').append(document.querySelector('form[data-keep]'));"
        "document.querySelectorAll('[data-focus]').forEach((each) => each.remove())"
    )
    summary = "<div class='summary-box' tabindex='-1' data-focus>Write your question first.</div>"
    body = page.content().replace("</aside>", f"{summary}</aside>")
    stage.answer = {"status": 200, "body": body, "content_type": "text/html"}
    page.get_by_role("button", name="Save").click()

    expect(page.locator("aside .summary-box")).to_be_focused()
    stage.answer = {"status": 204, "headers": {"X-Saathi-To": "/next"}}
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/next")


def test_form_outside_what_is_replaced_can_be_sent_again(stage: BrowserStage) -> None:
    page = stage.show(draw("form"))
    body = page.content()
    page.evaluate(
        "document.querySelector('header').append(document.querySelector('form[data-keep]'))"
    )
    stage.answer = {"status": 200, "body": body, "content_type": "text/html"}
    page.locator("header").get_by_role("button", name="Save").click()

    expect(page.locator("main form[data-keep]")).to_be_visible()
    expect(page.locator("header [data-say]")).to_be_empty()
    assert page.locator("[aria-disabled]").count() == 0


def test_sign_in_page_says_that_a_form_waits(stage: BrowserStage) -> None:
    page, html = stage.page, draw("public")
    page.route(
        "**/account/login/", lambda route: route.fulfill(body=html, content_type="text/html")
    )
    page.goto(f"{ORIGIN}/account/login/")
    expect(page.locator("[data-form-waits]")).to_have_count(0)
    page.evaluate("sessionStorage.setItem('saathi-form-waits', '1')")
    page.reload()
    expect(page.locator("[data-form-waits]")).to_contain_text("is waiting on this device")

    stage.show(draw("form"))  # signed in
    page.wait_for_function("sessionStorage.getItem('saathi-form-waits') === null")


def with_key(html: str, key: str) -> str:
    field = f"<input type='hidden' name='form_key' value='{key}'>"
    return re.sub(r"(<form[^>]*data-keep[^>]*>)", rf"\1{field}", html)


def test_going_back_after_saving_sends_no_second_record(stage: BrowserStage) -> None:
    page = stage.show(with_key(draw("form"), "key-1"))
    page.get_by_label("Child’s statement").fill("I want to go to the market.")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/next")

    stage.html = with_key(draw("form"), "key-2")  # as the server gives a new one with each page
    page.go_back()
    expect(page.get_by_text("This form was already saved.")).to_be_visible()
    expect(page.get_by_role("link", name="Open the saved record")).to_have_attribute(
        "href", "/next"
    )
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/next")
    assert len(stage.posts) == 2
    assert all("key-1" in body for _path, body in stage.posts)

    page.goto(f"{ORIGIN}/page")
    expect(page.get_by_text("This form was already saved.")).to_have_count(0)
    assert page.locator("[name=form_key]").input_value() == "key-2"


def test_unsaved_text_asks_before_leaving(stage: BrowserStage) -> None:
    page = stage.show(draw("form"))
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.type), dialog.accept()))
    page.get_by_label("Child’s statement").fill("Not saved")
    page.goto(f"{ORIGIN}/elsewhere")

    assert dialogs == ["beforeunload"]


def test_nothing_that_was_typed_stays_in_the_browser(stage: BrowserStage) -> None:
    page = stage.show(draw("form"))
    page.get_by_label("Child’s statement").fill("A secret")

    stored = page.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie])")
    # The mark of the session and the time of the last touch, for the other tabs.
    assert re.fullmatch(r'\[\{"saathi-touched":"[0-9a-f]{16} [0-9]{13}"\},\{\},""\]', stored), (
        stored
    )


def test_enter_in_a_searched_list_chooses_the_entry_and_sends_nothing(stage: BrowserStage) -> None:
    options = "".join(f"<option value='{name}'>{name}</option>" for name in ("Neighbour", "Nurse"))
    boxes = "".join(
        f"<label for='b{name}'><input type='checkbox' id='b{name}' name='several' value='{name}'"
        f" data-search='0'><span>{name}</span></label>"
        for name in ("Health", "School")
    )
    fields = (
        f"<label for='who'>Reporting person</label><select id='who' name='who' data-search='0'>"
        f"<option value=''></option>{options}</select><div class='choices'>{boxes}</div>"
        "<div data-many><label for='staff'>Colleagues</label><input id='staff'"
        " data-staff-search='/suggest' data-staff-kind='colleague'><div data-name='staff_chosen'></div></div>"
        "<fieldset class='group'>"
    )
    page = stage.show(draw("form").replace('<fieldset class="group">', fields, 1))
    line = page.locator("input#who")
    line.press_sequentially("neigh")
    line.press("Enter")
    expect(page.locator("select[name=who]")).to_have_value("Neighbour")
    several = page.locator(".search-several input")
    several.press_sequentially("sch")
    several.press("Enter")
    expect(page.locator("#bSchool")).to_be_checked()
    page.get_by_label("Colleagues").press("Enter")
    page.wait_for_timeout(200)

    assert stage.posts == []


class ColleagueForm(forms.Form):
    staff = StaffSearchField(kind=StaffKind.CASE_WORKER, label="Case worker")


def test_text_can_be_changed_and_sent_while_colleagues_are_listed(stage: BrowserStage) -> None:
    form = ColleagueForm({"staff_search": "Demo"})
    form.fields["staff"].widget.offer([("", "—"), ("1", "Asha Rai, Demo"), ("2", "Bina Rai, Demo")])
    page = stage.show(
        f"<!doctype html><form method='post' action='/sent'>{form['staff']}<button>Continue</button>"
        "</form>"
    )
    page.get_by_label("Name or office").fill("Tilak Subedi")
    page.get_by_role("button", name="Continue").click()
    page.wait_for_timeout(200)
    assert stage.posts == [("/sent", "staff_search=Tilak+Subedi&staff_chosen=&staff_searched=Demo")]


def test_form_with_files_says_what_is_too_large_before_it_is_sent(
    stage: BrowserStage,
) -> None:
    page = stage.show(draw("form"))
    statement_field = page.get_by_label("Child’s statement")
    statement_field.fill("I want to go to the market.")
    page.evaluate(
        """() => {
        const form = document.querySelector('form[data-keep]');
        Object.assign(form.dataset, { upload: 'Uploading:', most: '10', tooLarge: 'The files are too large.' });
        form.append(Object.assign(document.createElement('input'), { type: 'file', name: 'scan' }));
        }"""
    )
    scan = page.locator("[name=scan]")
    scan.set_input_files([{"name": "a.jpg", "mimeType": "image/jpeg", "buffer": bytes(11)}])
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The files are too large.")).to_be_visible()
    expect(statement_field).to_have_value("I want to go to the market.")
    assert stage.posts == []

    scan.set_input_files([{"name": "a.jpg", "mimeType": "image/jpeg", "buffer": bytes(10)}])
    stage.answer = {"status": 500}  # the page stays
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The server reported an error")).to_be_visible()
    expect(page.get_by_text("The files are too large.")).to_have_count(0)
    assert len(stage.posts) == 1
