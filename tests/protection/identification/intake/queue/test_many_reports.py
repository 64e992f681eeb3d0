"""The queue with 10,000 reports: bounded queries and counts, and pages that go on by key."""

import pytest
from django.db import connection

from saathi.protection.identification.intake.queue.waiting import waiting_report_boxes
from tests.counting import at_most
from tests.protection.identification.intake.queue.world import QueueWorld, escalate
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db

REPORTS = 10_000
# Files with their owner's right, reports and their places in the queue; half of them closed.
MANY = """
CREATE TEMP TABLE made AS
SELECT gen_random_uuid() AS file, gen_random_uuid() AS report, n FROM generate_series(1, %(many)s) n;
INSERT INTO agencies_file (id, kind, agency_id, office_id, is_protected, recorded_at, recorded_by)
SELECT file, 'report', %(agency)s, %(office)s, false, now(), %(by)s FROM made;
INSERT INTO agencies_grant (id, file_id, principal, kind, reads, writes, starts_at, given_by)
SELECT gen_random_uuid(), file, %(office)s, 'owner', 4095, 4095, now(), %(by)s FROM made;
INSERT INTO intake_report (id, file_id, recorded_at, recorded_by, version, received_at, channel,
    reporter_kind, reporter_is_confidential, urgency, concerns, country, district, language, child_gender,
    outcome, outcome_at, sealed)
SELECT report, file, now(), %(by)s, 1, now(), 'helpline', 'community', true,
    (ARRAY['now', 'today', 'soon', 'later'])[n %% 4 + 1], '{neglect}', 'NPL', 'NP-DHA', '', 'girl',
    CASE WHEN n %% 2 = 0 THEN '' ELSE 'advice_given' END, CASE WHEN n %% 2 = 0 THEN NULL ELSE now() END, 'x'
  FROM made;
INSERT INTO intake_reportresponse (id, file_id, recorded_at, recorded_by, version, report_id, office_id, state,
    urgency_rank, due_at, level, reached, escalate_at, route, named_staff)
SELECT gen_random_uuid(), file, now(), %(by)s, 1, report, %(office)s,
    CASE WHEN n %% 2 = 0 THEN 'new' ELSE 'closed' END, n %% 4, now() + n * interval '1 minute', 1, 1,
    CASE WHEN n %% 2 = 0 THEN now() + n * interval '1 minute' END, 'usual', '{}'
  FROM made;
ANALYZE intake_report; ANALYZE intake_reportresponse; ANALYZE agencies_grant;
DROP TABLE made
"""


@pytest.fixture
def world() -> QueueWorld:
    world = QueueWorld()
    office = world.district
    values = {
        "many": REPORTS,
        "agency": office.agency_id,
        "office": office.pk,
        "by": world.officer.pk,
    }
    with role("maintenance"), connection.cursor() as cursor:
        for statement in MANY.split(";"):
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
    with acting(leader), at_most(3):
        boxes = waiting_report_boxes(leader, [])
    assert boxes[-1].title == "More than 1,000 reports to accept"
    assert len(boxes) == 5


def test_one_minute_escalates_a_bounded_number_of_many(world: QueueWorld) -> None:
    from django.utils import timezone

    later = timezone.now() + timezone.timedelta(days=30)
    assert escalate(later) == 200
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM intake_reportresponse WHERE level > 1")
        assert cursor.fetchone()[0] == 200
