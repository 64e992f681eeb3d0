"""All outcomes of a report stay readable; the form says what an outcome does to the alert."""

import pytest

from saathi.desk.registration.actions import link_report
from saathi.people.vocabulary import YesNo
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.intake.outcomes import list_outcomes
from saathi.vault import store as vault
from tests.factories import children
from tests.protection.identification.intake.queue.test_closed_in_danger import (
    close,
    page_of,
)
from tests.protection.identification.intake.queue.test_danger_not_met import accepted, went
from tests.protection.identification.intake.queue.world import QueueWorld
from tests.roles import acting
from tests.screens import read
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
FIRST, SECOND = "Told the uncle whom to call at the ward.", "The police of the district took over."


def form_of(person: object, report: Report) -> str:
    return str(read(signed_in(person).get(f"/reports/{report.pk}/outcome/"))[0])  # type: ignore[arg-type]


def test_second_outcome_does_not_hide_the_first() -> None:
    world = QueueWorld()
    report = accepted(world, "today")
    close(report, world.officer, "advice_given", FIRST)
    close(report, world.officer, "passed_on", SECOND)
    page = page_of(world.officer, report)
    places = [
        page.index(part)
        for part in ("Referred to another agency", SECOND, "Advice or information given", FIRST)
    ]
    assert places == sorted(places)
    assert page.count(f"recorded by {world.officer.name}") == 4  # the panel and the history


def test_case_that_is_opened_later_borrows_no_reason() -> None:
    world = QueueWorld()
    report, leader = accepted(world, "today"), world.leaders[world.district]
    close(report, world.officer, "advice_given", FIRST)
    case = children.case(leader)
    with acting(leader):
        now = Report.objects.get(pk=report.pk)
        assert link_report(report=now, child=case.child, actor=leader)
        now = Report.objects.get(pk=report.pk)
        latest, earlier = list_outcomes(now, vault.open(now), leader)
    assert (latest.code, latest.by, latest.reason) == ("added_to_case", leader.name, "")
    assert (earlier.code, earlier.by, earlier.reason) == ("advice_given", world.officer.name, FIRST)
    page = page_of(world.officer, report)
    assert "Followed up in a case" in page
    assert "Added to the child" not in page
    assert page.count(FIRST) == 1


def test_page_says_that_the_outcome_does_not_end_the_alert() -> None:
    world = QueueWorld()
    report = accepted(world)
    form = form_of(world.officer, report)
    assert "Your outcome does not end the alert: a supervisor must confirm it." in form
    assert "A visit found that the child is not safe." not in form
    went(world, report, met=True, safe=YesNo.NO)
    assert "A visit found that the child is not safe." in form_of(world.officer, report)


@pytest.mark.parametrize(("urgency", "is_safe"), [("today", False), ("now", True)])
def test_form_says_nothing_where_the_child_is_in_no_danger(urgency: str, is_safe: bool) -> None:
    world = QueueWorld()
    report = accepted(world, urgency)
    if is_safe:
        went(world, report, met=True, safe=YesNo.YES)
    assert "The child may be in danger" not in form_of(world.officer, report)


def test_supervisor_confirms_the_outcome_of_another_with_a_reason_of_their_own() -> None:
    world = QueueWorld()
    report, leader = accepted(world), world.leaders[world.district]
    assert "Record outcome" in page_of(leader, report)
    close(report, world.officer, "passed_on", SECOND)
    assert "Confirm the outcome" in page_of(leader, report)
    assert "Confirm the outcome" not in page_of(world.officer, report)
    answer = signed_in(leader).get(f"/reports/{report.pk}/outcome/")
    form, text = answer.context["form"], str(read(answer)[0])
    assert form.initial["outcome"] == "passed_on"
    assert not form.initial.get("note")
    assert SECOND in text
    assert "This outcome ends the alert" in text
    mine = signed_in(world.officer).get(f"/reports/{report.pk}/outcome/").context["form"]
    assert not mine.initial.get("outcome")
    close(report, leader, "passed_on", "Called the police officer, who has met her.")
    assert "Confirm the outcome" not in page_of(leader, report)


def test_nothing_is_confirmed_after_a_visit_that_found_the_child_not_safe() -> None:
    world = QueueWorld()
    report, leader = accepted(world), world.leaders[world.district]
    close(report, world.officer, "passed_on", SECOND)
    went(world, report, met=True, safe=YesNo.NO)
    page = page_of(leader, report)
    assert "Confirm the outcome" not in page
    assert "Seen not safe on" in page
    answer = signed_in(leader).get(f"/reports/{report.pk}/outcome/")
    assert "No outcome ends this alert" in read(answer)[0]
    assert not answer.context["form"].initial.get("outcome")
