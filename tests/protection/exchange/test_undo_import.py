"""Undoing an import: access, deleted and kept files, and no loss in other files."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from saathi.agencies.actions import rights
from saathi.agencies.models import File, Grant, Notice, RecordCollectionMethod
from saathi.people.models import AgeStatement, Child, Token
from saathi.people.names import Name
from saathi.protection.casework.cases.models import Case, Due
from saathi.protection.exchange import job_runner
from saathi.protection.exchange.actions import undo_import
from saathi.protection.exchange.models import ImportedRecord
from saathi.protection.identification.intake.enquiry_decisions import (
    ContactDecisionInput,
    decide_on_contact,
)
from saathi.protection.identification.intake.models import EnquiryMatch, Report
from saathi.protection.identification.matches import ledger
from saathi.protection.identification.matches.models import MachineAssessment, MatchPair
from saathi.protection.identification.missing.actions.registering import report_missing
from saathi.protection.identification.missing.jobs import compare_new_children
from saathi.vault.models import WrappedKey
from tests.counting import at_most
from tests.desk.cast import entries, visit
from tests.factories import agencies, children, missing
from tests.protection.exchange import cast
from tests.protection.exchange.cast import Desk
from tests.protection.identification.matches.registers import born, night
from tests.roles import acting, role, with_proof
from tests.screens import read
from tests.signing import just_confirmed, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def desk() -> Desk:
    return cast.desk()


def undo_by_page(of: Desk, here: str) -> str:
    """Undoes the import by page and job; returns the text of its page."""
    with at_most(20):
        page = of.client.get(f"{here}back/")
    assert page.status_code == 200
    assert cast.send(of.client, f"{here}back/")["Location"] == here
    assert "The import is being undone." in read(of.client.get(here))[0]
    cast.carried(here, of.officer, "run_undo")
    return read(of.client.get(here))[0]


def files_of(path: str) -> set[Any]:
    with role("maintenance"):
        imported = ImportedRecord.objects.filter(imported_by=cast.record_of(path))
        return set(imported.values_list("file", flat=True))


def case_with_work(path: str, of: Desk) -> Case:
    """One of the imported cases, after work on it."""
    with acting(of.worker):
        cases = Case.objects.filter(file__in=files_of(path)).select_related("child")
        return cases.order_by("child__code")[0]


def test_import_can_be_undone_only_by_leaders_of_its_office(desk: Desk) -> None:
    path = cast.brought(desk)
    stranger = just_confirmed(agencies.staff("data_officer"))
    people = [
        signed_in(desk.worker),
        signed_in(agencies.staff("supervisor", desk.office)),
        stranger,
    ]
    for client in people:
        assert client.get(f"{path}back/").status_code == 404
        assert client.post(f"{path}back/", {"version": 1}).status_code == 404
    for person in (desk.worker, agencies.staff("data_officer")):
        for function in ("exchange_files_after_import", "exchange_undo_import"):
            with (
                acting(person),
                pytest.raises(DatabaseError),
                transaction.atomic(),
                with_proof(f"{function}("),
                connection.cursor() as cursor,
            ):
                cursor.execute(f"SELECT * FROM {function}(%s, '{{}}')", [cast.record_of(path)])
    with (
        acting(desk.officer),
        pytest.raises(DatabaseError, match="undo of this import was not requested"),
        transaction.atomic(),
        with_proof("exchange_undo_import("),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT exchange_undo_import(%s, '{}')", [cast.record_of(path)])
    assert cast.state(path, desk.officer).state == "done"


def test_undo_deletes_unused_files_with_their_keys_and_allows_a_new_import(desk: Desk) -> None:
    before = children.case(desk.worker, "Of another day")
    path = cast.brought(desk)
    brought = files_of(path)
    with role("maintenance"):
        names = Child.objects.filter(file__in=brought).count()
        ways = RecordCollectionMethod.objects.filter(file_id__in=brought)
        assert set(ways.values_list("method", flat=True)) == {"imported"}
    signed_in(desk.worker).get(
        f"/child/{case_with_work(path, desk).file_id}/"
    )  # a view is no change
    preview = read(desk.client.get(f"{path}back/"))[0]
    assert f"Children’s files to be removed, with all imported data {names}" in preview
    assert "Children’s files to be kept, because they were changed after the import 0" in preview

    page = undo_by_page(desk, path)
    assert "Undone" in page
    assert f"Children’s files removed {names}" in page
    with role("maintenance"):
        for model in (
            Child,
            AgeStatement,
            Case,
            Due,
            Report,
            ImportedRecord,
            Token,
            Grant,
            WrappedKey,
            RecordCollectionMethod,
        ):
            assert not model.objects.filter(file_id__in=brought).exists(), model
        assert not File.objects.filter(pk__in=brought).exists()
        assert Child.objects.filter(file=before.file_id).exists()
    logged = {entry.file_id for entry in entries(kind="taken_back", by=desk.officer.pk)}
    assert logged == brought
    again = cast.brought(desk)
    assert len(files_of(again)) == len(brought), "the numbers of the other system are free again"


def test_undo_of_large_imports_has_a_longer_statement_timeout(desk: Desk) -> None:
    path = cast.brought(desk)
    cast.send(desk.client, f"{path}back/")
    with CaptureQueriesContext(connection) as queries:
        cast.carried(path, desk.officer, "run_undo")
    statements = [query["sql"] for query in queries]
    [takes] = [number for number, sql in enumerate(statements) if "exchange_undo_import" in sql]
    assert "SET LOCAL statement_timeout = '10min'" in statements[:takes]
    assert cast.state(path, desk.officer).state == "taken_back"


def test_undo_keeps_files_that_were_worked_on(desk: Desk) -> None:
    path = cast.brought(desk)
    stays = case_with_work(path, desk)
    visit(stays, desk.worker)
    preview = read(desk.client.get(f"{path}back/"))[0]
    assert "Children’s files to be kept, because they were changed after the import 1" in preview
    assert stays.child.code in preview
    page = undo_by_page(desk, path)
    assert "Children’s files kept, because they were changed after the import 1" in page
    with acting(desk.worker):
        assert Case.objects.filter(pk=stays.pk).exists()
        assert list(Case.objects.values_list("pk", flat=True)) == [stays.pk]
    assert signed_in(desk.worker).get(f"/child/{stays.file_id}/").status_code == 200


def test_a_file_hidden_from_the_person_who_imports_is_not_counted_and_stays(desk: Desk) -> None:
    path = cast.brought(desk)
    hidden = case_with_work(path, desk)
    administrator = agencies.staff("supervisor", desk.office)
    with acting(administrator):
        rights.hide_file(file_id=hidden.file_id, principal=desk.officer.id, actor=administrator)
    preview = read(desk.client.get(f"{path}back/"))[0]
    assert "Children’s files to be kept, because they were changed after the import 0" in preview
    assert hidden.child.code not in preview
    with (
        acting(desk.officer),
        with_proof("exchange_files_after_import("),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "SELECT file FROM exchange_files_after_import(%s, '{}')", [cast.record_of(path)]
        )
        assert hidden.file_id not in {file for (file,) in cursor.fetchall()}
    undo_by_page(desk, path)
    with acting(desk.worker):
        assert list(Case.objects.values_list("pk", flat=True)) == [hidden.pk]


def test_a_hidden_report_keeps_its_child_as_before(desk: Desk) -> None:
    path = cast.brought(desk)
    with role("maintenance"):
        reports = Report.objects.filter(file__in=files_of(path), child_file_id__isnull=False)
        report = reports.order_by("pk").first()
    assert report is not None
    supervisor = agencies.staff("supervisor", desk.office)
    with acting(supervisor):
        rights.hide_file(file_id=report.file_id, principal=desk.officer.id, actor=supervisor)
    undo_by_page(desk, path)
    with role("maintenance"):
        kept = set(File.objects.filter(pk__in=files_of(path)).values_list("pk", flat=True))
    assert {report.file_id, report.child_file_id} <= kept


def sarita_elsewhere() -> Child:
    """The first child of the imported list, also on record at another agency."""
    return children.child(
        agencies.staff(),
        names=[Name("given", "Sarita Tamang", "ne")],
        gender="girl",
        home_district="NP-DHA",
        ages=born("2012-04-12"),
    )


def compared(of: Desk) -> EnquiryMatch:
    """What the comparisons write about the imported Sarita: a missing child, and a duplicate."""
    seeker = agencies.staff()
    child = missing.known(names=[Name("given", "Sarita Tamang", "ne")])
    with acting(seeker):
        report_missing(disappearance=missing.told(), child_data=child, actor=seeker)
    with role("matcher"):
        assert compare_new_children(using="default") >= 1
    night()
    with role("maintenance"):
        assert MatchPair.objects.filter(state="waiting").exists()
        return EnquiryMatch.objects.get(file__recorded_by=of.officer.pk)


def test_automatic_matches_are_no_change_and_go_with_the_file(desk: Desk) -> None:
    elsewhere = sarita_elsewhere()
    path = cast.brought(desk)
    brought = files_of(path)
    match = compared(desk)
    preview = read(desk.client.get(f"{path}back/"))[0]
    assert "Children’s files to be kept, because they were changed after the import 0" in preview
    with role("maintenance"):
        names = Child.objects.filter(file__in=brought).count()
    page = undo_by_page(desk, path)
    assert f"Children’s files removed {names}" in page, page
    with role("maintenance"):
        assert not File.objects.filter(pk__in=brought).exists()
        for model in (EnquiryMatch, MatchPair, MachineAssessment):
            assert not model.objects.exclude(file=elsewhere.file_id).exists(), model
        assert not MatchPair.objects.exists()
        assert not Notice.objects.filter(record=match.pk).exists()
        assert Child.objects.filter(pk=elsewhere.pk).exists()
    night()  # the next comparison does not fail for a file that is gone


def children_in_ledger() -> set[UUID]:
    with role("matcher"):
        book = ledger.load_ledger(uuid4(), using="default")
    return {book.file_id(child) for child in range(len(book.ids)) if child in book.child}


def marked_as_removed() -> set[UUID]:
    with role("matcher"):
        return set(ledger.list_removed_files("default"))


@pytest.mark.parametrize("is_full_run", [False, True])
def test_removed_children_leave_the_ledger_of_the_comparison(desk: Desk, is_full_run: bool) -> None:
    elsewhere = sarita_elsewhere()
    path = cast.brought(desk)
    with role("maintenance"):
        brought = set(Child.objects.filter(file__in=files_of(path)).values_list("file", flat=True))
    night()
    assert children_in_ledger() == {elsewhere.file_id, *brought}
    undo_by_page(desk, path)
    assert marked_as_removed() == brought, "children only: no report is compared"
    assert brought <= children_in_ledger(), "until the next run"
    night(is_full_run=is_full_run)
    assert children_in_ledger() == {elsewhere.file_id}
    assert marked_as_removed() == set()


def test_files_that_stay_are_not_marked_as_removed(desk: Desk) -> None:
    path = cast.brought(desk)
    stays = case_with_work(path, desk)
    visit(stays, desk.worker)
    undo_by_page(desk, path)
    removed = marked_as_removed()
    assert removed
    assert stays.file_id not in removed


def test_undo_keeps_files_with_a_decision_about_a_match(desk: Desk) -> None:
    sarita_elsewhere()
    path = cast.brought(desk)
    match = compared(desk)
    decision = ContactDecisionInput(make_contact=False, texts={"reason": "Another child"})
    with acting(desk.officer):
        decide_on_contact(match=match, decision=decision, version=match.version, actor=desk.officer)
    preview = read(desk.client.get(f"{path}back/"))[0]
    assert "Children’s files to be kept, because they were changed after the import 1" in preview
    assert "Children’s files kept, because they were changed after the import 1" in undo_by_page(
        desk, path
    )
    with role("maintenance"):
        assert EnquiryMatch.objects.filter(pk=match.pk).exists()


def test_undo_keeps_files_changed_between_request_and_job(desk: Desk) -> None:
    path = cast.brought(desk)
    assert cast.send(desk.client, f"{path}back/")["Location"] == path
    stays = case_with_work(path, desk)
    visit(stays, desk.worker)
    cast.carried(path, desk.officer, "run_undo")
    with acting(desk.worker):
        assert Case.objects.filter(pk=stays.pk).exists()
    assert "because they were changed after the import 1" in read(desk.client.get(path))[0]


def test_undo_keeps_files_that_were_printed(desk: Desk) -> None:
    """Data that left the system must stay traceable: only the log shows it, no record does."""
    path = cast.brought(desk)
    stays = case_with_work(path, desk)
    answer = just_confirmed(desk.worker).post(
        f"/child/{stays.file_id}/print/summary/", {"reason": "authority"}
    )
    assert answer["Content-Type"] == "application/pdf"
    assert "because they were changed after the import 1" in undo_by_page(desk, path)
    with acting(desk.worker):
        assert Case.objects.filter(pk=stays.pk).exists()


def test_undo_is_refused_if_every_file_was_worked_on(desk: Desk) -> None:
    path = cast.brought(desk)
    with acting(desk.worker):
        every = list(Case.objects.filter(file__in=files_of(path)))
    for case in every:
        visit(case, desk.worker)
    page = desk.client.get(f"{path}back/")
    assert "No part of this import can be undone." in read(page)[0]
    assert "<form" not in page.content.decode().partition("<main")[2].partition("</main")[0]
    cast.carried(path, desk.officer, "run_undo")  # not requested: the job does nothing
    assert cast.state(path, desk.officer).state == "done"


def test_failed_undo_keeps_every_imported_file(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    path = cast.brought(desk)
    brought = files_of(path)
    assert cast.send(desk.client, f"{path}back/")["Location"] == path

    def falls(*_about: object, **_told: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(undo_import.audit, "record", falls)
    with pytest.raises(RuntimeError):  # the log itself is out of order, also for the word of it
        job_runner.run_undo(cast.state(path, desk.officer).pk, desk.officer.pk)
    monkeypatch.undo()
    with role("maintenance"):
        assert File.objects.filter(pk__in=brought).count() == len(brought)
    cast.carried(path, desk.officer, "run_undo")  # and can be done again
    assert files_of(path) == set()
