"""Screens of an agency's forms: access, all errors at once, two persons, old versions."""

import io
import json
import re

import pytest
from django.db import DatabaseError, connection, transaction

from saathi.agencies.models import Staff
from saathi.engines.xlsform.limits import STATISTICAL_CHOICES
from saathi.protection.casework.supplements.actions import versions
from saathi.protection.casework.supplements.models import FormDraft, FormVersion
from saathi.protection.casework.supplements.sample_form import SAMPLE_WORKBOOK
from tests import sending
from tests.counting import at_most
from tests.desk.cast import entries
from tests.engines.xlsform.books import book, form, line
from tests.factories import agencies
from tests.protection.casework.supplements import cast
from tests.roles import acting, role, with_proof
from tests.screens import read
from tests.signing import just_confirmed, signed_in

pytestmark = pytest.mark.django_db
FORMS = "/agency/forms/"
# What the page of a draft proposes for the form of `book`.
PROPOSED = {"title": "A visit", "code": "a_visit", "language_en": "en", "version": "1"}


@pytest.fixture
def here() -> cast.Office:
    return cast.office()


def upload(actor: Staff, data: bytes, name: str = "form.xlsx", **sent: str) -> object:
    file = io.BytesIO(data)
    file.name = name
    return signed_in(actor).post(f"{FORMS}upload/", {"workbook": file} | sent | sending.key())


def draft_of(actor: Staff, data: bytes) -> str:
    answer = upload(actor, data)
    assert answer.status_code == 302, read(answer)[0]
    return answer.headers["Location"]


def box_value(answer: object) -> str:
    """The value of the empty box for replacing a draft."""
    content = answer.content.decode()
    [box] = re.findall(r'<input[^>]*name="replaces_draft"[^>]*>', content)
    assert 'type="checkbox"' in box
    assert "checked" not in box
    [value] = re.findall(r'value="([^"]+)"', box)
    return value


def page_text(actor: Staff, path: str) -> str:
    return read(just_confirmed(actor).get(path))[0]


# --- Who may not ----------------------------------------------------------------------------------


def test_only_form_managers_upload_and_decide(here: cast.Office) -> None:
    version = cast.asked_for(here)
    place = f"{FORMS}{version.code}/{version.version}/"
    for person in (here.worker, agencies.staff("supervisor", here.worker.office)):
        for path in (
            FORMS,
            f"{FORMS}upload/",
            f"{FORMS}a_visit/",
            place,
            f"{FORMS}a_visit/end/",
            f"{FORMS}a_visit/export/",
        ):
            assert just_confirmed(person).get(path).status_code == 404, path
        assert just_confirmed(person).post(place, {"decision": "agree"}).status_code == 404
        assert upload(person, book(line("text", "a"))).status_code == 404
    other = agencies.staff("administrator")
    for path in (f"{FORMS}a_visit/", place, f"{FORMS}a_visit/end/"):
        assert just_confirmed(other).get(path).status_code == 404
    with role("maintenance"):
        assert FormVersion.objects.get().outcome == "waits"


def test_requester_cannot_publish_own_form(here: cast.Office) -> None:
    version = cast.asked_for(here)
    place = f"{FORMS}{version.code}/{version.version}/"
    assert (
        just_confirmed(here.maker).post(place, {"decision": "agree"} | sending.key()).status_code
        == 404
    )
    said = f"{here.second.name} of your agency must decide this."
    assert said in page_text(here.maker, place)
    with (
        acting(here.maker),
        connection.cursor() as cursor,
        pytest.raises(DatabaseError, match="not yours"),
        transaction.atomic(),
        with_proof("form_decide("),
    ):
        cursor.execute("SELECT form_decide(%s, true)", [version.pk])


def test_plain_sql_cannot_write_foreign_form_versions(here: cast.Office) -> None:
    version = cast.published(here)
    with acting(here.maker):
        draft = versions.save_uploaded_draft(
            form=form(line("text", "b"), settings=[["form_title", "form_id"], ["B", "b"]]),
            actor=here.maker,
        )
    for person in (here.worker, agencies.staff("administrator")):
        with acting(person), connection.cursor() as cursor:
            for statement in (
                "UPDATE supplements_formversion SET outcome = 'agreed'",
                "DELETE FROM supplements_formversion",
            ):
                with pytest.raises(DatabaseError), transaction.atomic():
                    cursor.execute(statement)
            cursor.execute("SELECT count(*) FROM supplements_formdraft")
            assert cursor.fetchone() == (0,)
            cursor.execute("UPDATE supplements_formdraft SET section = 1")
            assert cursor.rowcount == 0
            with pytest.raises(DatabaseError), transaction.atomic(), with_proof("form_ask("):
                cursor.execute("SELECT form_ask(%s, 1)", [draft.pk])
            with pytest.raises(DatabaseError), transaction.atomic(), with_proof("form_ask_end("):
                cursor.execute("SELECT form_ask_end(%s)", [version.code])
            with pytest.raises(DatabaseError), transaction.atomic(), with_proof("form_decide("):
                cursor.execute("SELECT form_decide(%s, true)", [version.pk])


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("{questions,0,data_class}", '""'),
        ("{questions,0,data_class}", '"public"'),
        ("{questions,1,data_class}", '"statistical"'),
        ("{questions,6,data_class}", '"statistical"'),
        ("{questions,0,name}", '"religion"'),
        ("{questions,0,label,en}", '"What is the phone number?"'),
        ("{questions,0,choices}", '"caste"'),
        ("{lists,yn}", json.dumps([{"name": str(n)} for n in range(STATISTICAL_CHOICES + 1)])),
        ("{questions}", "[]"),
        ("{code}", '"other"'),
    ],
)
def test_database_refuses_unclassified_form(here: cast.Office, path: str, value: str) -> None:
    with acting(here.maker), connection.cursor() as cursor:
        draft = versions.save_uploaded_draft(form=cast.FORM, actor=here.maker)
        cursor.execute(
            "UPDATE supplements_formdraft SET section = 8, body = jsonb_set(body, %s, %s) WHERE id = %s",
            [path, value, draft.pk],
        )
        with pytest.raises(DatabaseError), transaction.atomic(), with_proof("form_ask("):
            cursor.execute("SELECT form_ask(%s, 1)", [draft.pk])
        cursor.execute(
            "UPDATE supplements_formdraft SET body = %s WHERE id = %s", [cast_body(), draft.pk]
        )
        with with_proof("form_ask("):
            cursor.execute("SELECT form_ask(%s, 1)", [draft.pk])


def cast_body() -> str:
    return json.dumps(cast.FORM.to_json())


# --- Reading in -----------------------------------------------------------------------------------


def test_upload_shows_all_form_errors_and_saves_nothing(here: cast.Office) -> None:
    data = book(
        line("include", "where"), line("text", "b", relevant="${nobody} = 1"), line("text", "b")
    )
    page = read(upload(here.maker, data))[0]
    assert "3 problems to correct" in page
    assert "Sheet survey, row 2, column type: The type “include” is not supported." in page
    assert "Sheet survey, row 3, column relevant: There is no question named “nobody”." in page
    assert "Sheet survey, row 4, column name: The name “b” is used twice." in page
    assert "Nothing was saved" in page
    with role("maintenance"):
        assert not FormDraft.objects.exists()


@pytest.mark.parametrize("data", [b"not a workbook", b"PK\x03\x04broken", b""])
def test_invalid_workbook_is_refused(here: cast.Office, data: bytes) -> None:
    page = read(upload(here.maker, data))[0]
    assert "The file is not an Excel workbook" in page or "empty" in page


def test_sample_form_can_be_downloaded_and_uploaded(here: cast.Office) -> None:
    sample = signed_in(here.maker).get(f"{FORMS}sample/").content
    assert sample == SAMPLE_WORKBOOK.read_bytes()
    place = draft_of(here.maker, sample)
    page = page_text(here.maker, place)
    assert "With whom does the child live now?" in page
    assert "Urdu, draft" in page
    urdu = signed_in(here.maker).get(f"{place}?in=ur").content.decode()
    assert "بچہ اب کس کے ساتھ رہتا ہے؟" in urdu
    assert 'dir="rtl"' in urdu


# --- Classifying, asking, publishing --------------------------------------------------------------


def test_unclassified_form_cannot_be_submitted(here: cast.Office) -> None:
    place = draft_of(
        here.maker, book(line("select_one yn", "safe", "Safe?"), line("text", "why", "Reason"))
    )
    client = just_confirmed(here.maker)
    assert "2 answers are not classified yet" in page_text(here.maker, place)
    sent = PROPOSED | {"section": "2048", "c_safe": "statistical", "ask": "yes"}
    page = read(client.post(place, sent | sending.key()))[0]
    assert "classify every question" in page
    page = read(client.post(place, sent | {"c_why": "statistical"} | sending.key()))[0]
    assert "not one of the available choices" in page
    with role("maintenance"):
        assert not FormVersion.objects.exists()


def test_a_form_goes_from_a_workbook_to_its_second_version(here: cast.Office) -> None:
    data = book(line("select_one yn", "safe", "Safe?"), line("text", "why", "Reason"))
    place = draft_of(here.maker, data)
    classes = {"c_safe": "statistical", "c_why": "sensitive"}
    sent = PROPOSED | {"section": "2048", "ask": "yes"} | classes
    answer = just_confirmed(here.maker).post(place, sent | sending.key())
    assert answer.headers["Location"] == f"{FORMS}a_visit/1/"
    page = page_text(here.second, f"{FORMS}a_visit/1/")
    assert "Sensitive: harmful if linked to a person" in page
    assert "Safe?" in page
    answer = just_confirmed(here.second).post(
        f"{FORMS}a_visit/1/", {"decision": "agree"} | sending.key()
    )
    assert answer.status_code == 302
    assert "Published" in page_text(here.maker, FORMS)
    kinds = [entry.detail["action"] for entry in entries(kind="rules_changed")]
    assert kinds == ["form_uploaded", "form_classified", "form_asked", "form_decided"]

    newer = book(line("select_one yn", "safe", "Is it safe?"), line("text", "who", "Who?"))
    place = draft_of(here.maker, newer)
    page = signed_in(here.maker).get(place).content.decode()
    assert '<option value="statistical" selected>' in page  # the class in the last version
    sent = PROPOSED | {
        "section": "2048",
        "ask": "yes",
        "c_safe": "statistical",
        "c_who": "identifying",
    }
    just_confirmed(here.maker).post(place, sent | sending.key())
    page = page_text(here.second, f"{FORMS}a_visit/2/")
    assert "new: who" in page
    assert "no longer asked: why" in page
    assert "changed: safe" in page


def test_form_of_another_program_is_corrected_on_the_page(here: cast.Office) -> None:
    head = ["type", "name", "label::English", "label::Northern"]
    rows = [["text", "a", "Ask", ""], ["image", "p", "Photo of the house", ""]]
    data = book(*rows, head=head, settings=[], choices=[])
    answer = upload(here.maker, data, "Asha Sharma of Janakpur.xlsx")
    assert "asha" not in answer.headers["Location"].lower()
    place = answer.headers["Location"]
    page = page_text(here.maker, place)
    assert "Saathi proposes “Form”" in page
    assert "Asha" not in page
    assert "“image” is not recorded in Saathi: the question is shown without an answer" in page
    assert "Photo of the house (image: not recorded in Saathi)" in page
    sent = {"title": "Home visit", "code": "home_visit", "language_en": "en", "version": "1"}
    sent |= {"section": "2048", "others": "sensitive", "ask": "yes"}
    northern = "language_x-northern"
    refused = {"!": "This is not the code of a language", "en": "Two languages have the same code"}
    for code, reason in refused.items():
        answer = just_confirmed(here.maker).post(place, sent | {northern: code} | sending.key())
        assert reason in read(answer)[0]
    answer = just_confirmed(here.maker).post(
        place, sent | {northern: "mai", "code": "Home visit"} | sending.key()
    )
    assert "Use lower-case Latin letters, digits and _" in read(answer)[0]
    answer = just_confirmed(here.maker).post(place, sent | {northern: "mai"} | sending.key())
    assert answer.headers["Location"] == f"{FORMS}home_visit/1/"
    page = page_text(here.second, f"{FORMS}home_visit/1/")
    assert "Home visit" in page
    assert "Differences from the workbook" in page
    assert "Sensitive: harmful if linked to a person" in page


def test_two_drafts_cannot_have_the_same_id(here: cast.Office) -> None:
    draft_of(here.maker, book(line("text", "a", "A")))
    other = draft_of(
        here.maker, book(line("text", "b", "B"), settings=[["form_title", "form_id"], ["B", "b"]])
    )
    sent = PROPOSED | {"section": "8", "c_b": "sensitive"}
    page = read(signed_in(here.maker).post(other, sent | sending.key()))[0]
    assert "Another draft has this form ID" in page


def test_workbooks_without_an_id_become_forms_of_their_own(here: cast.Office) -> None:
    places = [
        draft_of(here.maker, book(line("text", name, name), settings=[], choices=[]))
        for name in ("first", "second")
    ]
    assert "Saathi proposes the form ID “form”." in page_text(here.maker, places[0])
    page = page_text(here.maker, places[1])
    assert "Saathi proposes the form ID “form_2”, because “form” is in use." in page
    with role("maintenance"):
        drafts = FormDraft.objects.order_by("recorded_at")
        assert [draft.code for draft in drafts] == ["form", "form_2"]
        assert [draft.body["questions"][0]["name"] for draft in drafts] == ["first", "second"]


def test_upload_with_the_id_of_a_draft_asks_before_it_replaces_it(here: cast.Office) -> None:
    place = draft_of(here.maker, book(line("text", "first", "First")))
    newer = book(line("text", "second", "Second"))
    answer = upload(here.maker, newer)
    page = read(answer)[0]
    assert answer.status_code == 200
    assert f"“A visit” of {here.maker.name}" in page
    assert "Replace the draft? Then tick this box and choose the workbook again." in page
    assert "First" in page_text(here.maker, place)

    answer = upload(here.maker, newer, replaces_draft=box_value(answer))
    place = answer.headers["Location"]
    page = page_text(here.maker, place)
    assert "Second" in page
    with role("maintenance"):
        (draft,) = FormDraft.objects.all()
        assert draft.body["questions"][0]["name"] == "second"
    kinds = [entry.detail["action"] for entry in entries(kind="rules_changed")]
    assert kinds == ["form_uploaded", "form_discarded", "form_uploaded"]


def test_saving_over_a_draft_without_asking_is_refused(here: cast.Office) -> None:
    from saathi.protection.casework.supplements.actions import versions

    with acting(here.maker):
        draft = versions.save_uploaded_draft(form=cast.FORM, actor=here.maker)
        with pytest.raises(versions.FormIdTaken), transaction.atomic():
            versions.save_uploaded_draft(form=cast.FORM, actor=here.maker)
        assert FormDraft.objects.get().pk == draft.pk


def test_draft_says_that_it_becomes_the_next_version(here: cast.Office) -> None:
    cast.published(here)
    place = draft_of(here.maker, book(line("text", "a", "A")))
    assert "A form with this ID is in use (version 1)" in page_text(here.maker, place)


def test_a_form_keeps_its_part_of_the_file(here: cast.Office) -> None:
    cast.published(here)
    place = draft_of(here.maker, book(line("text", "a", "A")))
    sent = PROPOSED | {"section": "8", "ask": "yes", "c_a": "sensitive"}
    page = read(just_confirmed(here.maker).post(place, sent | sending.key()))[0]
    assert (
        "Choose the section of the file and classify every question before you submit the form"
        in page
    )


def test_concurrent_classification_is_refused(here: cast.Office) -> None:
    place = draft_of(here.maker, book(line("text", "a", "A")))
    sent = PROPOSED | {"section": "8", "c_a": "sensitive"}
    assert signed_in(here.maker).post(place, sent | sending.key()).status_code == 302
    page = read(signed_in(here.maker).post(place, sent | {"c_a": "identifying"} | sending.key()))[0]
    assert "This draft has been changed in the meantime" in page


def test_refused_version_cannot_be_filled_in_and_draft_can_be_discarded(
    here: cast.Office,
) -> None:
    cast.asked_for(here)
    just_confirmed(here.second).post(f"{FORMS}a_visit/1/", {"decision": "refuse"} | sending.key())
    assert signed_in(here.worker).get(f"{here.url}new/a_visit/").status_code == 404
    place = draft_of(here.maker, book(line("text", "a", "A")))
    assert signed_in(here.maker).post(f"{place}discard/").status_code == 302
    assert signed_in(here.maker).get(place).status_code == 404


def test_a_form_ends_by_two_persons_and_its_answers_stay(here: cast.Office) -> None:
    version = cast.published(here)
    filled = cast.filled(here, version, safe="yes")
    assert just_confirmed(here.maker).post(f"{FORMS}a_visit/end/", sending.key()).status_code == 302
    assert signed_in(here.worker).get(f"{here.url}new/a_visit/").status_code == 200
    just_confirmed(here.second).post(f"{FORMS}a_visit/2/", {"decision": "agree"} | sending.key())
    assert signed_in(here.worker).get(f"{here.url}new/a_visit/").status_code == 404
    assert "A visit" in page_text(here.worker, f"{here.url}support/{filled.pk}/")
    assert "Ended" in page_text(here.maker, FORMS)


def test_pages_of_forms_stay_within_their_queries(here: cast.Office) -> None:
    cast.published(here)
    place = draft_of(here.maker, SAMPLE_WORKBOOK.read_bytes())
    for path in (FORMS, f"{FORMS}a_visit/", f"{FORMS}a_visit/1/", f"{FORMS}upload/", place):
        client = just_confirmed(here.maker)
        with at_most(15):
            assert client.get(path).status_code == 200
