"""Imports from upload to result: access, created records, refused rows, kept data."""

import datetime as dt
import json
from uuid import uuid4

import pytest

from saathi.agencies.models import File, Grant
from saathi.agencies.sections import Section
from saathi.desk.importing import samples
from saathi.infra import clock
from saathi.people.models import AgeStatement, Child, Token
from saathi.protection.casework.cases.models import Case, Due, Seat
from saathi.protection.exchange import job_runner
from saathi.protection.exchange.actions import import_children
from saathi.protection.exchange.models import Import, ImportedRecord
from saathi.protection.identification.intake.models import Report
from saathi.vault import attachments
from saathi.vault import store as vault
from saathi.vault.models import StoredFile
from tests import filled
from tests.counting import at_most
from tests.desk.cast import entries
from tests.factories import agencies, children
from tests.protection.exchange import cast
from tests.protection.exchange.cast import Desk
from tests.roles import acting, role, with_proof
from tests.signing import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def desk() -> Desk:
    return cast.desk()


def imported_records(path: str) -> list[ImportedRecord]:
    """The origins of an import's files, in the order of the rows."""
    with role("maintenance"):
        imported = list(ImportedRecord.objects.filter(imported_by=cast.record_of(path)))
        rows = {pk: content["row"] for pk, content in vault.open_many(imported).items()}
    return sorted(imported, key=lambda record: (rows[record.pk], record.source_key is None))


def test_import_pages_are_hidden_without_the_right(desk: Desk) -> None:
    path = cast.checked(desk)
    stranger = agencies.staff("data_officer")
    for person in (stranger, desk.worker, agencies.staff("administrator", desk.office)):
        client = signed_in(person)
        for page in ("", "columns/", "words/", "rows/", "mistakes/", "decide/"):
            assert client.get(f"{path}{page}").status_code == 404, (person.role_kind, page)
        assert client.post(f"{path}drop/", {"version": 1}).status_code == 404
    assert signed_in(desk.worker).get("/exchange/imports/new/").status_code == 404
    assert cast.state(path, desk.officer).state == "checked"


def test_a_caseload_becomes_files_with_cases_reports_and_where_they_come_from(desk: Desk) -> None:
    path = cast.brought(desk)
    record = cast.state(path, desk.officer)
    assert (record.state, record.rows, record.upload, record.result) == ("done", 3, None, None)
    with acting(desk.officer):
        child = next(
            child
            for child in Child.objects.all()
            if vault.open(child)["names"][0]["text"] == "Sarita Tamang"
        )
        case = Case.objects.get(child=child)
        report = Report.objects.get(child_file=child.file_id)
        [age] = AgeStatement.objects.filter(child=child)
        origin = ImportedRecord.objects.get(file=child.file_id)
        content = vault.open(origin)
    assert (child.gender, child.home_district, child.home_country) == ("girl", "NP-DHA", "NPL")
    assert (child.birth_year_low, child.birth_year_high) == (2012, 2012)
    assert case.opened_on == dt.date(2025, 2, 3)
    assert (case.worker_id, case.status) == (desk.worker.id, "open")
    assert report.concerns == ["trafficking"]
    assert (report.outcome, report.received_at.date()) == ("case_opened", dt.date(2025, 2, 2))
    assert age.basis == "imported"
    assert origin.method == "imported"
    assert content == {"source": "Old list", "source_id": "S-1", "row": 1, "extras": {"Ward": "4"}}


def test_what_is_due_counts_from_today_and_is_on_the_worker_s_day(desk: Desk) -> None:
    cast.brought(desk)
    with acting(desk.worker):
        dues = list(Due.objects.all())
        seats = list(Seat.objects.filter(role="case_worker"))
    assert dues
    assert all(due.due_on >= desk.office.today() for due in dues)
    assert {due.worker_id for due in dues} == {desk.worker.id}
    assert {seat.staff_id for seat in seats} == {desk.worker.id}


def test_import_grants_the_file_to_the_worker_and_the_office_leaders_only(desk: Desk) -> None:
    path = cast.brought(desk)
    files = {record.file_id for record in imported_records(path)}
    with role("maintenance"):
        running = Grant.objects.filter(file__in=files, ends_at=None)
        principals = set(running.values_list("principal", "kind"))
    assert principals == {(desk.office.id, "owner"), (desk.worker.id, "team")}
    page = signed_in(desk.worker).get(f"/child/{imported_records(path)[0].file_id}/")
    assert "Sarita Tamang" in page.content.decode()
    assert "Imported from another system" in page.content.decode()


def test_a_child_that_was_brought_in_is_found_by_name(desk: Desk) -> None:
    path = cast.brought(desk)
    with role("maintenance"):
        counts = [
            Token.objects.filter(file=record.file_id).count() for record in imported_records(path)
        ]
    assert sum(bool(count) for count in counts) == 2  # the report has no name of its own


def test_second_import_of_the_same_list_creates_no_duplicates(desk: Desk) -> None:
    first = cast.brought(desk)
    more = cast.CSV + "S-4,Puja Rai,F,01/01/2014,Dhanusha,01/03/2025,,\n"
    second = cast.brought(desk, more.encode())
    with acting(desk.officer):
        counts = vault.open(cast.state(second, desk.officer))["counts"]
    assert (counts["rows"], counts["made"], counts["known"], counts["refused"]) == (4, 1, 2, 1)
    assert len([record for record in imported_records(first) if record.source_key]) == 2
    assert len([record for record in imported_records(second) if record.source_key]) == 1


def test_the_same_numbers_of_another_system_or_agency_are_other_children(desk: Desk) -> None:
    cast.brought(desk)
    again = cast.brought(desk, source="Another list")
    elsewhere = cast.desk()
    theirs = cast.brought(elsewhere)
    assert len([record for record in imported_records(again) if record.source_key]) == 2
    assert len([record for record in imported_records(theirs) if record.source_key]) == 2
    keys = {
        bytes(record.source_key)
        for import_path in (again, theirs)
        for record in imported_records(import_path)
        if record.source_key
    }
    assert len(keys) == 4


def test_all_rows_are_accounted_for_on_the_page(desk: Desk) -> None:
    path = cast.brought(desk)
    page = " ".join(desk.client.get(path).content.decode().split())
    for text in ("Children by gender", "Children by year of birth", "2013", "Rows read"):
        assert text in page
    with acting(desk.officer):
        counts = vault.open(cast.state(path, desk.officer))["counts"]
    assert counts["rows"] == counts["made"] + counts["known"] + counts["refused"]
    for kind in ("by_gender", "by_birth_year", "by_registration"):
        assert sum(counts[kind].values()) == counts["made"]


def test_a_row_says_in_words_what_is_wrong_and_can_be_fetched_to_mend(desk: Desk) -> None:
    path = cast.checked(desk)
    page = desk.client.get(f"{path}rows/?show=refused").content.decode()
    assert "Row 3" in page
    assert "Enter a name." in page
    assert "Row 1" not in page
    mistakes = desk.client.get(f"{path}mistakes/")
    text = mistakes.content.decode("utf-8-sig")
    assert "S-3" in text
    assert "S-1" not in text
    assert entries(kind="file_opened", by=desk.officer.id)


def test_failed_import_rolls_back_every_row(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(f"S-{n},Child {n},F,,,,,\n" for n in range(10))
    path = cast.checked(desk, (cast.CSV.splitlines()[0] + "\n" + rows).encode())
    cast.send(desk.client, f"{path}decide/", worker=desk.worker.pk)
    monkeypatch.setattr(import_children, "BATCH_SIZE", 4)
    original, calls = import_children._hand_over, []

    def falls(*args: object) -> None:
        calls.append(args)
        if len(calls) == 2:
            raise RuntimeError("the power went")
        original(*args)

    monkeypatch.setattr(import_children, "_hand_over", falls)
    cast.carried(path, desk.officer, "run_import")
    assert cast.state(path, desk.officer).state == "failed"
    assert imported_records(path) == []
    with role("maintenance"):
        assert not File.objects.filter(kind="child", office=desk.office).exists()
        assert cast.state(path, desk.officer).upload is not None
    assert "Failed: nothing was imported" in desk.client.get(path).content.decode()


def test_import_job_that_runs_twice_creates_no_duplicates(desk: Desk) -> None:
    path = cast.brought(desk)
    cast.carried(path, desk.officer, "run_import")
    assert len([record for record in imported_records(path) if record.source_key]) == 2
    assert cast.state(path, desk.officer).state == "done"


def test_import_job_fails_if_the_right_was_lost_meanwhile(desk: Desk) -> None:
    path = cast.checked(desk)
    cast.send(desk.client, f"{path}decide/", worker=desk.worker.pk)
    with role("maintenance"):
        type(desk.officer).objects.filter(pk=desk.officer.pk).update(role_kind="rapporteur")
    cast.carried(path, desk.officer, "run_import")
    assert imported_records(path) == []


def test_the_upload_is_deleted_when_it_is_done_or_given_up(desk: Desk) -> None:
    given_up = cast.checked(desk)
    with acting(desk.officer):
        stored_ids = [
            cast.state(given_up, desk.officer).upload,
            cast.state(given_up, desk.officer).result,
        ]
    page = desk.client.get(given_up).content.decode()
    desk.client.post(f"{given_up}drop/", filled.form(page, to=f"{given_up}drop/"))
    assert cast.state(given_up, desk.officer).state == "dropped"
    job_runner.delete_expired_files()
    with role("maintenance"):
        assert not StoredFile.objects.filter(pk__in=stored_ids).exists()
    stored = set(attachments.open_storage().list_ids(before=clock.now() + dt.timedelta(days=1)))
    assert not stored & set(stored_ids)
    assert desk.client.get(f"{given_up}rows/")["Location"] == given_up


def test_import_upload_is_stored_sealed(desk: Desk) -> None:
    path = cast.checked(desk)
    record = cast.state(path, desk.officer)
    storage = attachments.open_storage()
    for stored in (record.upload, record.result):
        assert stored is not None
        sealed = b"".join(storage.read(stored))
        assert b"Sarita" not in sealed
        assert b"S-1" not in sealed
    assert b"Old list" not in bytes(record.sealed)


def test_cases_go_only_to_who_works_on_cases_here(desk: Desk) -> None:
    path = cast.checked(desk)
    for nobody in (agencies.staff("case_worker"), agencies.staff("house_mother"), desk.officer):
        answer = cast.send(desk.client, f"{path}decide/", worker=nobody.pk)
        assert answer.status_code == 200
        assert cast.state(path, desk.officer).state == "checked"


def test_a_row_that_names_its_worker_goes_to_that_one(desk: Desk) -> None:
    named_worker = agencies.staff("case_worker", desk.office, email="maya@example.org")
    table = "id,name,case worker\n1,Gita,maya@example.org\n2,Rita,\n"
    path = cast.brought(desk, table.encode())
    files = dict(enumerate((record.file_id for record in imported_records(path)), 1))
    with role("maintenance"):
        workers = dict(Case.objects.filter(file__in=files.values()).values_list("file", "worker"))
    assert workers == {files[1]: named_worker.id, files[2]: desk.worker.id}


@pytest.mark.parametrize("sample", [sample.name for sample in samples.SAMPLE_FILES])
def test_each_sample_can_be_brought_in(desk: Desk, sample: str) -> None:
    data = b"".join(desk.client.get(f"/exchange/samples/{sample}"))
    if sample.endswith("json"):
        path = cast.primero_imported(desk, json.loads(data))
    else:
        path = cast.brought(desk, data, name=sample)
    with acting(desk.officer):
        counts = vault.open(cast.state(path, desk.officer))["counts"]
    assert counts["rows"] == len(samples._ROWS)
    assert counts["made"] >= 5
    assert counts["refused"] == 3  # no such day, no name, the same number twice
    if sample.endswith("json"):
        assert counts["subforms"]["notes_section"] == [6, 6, 0]


def test_a_closed_case_comes_closed_and_its_pages_open(desk: Desk) -> None:
    table = (
        "id,name,status,date closed,closing reason,registration date\n"
        "1,Gita,closed,30/06/2025,reunified,03/02/2025\n"
    )
    path = cast.brought(desk, table.encode())
    [record] = imported_records(path)
    with acting(desk.worker):
        case = Case.objects.get(file=record.file_id)
        assert not Due.objects.filter(case=case).exists()
    assert (case.status, case.closed_on, case.closing_reason) == (
        "closed",
        dt.date(2025, 6, 30),
        "recovery",
    )
    client = signed_in(desk.worker)
    for page in ("", "closing/", "plan/", "needs/", "visits/", "origin/"):
        assert client.get(f"/child/{record.file_id}/{page}").status_code in {200, 302}, page


def test_unmapped_columns_are_shown_to_readers_of_the_situation(desk: Desk) -> None:
    path = cast.brought(desk)
    file = imported_records(path)[0].file_id
    page = signed_in(desk.worker).get(f"/child/{file}/origin/").content.decode()
    for text in ("Old list", "S-1", "Ward"):
        assert text in page
    mother = agencies.staff("house_mother", desk.office)
    from tests.factories import teams

    teams.join(file, mother, "house_mother")
    assert signed_in(mother).get(f"/child/{file}/").status_code == 200
    assert signed_in(mother).get(f"/child/{file}/origin/").status_code == 404
    assert signed_in(agencies.staff("case_worker")).get(f"/child/{file}/origin/").status_code == 404


def test_a_file_with_no_origin_has_no_such_page(desk: Desk) -> None:
    case = children.case(desk.worker)
    assert signed_in(desk.worker).get(f"/child/{case.file_id}/origin/").status_code == 404


def test_discreet_view_hides_import_rows(desk: Desk) -> None:
    path = cast.checked(desk)
    desk.client.cookies["saathi_discreet"] = "1"
    page = desk.client.get(f"{path}rows/").content.decode()
    assert "Sarita" not in page
    assert "Sarita" in desk.client.get(f"{path}rows/?shown=1").content.decode()


def test_each_page_of_an_import_stays_within_the_budget(desk: Desk) -> None:
    path = cast.checked(desk)
    for page in (
        "/exchange/",
        path,
        f"{path}columns/",
        f"{path}words/",
        f"{path}rows/",
        f"{path}decide/",
    ):
        with at_most(15):
            assert desk.client.get(page).status_code == 200
    sent = filled.form(desk.client.get(f"{path}decide/").content.decode(), worker=desk.worker.pk)
    with at_most(15):
        assert desk.client.post(f"{path}decide/", sent).status_code == 302


def test_it_is_on_record_who_brought_in_how_many(desk: Desk) -> None:
    path = cast.brought(desk)
    [entry] = entries(kind="loaded", by=desk.officer.id)
    assert (entry.objects_seen, entry.detail["count"]) == ([cast.state(path, desk.officer).pk], 2)
    for record in imported_records(path):
        assert entries(kind="wrote", by=desk.officer.id, file_id=record.file_id)
        assert entries(kind="granted", by=desk.officer.id, file_id=record.file_id)


def test_import_function_cannot_grant_other_files(desk: Desk) -> None:
    from django.db import DatabaseError, connection, transaction

    case = children.case(desk.worker)
    for person in (desk.officer, desk.worker):
        for files in ([case.file_id], [uuid4()]):
            statement = "SELECT exchange_to_worker(%s::uuid[], %s)"
            with (
                acting(person),
                pytest.raises(DatabaseError, match="not yours"),
                transaction.atomic(),
                with_proof(statement),
            ):
                connection.cursor().execute(statement, [files, desk.worker.id])


def test_row_security_hides_imports(desk: Desk) -> None:
    path = cast.brought(desk)
    with acting(agencies.staff("data_officer")):
        assert not Import.objects.filter(pk=cast.record_of(path)).exists()
        assert not ImportedRecord.objects.exists()
    with acting(desk.worker):
        assert ImportedRecord.objects.count() == 3
    assert ImportedRecord.section == Section.SITUATION
