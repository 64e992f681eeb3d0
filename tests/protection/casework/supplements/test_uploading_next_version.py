"""Uploading the next version from the page of a form, and setting the ID of a form on a draft."""

import io
from typing import Any

import pytest

from saathi.agencies.models import Staff
from saathi.protection.casework.supplements.models import FormDraft, FormVersion
from tests import filled, sending
from tests.engines.xlsform.books import book, line
from tests.factories import agencies
from tests.protection.casework.supplements import cast
from tests.protection.casework.supplements.test_versions import (
    FORMS,
    box_value,
    draft_of,
    page_text,
    upload,
)
from tests.roles import role
from tests.screens import read
from tests.signing import just_confirmed, signed_in

pytestmark = pytest.mark.django_db
MARKS = dict.fromkeys((0x200E, 0x2068, 0x2069))  # of direction
NEXT = f"{FORMS}upload/?next=a_visit"
LINES = (line("select_one yn", "safe", "Is the child safe?"), line("text", "met", "Who was met?"))


@pytest.fixture
def here() -> cast.Office:
    return cast.office()


def upload_next(actor: Staff, data: bytes, **sent: str) -> Any:
    file = io.BytesIO(data)
    file.name = "A file.xlsx"
    return signed_in(actor).post(NEXT, {"workbook": file} | sent | sending.key())


def draft() -> FormDraft:
    with role("maintenance"):
        return FormDraft.objects.get()


def classes() -> dict[str, str]:
    return {question["name"]: question["data_class"] for question in draft().body["questions"]}


def test_only_forms_of_the_agency_get_a_next_version(here: cast.Office) -> None:
    assert just_confirmed(here.maker).get(NEXT).status_code == 404
    cast.published(cast.office())  # of another agency
    assert just_confirmed(here.maker).get(NEXT).status_code == 404
    assert upload_next(here.maker, book(*LINES)).status_code == 404
    cast.published(here)
    assert just_confirmed(here.maker).get(NEXT).status_code == 200
    for person in (here.worker, here.second, agencies.staff("administrator")):
        assert just_confirmed(person).get(NEXT).status_code == 404, person.role_kind


@pytest.mark.parametrize("settings", [[], [["form_id"], ["other"]]], ids=["no ID", "another ID"])
def test_upload_from_the_page_of_a_form_is_its_next_version(
    here: cast.Office, settings: list[list[str]]
) -> None:
    cast.published(here)
    client = just_confirmed(here.maker)
    page = client.get(f"{FORMS}a_visit/").content.decode()
    assert f'href="{NEXT}"' in page
    words = page_text(here.maker, NEXT).translate(MARKS)
    assert "Upload the next version of “A visit”" in words
    answer = upload_next(here.maker, book(*LINES, settings=settings))
    assert answer.status_code == 302, read(answer)[0]
    kept = draft()
    assert (kept.code, kept.section, kept.body["title"]) == ("a_visit", 2048, {"en": "A visit"})
    assert classes() == {"safe": "statistical", "met": ""}
    assert "This draft becomes its next version." in page_text(here.maker, answer["Location"])


def test_draft_of_the_next_version_is_replaced_only_if_asked(here: cast.Office) -> None:
    cast.published(here)
    upload_next(here.maker, book(*LINES))
    answer = upload_next(here.maker, book(line("text", "b", "B"), settings=[]))
    assert answer.status_code == 200
    assert "is already a draft of the next version" in read(answer)[0]
    assert set(classes()) == {"safe", "met"}
    replaces = box_value(answer)
    answer = upload_next(here.maker, book(line("text", "b", "B")), replaces_draft=replaces)
    assert answer.status_code == 302
    assert classes() == {"b": ""}


def test_next_version_of_a_form_that_has_ended_has_its_section_and_classes(
    here: cast.Office,
) -> None:
    cast.published(here)
    just_confirmed(here.maker).post(f"{FORMS}a_visit/end/", sending.key())
    just_confirmed(here.second).post(f"{FORMS}a_visit/2/", {"decision": "agree"} | sending.key())
    upload_next(here.maker, book(*LINES))
    assert draft().section == 2048
    assert classes() == {"safe": "statistical", "met": ""}


def test_draft_that_gets_the_id_of_a_form_gets_its_section_and_classes(here: cast.Office) -> None:
    cast.published(here)
    place = draft_of(here.maker, book(*LINES, settings=[["form_id"], ["other"]]))
    assert classes() == {"safe": "", "met": ""}
    client = just_confirmed(here.maker)
    page = client.get(place).content.decode()
    answer = client.post(place, filled.form(page, code="a_visit", c_met="identifying", ask="yes"))
    assert (answer.status_code, answer["Location"]) == (302, place)
    assert (draft().code, draft().section) == ("a_visit", 2048)
    assert classes() == {"safe": "statistical", "met": "identifying"}
    page = client.get(place).content.decode()
    assert "The draft is now the next version of the form with this ID" in page
    with role("maintenance"):
        assert FormVersion.objects.count() == 1, (
            "what was proposed is checked before it is submitted"
        )
    answer = client.post(place, filled.form(page, ask="yes"))
    assert answer["Location"] == f"{FORMS}a_visit/2/"


def test_class_that_was_chosen_stays_when_the_id_is_set(here: cast.Office) -> None:
    cast.published(here)
    place = draft_of(here.maker, book(*LINES, settings=[["form_id"], ["other"]]))
    client = just_confirmed(here.maker)
    page = client.get(place).content.decode()
    client.post(place, filled.form(page, code="a_visit", c_safe="sensitive"))
    assert classes() == {"safe": "sensitive", "met": ""}


def test_upload_without_the_page_of_a_form_is_a_form_of_its_own(here: cast.Office) -> None:
    cast.published(here)
    upload(here.maker, book(*LINES, settings=[]), "Visit at home.xlsx")
    kept = draft()
    assert (kept.code, kept.body["title"]) == ("form", {"en": "Form"})
