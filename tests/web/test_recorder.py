"""A voice is recorded in Chromium with an invented microphone: what it writes is what the server accepts."""

from collections.abc import Iterator

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, expect

from saathi.protection.casework.recordings.actions import check_recording
from tests.browser_support import launch_options
from tests.web.stage import ORIGIN, BrowserStage

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MICROPHONE = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
BYTES = """async () => {
  const [file] = document.getElementById('id_sound').files;
  return file ? [file.name, file.type, [...new Uint8Array(await file.arrayBuffer())]] : null;
}"""


@pytest.fixture
def talking(browser_type: BrowserType) -> Iterator[Browser]:
    options = launch_options()
    options["args"] = [*options["args"], *MICROPHONE]
    browser = browser_type.launch(**options)
    yield browser
    browser.close()


def draw() -> str:
    """The page of the form, as far as the recorder needs it."""
    return (
        "<!doctype html><title>Form</title><body data-lock-after='30'><main>"
        "<form method='post'><input type='file' id='id_sound' name='sound'>"
        f"{render_to_string('recordings/_recorder.html')}</form></main>"
        "<script src='/static/web/record.js'></script>"
    )


def opened(context: BrowserContext) -> tuple[BrowserStage, Page]:
    page = context.new_page()
    page.set_default_timeout(5000)
    stage = BrowserStage(page, has_scripts=False)
    return stage, stage.show(draw())


def test_recording_of_the_browser_is_accepted_and_survives_an_error(talking: Browser) -> None:
    context = talking.new_context()
    context.grant_permissions(["microphone"], origin=ORIGIN)
    _stage, page = opened(context)
    start = page.get_by_role("button", name="Record here")
    expect(page.get_by_role("button", name="Stop recording")).to_be_hidden()
    start.click()
    stop = page.get_by_role("button", name="Stop recording")
    expect(page.get_by_role("status")).to_contain_text("Recording: 0:02")
    expect(start).to_be_hidden()
    stop.click()
    expect(page.get_by_role("status")).to_contain_text("It is saved with the form: 0:0")
    name, kind, data = page.evaluate(BYTES)
    assert name == "recording.webm"
    assert kind == "audio/webm"
    assert check_recording(bytes(data)) == "audio/webm"

    # The form comes back with errors: its file field is new and empty, the recording is put in again.
    page.evaluate(
        "html => { document.querySelector('main').innerHTML = html; }",
        draw().partition("<main>")[2].partition("</main>")[0],
    )
    assert page.evaluate(BYTES) is None
    page.evaluate("document.dispatchEvent(new Event('saathi:shown'))")
    again = page.evaluate(BYTES)
    assert again[2] == data

    # A file that is chosen afterwards takes its place.
    page.set_input_files("#id_sound", {"name": "a.wav", "mimeType": "audio/wav", "buffer": b"RIFF"})
    assert page.evaluate(BYTES)[0] == "a.wav"
    expect(page.get_by_role("button", name="Listen before saving")).to_be_hidden()


def test_microphone_that_is_refused_leaves_the_file_field(browser: Browser) -> None:
    _stage, page = opened(browser.new_context())
    page.evaluate(
        "() => { navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error('no')); }"
    )
    page.get_by_role("button", name="Record here").click()
    expect(page.get_by_role("status")).to_contain_text("The microphone cannot be used.")
    expect(page.locator("#id_sound")).to_be_visible()


def test_browser_that_cannot_record_shows_the_file_field_alone(browser: Browser) -> None:
    context = browser.new_context()
    context.add_init_script("delete window.MediaRecorder")
    _stage, page = opened(context)
    expect(page.locator("[data-recorder]")).to_be_hidden()
    expect(page.locator("#id_sound")).to_be_visible()
