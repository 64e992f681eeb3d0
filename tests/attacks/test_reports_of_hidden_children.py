"""Whoever may not see a child's file reads none of the reports that are linked to it."""

import pytest
from django.db import DatabaseError, connection, transaction

from saathi.agencies.models import Hidden, Staff
from saathi.infra import clock
from saathi.protection.identification.intake.models import Report, ReportNote
from saathi.protection.identification.intake.queue.models import ReportResponse, ResponseStep
from tests.attacks.test_hidden_by_report import HidingWorld, hidden_from
from tests.attacks.test_hiding_from_leaders import hide
from tests.attacks.test_report_notes import add, notes_by_sql
from tests.desk.cast import entries
from tests.desk.test_named_in_report import ACCOUNT
from tests.protection.identification.intake.queue.world import reads
from tests.roles import acting, role
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
ADDED = "The uncle works at the office"


def linked(world: HidingWorld, by: Staff | None = None) -> Report:
    """A report that the worker of the case linked to it, with an addition of the supervisor."""
    report = world.report(by=by or world.worker)
    world.link(world.worker if by is None else world.supervisor, report, world.case.file_id)
    add(world.supervisor, report, ADDED)
    return report


def show(actor: Staff, file_id: object, person: Staff) -> None:
    sent = {"do": "show", "principal": str(person.pk)} | key()
    signed_in(actor).post(f"/child/{file_id}/hidden/", sent)


def rows(person: Staff, report: Report) -> dict[str, int]:
    """How many records of the report a statement of this person finds."""
    with acting(person):
        found = {
            model.__name__: model.objects.filter(report=report.pk).count()
            for model in (ReportResponse, ResponseStep, ReportNote)
        }
        return found | {"Report": Report.objects.filter(pk=report.pk).count()}


def pages_of(report: Report) -> list[str]:
    forms = ("", "add/", "visit/", "outcome/", "reassign/", "named/", "request/")
    return [f"/reports/{report.pk}/{form}" for form in forms]


def test_leader_the_child_is_hidden_from_reads_no_linked_report() -> None:
    world = HidingWorld()
    report = linked(world)
    client = signed_in(world.deputy)
    assert client.get(f"/reports/{report.pk}/").status_code == 200
    assert all(rows(world.deputy, report).values())
    hide(world.supervisor, world.case.file_id, world.deputy)
    for address in pages_of(report):
        assert client.get(address).status_code == 404, address
    assert str(report.pk) not in client.get("/reports/?tab=closed&scope=all").content.decode()
    assert set(rows(world.deputy, report).values()) == {0}
    (entry,) = entries(file_id=report.file_id, kind="hidden")
    assert entry.detail["principal"] == str(world.deputy.pk)
    for person in (world.supervisor, world.worker, world.above):
        assert ADDED in read(signed_in(person).get(f"/reports/{report.pk}/"))[0]


def test_report_is_shown_again_with_the_child() -> None:
    world = HidingWorld()
    report = linked(world)
    hide(world.supervisor, world.case.file_id, world.deputy)
    show(world.supervisor, world.case.file_id, world.deputy)
    assert not hidden_from(report.file_id)
    assert ADDED in read(signed_in(world.deputy).get(f"/reports/{report.pk}/"))[0]
    assert entries(file_id=report.file_id, kind="shown_again")


def test_report_that_bypasses_the_person_itself_stays_hidden() -> None:
    world = HidingWorld()
    report = world.linked_naming(world.worker, world.case.file_id, world.second)
    other = linked(world)
    assert world.second.pk in hidden_from(other.file_id)
    show(world.supervisor, world.case.file_id, world.second)
    assert world.second.pk in hidden_from(report.file_id)
    assert world.second.pk not in hidden_from(other.file_id)


def test_report_linked_after_the_child_was_hidden_is_hidden_too() -> None:
    world = HidingWorld()
    hide(world.supervisor, world.case.file_id, world.deputy)
    report = world.report(by=world.worker)
    assert reads(world.deputy, report)
    world.link(world.worker, report, world.case.file_id)
    assert not reads(world.deputy, report)
    assert signed_in(world.deputy).get(f"/reports/{report.pk}/").status_code == 404


def test_recorder_the_child_is_hidden_from_keeps_their_own_text_alone() -> None:
    world = HidingWorld()
    report = linked(world)
    add(world.worker, report, "She sleeps at the shop")
    with role("maintenance"):
        entry_count = len(entries(file_id=report.file_id))
    hide(world.supervisor, world.case.file_id, world.worker)
    page = read(signed_in(world.worker).get(f"/reports/{report.pk}/"))[0]
    assert ACCOUNT in page
    assert "She sleeps at the shop" in page
    assert entry_count
    for text in (ADDED, "open case", "child’s file", world.supervisor.name, "History"):
        assert text not in page, text
    for form in ("outcome/", "reassign/", "named/", "request/"):
        assert signed_in(world.worker).get(f"/reports/{report.pk}/{form}").status_code == 404
    found = rows(world.worker, report)
    assert (found["ReportResponse"], found["ResponseStep"]) == (0, 0)
    # Their own text, and their own note that a case was opened.
    assert notes_by_sql(world.worker) == [world.worker.pk, world.worker.pk]
    with acting(world.worker), connection.cursor() as cursor:
        cursor.execute('SELECT DISTINCT "by" FROM audit_entry WHERE file_id = %s', [report.file_id])
        assert {by for (by,) in cursor.fetchall()} <= {world.worker.pk}


def test_statement_with_a_proof_changes_no_outcome_of_a_hidden_childs_report() -> None:
    world = HidingWorld()
    report = linked(world)
    hide(world.supervisor, world.case.file_id, world.worker)
    with (
        acting(world.worker),
        role("warden"),
        connection.cursor() as cursor,
        pytest.raises(DatabaseError, match="not yours to close"),
        transaction.atomic(),
    ):
        cursor.execute(
            "UPDATE intake_report SET outcome = 'advice_given', outcome_at = clock_timestamp() "
            "WHERE id = %s",
            [report.pk],
        )


def test_child_hidden_from_an_agency_closes_its_reports_to_all_of_it() -> None:
    world = HidingWorld()
    report = linked(world)
    with role("warden"):
        Hidden.objects.create(
            file_id=world.case.file_id,
            principal=world.nation.agency_id,
            since=clock.now(),
            hidden_by=world.supervisor.pk,
        )
    for person in (world.worker, world.deputy, world.top):
        assert not reads(person, report)


def test_reader_without_a_right_to_the_child_does_not_learn_that_there_was_a_case() -> None:
    world = HidingWorld()
    report = linked(world, by=world.officer)
    client = signed_in(world.officer)
    page = client.get(f"/reports/{report.pk}/").content.decode()
    assert ACCOUNT in page
    for text in (str(world.case.file_id), "open case"):
        assert text not in page, text
    assert "Followed up in a case" in page
    queue = client.get("/reports/?tab=closed&scope=all").content.decode()
    assert "open case" not in queue
    assert str(report.pk) in queue
    supervisor = signed_in(world.supervisor).get(f"/reports/{report.pk}/").content.decode()
    assert "open case" in supervisor
    assert f"/child/{world.case.file_id}/" in supervisor
