"""A report of which only the day is known: its danger ends by a visit that was surely later."""

import datetime as dt
from typing import Any

import pytest

from saathi.infra import clock
from saathi.people.vocabulary import YesNo
from saathi.protection.identification.intake.danger_times import danger_began
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.intake.queue.queries import is_child_in_danger
from saathi.protection.identification.intake.report_additions import add_information
from saathi.protection.identification.intake.report_notes import ReportVisit
from tests.protection.identification.intake.queue.test_danger_not_met import (
    accepted,
    four_tomorrow,
    told,
    went,
)
from tests.protection.identification.intake.queue.world import QueueWorld
from tests.roles import acting, role
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
# A report of yesterday whose time is not known: which visits end its danger.
VISITS_AFTER_A_DAY = (
    (1, dt.time(9, 0), False),
    (1, dt.time(12, 30), False),
    (1, dt.time(23, 59), False),
    (1, None, False),
    (0, dt.time(0, 1), True),
    (0, None, True),
)


@pytest.mark.parametrize(("days", "time", "ends"), VISITS_AFTER_A_DAY)
def test_danger_of_a_report_without_a_time_began_at_the_end_of_its_day(
    days: int, time: dt.time | None, *, ends: bool
) -> None:
    world = QueueWorld()
    with clock.fixed_time(four_tomorrow(world)):
        today = world.district.today()
        yesterday = today - dt.timedelta(days=1)
        noon = world.district.start_of(yesterday) + dt.timedelta(hours=12)
        report = accepted(world, received_at=noon, is_time_unknown=True)
        day = today - dt.timedelta(days=days)
        visit = ReportVisit("Rita", day, time, met=True, child_safe=YesNo.YES)
        text = "At home, with the grandmother."
        with acting(world.officer):
            add_information(report=report, text=text, actor=world.officer, visit=visit)
            assert is_child_in_danger(report) is not ends
            began = danger_began(report, world.district)
        assert world.district.date_of(began) == yesterday
        assert world.district.local(began).time() > dt.time(23, 59)
        page = read(signed_in(world.officer).get(f"/reports/{report.pk}/"))[0]
        assert "12:00" not in page


def test_danger_of_a_report_of_today_without_a_time_began_when_it_was_recorded() -> None:
    world = QueueWorld()
    now = four_tomorrow(world)
    with clock.fixed_time(now):
        report = accepted(world, received_at=now - dt.timedelta(hours=4), is_time_unknown=True)
        for moment, ends in ((dt.time(15, 59), False), (dt.time(16, 0), False)):
            went(world, report, met=True, safe=YesNo.YES, time=moment)
            assert bool(told(world.officer, report, "met, but the alert has not ended")) is not ends
    with clock.fixed_time(now + dt.timedelta(minutes=2)):
        went(world, report, met=True, safe=YesNo.YES, time=dt.time(16, 1))
        with acting(world.officer):
            assert not is_child_in_danger(report)


@pytest.mark.parametrize(
    ("typed", "is_unknown"),
    [
        ({}, False),
        ({"received_time": "00:00"}, False),
        ({"day": True}, True),
        ({"day": True, "received_time": "00:00"}, False),
    ],
)
def test_form_says_whether_only_the_day_of_a_report_is_known(
    typed: dict[str, Any], *, is_unknown: bool
) -> None:
    world = QueueWorld()
    today = world.district.today()
    sent = dict(typed)
    if sent.pop("day", False):
        sent |= {f"received_on_{n}": v for n, v in enumerate((today.day, today.month, today.year))}
    sent |= {"what": "Told.", "urgency": "now", "channel": "helpline", "reporter_kind": "teacher"}
    client = signed_in(world.officer)
    assert client.post("/reports/new/", key() | sent).status_code == 302
    with role("maintenance"):
        assert Report.objects.get().is_time_unknown is is_unknown
