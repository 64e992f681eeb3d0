"""Forms and buttons of the pages of family tracing."""

from typing import Any

from django.test import Client

from tests import filled
from tests.desk.cast import ChildFileCast
from tests.reading import words
from tests.signing import signed_in

# An enquiry of our own in the village, and what a named one adds.
ENQUIRY: dict[str, object] = {
    "made_through": "ours",
    "way": "village_head",
    "asked": "village_head",
    "country": "NPL",
    "to_whom": "Ward chair, Rajbiraj",
    "kept_from": "no",
    "cover_text": "A child in care is looking for the Mahato family.",
}

NAMED: dict[str, object] = {"facts": ["name"], "why_name": "Two families of this name live there."}
UNSAFE = "does not allow to ask there"


def follow(client: Client, path: str, **typed: object) -> str:
    """Fills in the form of a page; the page that follows."""
    answer = client.post(path, filled.form(client.get(path).content.decode(), **typed))
    if answer.status_code == 302:
        return words(client.get(answer.url).content)
    return words(answer.content)


def fill(around: ChildFileCast, page: str, **typed: object) -> str:
    return follow(signed_in(around.worker), f"{around.url}tracing/{page}", **typed)


def press(person: Any, page_path: str, step_path: str) -> str:
    """Presses the button of a row; the page that follows, with its messages."""
    client = signed_in(person)
    page = client.get(page_path).content.decode()
    answer = client.post(step_path, filled.form(page, to=step_path))
    assert answer.status_code == 302
    return client.get(answer.url).content.decode()
