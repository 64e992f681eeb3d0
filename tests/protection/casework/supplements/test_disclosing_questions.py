"""Questions that name, reach or group a child are never statistical: pages, actions and database."""

import pytest
from django.db import connection
from psycopg.types.json import Jsonb

from saathi.engines.xlsform.definition import XlsformDefinition
from saathi.engines.xlsform.disclosing_words import fold
from saathi.protection.casework.supplements.actions import versions
from saathi.protection.casework.supplements.models import FormVersion
from tests import sending
from tests.engines.xlsform.books import book, form, line
from tests.engines.xlsform.disclosing import CHOICES, SURROUNDED, TEXTS
from tests.protection.casework.supplements import cast
from tests.protection.casework.supplements.test_versions import (
    FORMS,
    PROPOSED,
    draft_of,
    here,
    page_text,
)
from tests.roles import acting, role
from tests.screens import read
from tests.signing import just_confirmed

pytestmark = pytest.mark.django_db
__all__ = ("here",)  # a fixture


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_database_reads_the_words_of_a_question_as_python_does(
    text: str, *, expected: bool
) -> None:
    with role("warden"), connection.cursor() as cursor:
        cursor.execute("SELECT form_text_discloses(%s, ''), form_text_folded(%s)", [text, text])
        assert cursor.fetchone() == (expected, fold(text))


@pytest.mark.parametrize(("text", "expected"), CHOICES)
def test_database_reads_choices_as_python_does(text: str, *, expected: bool) -> None:
    with role("warden"), connection.cursor() as cursor:
        cursor.execute("SELECT form_text_discloses('how often', %s)", [text])
        assert cursor.fetchone() == (expected,)


@pytest.mark.parametrize(("asked", "is_refused"), SURROUNDED)
def test_database_refuses_a_form_for_the_texts_around_a_question(
    asked: XlsformDefinition, *, is_refused: bool
) -> None:
    with role("warden"), connection.cursor() as cursor:
        cursor.execute("SELECT form_is_classified(%s)", [Jsonb(asked.to_json())])
        assert cursor.fetchone() == (not is_refused,)


def test_form_that_was_requested_before_the_rule_is_not_published(here: cast.Office) -> None:
    version = cast.asked_for(here)
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE supplements_formversion SET body = jsonb_set(body, '{questions,0,label,en}', "
            "'\"Religion of the child\"')"
        )
    sent = {"decision": "agree"} | sending.key()
    url = f"{FORMS}{version.code}/{version.version}/"
    assert just_confirmed(here.second).post(url, sent).status_code == 200
    with role("maintenance"):
        assert FormVersion.objects.get(pk=version.pk).outcome == "waits"
    sent = {"decision": "refuse"} | sending.key()
    assert just_confirmed(here.second).post(url, sent).status_code == 302


def test_page_says_why_a_question_cannot_be_statistical(here: cast.Office) -> None:
    data = book(
        line("select_one yn", "safe", "Safe?"), line("select_one yn", "caste", "Same group?")
    )
    place = draft_of(here.maker, data)
    page = page_text(here.maker, place)
    assert page.count("has a word for a name, phone, address, caste, ethnicity or religion") == 1
    sent = PROPOSED | {"section": "2048", "c_safe": "statistical", "c_caste": "statistical"}
    page = read(just_confirmed(here.maker).post(place, sent | sending.key()))[0]
    assert "not one of the available choices" in page


def test_class_of_an_earlier_version_that_is_no_longer_allowed_is_not_proposed(
    here: cast.Office,
) -> None:
    cast.published(here)
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE supplements_formversion SET body = jsonb_set(body, '{questions,0,name}', '\"caste\"')"
        )
    newer = form(line("select_one yn", "caste", "Which?"), line("integer", "people", "People"),
                 settings=[["form_title", "form_id"], ["A", cast.FORM.code]])  # fmt: skip
    with acting(here.maker):
        draft = versions.save_uploaded_draft(form=newer, actor=here.maker)
    classes = {question["name"]: question["data_class"] for question in draft.body["questions"]}
    assert classes == {"caste": "", "people": "statistical"}


def test_second_person_sees_the_choices_that_are_counted_and_signs_that_no_reader_sees(
    here: cast.Office,
) -> None:
    choices = [["list_name", "name", "label"], ["who", "c1", "Sita Rai"], ["who", "c2", "Others"]]
    asked = form(
        line("select_one who", "met", "Who was met?", classification="statistical"),
        line("select_one who", "met_first", "And first?", classification="operational"),
        choices=choices,
    )
    version = cast.asked_for(here, asked)
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute(  # as if it had been stored without the reader of workbooks
            "UPDATE supplements_formversion SET body = jsonb_set(body, '{lists,who,1,label,en}', %s)",
            ['"Oth\\u200bers"'],
        )
    page = page_text(here.second, f"{FORMS}{version.code}/{version.version}/")
    classes = page.partition("Classification of the answers")[2].partition("Preview")[0]
    assert classes.count("Sita Rai c1") == 1
    assert classes.count("Oth[U+200B]ers c2") == 1
    assert "\u200b" not in page
