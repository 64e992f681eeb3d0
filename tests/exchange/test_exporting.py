"""An export: who may, what is in it, what never is; the passphrase once, each fetch counted, the end."""

import csv
import datetime as dt
import io
import json

import pytest

from saathi.agencies.models import File, Hidden
from saathi.infra import clock
from saathi.protection.exchange import job_runner
from saathi.protection.exchange.actions import exporting
from saathi.protection.exchange.models import Export
from saathi.sheets import encrypted_zip
from saathi.vault import attachments
from saathi.vault.models import StoredFile
from tests.counting import at_most
from tests.desk import cast as people
from tests.desk.cast import entries
from tests.exchange import cast
from tests.exchange.cast import Desk
from tests.factories import agencies, children
from tests.roles import acting, role
from tests.signing import just_confirmed, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
EVERYTHING = ["128", "2", "4", "8", "16", "32", "64", "512", "1024", "2048"]


@pytest.fixture
def desk() -> Desk:
    return cast.desk()


def asked(desk: Desk, path: str = "/exchange/exports/new/", **typed: object) -> str:
    """The address of an export that was asked for and made."""
    told: dict[str, object] = {
        "purpose": "authority",
        "reason": "The court asked.",
        "format": "json",
    }
    told |= {"sections": EVERYTHING} | typed
    answer = cast.send(desk.client, path, **told)
    assert answer.status_code == 302, answer.content.decode()
    here = str(answer["Location"])
    cast.carried(here, desk.officer, "run_export")
    return here


def export(here: str, desk: Desk) -> Export:
    with acting(desk.officer):
        return Export.objects.get(pk=cast.record_of(here))


def passphrase(desk: Desk, here: str) -> str:
    shown = desk.client.post(f"{here}passphrase/").content.decode()
    return shown.split('class="code" dir="ltr">')[1].split("<")[0]


def opened(desk: Desk, here: str) -> dict[str, bytes]:
    phrase = passphrase(desk, here)
    return encrypted_zip.unpack_encrypted_zip(desk.client.post(f"{here}fetch/").content, phrase)


def records(desk: Desk, here: str) -> list[dict[str, object]]:
    return list(json.loads(opened(desk, here)["children.json"]))


def test_who_may_not_export_finds_nothing(desk: Desk) -> None:
    case = children.case(desk.worker)
    here = asked(desk)
    for person in (
        desk.worker,
        agencies.staff("supervisor", desk.office),
        agencies.staff("oversight"),
    ):
        client = just_confirmed(person)
        for page in (
            "/exchange/exports/",
            "/exchange/exports/new/",
            here,
            f"/child/{case.file_id}/export/",
        ):
            assert client.get(page).status_code == 404, (person.bundle, page)
        for page in ("passphrase/", "fetch/", "end/"):
            assert client.post(f"{here}{page}", {"version": 1}).status_code == 404


def test_another_officer_of_the_office_neither_sees_nor_fetches_it(desk: Desk) -> None:
    children.case(desk.worker)
    here = asked(desk)
    colleague = agencies.staff("data_officer", desk.office)
    client = just_confirmed(colleague)
    assert client.get(here).status_code == 404
    assert client.post(f"{here}fetch/").status_code == 404
    with acting(colleague):  # by plain SQL neither
        assert not Export.objects.exists()
        assert not StoredFile.objects.filter(field_id="exchange.zip").exists()


def test_export_always_includes_identity_first(desk: Desk) -> None:
    case = children.case(desk.worker)
    here = asked(desk)
    with acting(desk.officer):
        desk.officer.change_password("a lamp in the seventh window")
    client = signed_in(desk.officer)
    for page in ("/exchange/exports/new/", f"/child/{case.file_id}/export/"):
        assert client.get(page)["Location"].startswith("/account/reauthenticate/")
    for page in ("passphrase/", "fetch/"):
        assert client.post(f"{here}{page}")["Location"].startswith("/account/reauthenticate/")
    assert export(here, desk).downloads == 0


def test_a_purpose_and_a_reason_are_needed(desk: Desk) -> None:
    children.case(desk.worker)
    answer = cast.send(desk.client, "/exchange/exports/new/", format="json")
    assert answer.status_code == 200
    form = answer.context["form"]
    assert set(form.errors) == {"purpose", "reason"}
    with acting(desk.officer):
        assert not Export.objects.exists()


def test_a_file_holds_what_was_chosen_and_who_she_is(desk: Desk) -> None:
    case = children.case(desk.worker, "Sunita Mahato")
    people.visit(case, desk.worker)
    people.plan(case, desk.worker)
    [child] = records(desk, asked(desk, sections=["32"]))
    assert child["code_of_file"] == case.child.code
    assert child["people.child"][0]["said.names"][0]["text"] == "Sunita Mahato"  # type: ignore[index]
    assert child["cases.visit"][0]["said.note"] == "Well."  # type: ignore[index]
    assert "care_plans.plan" not in child


def test_what_she_lets_nobody_else_read_is_not_in_it(desk: Desk) -> None:
    case = children.case(desk.worker)
    people.said(case, desk.worker, "For all of the team.")
    people.said(case, desk.worker, "For Gita alone.", "named", desk.worker)
    [child] = records(desk, asked(desk))
    said = json.dumps(child, ensure_ascii=False)
    assert "For all of the team." in said
    assert "For Gita alone." not in said


def test_protected_and_hidden_children_and_those_of_others_are_not_in_it(desk: Desk) -> None:
    seen = children.case(desk.worker)
    protected = children.case(desk.worker)
    hidden = children.case(desk.worker)
    children.case(agencies.staff("case_worker"))
    with role("maintenance"):
        File.objects.filter(pk=protected.file_id).update(is_protected=True)
        Hidden.objects.create(
            file_id=hidden.file_id, principal=desk.officer.id, hidden_by=desk.worker.id
        )
    here = asked(desk)
    assert [child["code_of_file"] for child in records(desk, here)] == [seen.child.code]
    refused = cast.send(
        desk.client, f"/child/{protected.file_id}/export/", purpose="authority", reason="x"
    )
    assert "special protection" in refused.content.decode()
    assert desk.client.get(f"/child/{hidden.file_id}/export/").status_code == 404


def test_who_is_protected_after_it_was_asked_for_is_not_in_it(desk: Desk) -> None:
    first, second = children.case(desk.worker), children.case(desk.worker)
    answer = cast.send(
        desk.client, "/exchange/exports/new/", purpose="check", reason="x", format="json"
    )
    with role("maintenance"):
        File.objects.filter(pk=first.file_id).update(is_protected=True)
    cast.carried(answer["Location"], desk.officer, "run_export")
    assert [one["code_of_file"] for one in records(desk, answer["Location"])] == [second.child.code]


@pytest.mark.requirement("PRI-007")
def test_each_file_in_it_was_read_and_says_so(desk: Desk) -> None:
    cases = [children.case(desk.worker) for _ in range(3)]
    here = asked(desk)
    read = entries(kind="exported", by=desk.officer.id)
    assert {one.file_id for one in read} == {case.file_id for case in cases}
    assert {tuple(one.objects_seen) for one in read} == {(export(here, desk).pk,)}
    assert {one.purpose for one in read} == {"authority"}


def test_the_passphrase_is_shown_once_and_kept_nowhere(desk: Desk) -> None:
    children.case(desk.worker)
    here = asked(desk)
    first = passphrase(desk, here)
    page = desk.client.get(here).content.decode()
    assert first not in page
    assert "Show the passphrase" not in page
    again = desk.client.post(f"{here}passphrase/")
    assert again["Location"] == here
    record = export(here, desk)
    assert record.passphrase is None
    assert first.encode() not in bytes(record.sealed)


def test_each_fetch_is_counted_and_on_record(desk: Desk) -> None:
    children.case(desk.worker)
    here = asked(desk)
    for _ in range(2):
        desk.client.post(f"{here}fetch/")
    assert export(here, desk).downloads == 2
    assert len(entries(kind="file_opened", by=desk.officer.id)) == 2


def test_nothing_lies_in_clear_in_the_storage(desk: Desk) -> None:
    children.case(desk.worker, "Sunita Mahato")
    here = asked(desk, format="csv")
    stored = export(here, desk).stored
    assert stored is not None
    sealed = b"".join(attachments.open_storage().read(stored))
    assert b"Sunita" not in sealed
    assert not sealed.startswith(b"PK")  # sealed once more: not even a ZIP to whoever has the disk


def test_when_its_time_is_over_it_is_gone_and_the_log_says_so(desk: Desk) -> None:
    children.case(desk.worker)
    here = asked(desk)
    stored = export(here, desk).stored
    with role("maintenance"):
        Export.objects.update(ends_at=clock.now() - dt.timedelta(minutes=1))
    assert desk.client.post(f"{here}fetch/").status_code == 302  # before the job as well
    job_runner.delete_expired_files()
    record = export(here, desk)
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
    here = asked(desk)
    assert "Delete it now" in desk.client.get(here).content.decode()
    assert desk.client.post(f"{here}end/")["Location"] == here
    job_runner.delete_expired_files()
    assert export(here, desk).stored is None
    assert desk.client.post(f"{here}fetch/")["Location"] == here


def test_an_export_that_runs_is_not_cleared_away(desk: Desk) -> None:
    children.case(desk.worker)
    here = asked(desk)
    assert job_runner.delete_expired_files() == 0
    assert records(desk, here)


@pytest.mark.parametrize("form", ["book", "csv"])
def test_no_cell_is_a_formula_to_a_spreadsheet(desk: Desk, form: str) -> None:
    children.case(desk.worker, "=HYPERLINK(1)")
    files = opened(desk, asked(desk, format=form))
    if form == "book":
        from saathi.sheets.reading import read_sheet

        assert list(files) == ["children.xlsx"]
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
    assert "No file that may leave the system fits" in none.content.decode()
    late = {"opened_from_0": "3", "opened_from_1": "3", "opened_from_2": "2026"}
    assert cast.send(desk.client, "/exchange/exports/new/", **nobody, **late).status_code == 200
    early = {"opened_until_0": "2", "opened_until_1": "3", "opened_until_2": "2026"}
    [child] = records(desk, asked(desk, **early))
    assert child["code_of_file"] == case.child.code


def test_one_child_s_file_alone(desk: Desk) -> None:
    case = children.case(desk.worker)
    children.case(desk.worker)
    [child] = records(desk, asked(desk, f"/child/{case.file_id}/export/"))
    assert child["code_of_file"] == case.child.code


def test_more_files_than_one_export_holds_are_said(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "MAX_FILES", 1)
    for _ in range(2):
        children.case(desk.worker)
    answer = cast.send(desk.client, "/exchange/exports/new/", purpose="check", reason="x")
    assert "These are 2 files" in answer.content.decode()


def test_failed_export_stores_no_file(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    children.case(desk.worker)

    def falls(*_: object) -> bytes:
        raise OSError("the disk is full")

    monkeypatch.setattr(encrypted_zip, "pack_encrypted_zip", falls)
    here = asked(desk)
    record = export(here, desk)
    assert (record.state, record.stored) == ("failed", None)
    assert not entries(kind="exported", by=desk.officer.id)


def test_pages_of_exports_stay_within_the_budget(desk: Desk) -> None:
    children.case(desk.worker)
    here = asked(desk)
    for page in ("/exchange/exports/", "/exchange/exports/new/", here):
        with at_most(15):
            assert desk.client.get(page).status_code == 200
