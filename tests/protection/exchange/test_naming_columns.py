"""The first steps of an import: invalid files, columns and values, saved plans, concurrent changes."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from saathi.protection.exchange import queries
from tests import filled
from tests.factories import agencies
from tests.protection.exchange import cast
from tests.protection.exchange.cast import Desk
from tests.roles import acting
from tests.sending import key

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def desk() -> Desk:
    return cast.desk()


def test_a_file_that_cannot_be_read_says_why_and_keeps_what_was_typed(desk: Desk) -> None:
    page = desk.client.get("/exchange/imports/new/").content.decode()
    sent = filled.form(page, source="Old list") | {
        "file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04no")
    }
    answer = desk.client.post("/exchange/imports/new/", sent)
    assert answer.status_code == 200
    assert (
        "The file is not an Excel or LibreOffice workbook, or is damaged" in answer.content.decode()
    )
    assert 'value="Old list"' in answer.content.decode()


def test_columns_that_stand_for_the_same_are_said_at_the_column(desk: Desk) -> None:
    path = cast.upload(desk.client, cast.CSV.encode())
    answer = cast.send(desk.client, f"{path}columns/", column_2="name")
    assert "Another column is already used for this field" in answer.content.decode()
    nameless = cast.send(desk.client, f"{path}columns/", column_1="")
    assert "Enter a name." in nameless.content.decode()


def test_how_columns_are_read_can_be_kept_for_the_next_file(desk: Desk) -> None:
    path = cast.upload(desk.client, b"A,B\nGita,Q\n")
    cast.send(desk.client, f"{path}columns/", column_0="name", column_1="gender")
    cast.send(desk.client, f"{path}words/", word_gender_0="girl", save_as="Two letters")
    second = cast.upload(desk.client, b"A,B\nRita,Q\n")
    with acting(desk.officer):
        [saved] = queries.list_saved_plans(desk.officer)
    assert saved.name == "Two letters"
    cast.send(desk.client, f"{second}columns/", saved=saved.id)
    page = desk.client.get(f"{second}words/").content.decode()
    assert filled.form(page)["word_gender_0"] == ["girl"]
    stranger = agencies.staff("data_officer")
    with acting(stranger):
        assert queries.list_saved_plans(stranger) == []


def test_a_change_meanwhile_is_said_and_nothing_lost(desk: Desk) -> None:
    path = cast.upload(desk.client, cast.CSV.encode())
    page = desk.client.get(f"{path}columns/").content.decode()
    first, second = filled.form(page), filled.form(page)
    assert (
        desk.client.post(f"{path}columns/", first | {"form_key": key()["form_key"]}).status_code
        == 302
    )
    answer = desk.client.post(f"{path}columns/", second | {"form_key": key()["form_key"]})
    assert answer.status_code == 409
