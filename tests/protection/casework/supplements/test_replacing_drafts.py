"""An upload with the ID of a draft: which draft the answer "replace" is about, and two uploads at once."""

import re
from dataclasses import replace

import pytest

from saathi.agencies.sections import Section
from saathi.protection.casework.supplements import queries
from saathi.protection.casework.supplements.actions import versions
from saathi.protection.casework.supplements.models import FormDraft
from tests import sending
from tests.desk.cast import entries
from tests.engines.xlsform.books import book, line
from tests.factories import agencies
from tests.protection.casework.supplements import cast
from tests.protection.casework.supplements.test_versions import (
    PROPOSED,
    box_value,
    draft_of,
    upload,
)
from tests.roles import acting, role
from tests.screens import read
from tests.signing import signed_in

pytestmark = pytest.mark.django_db

OTHER = [["form_title", "form_id"], ["B", "b"]]
ASKED = "Replace the draft? Then tick this box and choose the workbook again."
CHANGED = "This draft has been changed in the meantime"


@pytest.fixture
def here() -> cast.Office:
    return cast.office()


def first_questions() -> dict[str, str]:
    """The first question of each draft, by form ID."""
    with role("maintenance"):
        return {draft.code: draft.body["questions"][0]["name"] for draft in FormDraft.objects.all()}


def asked_to_replace(here: cast.Office, data: bytes) -> str:
    """The value of the box that an upload shows."""
    answer = upload(here.maker, data)
    assert ASKED in read(answer)[0]
    return box_value(answer)


def test_answer_about_one_draft_does_not_replace_another(here: cast.Office) -> None:
    draft_of(here.maker, book(line("text", "first_a", "A")))
    draft_of(here.maker, book(line("text", "first_b", "B"), settings=OTHER))
    about_a = asked_to_replace(here, book(line("text", "new_a", "A")))

    new_b = book(line("text", "new_b", "B"), settings=OTHER)
    answer = upload(here.maker, new_b, replaces_draft=about_a)
    page = read(answer)[0]
    assert answer.status_code == 200
    assert f"“B” of {here.maker.name}" in page
    assert ASKED in page
    assert first_questions() == {"a_visit": "first_a", "b": "first_b"}
    # The box is empty again, and its value is the other draft.
    about_b = box_value(answer)
    assert about_b.split(".")[0] != about_a.split(".")[0]
    assert upload(here.maker, new_b, replaces_draft=about_b).status_code == 302
    assert first_questions() == {"a_visit": "first_a", "b": "new_b"}


def test_answer_is_not_kept_beside_a_workbook_with_errors(here: cast.Office) -> None:
    draft_of(here.maker, book(line("text", "first", "A")))
    about = asked_to_replace(here, book(line("text", "second", "A")))

    answer = upload(here.maker, book(line("include", "where")), replaces_draft=about)
    assert "One problem to correct" in read(answer)[0]
    content = answer.content.decode()
    assert about not in content
    kept = re.search(r'<input[^>]*name="replaces_draft"[^>]*>', content)
    assert kept
    assert "value=" not in kept[0]

    answer = upload(here.maker, book(line("text", "second", "A")), replaces_draft="")
    assert ASKED in read(answer)[0]
    assert first_questions() == {"a_visit": "first"}


def test_draft_that_a_colleague_changed_meanwhile_is_asked_about_again(here: cast.Office) -> None:
    place = draft_of(here.maker, book(line("text", "first", "A")))
    newer = book(line("text", "second", "A"))
    about = asked_to_replace(here, newer)
    classified = PROPOSED | {"section": "8", "c_first": "sensitive"}
    colleague = agencies.staff("administrator", here.maker.office)
    assert signed_in(colleague).post(place, classified | sending.key()).status_code == 302

    answer = upload(here.maker, newer, replaces_draft=about)
    page = read(answer)[0]
    assert CHANGED in page
    assert ASKED in page
    assert first_questions() == {"a_visit": "first"}
    again = box_value(answer)
    assert again.split(".")[0] == about.split(".")[0]
    assert again != about
    assert upload(here.maker, newer, replaces_draft=again).status_code == 302
    assert first_questions() == {"a_visit": "second"}


def test_draft_that_took_the_place_of_the_one_shown_is_asked_about(here: cast.Office) -> None:
    place = draft_of(here.maker, book(line("text", "first", "A")))
    newer = book(line("text", "second", "A"))
    about = asked_to_replace(here, newer)
    assert signed_in(here.maker).post(f"{place}discard/").status_code == 302
    draft_of(here.maker, book(line("text", "between", "A")))

    page = read(upload(here.maker, newer, replaces_draft=about))[0]
    assert ASKED in page
    assert CHANGED not in page
    assert first_questions() == {"a_visit": "between"}


@pytest.mark.parametrize(
    "answer", ["on", "true", "1", ".", "x.1", f"{'0' * 32}.1", f"{'0' * 32}.x"]
)
def test_an_answer_that_names_no_draft_replaces_none(here: cast.Office, answer: str) -> None:
    draft_of(here.maker, book(line("text", "first", "A")))
    page = read(upload(here.maker, book(line("text", "b", "B")), replaces_draft=answer))[0]
    assert ASKED in page
    assert first_questions() == {"a_visit": "first"}
    kinds = [entry.detail["action"] for entry in entries(kind="rules_changed")]
    assert kinds == ["form_uploaded"]


# --- Two uploads at the same moment ---------------------------------------------------------------


def interfering(
    monkeypatch: pytest.MonkeyPatch, here: cast.Office, step: str, code: str
) -> list[FormDraft]:
    """Saves another upload with this ID just before a step of the action, after its own check."""
    real, saved = getattr(queries, step), []

    def then(*args: object) -> object:
        if not saved:
            body = cast.FORM.to_json()
            draft = FormDraft(
                agency_id=here.maker.agency_id, code=code, body=body, recorded_by=here.maker.id
            )
            saved.append(draft)
            draft.save(force_insert=True)
        return real(*args)

    monkeypatch.setattr(queries, step, then)
    return saved


def test_second_of_two_uploads_at_once_is_refused_and_saves_nothing(
    here: cast.Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = interfering(monkeypatch, here, "version_to_continue", "a_visit")
    with acting(here.maker):
        with pytest.raises(versions.FormIdTaken):
            versions.save_uploaded_draft(form=cast.FORM, actor=here.maker)
        assert saved
        assert not FormDraft.objects.exists()  # the transaction goes on
    assert not entries(kind="rules_changed")


def test_screen_of_the_second_upload_shows_an_error(
    here: cast.Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = interfering(monkeypatch, here, "version_to_continue", "a_visit")
    answer = upload(here.maker, book(line("text", "a", "A")))
    assert saved
    assert answer.status_code == 200
    assert "Another draft has this form ID" in read(answer)[0]


def test_classification_that_takes_an_id_at_the_same_moment_is_refused(
    here: cast.Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with acting(here.maker):
        draft = versions.save_uploaded_draft(form=cast.FORM, actor=here.maker)
        new = replace(cast.decided(cast.FORM, Section.SUPPORT), code="b")
        saved = interfering(monkeypatch, here, "form_definition", "b")
        with pytest.raises(versions.FormIdTaken):
            versions.classify_draft(
                draft=draft, new=new, version_seen=draft.version, actor=here.maker
            )
        assert saved
        draft.refresh_from_db()
        assert (draft.code, draft.version) == ("a_visit", 1)
