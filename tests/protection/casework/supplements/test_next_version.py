"""A workbook without an ID that has the title of a form in use: the page offers the ID of that form."""

from typing import Any

import pytest
from django.urls import reverse

from saathi.protection.casework.supplements.models import FormDraft, FormVersion
from tests import filled, sending
from tests.clients import StaffClient
from tests.counting import at_most
from tests.desk.cast import entries
from tests.engines.xlsform.books import book, line
from tests.factories import agencies
from tests.protection.casework.supplements import cast
from tests.protection.casework.supplements.test_versions import FORMS, draft_of, page_text
from tests.roles import role
from tests.screens import read
from tests.signing import just_confirmed

pytestmark = pytest.mark.django_db
IN_USE = "A form with this title is in use"


@pytest.fixture
def here() -> cast.Office:
    return cast.office()


def without_id(title: str = "A visit") -> bytes:
    """A workbook with the first question of the form in use and a new one, without an ID."""
    lines = (
        line("select_one yn", "safe", "Is the child safe?"),
        line("text", "met", "Who was met?"),
    )
    return book(*lines, settings=[["form_title"], [title]])


def step_of(place: str) -> str:
    return reverse("supplements:make_next_version", args=[place.split("/")[4]])


def take(client: StaffClient, place: str, **typed: str) -> Any:
    """Presses the button of the page of a draft."""
    page = client.get(place).content.decode()
    return client.post(step_of(place), filled.form(page, to=step_of(place)) | typed)


def draft() -> FormDraft:
    with role("maintenance"):
        return FormDraft.objects.get()


def test_only_who_makes_forms_of_the_agency_makes_a_next_version(here: cast.Office) -> None:
    cast.published(here)
    place = draft_of(here.maker, without_id())
    before = draft()
    for person in (here.worker, here.second, here.officer, agencies.staff("administrator")):
        answer = just_confirmed(person).post(
            step_of(place), {"code": "a_visit", "version": "1"} | sending.key()
        )
        assert answer.status_code == 404, person.role_kind
    assert just_confirmed(here.maker).get(step_of(place)).status_code == 405
    assert (draft().code, draft().version) == (before.code, before.version)


def test_draft_with_the_title_of_a_form_becomes_its_next_version(here: cast.Office) -> None:
    cast.published(here)
    place = draft_of(here.maker, without_id("  a VISIT "))
    assert draft().code != "a_visit"
    client = just_confirmed(here.maker)
    with at_most(15):
        page = read(client.get(place))[0]
    page = page.translate(dict.fromkeys((0x200E, 0x2068, 0x2069)))  # marks of direction
    assert IN_USE in page
    assert "“A visit” has the form ID “a_visit” (version 1)." in page
    assert "This is the next version of “A visit”" in page
    answer = take(client, place)
    assert (answer.status_code, answer.headers["Location"]) == (302, place)
    assert (draft().code, draft().section) == ("a_visit", 2048)
    page = read(client.get(place))[0]
    assert "The draft has the form ID, section and classification of the form in use." in page
    assert "This draft becomes its next version." in page
    assert IN_USE not in page
    kept = {question["name"]: question["data_class"] for question in draft().body["questions"]}
    assert kept == {"safe": "statistical", "met": ""}
    assert entries(kind="rules_changed")[-1].detail["action"] == "form_classified"

    form = filled.form(client.get(place).content.decode(), c_met="identifying", ask="yes")
    answer = client.post(place, form)
    assert answer.headers["Location"] == f"{FORMS}a_visit/2/"
    with role("maintenance"):
        assert FormVersion.objects.filter(code="a_visit").count() == 2


def test_only_forms_in_use_of_the_agency_with_this_title_are_offered(here: cast.Office) -> None:
    cast.published(cast.office())  # of another agency
    cast.asked_for(here)  # not published yet
    place = draft_of(here.maker, without_id())
    assert IN_USE not in page_text(here.maker, place)
    with role("maintenance"):
        FormVersion.objects.filter(agency=here.maker.agency_id).delete()
    cast.published(here)
    assert IN_USE in page_text(here.maker, place)
    other = draft_of(here.maker, without_id("Another visit"))
    assert IN_USE not in page_text(here.maker, other)
    just_confirmed(here.maker).post(f"{FORMS}a_visit/end/", sending.key())
    just_confirmed(here.second).post(f"{FORMS}a_visit/2/", {"decision": "agree"} | sending.key())
    assert IN_USE not in page_text(here.maker, place)


def test_next_version_of_a_form_that_is_not_in_use_is_refused(here: cast.Office) -> None:
    cast.published(here)
    place = draft_of(here.maker, without_id())
    before = draft().code
    assert take(just_confirmed(here.maker), place, code="no_such_form").status_code == 404
    assert draft().code == before


def test_id_of_another_draft_is_refused(here: cast.Office) -> None:
    cast.published(here)
    place = draft_of(here.maker, without_id())
    before = draft().code
    draft_of(here.maker, book(line("text", "b", "B")))  # with the ID of the form in use
    client = just_confirmed(here.maker)
    assert take(client, place).headers["Location"] == place
    assert "Another draft has this form ID." in read(client.get(place))[0]
    with role("maintenance"):
        assert FormDraft.objects.filter(code=before).exists()


def test_draft_that_was_changed_in_the_meantime_is_refused(here: cast.Office) -> None:
    cast.published(here)
    place = draft_of(here.maker, without_id())
    before = draft().code
    client = just_confirmed(here.maker)
    assert take(client, place, version="7").headers["Location"] == place
    assert "This draft has been changed in the meantime." in read(client.get(place))[0]
    assert draft().code == before
