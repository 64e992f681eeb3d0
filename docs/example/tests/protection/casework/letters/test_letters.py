"""Letters to a child: rule, actions, screens, timeline, facts, what is sealed."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client

from saathi.agencies import access, records
from saathi.protection.casework.letters import actions, rules
from saathi.protection.casework.letters.models import Letter
from tests import filled
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.roles import acting, role
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in

DAY = dt.date(2026, 3, 2)
SECRET = "In the blue folder"


@pytest.mark.parametrize(("given_on", "codes"), [(None, []), (DAY, ["given_on"])])
def test_a_letter_is_given_to_the_child_once(given_on: dt.date | None, codes: list[str]) -> None:
    assert [reason.code for reason in rules.reasons_against_giving(given_on)] == codes


@pytest.fixture
def around(db: None) -> ChildFileCast:
    return cast.around()


@pytest.fixture
def letter(around: ChildFileCast) -> Letter:
    """A letter that the house mother recorded on its form."""
    path = f"{around.url}letters/new/"
    client = signed_in(around.house_mother)
    form = filled.form(client.get(path).content.decode(), sender="family", place=SECRET)
    assert client.post(path, form)["Location"] == f"{around.url}letters/"
    with acting(around.worker):
        return Letter.objects.get()


def test_strangers_find_no_letters(around: ChildFileCast, letter: Letter) -> None:
    step = f"{around.url}letters/{letter.pk}/give/"
    for path in (f"{around.url}letters/", f"{around.url}letters/new/", step):
        for person in (around.stranger, around.outsider):
            client = signed_in(person)
            assert client.post(path, {"version": 1} | key()).status_code in {404, 405}
            assert client.get(path).status_code in {404, 405}
        assert Client().get(path)["Location"].startswith("/account/login/")
    with acting(around.outsider):
        assert not Letter.objects.exists()
        assert not access.visible(around.outsider, Letter).exists()
        with pytest.raises(access.NotAllowed):
            actions.give_letter(letter=letter, version=1, actor=around.outsider)
    with acting(around.worker):
        assert Letter.objects.get().given_on is None


def test_the_form_names_what_is_missing(around: ChildFileCast) -> None:
    client, path = signed_in(around.worker), f"{around.url}letters/new/"
    answer = client.post(path, filled.form(client.get(path).content.decode(), sender="friend"))
    assert answer.status_code == 200
    assert "This field is required" in read(answer)[0]
    with acting(around.worker):
        assert not Letter.objects.exists()


def test_list_and_step_of_a_letter(around: ChildFileCast, letter: Letter) -> None:
    client, path = signed_in(around.worker), f"{around.url}letters/"
    page = read(client.get(path))[0]
    for shown in ("Family", SECRET, "not known", "Given to the child"):
        assert shown in page
    assert "Letters" in read(client.get(around.url))[0]
    step = f"{path}{letter.pk}/give/"
    assert client.post(step, {"version": 1} | key())["Location"] == path
    with acting(around.worker):
        assert Letter.objects.get().given_on == around.worker.office.today()
    assert client.post(step, {"version": 1} | key()).status_code == 302
    assert "The child already has this letter." in read(client.get(path))[0]


def test_changes_of_a_letter_are_logged(around: ChildFileCast, letter: Letter) -> None:
    with acting(around.worker):
        actions.give_letter(letter=letter, version=1, actor=around.worker)
    logged = cast.entries(kind="wrote", objects_seen__contains=[letter.pk])
    assert [(entry.by, entry.detail["action"]) for entry in logged] == [
        (around.house_mother.pk, "added"),
        (around.worker.pk, "changed"),
    ]


def test_a_letter_is_on_the_timeline(around: ChildFileCast, letter: Letter) -> None:
    page = read(signed_in(around.worker).get(f"{around.url}timeline/"))[0]
    assert "A letter came" in page
    assert SECRET not in page


def test_statistics_read_the_facts_of_a_letter_and_no_text(letter: Letter) -> None:
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute("SELECT sender, is_given, received FROM facts_letter")
        assert cursor.fetchall() == [("family", False, letter.received_on.replace(day=1))]
        assert {"place", "name", "sealed"}.isdisjoint(c.name for c in cursor.description)


def test_the_texts_of_a_letter_are_sealed(around: ChildFileCast, letter: Letter) -> None:
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(l)::text, l.sealed FROM letters_letter l")
        [(row, sealed)] = cursor.fetchall()
    assert SECRET not in row
    assert SECRET.encode() not in bytes(sealed)
    with acting(around.worker):
        assert records.open_texts(letter) == {"place": SECRET}
