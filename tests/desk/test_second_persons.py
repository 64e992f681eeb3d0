"""Exceptions for placements, mentors and reasons for closing wait on the common page of approvals."""

import pytest

from saathi.agencies.models import Staff
from saathi.desk.approvals.decisions import PendingDecision, find_decisions
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import agencies, best_interests
from tests.protection.care.placements import steps as placements
from tests.protection.casework.reintegration import steps as returns
from tests.roles import acting
from tests.signing import signed_in

pytestmark = pytest.mark.django_db

REASON = "The family moved to another district and asks for the closure."


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


def waiting(staff: Staff) -> dict[str, PendingDecision]:
    with acting(staff):
        return {each.kind.code: each for each in find_decisions(staff)}


def shown(staff: Staff, query: str = "") -> str:
    page = signed_in(staff).get(f"/approvals/{query}").content.decode()
    return page[page.index('id="decisions"') :]


@pytest.mark.requirement("REI-001", "REI-010")
def test_mentor_and_reason_for_closing_wait_for_a_second_person(around: ChildFileCast) -> None:
    reintegration = returns.begin(around)
    mentor = returns.propose(around, reintegration)
    evaluation = returns.evaluate(around, reintegration, heard="not_heard", exception=REASON)
    found = waiting(around.supervisor)
    assert {"mentor", "evaluation"} <= found.keys()
    for code in ("mentor", "evaluation"):
        assert found[code].by == around.worker.name
        assert found[code].since == around.worker.office.today()
        assert str(around.file_id) in found[code].url
        assert found[code].code == around.case.child.code
        assert signed_in(around.supervisor).get(found[code].url).status_code == 200
    text = shown(around.supervisor, "?d_kind=evaluation")
    assert "1 decision awaits you" in text
    assert "Reason for closing without a full evaluation (1)" in text
    assert "Mentor (1)" in text
    assert not {"mentor", "evaluation"} & waiting(around.worker).keys()  # their own work
    assert waiting(agencies.staff("supervisor")) == {}  # of another office

    returns.approve(around, mentor)
    returns.decide(around, evaluation)
    assert not {"mentor", "evaluation"} & waiting(around.supervisor).keys()


def test_exception_for_a_placement_waits_for_a_second_person(around: ChildFileCast) -> None:
    placements.agree(around)
    asked = placements.ask(around, placements.unlicensed(around))
    assert asked.state == "proposed"
    found = waiting(around.supervisor)["placement_exception"]
    assert (found.by, found.code) == (around.worker.name, around.case.child.code)
    assert signed_in(around.supervisor).get(found.url).status_code == 200
    assert "Exception for a placement (1)" in shown(around.supervisor)
    assert "placement_exception" not in waiting(around.worker)
    assert waiting(agencies.staff("supervisor")) == {}
    placements.approve(around, asked)
    assert "placement_exception" not in waiting(around.supervisor)


def test_what_presses_comes_first_with_the_risk_of_the_case(around: ChildFileCast) -> None:
    """An emergency, then what ends soonest, then the longest wait; above the list of requests."""
    worker, supervisor = around.worker, around.supervisor
    reintegration = returns.begin(around)
    returns.propose(around, reintegration)
    page = signed_in(supervisor).get("/approvals/").content.decode()
    assert page.index("waiting for your approval") < page.index('id="decisions"')
    placements.ask(
        around, placements.unlicensed(around), exception_until=placements.today(around, 6)
    )
    best_interests.short_assessment(around.case, worker)
    with acting(supervisor):
        found = find_decisions(supervisor)
    assert [each.kind.code for each in found] == ["assessment", "placement_exception", "mentor"]
    assert [each.is_pressing for each in found] == [True, True, False]
    assert found[1].ends == placements.today(around, 6)
    page = signed_in(supervisor).get("/approvals/").content.decode()
    assert page.index('id="decisions"') < page.index("waiting for your approval")
    text = shown(supervisor)
    assert text.index("Emergency") < text.index("ends ") < text.rindex(found[2].url)
    assert text.index("Risk level") < text.index("Emergency")


def test_emergency_shelter_is_an_emergency(around: ChildFileCast) -> None:
    placements.ask(
        around, placements.unlicensed(around), kind="emergency",
        planned_end=placements.today(around, 5), exception_until=placements.today(around, 6),
    )  # fmt: skip
    found = waiting(around.supervisor)["placement_exception"]
    assert found.is_emergency
    assert found.ends == placements.today(around, 5)
