"""Who recorded a report that bypasses them reads nothing that colleagues add, and requests no case for it."""

import datetime as dt
import uuid

import pytest
from django.db import DatabaseError, connection, transaction

from saathi.agencies import access, definer_functions, notices, records
from saathi.agencies.models import Notice, Staff
from saathi.desk.registration.actions import Registration, register_child
from saathi.infra import clock
from saathi.people.actions import NewChild
from saathi.people.names import Name
from saathi.people.vocabulary import YesNo
from saathi.protection.casework.cases.danger import is_in_danger
from saathi.protection.casework.cases.models import Visit
from saathi.protection.identification.intake import actions as intake
from saathi.protection.identification.intake import report_additions, report_notes
from saathi.protection.identification.intake.models import Report, ReportNote
from saathi.protection.identification.intake.queue import actions
from saathi.protection.identification.intake.queue.queries import (
    accepted_danger_responses,
    is_child_in_danger,
)
from saathi.protection.identification.intake.queue.vocabulary import ReportMeeting
from saathi.protection.identification.intake.report_notes import ReportVisit, describe_visits
from saathi.protection.identification.intake.vocabulary import CASE_REQUESTED_NOTICE
from saathi.vault import store as vault
from tests.factories import agencies
from tests.protection.identification.intake.queue.world import QueueWorld
from tests.roles import acting, role
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
ADDED = "The uncle was seen at the supervisor's house"
OWN = "The girl is twelve, not ten"


def add(actor: Staff, report: Report, text: str, visit: ReportVisit | None = None) -> None:
    with acting(actor):
        found = access.get(actor, Report, report.pk)
        report_additions.add_information(report=found, text=text, visit=visit, actor=actor)


def notes_by_sql(person: Staff) -> list[object]:
    with acting(person), connection.cursor() as cursor:
        cursor.execute("SELECT recorded_by FROM intake_reportnote ORDER BY recorded_at")
        return [by for (by,) in cursor.fetchall()]


def went(day: dt.date) -> ReportVisit:
    return ReportVisit("Rita", day, None, met=True, child_safe=YesNo.YES)


def bypassing(world: QueueWorld) -> Report:
    """The report of an officer, to which the officer and the province added something, and names the district."""
    report, leader = world.report(), world.leaders[world.province]
    add(world.officer, report, OWN)
    with acting(leader):
        actions.record_named_colleagues(
            report=Report.objects.get(pk=report.pk),
            staff_ids=[],
            office_id=world.district.pk,
            actor=leader,
        )
    add(leader, report, ADDED, went(leader.office.today()))
    return report


def test_recorder_reads_own_additions_alone_once_the_report_bypasses_them() -> None:
    world = QueueWorld()
    report, leader = bypassing(world), world.leaders[world.province]
    assert notes_by_sql(world.officer) == [world.officer.pk]
    assert notes_by_sql(leader) == [world.officer.pk, leader.pk]
    with acting(world.officer):
        texts = records.list_opened(world.officer, ReportNote, "recorded_at")
        assert [note.text for note in texts] == [OWN]
        assert ADDED not in str(vault.open(Report.objects.get(pk=report.pk)))
    address = f"/reports/{report.pk}/"
    page = read(signed_in(world.officer).get(address))[0]
    assert OWN in page
    assert ADDED not in page
    page = read(signed_in(leader).get(address))[0]
    assert OWN in page
    assert ADDED in page


def test_additions_of_before_are_withheld_on_the_page() -> None:
    world = QueueWorld()
    told = {"at": "2026-11-02T09:00:00+00:00", "by": world.colleague.name, "is_visit": False}
    namesake = told | {"by": world.officer.name, "text": OWN}
    texts = {
        "what": "A girl washes dishes.",
        "additions": [told | {"text": ADDED}, namesake],
        "request_note": "A case is needed",
    }
    named = world.report(texts=texts, named_office=world.district.pk)
    other = world.report(texts=texts)
    client = signed_in(world.officer)
    page = read(client.get(f"/reports/{named.pk}/"))[0]
    assert OWN not in page  # who wrote it is a name alone, which others may have too
    assert ADDED not in page
    page = read(client.get(f"/reports/{other.pk}/"))[0]
    assert OWN in page
    assert ADDED in page


def test_recorder_bypassed_by_the_report_requests_no_case() -> None:
    world = QueueWorld()
    report = bypassing(world)
    client, address = signed_in(world.officer), f"/reports/{report.pk}/request/"
    assert address not in client.get(f"/reports/{report.pk}/").content.decode()
    assert client.get(address).status_code == 404
    assert client.post(address, {"note": "Sham", "version": 1} | key()).status_code == 404
    with acting(world.officer):
        found = Report.objects.get(pk=report.pk)
        with pytest.raises(access.NotAllowed):
            intake.request_case(report=found, note="", version=found.version, actor=world.officer)
    with role("maintenance"):
        assert Report.objects.get(pk=report.pk).case_requested_at is None


def test_no_statement_requests_a_case_in_place_of_those_who_handle_the_report() -> None:
    world = QueueWorld()
    report, officer = bypassing(world), world.officer
    with (
        acting(officer),
        role("warden"),  # with the proof that an attacker lacks
        connection.cursor() as cursor,
        pytest.raises(DatabaseError, match="request a case for"),
        transaction.atomic(),
    ):
        cursor.execute(
            "UPDATE intake_report SET case_requested_at = now(), case_requested_by = %s WHERE id = %s",
            [officer.pk, report.pk],
        )
    with (
        acting(officer),
        pytest.raises((DatabaseError, definer_functions.ChangeNotPossible, access.NotAllowed)),
        transaction.atomic(),
    ):
        notices.notify_supervisors(
            file_id=report.file_id,
            kind=CASE_REQUESTED_NOTICE,
            record=report.pk,
            actor=officer,
        )
    with role("maintenance"):
        assert not Notice.objects.filter(kind="case_requested").exists()


def test_whoever_handles_the_report_still_requests_a_case() -> None:
    world = QueueWorld()
    report = world.report()
    client = signed_in(world.officer)
    sent = {"note": "Known as NP-1", "version": 1} | key()
    assert client.post(f"/reports/{report.pk}/request/", sent).status_code == 302
    page = read(client.get(f"/reports/{report.pk}/"))[0]
    assert "Known as NP-1" in page
    with role("maintenance"):
        assert Notice.objects.filter(kind="case_requested").exists()


def test_only_a_visit_by_someone_who_handles_the_report_ends_the_danger() -> None:
    world = QueueWorld()
    leader, today = world.leaders[world.province], world.province.today()
    received_at = clock.now() - dt.timedelta(days=1)
    named = world.district.pk
    report = world.report(urgency="now", named_office=named, received_at=received_at)
    add(world.officer, report, OWN, went(today))
    for person in (world.officer, leader):
        page = read(signed_in(person).get(f"/reports/{report.pk}/"))[0]
        assert OWN in page
        assert "The child may be in danger now" in page
    add(leader, report, ADDED, went(today))
    page = read(signed_in(leader).get(f"/reports/{report.pk}/"))[0]
    assert "The child may be in danger now" not in page


def test_naming_whoever_found_the_child_not_safe_does_not_end_the_danger() -> None:
    world = QueueWorld()
    leader = world.leaders[world.province]
    today = world.district.today()
    report = world.report(urgency="now", received_at=clock.now() - dt.timedelta(days=2))
    yesterday = today - dt.timedelta(days=1)
    found_safe = ReportVisit("Rita", yesterday, dt.time(9), met=True, child_safe=YesNo.YES)
    alone = ReportMeeting.MET_ALONE
    unsafe = ReportVisit(
        "Ward officer", yesterday, dt.time(15), met=True, child_safe=YesNo.NO, meeting=alone
    )
    add(leader, report, ADDED, found_safe)
    add(world.officer, report, OWN, unsafe)
    with acting(leader):
        found = access.get(leader, Report, report.pk)
        actions.record_named_colleagues(
            report=found, staff_ids=[world.officer.pk], office_id=None, actor=leader
        )
        assert actions.accept_report(report_id=report.pk, actor=leader).is_accepted
        assert is_child_in_danger(found)
        assert [each.report_id for each in accepted_danger_responses(leader)] == [report.pk]
    page = read(signed_in(leader).get(f"/reports/{report.pk}/"))[0]
    assert "Seen not safe on" in page
    day = signed_in(leader).get("/").context["page"].waiting.urgent
    assert str(day[0].title).startswith("Seen not safe on")
    with acting(leader):
        found = access.get(leader, Report, report.pk)
        new = Registration(child=NewChild(names=[Name("given", "Sunita")]), urgency="later")
        case = register_child(new=new, report=found, today=today, actor=leader)
        assert is_in_danger(case)
        notes = [str(vault.open(visit)["note"]) for visit in Visit.objects.filter(case=case)]
        assert not any(OWN in note for note in notes)
        assert any("found the child not safe" in note for note in notes)
        visits = describe_visits(
            report_notes.list_added_texts(found, vault.open(found), leader, may_handle=True)
        )
        assert OWN not in visits
        assert "found the child not safe" in visits


def test_visit_before_the_report_is_refused() -> None:
    world = QueueWorld()
    report, today = world.report(urgency="now"), world.district.today()
    for day in (dt.date(2020, 1, 1), today - dt.timedelta(days=2), today + dt.timedelta(days=2)):
        with pytest.raises(report_additions.ReportVisitRefused):
            add(world.officer, report, OWN, went(day))
    sent = {"who": "Rita", "went_on_0": "3", "went_on_1": "3", "went_on_2": "2020", "place": "home"}
    sent |= {"met": "met_alone", "child_safe": "yes"}
    answer = signed_in(world.officer).post(
        f"/reports/{report.pk}/visit/", sent | {"found": OWN} | key()
    )
    assert "on or after the day on which the report was received" in answer.content.decode()
    assert notes_by_sql(world.officer) == []


def test_notes_of_one_person_push_those_of_others_off_no_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(report_notes, "MAX_NOTES_OF_EACH", 2)
    world = QueueWorld()
    report, leader = bypassing(world), world.leaders[world.province]
    add(leader, report, "The leader asked the school")
    today = world.district.today()
    for number in range(4):
        add(world.officer, report, f"Idle {number}")
        add(world.officer, report, f"Walk {number}", went(today))
    page = read(signed_in(leader).get(f"/reports/{report.pk}/"))[0]
    assert ADDED in page
    assert "The leader asked the school" in page
    assert [text in page for text in ("Idle 1", "Idle 2", "Walk 1", "Walk 3")] == [
        False,
        True,
        False,
        True,
    ]


def test_stranger_learns_nothing_of_a_report_that_names_someone() -> None:
    world = QueueWorld()
    named = world.report(named_office=world.district.pk)
    leader, stranger = world.leaders[world.province], agencies.staff("supervisor")

    def answer(person: Staff, report_id: uuid.UUID) -> object:
        with acting(person), connection.cursor() as cursor:
            cursor.execute("SELECT report_response_is_shown(%s)", [report_id])
            return cursor.fetchone()[0]

    assert answer(leader, named.pk) is True
    for person in (stranger, world.worker, world.officer):
        assert answer(person, named.pk) is answer(person, uuid.uuid4()) is False
