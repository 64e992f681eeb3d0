"""My day where everything waits at once: every part is shown, within nineteen queries."""

import datetime as dt

import pytest

from saathi.agencies.models import Staff
from saathi.infra import clock
from saathi.protection.casework.check_ins import actions as check_ins
from saathi.protection.casework.check_ins.models import CheckIn
from saathi.protection.casework.urgent_care import actions as urgent_care
from saathi.protection.casework.urgent_care.vocabulary import CareReason
from tests.counting import at_most
from tests.desk import cast
from tests.desk.test_supervision import case_of, overdue
from tests.factories import agencies, children, plans
from tests.protection.identification.intake.queue.world import QueueWorld, on_duty
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
MOST = 19


def test_supervisor_of_several_offices_with_own_cases_needs_at_most_nineteen_queries() -> None:
    world = QueueWorld()
    leader, worker = world.leaders[world.province], world.worker
    own = case_of(leader, "Own", risk="high", opened=30)
    overdue(own, leader, 2, "visit")
    plans.asked(own, leader)
    led = children.case(worker, "Sunita")
    cast.due(led, leader, leader.office.today(), "task")  # a duty in a colleague's case
    plans.asked(led, worker)
    with acting(worker):
        urgent_care.begin_urgent_care(child=led.child, reason=CareReason.SELF_HARM, actor=worker)
    for _number in range(6):
        away_too_long(agencies.staff("case_worker", world.district))
        world.report("now")
    on_duty(world.officer, world.district, hours=2)
    client = signed_in(leader)
    client.cookies["saathi_discreet"] = "0"
    with at_most(MOST):
        page = client.get("/").context["page"]
    titles = [str(box.title) for box in page.waiting.urgent]
    assert sum("to accept" in title for title in titles) == 6
    assert sum("has not checked in" in title for title in titles) == 6  # the last counts the others
    assert any(title.startswith("1 more worker has not checked in") for title in titles)
    assert any("time-critical care" in title for title in titles)
    assert any("Gap: no one on duty after" in str(line.text) for line in page.waiting.waiting)
    assert any(line.about == own.child.code for line in page.waiting.waiting)
    assert {row.code for row in page.children.rows} == {own.child.code, led.child.code}
    assert page.dashboard.offices


def away_too_long(person: Staff) -> None:
    """A visit alone of this person that should have ended an hour ago."""
    case = children.case(person, "Asha")
    check_in = CheckIn(file_id=case.file_id, case=case)
    check_in.place, check_in.telephone = "By the pond", "9841000000"
    with acting(person):
        check_ins.start_visit(check_in=check_in, minutes=30, actor=person)
    with role("maintenance"):
        CheckIn.objects.update(expected_end=clock.now() - dt.timedelta(hours=1))
