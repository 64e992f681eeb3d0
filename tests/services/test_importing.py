"""Tables of services: shown first, read in whole or not at all, and never over what came meanwhile."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from saathi.agencies.log_identity import log_as
from saathi.agencies.models import Staff
from saathi.audit.models import AuditEntry
from saathi.protection.services import csv_import
from saathi.protection.services.actions import directory as actions
from saathi.protection.services.actions.directory import ServiceInput
from saathi.protection.services.models import Service
from tests import filled, sending
from tests.factories import agencies, helps
from tests.reading import post, refused, words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper() -> Staff:
    return agencies.staff("supervisor")


def address(name: str, *ids: object) -> str:
    return reverse(f"services:{name}", args=ids)


TABLE = (
    "name,organisation,kinds,district,languages,age_low,verified_on,phone\r\n"
    "Clinic,District hospital,health;psychosocial,NP-DHA,ne;mai,0,2026-03-01,'+977 41\r\n"
    "House,Maiti ghar,Shelter or a place to live,NP-PAR,,,,\r\n"
)

MEANWHILE = "Somebody brought in services meanwhile"


def shown(keeper: Staff, text: str) -> filled.Values:
    """The form below the preview of a table, as it would be sent to keep it."""
    answer = signed_in(keeper).post(address("import_services"), {"text": text} | sending.key())
    return filled.form(answer.content.decode(), save="yes")


def brought_in(keeper: Staff, text: str) -> str:
    """The directory after a table was shown and kept."""
    return post(keeper, address("import_services"), shown(keeper, text))


def test_a_table_is_shown_first_and_then_read_in_whole(keeper: Staff) -> None:
    path = address("import_services")
    file = SimpleUploadedFile("services.csv", TABLE.encode("utf-8-sig"))
    page = refused(keeper, path, {"file": file})
    assert "Line 2: Clinic new entry Line 3: House new entry" in page
    with acting(keeper):
        assert not Service.objects.exists()
    assert "2 services" in brought_in(keeper, TABLE)
    with acting(keeper):
        clinic = Service.objects.get(name="Clinic")
        assert clinic.kinds == ["health", "psychosocial"]
        assert clinic.phone == "+977 41"
        assert clinic.verified_by == keeper.pk
        assert Service.objects.get(name="House").kinds == ["shelter"]


def test_one_mistake_and_nothing_of_the_table_is_kept(keeper: Staff) -> None:
    wrong = (
        TABLE + "Desk,Nyaya,lawyers,NP-XXX,,xx,2026-13-40,\r\nHouse,Maiti ghar,shelter,NP-PAR\r\n"
    )
    page = refused(keeper, address("import_services"), {"text": wrong, "save": "yes"})
    for told in ("lawyers is not one of the available choices", "NP-XXX", "Use digits only",
                 "There is no such day", "The same service stands in line 3"):  # fmt: skip
        assert told in page, told
    assert "Nothing was kept" in page
    with acting(keeper):
        assert not Service.objects.exists()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name,organisation\r\nA,B\r\n", "The column “kinds” is missing"),
        ("name,organisation,kinds,nationality\r\nA,B,legal,NPL\r\n", "no column “nationality”"),
        ("name,organisation,kinds\r\n", "no row below its first line"),
        ("", "Choose a file, or paste the table"),
    ],
)
def test_import_refuses_a_file_that_is_no_services_csv(keeper: Staff, text: str, told: str) -> None:
    assert told in refused(keeper, address("import_services"), {"text": text, "save": "yes"})


def test_the_table_that_is_given_out_can_be_read_in_again_and_changes_nothing(
    keeper: Staff,
) -> None:
    helps.service(
        keeper, name="Legal aid", kinds=["legal", "social"], languages=["ne", "mai"], age_low=6,
        accessible=["step_free"], respects=["own_language"], friendly=["private"], phone="041-5",
        is_place_secret=True,
    )  # fmt: skip
    helps.service(keeper, name="=SUM(A1)", about="Two\nlines, one comma")
    given = signed_in(keeper).get(address("download_services")).content.decode("utf-8-sig")
    assert "'=SUM(A1)" in given
    page = refused(keeper, address("import_services"), {"text": given})
    assert page.count("changes the entry") == 2
    with acting(keeper):
        before = {one.pk: one.version for one in Service.objects.all()}
    brought_in(keeper, given)
    with acting(keeper):
        assert {one.pk: one.version for one in Service.objects.all()} == before


def test_who_brings_in_a_table_second_looks_at_it_again_and_overwrites_nothing_unseen(
    keeper: Staff,
) -> None:
    mine = shown(keeper, TABLE)
    brought_in(agencies.staff("supervisor", keeper.office), TABLE.replace("'+977 41", "041-9"))
    answer = signed_in(keeper).post(address("import_services"), mine)
    page = words(answer.content)
    assert MEANWHILE in page
    assert "Line 2: Clinic changes the entry Line 3: House changes the entry" in page
    with acting(keeper):
        assert Service.objects.get(name="Clinic").phone == "041-9"
    again = filled.form(answer.content.decode(), save="yes")
    assert [again["text"], again["form_key"] == mine["form_key"]] == [mine["text"], False]
    post(keeper, address("import_services"), again)
    with acting(keeper):
        clinic = Service.objects.get(name="Clinic")
        assert (clinic.phone, clinic.version) == ("+977 41", 2)


def test_a_table_that_nobody_looked_at_is_shown_and_not_kept(keeper: Staff) -> None:
    path = address("import_services")
    assert "Line 3: House new entry" in refused(keeper, path, {"text": TABLE, "save": "yes"})
    sent = shown(keeper, TABLE)
    sent["text"] = [TABLE.replace("'+977 41", "041-9")]
    assert "or the table is another one" in refused(keeper, path, sent)
    with acting(keeper):
        assert not Service.objects.exists()


@pytest.mark.parametrize("is_known", [False, True], ids=["adds it too", "changes it too"])
def test_a_table_that_is_kept_in_the_same_moment_as_another_is_told_so(
    keeper: Staff, is_known: bool
) -> None:
    """The other's row stands there after this table was read and before it is written."""
    if is_known:
        house = helps.service(keeper, name="House", organisation="Maiti ghar", district="NP-PAR")
    sent = shown(keeper, TABLE)
    waits = [lambda: _by_another(keeper, house if is_known else None)]

    def between(execute: Any, sql: str, *rest: Any) -> Any:
        found = execute(sql, *rest)
        is_last_row = sql.startswith("SELECT") and "services_service" in sql and "House" in rest[0]
        if is_last_row and waits:
            waits.pop()()
        return found

    with connection.execute_wrapper(between):
        answer = signed_in(keeper).post(address("import_services"), sent)
    assert not waits
    assert answer.status_code == 200
    page = words(answer.content)
    assert MEANWHILE in page
    assert "Line 2: Clinic new entry Line 3: House changes the entry" in page
    assert filled.form(answer.content.decode())["text"] == sent["text"]
    with acting(keeper):
        assert [(one.name, one.about) for one in Service.objects.all()] == [("House", "Theirs")]
    with role("maintenance"):
        logged = AuditEntry.objects.filter(detail__model="services.service")
        assert logged.count() == 1 + is_known, "what was not kept stands in no log"
    post(keeper, address("import_services"), filled.form(answer.content.decode(), save="yes"))
    with acting(keeper):
        assert {one.name: one.about for one in Service.objects.all()} == {"House": "", "Clinic": ""}


def test_two_tables_in_another_order_write_their_rows_in_the_same(keeper: Staff) -> None:
    """Else each could wait for a row of the other, and the database would end one of them."""
    head, clinic, house, end = TABLE.split("\r\n")
    rows = csv_import.read_services_csv(
        f"{head}\r\n{house}\r\n{clinic}\r\n{end}", actor=keeper
    ).to_import_rows()
    assert [row.data.name for row in rows] == ["House", "Clinic"]
    with acting(keeper), CaptureQueriesContext(connection) as asked:
        assert actions.import_services(rows=rows, actor=keeper) == (2, 0)
    written = [one["sql"] for one in asked if 'INTO "services_service"' in one["sql"]]
    assert [name for sql in written for name in ("Clinic", "House") if f"'{name}'" in sql] == [
        "Clinic",
        "House",
    ]


def _by_another(keeper: Staff, house: Service | None) -> None:
    other = agencies.staff("supervisor", keeper.office)
    said = {"name": "House", "organisation": "Maiti ghar", "district": "NP-PAR", "about": "Theirs"}
    if house is None:
        with log_as(other):
            helps.service(other, **said)
        return
    told = ServiceInput(kinds=["shelter"], country="NPL", **said)
    with log_as(other):
        actions.change_service(service=house, data=told, version=house.version, actor=other)
