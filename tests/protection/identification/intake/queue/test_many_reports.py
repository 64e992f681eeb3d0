"""The queue with 10,000 reports: bounded queries and counts, and pages that go on by key."""

import pytest
from django.db import connection

from bench.many_reports import MANY, REPORTS
from saathi.agencies.sections import ALL_SECTIONS
from saathi.protection.identification.intake.queue.waiting import waiting_report_boxes
from tests.counting import at_most
from tests.protection.identification.intake.queue.world import QueueWorld, escalate
from tests.roles import acting, role
from tests.signing import signed_in
from tests.waiting import boxes_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> QueueWorld:
    world = QueueWorld()
    office = world.district
    values = {
        "all": int(ALL_SECTIONS),
        "many": REPORTS,
        "agency": office.agency_id,
        "office": office.pk,
        "by": world.officer.pk,
    }
    with role("maintenance"), connection.cursor() as cursor:
        for statement in MANY:
            cursor.execute(statement, values)
    return world


def test_queue_with_ten_thousand_reports_asks_few_queries(world: QueueWorld) -> None:
    leader = world.leaders[world.district]
    client = signed_in(leader)
    with at_most(20):
        page = client.get("/reports/?scope=team")
    text = page.content.decode()
    assert "New (1,000+)" in text
    assert "Closed (1,000+)" in text
    assert "Assigned (0)" in text
    assert len(page.context["list"].table.rows) == 25
    first = [row[0].text for row in page.context["list"].table.rows]
    with at_most(20):
        after = client.get("/reports/" + page.context["list"].after)
    second = [row[0].text for row in after.context["list"].table.rows]
    assert not set(first) & set(second)
    back = client.get("/reports/" + after.context["list"].before)
    assert [row[0].text for row in back.context["list"].table.rows] == first
    with acting(leader), at_most(2):  # which offices the leader acts for, and all that waits
        boxes = boxes_of(waiting_report_boxes, leader)
    assert boxes[-1].title == "More than 1,000 reports to accept"
    assert boxes[50].title == "More than 1,000 reports of immediate danger to accept"
    assert [box.kind for box in boxes[:51]] == ["danger"] * 51
    assert len(boxes) == 56


def test_one_minute_escalates_a_bounded_number_of_many(world: QueueWorld) -> None:
    from django.utils import timezone

    later = timezone.now() + timezone.timedelta(days=30)
    assert escalate(later) == 200
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM intake_reportresponse WHERE level > 1")
        assert cursor.fetchone()[0] == 200
