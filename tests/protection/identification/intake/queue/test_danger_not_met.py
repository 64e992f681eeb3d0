"""An accepted report of immediate danger stays in Act now until it is recorded that the child was met."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from saathi.agencies.models import Staff
from saathi.protection.identification.intake.actions import (
    add_information,
    record_report_outcome,
)
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.intake.queue.models import ReportResponse
from saathi.protection.identification.intake.queue.references import report_reference
from saathi.protection.identification.intake.report_notes import ReportVisit
from saathi.protection.identification.intake.vocabulary import ReportOutcome
from tests.protection.identification.intake.queue.world import QueueWorld
from tests.roles import acting, role
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


def urgent(person: Staff) -> list[Any]:
    return list(signed_in(person).get("/").context["page"].waiting.urgent)


def told(person: Staff, report: Report) -> list[Any]:
    """The lines of Act now about the child of this report."""
    text = f"Immediate danger: child of report {report_reference(report.pk)} not met yet"
    return [box for box in urgent(person) if box.title == text]


def accepted(world: QueueWorld, urgency: str = "now") -> Report:
    report = world.report(urgency)
    client: Client = signed_in(world.officer)
    assert client.post(f"/reports/{report.pk}/accept/", key()).status_code == 302
    return report


def went(world: QueueWorld, report: Report, *, met: bool) -> None:
    visit = ReportVisit("Ward police", world.officer.office.today(), dt.time(9), met)
    with acting(world.officer):
        add_information(report=report, text="At the house.", actor=world.officer, visit=visit)


def test_accepted_report_of_danger_stays_until_the_child_is_met() -> None:
    world = QueueWorld()
    report = accepted(world)
    leader = world.leaders[world.district]
    for person in (world.officer, leader):
        (box,) = told(person, report)
        assert box.kind == "danger"
        assert box.text.startswith(f"accepted by {world.officer.name}, ")
        assert box.action.url == f"/reports/{report.pk}/visit/"
        assert signed_in(person).get(box.action.url).status_code == 200
    assert not told(world.colleague, report)
    assert not told(world.worker, report)
    went(world, report, met=False)
    assert told(world.officer, report)
    assert told(leader, report)
    went(world, report, met=True)
    assert not told(world.officer, report)
    assert not told(leader, report)


def test_accepted_report_of_danger_ends_with_its_outcome() -> None:
    world = QueueWorld()
    report = accepted(world)
    assert told(world.officer, report)
    with acting(world.officer):
        record_report_outcome(
            report=Report.objects.get(pk=report.pk),
            outcome=ReportOutcome.PASSED_ON,
            note="Police",
            version=report.version,
            actor=world.officer,
        )
    assert not told(world.officer, report)


def test_accepted_reports_of_less_urgency_are_not_in_act_now() -> None:
    world = QueueWorld()
    report = accepted(world, "today")
    assert not told(world.officer, report)
    assert not told(world.leaders[world.district], report)


def test_colleagues_whom_the_report_names_are_not_told() -> None:
    world = QueueWorld()
    report = accepted(world)
    leader = world.leaders[world.district]
    assert told(leader, report)
    with role("maintenance"):
        ReportResponse.objects.filter(report=report.pk).update(named_staff=[leader.pk])
    assert not told(leader, report)


def test_more_than_the_listed_reports_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("saathi.protection.identification.intake.queue.waiting.MAX_NOT_MET", 1)
    world = QueueWorld()
    for _each in range(3):
        accepted(world)
    more = urgent(world.officer)[-1]
    assert more.title == "2 more reports of immediate danger: child not met yet"
    page = signed_in(world.officer).get(more.action.url).context["list"]
    assert len(page.table.rows) == 3
