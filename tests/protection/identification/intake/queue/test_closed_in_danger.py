"""A report of immediate danger that is closed without the child recorded as safe stays in Act now."""

import datetime as dt
from typing import Any

import pytest

from saathi.agencies.models import Staff
from saathi.infra import clock
from saathi.people.vocabulary import YesNo
from saathi.protection.identification.intake.actions import OutcomeReason, record_report_outcome
from saathi.protection.identification.intake.models import Report, ReportNote
from saathi.protection.identification.intake.queue.waiting import CLOSED_PERIOD
from saathi.protection.identification.intake.vocabulary import ReportOutcome
from saathi.vault import store as vault
from tests.factories import children
from tests.protection.identification.intake.queue.test_danger_not_met import (
    accepted,
    told,
    urgent,
    went,
)
from tests.protection.identification.intake.queue.world import QueueWorld
from tests.roles import acting, role
from tests.screens import read
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
ALERT = "The child may be in danger now"


def close(report: Report, by: Staff, outcome: str = "advice_given") -> None:
    with acting(by):
        now = Report.objects.get(pk=report.pk)
        record_report_outcome(
            report=now,
            outcome=ReportOutcome(outcome),
            reason=OutcomeReason("By telephone."),
            version=now.version,
            actor=by,
        )


def closed_lines(person: Staff) -> list[Any]:
    return [box for box in urgent(person) if "was closed, child not recorded as safe" in box.title]


def page_of(person: Staff, report: Report) -> str:
    return str(read(signed_in(person).get(f"/reports/{report.pk}/"))[0])


@pytest.mark.parametrize("outcome", ["advice_given", "passed_on", "no_concern_found"])
def test_outcome_of_an_officer_waits_for_a_supervisor(outcome: str) -> None:
    world = QueueWorld()
    report, leader = accepted(world), world.leaders[world.district]
    close(report, world.officer, outcome)
    assert not closed_lines(world.officer)
    (box,) = closed_lines(leader)
    assert box.kind == "danger"
    assert box.action.url == f"/reports/{report.pk}/outcome/"
    assert signed_in(leader).get(box.action.url).status_code == 200
    assert ALERT in page_of(leader, report)
    assert "A supervisor confirms the outcome" in page_of(leader, report)
    close(report, world.officer, outcome)  # a second time is no confirmation
    assert closed_lines(leader)
    close(report, leader, outcome)
    assert not closed_lines(leader)
    assert ALERT not in page_of(leader, report)


def test_outcome_of_a_supervisor_needs_no_other() -> None:
    world = QueueWorld()
    report, leader = accepted(world), world.leaders[world.district]
    close(report, leader)
    assert not closed_lines(leader)
    assert ALERT not in page_of(leader, report)


def test_report_whose_child_was_recorded_as_safe_is_closed_by_an_officer() -> None:
    world = QueueWorld()
    report, leader = accepted(world), world.leaders[world.district]
    went(world, report, met=True, safe=YesNo.YES)
    close(report, world.officer)
    assert not closed_lines(leader)
    assert ALERT not in page_of(leader, report)


def test_child_who_is_not_located_stays_in_act_now_whoever_says_so() -> None:
    world = QueueWorld()
    report, leader = accepted(world), world.leaders[world.district]
    close(report, leader, "child_not_found")
    for person in (world.officer, leader):
        (box,) = told(person, report, "not yet located")
        assert box.action.url == f"/reports/{report.pk}/visit/"
        assert "not yet located. Keep looking" in page_of(person, report)
    assert not told(world.colleague, report, "not yet located")
    went(world, report, met=True, safe=YesNo.YES)
    for person in (world.officer, leader):
        assert not told(person, report, "not yet located")
        assert ALERT not in page_of(person, report)


def test_outcome_of_an_officer_after_that_of_a_supervisor_waits_for_a_supervisor_again() -> None:
    world = QueueWorld()
    report, leader = accepted(world), world.leaders[world.district]
    close(report, leader, "child_not_found")
    close(report, world.officer, "advice_given")
    assert closed_lines(leader)
    assert ALERT in page_of(leader, report)
    close(report, leader, "advice_given")
    assert not closed_lines(leader)
    assert ALERT not in page_of(leader, report)


def test_child_who_is_found_not_safe_after_the_outcome_is_in_danger_again() -> None:
    world = QueueWorld()
    report, leader = accepted(world), world.leaders[world.district]
    close(report, leader, "passed_on")
    assert not closed_lines(leader)
    went(world, report, met=True, safe=YesNo.NO)
    assert closed_lines(leader)
    assert ALERT in page_of(leader, report)
    close(report, leader, "passed_on")
    assert not closed_lines(leader)


def test_outcome_of_a_less_urgent_report_needs_no_supervisor() -> None:
    world = QueueWorld()
    report = accepted(world, "today")
    close(report, world.officer)
    assert not closed_lines(world.leaders[world.district])


def test_closed_report_leaves_act_now_after_three_months() -> None:
    world = QueueWorld()
    report, leader = accepted(world), world.leaders[world.district]
    close(report, world.officer)
    for beyond, shown in ((-dt.timedelta(hours=1), True), (dt.timedelta(hours=1), False)):
        with clock.fixed_time(clock.now() + CLOSED_PERIOD + beyond):
            assert bool(closed_lines(leader)) is shown
    assert ALERT in page_of(leader, report)  # the report itself goes on saying so


@pytest.mark.parametrize("outcome", ["advice_given", "child_not_found"])
def test_report_closed_before_outcomes_had_notes_waits_for_a_supervisor(outcome: str) -> None:
    world = QueueWorld()
    report, leader = accepted(world), world.leaders[world.district]
    close(report, leader, outcome)
    with role("maintenance"):
        # As reports were: the reason is one of their own texts, without who recorded it.
        ReportNote.objects.filter(report=report.pk).delete()
        older = Report.objects.get(pk=report.pk)
        texts = {"what": "A girl washes dishes.", "outcome_note": "By telephone."}
        vault.seal(older, texts)
        Report.objects.filter(pk=report.pk).update(sealed=older.sealed)
    assert "By telephone." in page_of(leader, report)
    assert ALERT in page_of(leader, report)
    is_found = outcome == "child_not_found"
    assert bool(closed_lines(leader)) is not is_found
    assert bool(told(leader, report, "not yet located")) is is_found
    close(report, leader, "passed_on")
    assert not closed_lines(leader)
    assert ALERT not in page_of(leader, report)


def test_case_opened_after_an_outcome_takes_the_report_out_of_act_now() -> None:
    world = QueueWorld()
    report, leader = accepted(world), world.leaders[world.district]
    close(report, world.officer)
    assert closed_lines(leader)
    child = children.child(world.worker)
    with role("maintenance"):
        Report.objects.filter(pk=report.pk).update(about=child.file_id, outcome="added_to_case")
    assert not closed_lines(leader)
