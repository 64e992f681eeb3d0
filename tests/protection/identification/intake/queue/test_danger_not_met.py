"""An accepted report of immediate danger stays in Act now until a visit records that the child is safe."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils.formats import date_format

from saathi.agencies.models import Staff
from saathi.infra import clock
from saathi.people.vocabulary import YesNo
from saathi.protection.identification.intake.actions import (
    OutcomeReason,
    record_report_outcome,
)
from saathi.protection.identification.intake.models import Report, ReportNote
from saathi.protection.identification.intake.queue.actions import (
    accept_report,
    record_named_colleagues,
)
from saathi.protection.identification.intake.queue.models import ReportResponse
from saathi.protection.identification.intake.queue.queries import (
    accepted_danger_responses,
    is_child_in_danger,
)
from saathi.protection.identification.intake.queue.references import report_reference
from saathi.protection.identification.intake.report_additions import (
    ReportVisitRefused,
    add_information,
)
from saathi.protection.identification.intake.report_notes import ReportVisit
from saathi.protection.identification.intake.vocabulary import ReportOutcome
from tests import filled
from tests.protection.identification.intake.queue.screens import limit_of_day
from tests.protection.identification.intake.queue.world import QueueWorld, notified
from tests.roles import acting, role
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
VISIT_NOTICES = {"report_not_safe", "report_alert_ended"}


def urgent(person: Staff) -> list[Any]:
    return list(signed_in(person).get("/").context["page"].waiting.urgent)


def told(person: Staff, report: Report, state: str = "not met yet") -> list[Any]:
    """The lines of Act now about the child of this report."""
    text = f"Immediate danger: child of report {report_reference(report.pk)} {state}"
    return [box for box in urgent(person) if box.title == text]


def told_unsafe(person: Staff, report: Report) -> list[str]:
    """The lines of Act now that say first that the child of this report was seen not safe."""
    end = f": child of report {report_reference(report.pk)}, immediate danger"
    titles = [str(box.title) for box in urgent(person)]
    return [
        title for title in titles if title.startswith("Seen not safe on ") and title.endswith(end)
    ]


def accepted(world: QueueWorld, urgency: str = "now", **fields: object) -> Report:
    report = world.report(urgency, **fields)
    client: Client = signed_in(world.officer)
    assert client.post(f"/reports/{report.pk}/accept/", key()).status_code == 302
    return report


def went(
    world: QueueWorld,
    report: Report,
    *,
    met: bool,
    safe: YesNo = YesNo.NOT_RECORDED,
    by: Staff | None = None,
    time: dt.time | None = None,
) -> None:
    """A visit of this moment or an earlier time today, recorded by the officer or another person."""
    actor, now = by or world.officer, world.district.local(clock.now())
    visit = ReportVisit("Ward police", world.district.today(), time or now.time(), met, safe)
    with acting(actor):
        add_information(
            report=report, text="At the house, with the grandmother.", actor=actor, visit=visit
        )


def four_tomorrow(world: QueueWorld) -> dt.datetime:
    """A full hour at which the rights given today are valid, whenever the test runs."""
    tomorrow = world.district.local(clock.now()) + dt.timedelta(days=1)
    return tomorrow.replace(hour=16, minute=0, second=0)


def test_accepted_report_of_danger_stays_until_the_child_is_recorded_as_safe() -> None:
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
    went(world, report, met=True, safe=YesNo.NOT_RECORDED)
    for person in (world.officer, leader):
        assert told(person, report, "met, but not recorded as safe")
        page = read(signed_in(person).get(f"/reports/{report.pk}/"))[0]
        assert "The child was met, but not recorded as safe." in page
    for safe in (YesNo.NO, YesNo.NOT_KNOWN):
        went(world, report, met=True, safe=safe)
        for person in (world.officer, leader):
            assert told_unsafe(person, report)
            page = read(signed_in(person).get(f"/reports/{report.pk}/"))[0]
            assert "Seen not safe on " in page
            assert "The child was met, but not recorded as safe." not in page
    went(world, report, met=True, safe=YesNo.YES)
    for person in (world.officer, leader):
        assert not told(person, report)
        assert not told(person, report, "met, but not recorded as safe")
        page = read(signed_in(person).get(f"/reports/{report.pk}/"))[0]
        assert "The child may be in danger now" not in page


def test_supervisors_are_notified_of_a_child_who_is_not_safe_and_of_the_end_of_the_alert() -> None:
    world = QueueWorld()
    report = accepted(world)
    leader = world.leaders[world.district]

    def kinds() -> list[str]:
        return [kind for kind in notified(report).get(leader.pk, []) if kind in VISIT_NOTICES]

    went(world, report, met=False)
    went(world, report, met=True, safe=YesNo.NOT_KNOWN)
    assert kinds() == []
    went(world, report, met=True, safe=YesNo.NO)
    assert kinds() == ["report_not_safe"]
    went(world, report, met=True, safe=YesNo.YES)
    went(world, report, met=True, safe=YesNo.YES)
    assert kinds() == ["report_alert_ended", "report_not_safe"]
    day = read(signed_in(leader).get("/"))[0]
    assert "A visit for a report found the child not safe" in day


def test_visit_of_a_bypassed_person_notifies_no_one_and_is_kept() -> None:
    world = QueueWorld()
    report = world.report("now", named_office=world.district.pk)
    before = notified(report)
    went(world, report, met=True, safe=YesNo.NO)
    assert notified(report) == before
    with role("maintenance"):
        assert ReportNote.objects.filter(report=report, child_safe=YesNo.NO).count() == 1
    leader = world.leaders[world.province]
    form = read(signed_in(leader).get(f"/reports/{report.pk}/outcome/"))[0]
    assert "A visit found that the child is not safe." in form


def test_child_who_is_found_not_safe_is_in_danger_until_a_later_visit() -> None:
    world = QueueWorld()
    now = four_tomorrow(world)
    with clock.fixed_time(now):
        report = accepted(world, received_at=now - dt.timedelta(hours=5))
        for time, safe, is_in_danger in (
            (dt.time(12, 0), YesNo.YES, False),
            (dt.time(14, 0), YesNo.NO, True),
            (dt.time(13, 0), YesNo.YES, True),  # recorded later, of an earlier hour
            (dt.time(14, 0), YesNo.YES, True),
            (dt.time(14, 1), YesNo.YES, False),
        ):
            went(world, report, met=True, safe=safe, time=time)
            for person in (world.officer, world.leaders[world.district]):
                assert bool(told_unsafe(person, report)) is is_in_danger
                page = read(signed_in(person).get(f"/reports/{report.pk}/"))[0]
                assert ("The child may be in danger now" in page) is is_in_danger
            with acting(world.officer):
                assert is_child_in_danger(Report.objects.get(pk=report.pk)) is is_in_danger


def test_visit_recorded_by_a_bypassed_person_ends_nothing() -> None:
    world = QueueWorld()
    report, leader = world.report("now"), world.leaders[world.province]
    with acting(leader):
        record_named_colleagues(
            report=Report.objects.get(pk=report.pk),
            staff_ids=[],
            office_id=world.district.pk,
            actor=leader,
        )
        assert accept_report(report_id=report.pk, actor=leader).is_accepted
    assert told(leader, report)
    went(world, report, met=True, safe=YesNo.YES)  # the officer, whose office is named
    assert told(leader, report)
    assert not told(world.officer, report)
    went(world, report, met=True, safe=YesNo.YES, by=leader)
    assert not told(leader, report)


def test_visit_before_the_hour_of_the_report_is_refused() -> None:
    world = QueueWorld()
    now = four_tomorrow(world)
    with clock.fixed_time(now):
        report = accepted(world, received_at=now - dt.timedelta(hours=1, seconds=-30))
        for hour, minute in ((9, 0), (14, 59), (16, 1)):
            visit = ReportVisit("Rita", world.district.today(), dt.time(hour, minute), met=True)
            with acting(world.officer), pytest.raises(ReportVisitRefused) as refusal:
                add_information(report=report, text="x", actor=world.officer, visit=visit)
            assert [reason.code for reason in refusal.value.reasons] == ["went_time"]
        assert told(world.officer, report)


@pytest.mark.parametrize("time", [None, dt.time(15, 0), dt.time(16, 0)])
def test_visit_on_the_day_of_the_report_ends_the_danger_if_it_was_surely_after(
    time: dt.time | None,
) -> None:
    world = QueueWorld()
    now = four_tomorrow(world)
    with clock.fixed_time(now):
        report = accepted(world, received_at=now - dt.timedelta(hours=1, seconds=-30))
        visit = ReportVisit("Rita", world.district.today(), time, met=True, child_safe=YesNo.YES)
        with acting(world.officer):
            add_information(
                report=report,
                text="At home, with the grandmother.",
                actor=world.officer,
                visit=visit,
            )
        assert not told(world.officer, report)
        state = "met, but the alert has not ended"
        stays = time != dt.time(16, 0)
        assert bool(told(world.officer, report, state)) is stays, "the report was of 15:00:30"
        page = read(signed_in(world.officer).get(f"/reports/{report.pk}/"))[0]
        assert ("A visit found the child safe, but not surely after" in page) is stays


def test_visit_without_a_time_on_the_day_of_the_report_says_why_the_alert_stays() -> None:
    world = QueueWorld()
    report = accepted(world)
    client, today = signed_in(world.officer), world.district.today()
    address = f"/reports/{report.pk}/visit/"
    why = "Without a time, this visit does not end an alert that began at a known time"
    form = client.get(address)
    assert why in read(form)[0]
    sent = filled.form(
        form.content.decode(),
        who="Rita",
        went_on_0=today.day,
        went_on_1=today.month,
        went_on_2=today.year,
        met="met_alone",
        place="home",
        child_safe="yes",
        found="At home, with the grandmother.",
    )
    page = read(client.post(address, sent, follow=True))[0]
    assert f"The visit is saved. The alert remains. {why}" in page
    assert told(world.officer, report, "met, but the alert has not ended")


def test_a_visit_without_a_time_that_found_the_child_safe_hides_no_later_one_that_did_not() -> None:
    world = QueueWorld()
    report = accepted(world, received_at=clock.now() - dt.timedelta(days=1))
    leader, day = world.leaders[world.district], world.district.today()
    safe = ReportVisit("Rita", day, None, met=True, child_safe=YesNo.YES)
    with acting(world.officer):
        text = "At home, with the grandmother."
        add_information(report=report, text=text, actor=world.officer, visit=safe)
    went(world, report, met=True, safe=YesNo.NO, time=dt.time(0))
    moment = f"Seen not safe on {date_format(day, 'j F Y')}, 00:00"
    for person in (world.officer, leader):
        [line] = told_unsafe(person, report)
        assert line.startswith(moment)
        page = read(signed_in(person).get(f"/reports/{report.pk}/"))[0]
        assert moment in page
        assert "A visit found the child safe" not in page
    assert moment in read(signed_in(leader).get("/reports/?tab=assigned"))[0]


NOON = dt.time(12)
LATER = dt.time(13)
# As in `cases/test_end_of_danger.py`: whether the alert stays if "not safe" was recorded first, or second.
PAIRS = (
    (NOON, LATER, (False, False)),
    (LATER, NOON, (True, True)),
    (NOON, NOON, (True, True)),
    (NOON, None, (True, True)),
    (None, NOON, (True, True)),
    (None, None, (False, True)),
)


@pytest.mark.parametrize("is_danger_first", [True, False])
def test_visits_of_a_report_end_danger_as_those_of_a_case(*, is_danger_first: bool) -> None:
    world = QueueWorld()
    leader, yesterday = (
        world.leaders[world.district],
        world.district.today() - dt.timedelta(days=1),
    )
    for unsafe_at, safe_at, stays in PAIRS:
        report = world.report("now", received_at=clock.now() - dt.timedelta(days=3))
        visits = [
            ReportVisit("Rita", yesterday, unsafe_at, True, YesNo.NO),
            ReportVisit("Rita", yesterday, safe_at, True, YesNo.YES),
        ]
        with acting(world.officer):
            assert accept_report(report_id=report.pk, actor=world.officer).is_accepted
            for visit in visits if is_danger_first else reversed(visits):
                text = "At home, with the grandmother."
                add_information(report=report, text=text, actor=world.officer, visit=visit)
            found = {is_child_in_danger(report)}
        with acting(leader):
            listed = {each.report_id for each in accepted_danger_responses(leader)}
        found.add(report.pk in listed)
        assert found == {stays[0 if is_danger_first else 1]}, (unsafe_at, safe_at)


def test_accepted_report_of_danger_ends_with_its_outcome() -> None:
    world = QueueWorld()
    report = accepted(world)
    assert told(world.officer, report)
    with acting(world.officer):
        record_report_outcome(
            report=Report.objects.get(pk=report.pk),
            outcome=ReportOutcome.PASSED_ON,
            reason=OutcomeReason("Police"),
            version=report.version,
            actor=world.officer,
        )
    assert not told(world.officer, report)


def test_accepted_reports_of_less_urgency_are_not_in_act_now() -> None:
    world = QueueWorld()
    report = accepted(world, "today")
    assert not told(world.officer, report)
    assert not told(world.leaders[world.district], report)


def test_colleagues_named_in_the_report_are_not_notified() -> None:
    world = QueueWorld()
    report = accepted(world)
    leader = world.leaders[world.district]
    assert told(leader, report)
    with role("maintenance"):
        ReportResponse.objects.filter(report=report.pk).update(named_staff=[leader.pk])
    assert not told(leader, report)


def test_more_than_the_listed_reports_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    limit_of_day(monkeypatch, "MAX_ACCEPTED", 1)
    world = QueueWorld()
    for _each in range(3):
        accepted(world)
    more = urgent(world.officer)[-1]
    assert more.title == "2 more reports of immediate danger: child not recorded as safe"
    page = signed_in(world.officer).get(more.action.url).context["list"]
    assert len(page.table.rows) == 3


def test_visit_of_unknown_time_ends_no_danger_that_another_saw_at_a_known_time_that_day() -> None:
    world = QueueWorld()
    report = accepted(world)
    leader, now = world.leaders[world.district], world.district.local(clock.now()).time()
    went(world, report, met=True, safe=YesNo.NO)
    untimed = ReportVisit("By telephone", world.district.today(), None, True, YesNo.YES)
    with acting(world.officer):
        add_information(
            report=report,
            text="She is well, the neighbour says.",
            actor=world.officer,
            visit=untimed,
        )
        assert is_child_in_danger(report)
    assert told_unsafe(leader, report)
    went(world, report, met=True, safe=YesNo.YES, time=max(now, dt.time(0, 0, 1)))
    with acting(world.officer):
        assert is_child_in_danger(report), "the visit that found danger was later"
