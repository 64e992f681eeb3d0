"""A report of immediate danger that is closed without the child recorded as safe stays in Act now."""

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction

from saathi.agencies import definer_functions
from saathi.agencies.models import Staff
from saathi.infra import clock
from saathi.infra.enough_text import MIN_EXPLANATION_LETTERS
from saathi.people.vocabulary import YesNo
from saathi.protection.identification.intake.actions import (
    OutcomeReason,
    ReportOutcomeRefused,
    record_report_outcome,
)
from saathi.protection.identification.intake.models import Report, ReportNote
from saathi.protection.identification.intake.queue.vocabulary import ReportMeeting
from saathi.protection.identification.intake.queue.waiting import CLOSED_PERIOD
from saathi.protection.identification.intake.report_additions import add_information
from saathi.protection.identification.intake.report_notes import ReportVisit
from saathi.protection.identification.intake.vocabulary import ReportOutcome
from saathi.vault import store as vault
from tests.factories import agencies, children
from tests.protection.identification.intake.queue.test_danger_not_met import (
    accepted,
    told,
    urgent,
    went,
)
from tests.protection.identification.intake.queue.world import QueueWorld, notified, reads
from tests.roles import acting, role
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
ALERT = "The child may be in danger now"
CLOSED = "report_closed_now"
REASON = "By telephone: the aunt has her."


def close(report: Report, by: Staff, outcome: str = "advice_given", reason: str = REASON) -> None:
    with acting(by):
        now = Report.objects.get(pk=report.pk)
        record_report_outcome(
            report=now,
            outcome=ReportOutcome(outcome),
            reason=OutcomeReason(reason),
            version=now.version,
            actor=by,
        )


def closed_lines(person: Staff) -> list[Any]:
    begins = ("Immediate danger: report ", "Seen not safe on ")
    return [box for box in urgent(person) if str(box.title).startswith(begins)]


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
    assert "A supervisor must confirm the outcome" in page_of(leader, report)
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
    assert closed_lines(leader), "no outcome ends what a visit saw"
    assert ALERT in page_of(leader, report)
    went(world, report, met=True, safe=YesNo.YES, by=leader)
    assert not closed_lines(leader)


def test_child_who_was_seen_alone_and_not_safe_must_be_met_alone() -> None:
    world = QueueWorld()
    report, leader = accepted(world), world.leaders[world.district]

    def visit(meeting: ReportMeeting, safe: YesNo) -> str:
        now = world.district.local(clock.now())
        seen = ReportVisit(
            "Ward police", now.date(), now.time(), met=True, child_safe=safe, meeting=meeting
        )
        with acting(leader):
            add_information(report=report, text=REASON, actor=leader, visit=seen)
        return page_of(leader, report)

    assert "Seen not safe on" in visit(ReportMeeting.MET_ALONE, YesNo.NO)
    assert ALERT in visit(ReportMeeting.MET_WITH_OTHERS, YesNo.YES)
    assert ALERT not in visit(ReportMeeting.MET_ALONE, YesNo.YES)


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


def told_closed(report: Report) -> set[Staff]:
    """Who has an unread notice that this report was closed in danger."""
    people = {person for person, kinds in notified(report).items() if CLOSED in kinds}
    with role("maintenance"):
        return set(Staff.objects.filter(pk__in=people))


@pytest.mark.parametrize("reason", [".", " ", "a" * (MIN_EXPLANATION_LETTERS - 1) + "!!! 12345"])
def test_outcome_that_ends_the_alert_needs_a_reason(reason: str) -> None:
    world = QueueWorld()
    report, leader = accepted(world), world.leaders[world.district]
    with pytest.raises(ReportOutcomeRefused) as refusal:
        close(report, leader, reason=reason)
    assert [each.code for each in refusal.value.reasons] == ["note"]
    assert str(MIN_EXPLANATION_LETTERS) in refusal.value.reasons[0].text
    assert not told_closed(report)
    with role("maintenance"):
        assert Report.objects.get(pk=report.pk).outcome == ""
        assert not ReportNote.objects.exists()
    close(report, leader, reason="abcde" * (MIN_EXPLANATION_LETTERS // 5))
    assert told_closed(report) == {world.leaders[world.province]}


def test_form_says_at_the_field_that_the_reason_is_too_short() -> None:
    world = QueueWorld()
    report, leader = accepted(world), world.leaders[world.district]
    client, address = signed_in(leader), f"/reports/{report.pk}/outcome/"
    assert "The supervisors of the office above are notified." in read(client.get(address))[0]
    sent = {"outcome": "advice_given", "note": ".", "earlier": "", "version": 1}
    refused = client.post(address, sent | key())
    assert (
        "Enter the reason for closing the report: at least 20 letters, without counting"
        in read(refused)[0]
    )
    assert refused.context["form"].errors["note"]
    saved = client.post(address, sent | key() | {"note": REASON}, follow=True)
    assert "Saved. The alert has ended; 1 supervisor is notified." in read(saved)[0]


@pytest.mark.parametrize(
    ("urgency", "outcome", "is_safe", "by_leader"),
    [
        ("today", "advice_given", False, True),
        ("now", "child_not_found", False, True),  # keeps the alert
        ("now", "advice_given", True, True),
        ("now", "advice_given", False, False),  # of an officer: a supervisor decides
    ],
)
def test_outcome_that_ends_no_alert_needs_no_long_reason(
    urgency: str, outcome: str, is_safe: bool, by_leader: bool
) -> None:
    world = QueueWorld()
    report = accepted(world, urgency)
    if is_safe:
        went(world, report, met=True, safe=YesNo.YES)
    close(report, world.leaders[world.district] if by_leader else world.officer, outcome, ".")
    assert not told_closed(report)


def test_supervisors_of_the_nearest_office_above_are_notified() -> None:
    world = QueueWorld()
    second = agencies.staff("supervisor", world.province)
    report = accepted(world)
    close(report, world.leaders[world.district])
    above = {world.leaders[world.province], second}
    assert told_closed(report) == above
    for person in above:
        assert reads(person, report)
        client = signed_in(person)
        assert "was closed without a visit that found the child safe" in read(client.get("/"))[0]
        assert ALERT not in page_of(person, report)
    further = accepted(world)
    close(further, second)  # who leads the office above closes it
    assert told_closed(further) == {world.leaders[world.nation]}


def test_without_an_office_above_other_supervisors_of_the_same_office_are_notified() -> None:
    world = QueueWorld()
    officer = agencies.staff("intake_officer", world.nation)
    alone, leader = world.report("now", by=officer), world.leaders[world.nation]
    close(alone, leader)
    assert not told_closed(alone)
    second = agencies.staff("supervisor", world.nation)
    report = world.report("now", by=officer)
    client = signed_in(leader)
    sent = {"outcome": "advice_given", "note": REASON, "earlier": "", "version": 1}
    saved = client.post(f"/reports/{report.pk}/outcome/", sent | key(), follow=True)
    assert "1 supervisor is notified" in read(saved)[0]
    assert told_closed(report) == {second}


def test_those_bypassed_by_the_report_are_not_notified() -> None:
    world = QueueWorld()
    leader, named = world.leaders[world.nation], agencies.staff("supervisor", world.province)
    second = agencies.staff("supervisor", world.nation)
    report = world.report("now", named_staff=[named.pk])
    close(report, leader)
    assert told_closed(report) == {second}
    for person in (named, world.leaders[world.province], world.leaders[world.district]):
        assert not reads(person, report)


def test_notice_is_given_by_who_handles_the_closed_report_alone() -> None:
    world = QueueWorld()
    report, leader = accepted(world), world.leaders[world.district]
    ordinary = accepted(world, "today")
    for closed in (report, ordinary):
        close(closed, world.officer)
    stranger = agencies.staff("supervisor")
    for actor, of_report, error in (
        (stranger, report, "no such report"),
        (leader, ordinary, "not closed in danger"),
        (leader, accepted(world), "not closed in danger"),
    ):
        with acting(actor), pytest.raises(DatabaseError, match=error), transaction.atomic():
            definer_functions.make_change("report_tell_closed", [of_report.pk], by=actor.id)
    refused = pytest.raises(ProgrammingError, match="permission denied")
    with acting(leader), connection.cursor() as cursor, refused, transaction.atomic():
        cursor.execute("SELECT report_tell_closed(%s)", [report.pk])
    assert not told_closed(report)


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
        Report.objects.filter(pk=report.pk).update(
            child_file=child.file_id, outcome="added_to_case"
        )
    assert not closed_lines(leader)
