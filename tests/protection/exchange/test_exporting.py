"""Exports: access, contents, exclusions, the passphrase shown once, counted downloads, expiry."""

import csv
import datetime as dt
import io
import json
from typing import Any

import pytest

from saathi.agencies.models import File, Hidden
from saathi.engines.sheets import encrypted_zip
from saathi.infra import clock, redaction
from saathi.protection.exchange import job_runner
from saathi.protection.exchange.actions import exporting
from saathi.protection.exchange.models import Export
from saathi.vault import attachments
from saathi.vault.models import StoredFile
from tests import filled
from tests.counting import at_most
from tests.desk import cast as people
from tests.desk.cast import entries
from tests.factories import agencies, children, merges
from tests.protection.exchange import cast
from tests.protection.exchange.cast import Desk
from tests.roles import acting, role
from tests.signing import just_confirmed, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
EVERYTHING = ["128", "2", "4", "8", "16", "32", "64", "512", "1024", "2048"]


@pytest.fixture
def desk() -> Desk:
    return cast.desk()


def send_checked(desk: Desk, path: str = "/exchange/exports/new/", **typed: object) -> Any:
    """The answer to the request, and to its second page, which says what the export would hold."""
    shown = cast.send(desk.client, path, **typed)
    if shown.status_code == 302 or "preview" not in shown.context or not shown.context["preview"]:
        return shown
    return desk.client.post(path, filled.form(shown.content.decode()))


def request_export(desk: Desk, path: str = "/exchange/exports/new/", **typed: object) -> str:
    """Requests and builds an export; returns its URL."""
    data: dict[str, object] = {
        "purpose": "authority",
        "reason": "The court asked.",
        "format": "json",
    }
    data |= {"sections": EVERYTHING} | typed
    answer = send_checked(desk, path, **data)
    assert answer.status_code == 302, answer.content.decode()
    url = str(answer["Location"])
    cast.carried(url, desk.officer, "run_export")
    return url


def export(path: str, desk: Desk) -> Export:
    with acting(desk.officer):
        return Export.objects.get(pk=cast.record_of(path))


def passphrase(desk: Desk, path: str) -> str:
    page = desk.client.post(f"{path}passphrase/").content.decode()
    return page.split('class="code" dir="ltr">')[1].split("<")[0]


def open_export(desk: Desk, path: str) -> dict[str, bytes]:
    phrase = passphrase(desk, path)
    return encrypted_zip.unpack_encrypted_zip(desk.client.post(f"{path}fetch/").content, phrase)


def records(desk: Desk, path: str) -> list[dict[str, object]]:
    return list(json.loads(open_export(desk, path)["children.json"]))


def test_export_pages_are_hidden_without_the_right(desk: Desk) -> None:
    case = children.case(desk.worker)
    path = request_export(desk)
    for person in (
        desk.worker,
        agencies.staff("supervisor", desk.office),
        agencies.staff("oversight"),
    ):
        client = just_confirmed(person)
        for page in (
            "/exchange/exports/",
            "/exchange/exports/new/",
            path,
            f"/child/{case.file_id}/export/",
        ):
            assert client.get(page).status_code == 404, (person.role_kind, page)
        for page in ("passphrase/", "fetch/", "end/"):
            assert client.post(f"{path}{page}", {"version": 1}).status_code == 404


def test_another_officer_of_the_office_neither_sees_nor_fetches_it(desk: Desk) -> None:
    children.case(desk.worker)
    path = request_export(desk)
    colleague = agencies.staff("data_officer", desk.office)
    client = just_confirmed(colleague)
    assert client.get(path).status_code == 404
    assert client.post(f"{path}fetch/").status_code == 404
    with acting(colleague):  # nor by plain SQL
        assert not Export.objects.exists()
        assert not StoredFile.objects.filter(field_id="exchange.zip").exists()


def test_export_always_includes_identity_first(desk: Desk) -> None:
    case = children.case(desk.worker)
    path = request_export(desk)
    with acting(desk.officer):
        desk.officer.change_password("a lamp in the seventh window")
    client = signed_in(desk.officer)
    for page in ("/exchange/exports/new/", f"/child/{case.file_id}/export/"):
        assert client.get(page)["Location"].startswith("/account/reauthenticate/")
    for page in ("passphrase/", "fetch/"):
        assert client.post(f"{path}{page}")["Location"].startswith("/account/reauthenticate/")
    assert export(path, desk).downloads == 0


def test_a_purpose_and_a_reason_are_needed(desk: Desk) -> None:
    children.case(desk.worker)
    answer = cast.send(desk.client, "/exchange/exports/new/", format="json")
    assert answer.status_code == 200
    form = answer.context["form"]
    assert set(form.errors) == {"purpose", "reason"}
    with acting(desk.officer):
        assert not Export.objects.exists()


def test_an_export_contains_the_chosen_sections_and_the_identity(desk: Desk) -> None:
    case = children.case(desk.worker, "Sunita Mahato")
    people.visit(case, desk.worker)
    people.plan(case, desk.worker)
    [child] = records(desk, request_export(desk, sections=["32"]))
    assert child["code_of_file"] == case.child.code
    assert child["people.child"][0]["said.names"][0]["text"] == "Sunita Mahato"  # type: ignore[index]
    assert child["cases.visit"][0]["said.note"] == "Well."  # type: ignore[index]
    assert "care_plans.plan" not in child


def test_export_leaves_out_statements_for_other_readers(desk: Desk) -> None:
    case = children.case(desk.worker)
    people.said(case, desk.worker, "For all of the team.")
    people.said(case, desk.worker, "For Gita alone.", "named", desk.worker)
    [child] = records(desk, request_export(desk))
    child_text = json.dumps(child, ensure_ascii=False)
    assert "For all of the team." in child_text
    assert "For Gita alone." not in child_text


def test_protected_and_hidden_children_and_those_of_others_are_not_in_it(desk: Desk) -> None:
    visible_case = children.case(desk.worker)
    protected = children.case(desk.worker)
    hidden = children.case(desk.worker)
    children.case(agencies.staff("case_worker"))
    with role("maintenance"):
        File.objects.filter(pk=protected.file_id).update(is_protected=True)
        Hidden.objects.create(
            file_id=hidden.file_id, principal=desk.officer.id, hidden_by=desk.worker.id
        )
    path = request_export(desk)
    assert [child["code_of_file"] for child in records(desk, path)] == [visible_case.child.code]
    refused = cast.send(
        desk.client, f"/child/{protected.file_id}/export/", purpose="authority", reason="x"
    )
    assert "special protection" in refused.content.decode()
    assert desk.client.get(f"/child/{hidden.file_id}/export/").status_code == 404


def test_a_child_who_is_protected_in_another_file_is_not_in_it(desk: Desk) -> None:
    case, other = children.case(desk.worker), children.case(agencies.staff("case_worker"))
    merge = merges.joined(case.file_id, other.file_id)
    path = request_export(desk)
    assert [child["code_of_file"] for child in records(desk, path)] == [case.child.code]
    with role("maintenance"):
        File.objects.filter(pk=other.file_id).update(is_protected=True)
    second = children.case(desk.worker)
    path = request_export(desk)
    assert [child["code_of_file"] for child in records(desk, path)] == [second.child.code]
    merges.parted(merge)
    path = request_export(desk)
    codes = {child["code_of_file"] for child in records(desk, path)}
    assert codes == {case.child.code, second.child.code}


def test_who_is_protected_after_it_was_asked_for_is_not_in_it(desk: Desk) -> None:
    first, second = children.case(desk.worker), children.case(desk.worker)
    answer = send_checked(desk, purpose="check", reason="x", format="json")
    with role("maintenance"):
        File.objects.filter(pk=first.file_id).update(is_protected=True)
    cast.carried(answer["Location"], desk.officer, "run_export")
    assert [row["code_of_file"] for row in records(desk, answer["Location"])] == [second.child.code]


@pytest.mark.requirement("PRI-007")
def test_every_exported_file_has_an_access_log_entry(desk: Desk) -> None:
    cases = [children.case(desk.worker) for _ in range(3)]
    path = request_export(desk)
    read = entries(kind="exported", by=desk.officer.id)
    assert {entry.file_id for entry in read} == {case.file_id for case in cases}
    assert {tuple(entry.objects_seen) for entry in read} == {(export(path, desk).pk,)}
    assert {entry.purpose for entry in read} == {"authority"}


def test_the_passphrase_is_shown_once_and_kept_nowhere(desk: Desk) -> None:
    children.case(desk.worker)
    path = request_export(desk)
    first = passphrase(desk, path)
    page = desk.client.get(path).content.decode()
    assert first not in page
    assert "Show the passphrase" not in page
    again = desk.client.post(f"{path}passphrase/")
    assert again["Location"] == path
    record = export(path, desk)
    assert record.passphrase is None
    assert first.encode() not in bytes(record.sealed)


def test_each_fetch_is_counted_and_on_record(desk: Desk) -> None:
    children.case(desk.worker)
    path = request_export(desk)
    for _ in range(2):
        desk.client.post(f"{path}fetch/")
    assert export(path, desk).downloads == 2
    assert len(entries(kind="file_opened", by=desk.officer.id)) == 2


def test_export_is_stored_sealed(desk: Desk) -> None:
    children.case(desk.worker, "Sunita Mahato")
    path = request_export(desk, format="csv")
    stored = export(path, desk).stored
    assert stored is not None
    sealed = b"".join(attachments.open_storage().read(stored))
    assert b"Sunita" not in sealed
    assert not sealed.startswith(
        b"PK"
    )  # sealed once more: someone with the disk does not even have a ZIP file


def test_expired_export_is_deleted_and_logged(desk: Desk) -> None:
    children.case(desk.worker)
    path = request_export(desk)
    stored = export(path, desk).stored
    with role("maintenance"):
        Export.objects.update(ends_at=clock.now() - dt.timedelta(minutes=1))
    assert desk.client.post(f"{path}fetch/").status_code == 302  # before the job as well
    job_runner.delete_expired_files()
    record = export(path, desk)
    assert (record.state, record.stored, record.passphrase) == ("ended", None, None)
    with role("maintenance"):
        assert not StoredFile.objects.filter(pk=stored).exists()
    assert stored not in attachments.open_storage().list_ids(
        before=clock.now() + dt.timedelta(days=1)
    )
    [ended] = entries(kind="export_ended")
    assert (ended.objects_seen, ended.by) == ([record.pk], desk.officer.id)
    job_runner.delete_expired_files()
    assert len(entries(kind="export_ended")) == 1


def test_export_can_be_ended_early(desk: Desk) -> None:
    children.case(desk.worker)
    path = request_export(desk)
    assert "Delete now" in desk.client.get(path).content.decode()
    assert desk.client.post(f"{path}end/")["Location"] == path
    job_runner.delete_expired_files()
    assert export(path, desk).stored is None
    assert desk.client.post(f"{path}fetch/")["Location"] == path


def test_an_export_that_runs_is_not_cleared_away(desk: Desk) -> None:
    children.case(desk.worker)
    path = request_export(desk)
    assert job_runner.delete_expired_files() == 0
    assert records(desk, path)


@pytest.mark.parametrize("form", ["book", "csv"])
def test_no_cell_is_a_formula_to_a_spreadsheet(desk: Desk, form: str) -> None:
    children.case(desk.worker, "=HYPERLINK(1)")
    files = open_export(desk, request_export(desk, format=form))
    if form == "book":
        from saathi.engines.sheets.reading import read_sheet

        assert set(files) == {"children.xlsx", "README.txt"}
        sheet = read_sheet(files["children.xlsx"])
        cells = [cell for row in sheet.rows for cell in row]
    else:
        text = files["people.child.csv"].decode("utf-8-sig")
        cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert any("=HYPERLINK(1)" in cell for cell in cells)
    assert not any(cell.startswith(("=", "+", "@")) for cell in cells)


def test_cases_are_chosen_by_how_they_stand_and_when_they_began(desk: Desk) -> None:
    case = children.case(desk.worker)  # opened on 2 March 2026
    nobody = {"purpose": "check", "reason": "x", "format": "json"}
    none = cast.send(desk.client, "/exchange/exports/new/", cases=["closed"], **nobody)
    assert "No matching file can be exported" in none.content.decode()
    late = {"opened_from_0": "3", "opened_from_1": "3", "opened_from_2": "2026"}
    assert cast.send(desk.client, "/exchange/exports/new/", **nobody, **late).status_code == 200
    early = {"opened_until_0": "2", "opened_until_1": "3", "opened_until_2": "2026"}
    [child] = records(desk, request_export(desk, **early))
    assert child["code_of_file"] == case.child.code


def test_one_child_s_file_alone(desk: Desk) -> None:
    case = children.case(desk.worker)
    children.case(desk.worker)
    [child] = records(desk, request_export(desk, f"/child/{case.file_id}/export/"))
    assert child["code_of_file"] == case.child.code


def test_export_of_too_many_files_is_refused_with_their_number(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "MAX_FILES", 1)
    for _ in range(2):
        children.case(desk.worker)
    answer = cast.send(desk.client, "/exchange/exports/new/", purpose="check", reason="x")
    assert "2 files match" in answer.content.decode()


def test_failed_export_stores_no_file(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    children.case(desk.worker)

    def falls(*_: object) -> bytes:
        raise OSError("the disk is full")

    monkeypatch.setattr(encrypted_zip, "pack_encrypted_zip", falls)
    path = request_export(desk)
    record = export(path, desk)
    assert (record.state, record.stored) == ("failed", None)
    assert not entries(kind="exported", by=desk.officer.id)
    line = redaction.JsonLineFormatter().format(caplog.records[-1])
    assert '"error": ["builtins.OSError"]' in line
    assert f'"record": "{record.pk}"' in line
    assert '"record_type": "Export"' in line
    assert "%s" not in line
    assert "disk is full" not in line


def test_pages_of_exports_stay_within_the_budget(desk: Desk) -> None:
    children.case(desk.worker)
    path = request_export(desk)
    for page in ("/exchange/exports/", "/exchange/exports/new/", path):
        with at_most(15):
            assert desk.client.get(page).status_code == 200
