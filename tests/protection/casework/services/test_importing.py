"""Tables of services: previewed first, imported whole or not at all, without lost updates."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from saathi.agencies.log_identity import log_as
from saathi.agencies.models import Staff
from saathi.agencies.register_kit.actions import import_entries
from saathi.agencies.register_kit.tables import read_register_table
from saathi.audit.models import AuditEntry
from saathi.protection.casework.services.actions import directory as actions
from saathi.protection.casework.services.actions.directory import ServiceInput
from saathi.protection.casework.services.models import Service
from saathi.protection.casework.services.register import REGISTER
from tests import filled, sending
from tests.factories import agencies, helps
from tests.reading import post, refused, words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


def address(name: str, *ids: object) -> str:
    return reverse(f"services:{name}", args=ids)


TABLE = (
    "name,organisation,kinds,district,languages,age_low,verified_on,phone\r\n"
    "Clinic,District hospital,health;psychosocial,NP-DHA,ne;mai,0,2026-03-01,'+977 41\r\n"
    "House,Maiti ghar,Community group or committee,NP-PAR,,,,\r\n"
)

MEANWHILE = "The entries or the table changed after the preview"


def preview_form(keeper: Staff, text: str) -> filled.Values:
    """The form below the preview of a table, as it would be submitted to save it."""
    answer = signed_in(keeper).post(address("import_services"), {"text": text} | sending.key())
    return filled.form(answer.content.decode(), save="yes")


def import_table(keeper: Staff, text: str) -> str:
    """The directory after a table was previewed and saved."""
    return post(keeper, address("import_services"), preview_form(keeper, text))


def test_services_table_is_previewed_then_imported(keeper: Staff) -> None:
    path = address("import_services")
    file = SimpleUploadedFile("services.csv", TABLE.encode("utf-8-sig"))
    page = refused(keeper, path, {"file": file})
    assert "Line 2: Clinic new entry Line 3: House new entry" in page
    with acting(keeper):
        assert not Service.objects.exists()
    page = import_table(keeper, TABLE)
    assert "New entries, submitted for publication: 2. Changed: 0." in page
    with acting(keeper):
        clinic = Service.objects.get(name="Clinic")
        assert clinic.kinds == ["health", "psychosocial"]
        assert clinic.phone == "+977 41"
        assert clinic.verified_by == keeper.pk
        assert Service.objects.get(name="House").kinds == ["community"]


def test_services_table_with_one_error_is_not_imported(keeper: Staff) -> None:
    wrong = (
        TABLE + "Desk,Nyaya,lawyers,NP-XXX,,xx,2026-13-40,\r\nHouse,Maiti ghar,community,NP-PAR\r\n"
    )
    page = refused(keeper, address("import_services"), {"text": wrong, "save": "yes"})
    for told in ("lawyers is not one of the available choices", "NP-XXX", "Use digits only",
                 "Enter a valid date", "The same entry is in line 3"):  # fmt: skip
        assert told in page, told
    assert "Nothing was saved" in page
    with acting(keeper):
        assert not Service.objects.exists()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name,organisation\r\nA,B\r\n", "The column “kinds” is missing"),
        ("name,organisation,kinds,nationality\r\nA,B,legal,NPL\r\n", "no column “nationality”"),
        ("name,organisation,kinds\r\n", "The table has headings but no entries"),
        ("", "Choose a file, or paste the table"),
    ],
)
def test_import_refuses_a_file_that_is_no_services_csv(keeper: Staff, text: str, told: str) -> None:
    assert told in refused(keeper, address("import_services"), {"text": text, "save": "yes"})


def test_exported_services_table_can_be_imported_unchanged(
    keeper: Staff,
) -> None:
    helps.service(
        keeper, name="Legal aid", kinds=["legal", "social"], languages=["ne", "mai"], age_low=6,
        accessible=["step_free"], respects=["own_language"], friendly=["private"], phone="041-5",
        is_place_secret=True,
    )  # fmt: skip
    helps.service(keeper, name="=SUM(A1)", about="Two\nlines, one comma")
    exported = signed_in(keeper).get(address("download_services")).content.decode("utf-8-sig")
    assert "'=SUM(A1)" in exported
    page = refused(keeper, address("import_services"), {"text": exported})
    assert page.count("no change") == 2
    with acting(keeper):
        before = {service.pk: service.version for service in Service.objects.all()}
    import_table(keeper, exported)
    with acting(keeper):
        assert {service.pk: service.version for service in Service.objects.all()} == before


def test_second_import_must_be_previewed_again(
    keeper: Staff,
) -> None:
    mine = preview_form(keeper, TABLE)
    import_table(agencies.staff("supervisor", keeper.office), TABLE.replace("'+977 41", "041-9"))
    answer = signed_in(keeper).post(address("import_services"), mine)
    page = words(answer.content)
    assert MEANWHILE in page
    assert (
        "Line 2: Clinic changes the entry: Telephone: 041-9 → +977 41 Line 3: House no change"
        in page.replace("\u2068", "").replace("\u2069", "")
    )
    with acting(keeper):
        assert Service.objects.get(name="Clinic").phone == "041-9"
    again = filled.form(answer.content.decode(), save="yes")
    assert [again["text"], again["form_key"] == mine["form_key"]] == [mine["text"], False]
    post(keeper, address("import_services"), again)
    with acting(keeper):
        clinic = Service.objects.get(name="Clinic")
        assert (clinic.phone, clinic.version) == ("+977 41", 2)


def test_services_table_without_preview_is_not_imported(keeper: Staff) -> None:
    path = address("import_services")
    assert "Line 3: House new entry" in refused(keeper, path, {"text": TABLE, "save": "yes"})
    sent = preview_form(keeper, TABLE)
    sent["text"] = [TABLE.replace("'+977 41", "041-9")]
    assert MEANWHILE in refused(keeper, path, sent)
    with acting(keeper):
        assert not Service.objects.exists()


@pytest.mark.parametrize("is_known", [False, True], ids=["adds it too", "changes it too"])
def test_import_at_the_same_moment_is_refused(keeper: Staff, is_known: bool) -> None:
    """The other user's row is saved after this table was read and before it is written."""
    if is_known:
        house = helps.service(keeper, name="House", organisation="Maiti ghar", district="NP-PAR")
    sent = preview_form(keeper, TABLE)
    pending = [lambda: _change_by_other_user(keeper, house if is_known else None)]

    def between(execute: Any, sql: str, *rest: Any) -> Any:
        result = execute(sql, *rest)
        is_last_row = sql.startswith("SELECT") and "services_service" in sql and "House" in rest[0]
        if is_last_row and pending:
            pending.pop()()
        return result

    with connection.execute_wrapper(between):
        answer = signed_in(keeper).post(address("import_services"), sent)
    assert not pending
    assert answer.status_code == 200
    page = words(answer.content)
    assert MEANWHILE in page
    assert "Line 2: Clinic new entry Line 3: House changes the entry" in page
    assert filled.form(answer.content.decode())["text"] == sent["text"]
    with acting(keeper):
        assert [(service.name, service.about) for service in Service.objects.all()] == [
            ("House", "Theirs")
        ]
    with role("maintenance"):
        logged = AuditEntry.objects.filter(detail__model="services.service")
        assert logged.count() == 1 + is_known, "what was not kept stands in no log"
    post(keeper, address("import_services"), filled.form(answer.content.decode(), save="yes"))
    with acting(keeper):
        assert {service.name: service.about for service in Service.objects.all()} == {
            "House": "",
            "Clinic": "",
        }


def test_imports_write_rows_in_the_same_order(keeper: Staff) -> None:
    """Otherwise two imports could wait for each other's rows, and the database would end one."""
    head, clinic, house, end = TABLE.split("\r\n")
    table = f"{head}\r\n{house}\r\n{clinic}\r\n{end}"
    rows = read_register_table(table, REGISTER, actor=keeper).to_imports()
    assert [row.values["name"] for row in rows] == ["House", "Clinic"]
    with acting(keeper), CaptureQueriesContext(connection) as queries:
        assert import_entries(REGISTER.table, rows=rows, actor=keeper) == (2, 0)
    written = [query["sql"] for query in queries if 'INTO "services_service"' in query["sql"]]
    assert [name for sql in written for name in ("Clinic", "House") if f"'{name}'" in sql] == [
        "Clinic",
        "House",
    ]


def _change_by_other_user(keeper: Staff, house: Service | None) -> None:
    other = agencies.staff("supervisor", keeper.office)
    fields = {
        "name": "House",
        "organisation": "Maiti ghar",
        "district": "NP-PAR",
        "about": "Theirs",
    }
    if house is None:
        with log_as(other):
            helps.service(other, **fields)
        return
    data = ServiceInput(kinds=["community"], country="NPL", **fields)
    with log_as(other):
        actions.change_service(service=house, data=data, version=house.version, actor=other)


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_table_of_a_spreadsheet_in_this_region_is_read(keeper: Staff, delimiter: str) -> None:
    lines = ["name,organisation,kinds,verified_on", "Clinic,Hospital,health,31/01/2026"]
    text = "\r\n".join(line.replace(",", delimiter) for line in lines)
    import_table(keeper, text)
    with acting(keeper):
        assert str(Service.objects.get().verified_on) == "2026-01-31"


@pytest.mark.parametrize("written", ["31.1.2026", "2026-01-31", "2026-1-31"])
def test_date_is_read_with_the_day_or_the_year_first(keeper: Staff, written: str) -> None:
    import_table(keeper, f"name,organisation,kinds,verified_on\nClinic,Hospital,health,{written}\n")
    with acting(keeper):
        assert str(Service.objects.get().verified_on) == "2026-01-31"


@pytest.mark.parametrize("written", ["January 2026", "31-12-26", "2026"])
def test_text_that_is_no_date_is_explained(keeper: Staff, written: str) -> None:
    text = f"name,organisation,kinds,verified_on\nClinic,Hospital,health,{written}\n"
    page = refused(keeper, address("import_services"), {"text": text})
    assert "Enter the date as 2026-12-31 or 31/12/2026" in page
    assert "at most 2 characters" not in page


def test_file_that_is_no_table_is_called_so(keeper: Staff) -> None:
    file = SimpleUploadedFile("services.pdf", b"%PDF-1.7 text")
    page = refused(keeper, address("import_services"), {"file": file})
    assert "This is not a table" in page
    assert "There is no column" not in page


def test_page_of_the_import_marks_required_columns_and_lists_codes(keeper: Staff) -> None:
    page = words(signed_in(keeper).get(address("import_services")).content)
    assert "kinds Required Type of service" in page
    assert "NP-DHA" in page


@pytest.mark.requirement("FAC-001")
def test_shelter_in_a_table_is_refused_with_the_place_where_it_is_entered(keeper: Staff) -> None:
    text = "name,organisation,kinds\r\nHouse,Maiti ghar,education;shelter\r\n"
    page = refused(keeper, address("import_services"), {"text": text, "save": "yes"})
    assert "entered once, in the register of facilities" in page
    with acting(keeper):
        assert not Service.objects.exists()
