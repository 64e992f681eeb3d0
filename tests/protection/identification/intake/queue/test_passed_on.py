"""Whoever passed a report on past the own office sees how far it is, and no one else does."""

import datetime as dt
import json
from typing import Any

import pytest
from django.db import connection

from saathi.agencies.models import Hidden, Staff
from saathi.people.vocabulary import YesNo
from saathi.protection.identification.intake import actions as intake
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.intake.queue import actions
from saathi.protection.identification.intake.queue.models import ReportNote, ReportResponse
from saathi.protection.identification.intake.queue.passed_on_reports import (
    get_passed_on_report,
    passed_on_boxes,
)
from saathi.protection.identification.intake.queue.references import report_reference
from saathi.protection.identification.intake.report_additions import add_information
from saathi.protection.identification.intake.report_notes import ReportVisit
from saathi.protection.identification.intake.vocabulary import ReportOutcome
from saathi.web.alert_parts import UrgentRank
from tests.attacks.test_hidden_by_report import HidingWorld, ids
from tests.factories import agencies
from tests.protection.identification.intake.queue.world import QueueWorld, on_duty, overdue
from tests.roles import acting, role
from tests.screens import read
from tests.signing import signed_in
from tests.waiting import boxes_of

pytestmark = pytest.mark.django_db
TAB = "/reports/?tab=passed_on"
PHONE = "+977 1 5550000"


def told(person: Staff, report: Report) -> dict[str, Any] | None:
    """What the function of the database tells this person of a report."""
    with acting(person), connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(p) FROM report_passed_on(%s) p", [report.pk])
        rows = [json.loads(row[0]) for row in cursor.fetchall()]
        cursor.execute("SELECT p.report_id FROM report_passed_on(NULL) p")
        assert (report.pk in {row[0] for row in cursor.fetchall()}) is bool(rows)
    return rows[0] if rows else None


def name(actor: Staff, report: Report, *people: Staff) -> None:
    with acting(actor):
        actions.record_named_colleagues(
            report=Report.objects.get(pk=report.pk),
            staff_ids=ids(*people),
            office_id=None,
            actor=actor,
        )


def accept(world: QueueWorld, report: Report) -> Staff:
    leader = world.leaders[world.province]
    with acting(leader):
        actions.accept_report(report_id=report.pk, actor=leader)
    return leader


def visit(person: Staff, report: Report, safe: YesNo) -> None:
    now = person.office.local(report.received_at) + dt.timedelta(minutes=1)
    seen = ReportVisit("Rita", now.date(), None, True, safe)
    with acting(person):
        add_information(
            report=Report.objects.get(pk=report.pk),
            text="The child was met at home by us.",
            visit=seen,
            actor=person,
        )


def test_only_the_recorder_sees_a_report_that_was_passed_on() -> None:
    world = QueueWorld()
    report = world.report("now", named_staff=[world.worker.pk])
    others = [world.worker, world.colleague, agencies.staff(), *world.leaders.values()]
    reference = report_reference(report.pk)
    for person in others:
        assert told(person, report) is None
        with acting(person):
            assert not boxes_of(passed_on_boxes, person)
        assert reference not in read(signed_in(person).get(TAB))[0]
    assert told(world.officer, report)


def test_recorder_who_is_named_later_learns_nothing() -> None:
    world = QueueWorld()
    report = world.report("now", named_staff=[world.worker.pk])
    name(world.leaders[world.province], report, world.officer)
    assert told(world.officer, report) is None
    assert report_reference(report.pk) not in read(signed_in(world.officer).get(TAB))[0]
    assert signed_in(world.officer).get(f"/reports/{report.pk}/").status_code == 404


def test_recorder_learns_nothing_of_a_report_that_only_others_passed_on() -> None:
    world = QueueWorld()
    report = world.report("now")
    name(world.leaders[world.district], report, world.worker)
    assert told(world.officer, report) is None
    page = read(signed_in(world.officer).get(f"/reports/{report.pk}/"))[0]
    assert "Passed on by you" not in page
    assert report_reference(report.pk) not in page


def test_names_that_another_person_added_show_in_neither_office_nor_telephone_nor_names() -> None:
    world = QueueWorld()
    on_duty(world.leaders[world.nation], world.nation)
    report = world.report("now", named_staff=[world.worker.pk])
    name(world.leaders[world.nation], report, world.leaders[world.province])
    found = told(world.officer, report)
    assert found is not None
    hidden = {key: found[key] for key in ("office_id", "phone", "named_staff", "named_office_id")}
    assert hidden == {"office_id": None, "phone": "", "named_staff": [], "named_office_id": None}
    page = read(signed_in(world.officer).get(f"/reports/{report.pk}/"))[0]
    assert report_reference(report.pk) in page
    for text in (world.nation.name, world.leaders[world.province].name, world.worker.name, PHONE):
        assert text not in page


def test_office_is_not_shown_where_no_office_above_has_the_report() -> None:
    world = HidingWorld()
    officer = agencies.staff("intake_officer", world.nation)
    report = world.report("now", by=officer, named_office=world.nation.pk)
    found = told(officer, report)
    assert found is not None
    assert (found["office_id"], found["phone"]) == (None, "")


def test_telephone_of_a_person_bypassed_by_the_report_is_not_shown() -> None:
    world = QueueWorld()
    on_duty(world.worker, world.province)
    report = world.report("now", named_staff=[world.worker.pk])
    found = told(world.officer, report)
    assert found is not None
    assert found["phone"] == ""
    on_duty(world.leaders[world.province], world.province)
    again = told(world.officer, report)
    assert again is not None
    assert again["phone"] == PHONE


def test_recorder_the_child_is_hidden_from_learns_nothing() -> None:
    world = HidingWorld()
    report = world.report("now", by=world.worker, named_staff=ids(world.supervisor))
    world.link(world.above, report, world.case.file_id)
    assert told(world.worker, report)
    with role("maintenance"):
        Hidden.objects.get_or_create(
            file_id=world.case.file_id,
            principal=world.worker.pk,
            defaults={"hidden_by": world.above.pk},
        )
    assert told(world.worker, report) is None


def test_recorder_still_reads_no_row_about_the_handling() -> None:
    world = QueueWorld()
    report = world.report("now", named_staff=[world.worker.pk])
    leader = accept(world, report)
    visit(leader, report, YesNo.NO)
    with acting(world.officer):
        assert not ReportResponse.objects.filter(report=report.pk).exists()
        assert not ReportNote.objects.filter(report=report.pk).exists()
    found = told(world.officer, report)
    assert found is not None
    assert str(leader.pk) not in str(found)


@pytest.mark.parametrize(
    ("visits", "is_met"),
    [
        ([], False),
        (["officer"], False),
        (["leader"], True),
        (["leader", "officer"], False),
        (["officer", "leader"], True),
    ],
)
def test_child_is_met_once_a_person_who_handles_the_report_met_the_child(
    visits: list[str], *, is_met: bool
) -> None:
    world = QueueWorld()
    report = world.report("now", named_staff=[world.worker.pk])
    leader = accept(world, report)
    for who in visits:
        person, safe = (leader, YesNo.YES) if who == "leader" else (world.officer, YesNo.NO)
        visit(person, report, safe)
    found = told(world.officer, report)
    assert found is not None
    assert found["is_met"] is is_met
    page = read(signed_in(world.officer).get(f"/reports/{report.pk}/"))[0]
    assert ("child met" in page) is is_met
    assert ("child not met yet" in page) is not is_met
    for text in ("The child may be in danger now", "Emergency steps"):
        assert (text in page) is not is_met


def test_child_who_was_met_and_not_safe_stays_in_danger_for_who_passed_the_report_on() -> None:
    world = QueueWorld()
    report = world.report("now", named_staff=[world.worker.pk])
    visit(accept(world, report), report, YesNo.NO)
    found = told(world.officer, report)
    assert found is not None
    assert (found["is_met"], found["is_safe"]) == (True, False)
    page = read(signed_in(world.officer).get(f"/reports/{report.pk}/"))[0]
    assert "child met" in page
    assert "Emergency steps" in page


def test_page_says_the_reference_the_answer_the_office_and_its_telephone() -> None:
    world = QueueWorld()
    leader = world.leaders[world.province]
    on_duty(leader, world.province)
    report = world.report("now", named_staff=[world.worker.pk])
    page = read(signed_in(world.officer).get(f"/reports/{report.pk}/"))[0]
    for text in (
        report_reference(report.pk),
        "Passed on by you",
        world.worker.name,
        "Yes: the report is hidden from",
        world.province.name,
        PHONE,
        "Not accepted yet",
    ):
        assert text in page
    assert leader.name not in page
    assert "No one has accepted this report in time" not in page
    overdue(report)
    late = read(signed_in(world.officer).get(f"/reports/{report.pk}/"))[0]
    assert "No one has accepted this report in time" in late
    assert "Emergency steps" in late


def test_list_follows_the_state_until_the_report_is_closed(
    django_assert_max_num_queries: Any,
) -> None:
    world = QueueWorld()
    client = signed_in(world.officer)
    assert "You have not passed on any reports past your office" in read(client.get(TAB))[0]
    report = world.report("now", named_staff=[world.worker.pk])
    with django_assert_max_num_queries(20):
        page = read(client.get(TAB))[0]
    for text in (report_reference(report.pk), "Immediate danger", "Not accepted yet"):
        assert text in page
    # The usual lists do not have it, as before.
    assert report_reference(report.pk) not in read(client.get("/reports/?tab=new&scope=all"))[0]
    leader = accept(world, report)
    page = read(client.get(TAB))[0]
    assert "Accepted" in page
    assert "child not met yet" in page
    assert leader.name not in page
    with acting(leader):
        found = Report.objects.get(pk=report.pk)
        intake.record_report_outcome(
            report=found,
            outcome=ReportOutcome.ADVICE_GIVEN,
            reason=intake.OutcomeReason("The family was advised at home."),
            version=found.version,
            actor=leader,
        )
    page = read(client.get(TAB))[0]
    assert "Closed" in page
    assert "child not met yet" not in page
    with django_assert_max_num_queries(20):
        client.get(f"/reports/{report.pk}/")


@pytest.mark.parametrize("urgency", ["now", "today"])
def test_act_now_shows_immediate_danger_until_someone_accepts(urgency: str) -> None:
    world = QueueWorld()
    report = world.report(urgency, named_staff=[world.worker.pk])
    with acting(world.officer):
        boxes = boxes_of(passed_on_boxes, world.officer)
        found = get_passed_on_report(report)
        assert found is not None
        due_at = found.due_at
    assert len(boxes) == (urgency == "now")
    if urgency == "now":
        assert report_reference(report.pk) in str(boxes[0].title)
        assert boxes[0].kind == "danger"
        assert (boxes[0].rank, boxes[0].since) == (UrgentRank.IN_DANGER, due_at)
        # Whoever looks at the screen does not read that it goes past the office.
        assert "passed" not in f"{boxes[0].title} {boxes[0].text}".lower()
        assert report_reference(report.pk) in read(signed_in(world.officer).get("/"))[0]
    accept(world, report)
    with acting(world.officer):
        assert not boxes_of(passed_on_boxes, world.officer)
