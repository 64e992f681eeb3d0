"""How records were collected: each way through the action that data takes, and who sees it."""

from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from saathi.agencies import access, collection_methods, writing
from saathi.agencies.models import CollectionStart, RecordCollectionMethod, Scoped, Staff
from saathi.agencies.record_origins import NOT_RECORDED, describe_record_origins, rows_of_records
from saathi.agencies.vocabulary import CollectionMethod
from saathi.infra import clock
from saathi.people.models import Child
from saathi.protection.casework.cases.models import Case, Seat, Visit
from saathi.protection.casework.concerns.models import CaseReport, ProtectionConcern
from saathi.protection.exchange.models import ImportedRecord
from saathi.protection.identification.intake.models import Contact, Report
from tests import filled
from tests.counting import at_most
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.desk.report_to_case import own_report
from tests.factories import agencies
from tests.protection.casework.handovers.two_agencies import Two
from tests.protection.exchange import cast as imports
from tests.protection.identification.intake.contact_forms import PAPER, paper
from tests.roles import acting, role
from tests.screens import read
from tests.signing import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("DAT-006")]

TOLD = {"channel": "border_post", "reporter_kind": "police", "urgency": "today", "what": "Alone"}


def told(record: Scoped, reader: Staff) -> tuple[str, str]:
    """The collection method and the source of a record, in words, as the reader sees them."""
    with acting(reader):
        [result] = describe_record_origins(record.file_id, rows_of_records([record]))
    return str(result.method), str(result.source)


def only[RecordT: Scoped](model: type[RecordT], reader: Staff) -> RecordT:
    with acting(reader):
        return access.visible(reader, model).get()


def sent_report(worker: Staff, **headers: str) -> Report:
    client = signed_in(worker)
    opened = client.get("/reports/new/").content.decode()
    answer = client.post("/reports/new/", filled.form(opened, **TOLD), headers=headers)
    assert answer.status_code in {204, 302}
    return only(Report, worker)


def page(reader: Staff, address: str) -> str:
    client = signed_in(reader)
    with at_most(20):
        answer = client.get(address)
    assert answer.status_code == 200
    return read(answer)[0]


def test_strangers_do_not_find_how_the_records_of_a_file_were_collected() -> None:
    around = cast.around()
    for person in (around.stranger, around.outsider, agencies.staff("administrator")):
        for address in (f"{around.url}sources/", f"/files/{around.file_id}/sources/"):
            assert signed_in(person).get(address).status_code == 404
    assert Client().get(f"{around.url}sources/").status_code == 302


def test_a_report_sent_from_a_screen_says_so_and_names_the_reporting_person() -> None:
    worker = agencies.staff()
    report = sent_report(worker)
    assert told(report, worker) == ("Entered on screen", "Police officer")
    shown = page(worker, f"/files/{report.file_id}/sources/")
    assert "Entered on screen" in shown
    assert f"/files/{report.file_id}/sources/" in (
        signed_in(worker).get(f"/reports/{report.pk}/").content.decode()
    )
    assert cast.entries(kind="listed", by=worker.pk, file_id=report.file_id)


def test_a_form_that_a_browser_kept_while_offline_says_so() -> None:
    worker = agencies.staff()
    report = sent_report(worker, **{"X-Saathi-Send": "1", "X-Saathi-Kept": "1"})
    assert told(report, worker)[0] == "Entered offline and sent later"


def test_a_contact_entered_from_paper_says_so() -> None:
    worker = agencies.staff("intake_officer")
    client = signed_in(worker)
    assert client.post(PAPER, paper()).status_code == 302
    assert told(only(Contact, worker), worker)[0] == "Entered from a paper form"


def test_what_a_case_takes_over_from_its_report_is_distinguished_from_what_is_entered() -> None:
    office = own_report()
    answer, _client = office.send(office.worker, risk="high", risk_reason="Taken away")
    assert answer.status_code == 302  # type: ignore[attr-defined]
    kept = only(CaseReport, office.worker)
    assert told(kept, office.worker) == ("Carried over from a report", "Teacher")
    with acting(office.worker):
        concerns = list(ProtectionConcern.objects.all())
    assert {told(concern, office.worker)[0] for concern in concerns} == {
        "Carried over from a report"
    }
    child = only(Child, office.worker)
    assert told(child, office.worker)[0] == "Entered on screen"
    assert office.worker.name in told(child, office.worker)[1]


@pytest.mark.slow
def test_all_records_of_an_imported_child_say_so() -> None:
    desk = imports.desk()
    path = imports.brought(desk)
    file_id = min(imports.files_of(path))
    for model in (Child, Case, ImportedRecord):
        with acting(desk.worker):
            records = list(access.visible(desk.worker, model))
        assert records, model
        assert {told(record, desk.worker)[0] for record in records} == {
            "Imported from another system"
        }
    assert told(only_child_in(file_id, desk.worker), desk.worker)[1] == "The other system"


def only_child_in(file_id: UUID, reader: Staff) -> Scoped:
    with acting(reader):
        return access.visible(reader, Child).order_by("recorded_at")[0]


def test_after_a_transfer_the_records_name_the_agency_they_came_from() -> None:
    around, office = cast.around(), agencies.office()
    two = Two(around, agencies.staff("supervisor", office), agencies.staff("case_worker", office))
    with collection_methods.use_collection_method(CollectionMethod.SCREEN):
        cast.visit(around.case, around.worker)
    visit = only(Visit, around.worker)
    assert told(visit, around.worker)[0] == "Entered on screen"
    two.offer()
    assert two.answer(do="accept", staff=two.worker.pk) == around.url
    method, source = told(visit, two.worker)
    agency = around.worker.agency.name
    assert method == f"Received from another agency ({agency}): Entered on screen"
    assert source == f"{around.worker.name} ({agency})"
    with acting(two.worker):
        seats = list(access.visible(two.worker, Seat).filter(staff=two.worker, ended_on=None))
    # The database made this one when the transfer was accepted; no one entered it.
    assert [told(seat, two.worker)[0] for seat in seats] == [
        "Recorded automatically when staff completed a step"
    ]
    assert "Received from another agency" in page(two.worker, f"{around.url}sources/")


def test_a_record_without_a_collection_method_shows_that_it_was_not_recorded() -> None:
    around = cast.around()
    cast.visit(around.case, around.worker)
    assert told(only(Visit, around.worker), around.worker)[0] == str(NOT_RECORDED)
    assert "Not recorded" in page(around.worker, f"{around.url}sources/")


def test_a_list_of_records_shows_how_they_were_recorded() -> None:
    around = cast.around()
    concern = ProtectionConcern(
        file_id=around.case.file_id, child=around.case.child, concern="missing",
        source="child", status="suspected", since=around.worker.office.today(),
    )  # fmt: skip
    with acting(around.worker), collection_methods.use_collection_method(CollectionMethod.OFFLINE):
        writing.add(concern, actor=around.worker)
    shown = page(around.worker, f"{around.url}concerns/")
    assert "How this was recorded" in shown
    assert "Entered offline and sent later" in shown


def test_nothing_is_kept_of_what_staff_enter_on_screen(around: ChildFileCast) -> None:
    with collection_methods.use_collection_method(CollectionMethod.SCREEN):
        cast.visit(around.case, around.worker)
    visit = only(Visit, around.worker)
    with role("maintenance"):
        assert not RecordCollectionMethod.objects.filter(record_id=visit.pk).exists()
    assert told(visit, around.worker)[0] == "Entered on screen"


@pytest.mark.parametrize(
    ("earlier", "words"), [("", str(NOT_RECORDED)), ("simulated", "Simulated for the demo")]
)
def test_records_from_before_ways_were_kept_are_not_taken_for_entered_on_screen(
    around: ChildFileCast, earlier: str, words: str
) -> None:
    with collection_methods.use_collection_method(CollectionMethod.SCREEN):
        cast.visit(around.case, around.worker)
    visit = only(Visit, around.worker)
    with role("maintenance"):
        CollectionStart.objects.update(since=clock.now(), earlier=earlier)
    assert told(visit, around.worker)[0] == words
    with role("maintenance"):
        CollectionStart.objects.all().delete()
    assert told(visit, around.worker)[0] == str(NOT_RECORDED)


def offline(who: Staff) -> set[UUID]:
    """The records of which this person reads in SQL, past the application, that they came offline."""
    with acting(who), connection.cursor() as cursor:
        cursor.execute("SELECT record_id FROM agencies_recordcollection WHERE method = 'offline'")
        return {record for (record,) in cursor.fetchall()}


def test_who_may_not_read_a_record_does_not_read_how_it_was_collected(
    around: ChildFileCast,
) -> None:
    with collection_methods.use_collection_method(CollectionMethod.OFFLINE):
        cast.visit(around.case, around.worker)
        words = cast.said(around.case, around.worker, "Only you", "named", around.worker)
    visit = only(Visit, around.worker)
    assert offline(around.worker) == {visit.pk, words.pk}
    # Words for one person are not for the supervisor, nor is anything for strangers.
    assert offline(around.supervisor) == {visit.pk}
    assert offline(around.stranger) == offline(around.outsider) == set()


def test_no_one_rewrites_the_collection_method_of_a_record(around: ChildFileCast) -> None:
    with collection_methods.use_collection_method(CollectionMethod.OFFLINE):
        cast.visit(around.case, around.worker)
    visit = only(Visit, around.worker)
    with acting(around.worker):
        collection_methods.save_collection_methods(
            [collection_methods.set_collection_method(visit, CollectionMethod.PAPER)],
            by=around.worker.pk,
        )
    assert offline(around.worker) == {visit.pk}
    for statement in (
        "INSERT INTO agencies_recordcollection VALUES (gen_random_uuid(), 'x', 1, gen_random_uuid(), '')",
        "UPDATE agencies_recordcollection SET method = 'paper'",
        "DELETE FROM agencies_recordcollection",
        "UPDATE agencies_collectionstart SET since = now()",
        "SELECT collection_keep('[]'::jsonb)",
    ):
        with acting(around.worker), pytest.raises(DatabaseError), transaction.atomic():
            connection.cursor().execute(statement)


def test_a_page_of_many_records_leads_to_the_earlier_ones(around: ChildFileCast) -> None:
    for _number in range(55):
        cast.visit(around.case, around.worker)
    client = signed_in(around.worker)
    first = client.get(f"{around.url}sources/").content.decode()
    earlier = first.partition('href="?before=')[2].partition('"')[0]
    assert earlier
    second = client.get(f"{around.url}sources/?before={earlier}")
    lines = [page.count("Visit or contact") for page in (first, second.content.decode())]
    assert sum(lines) == 55
    assert 0 < lines[1] <= 10
