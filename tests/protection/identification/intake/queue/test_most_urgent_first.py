"""My day has the most urgent reports to accept first, and all of immediate danger up to a limit."""

import pytest

from saathi.protection.identification.intake.queue.references import report_reference
from tests.protection.identification.intake.queue.screens import limit_of_day
from tests.protection.identification.intake.queue.world import QueueWorld, overdue
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


def test_report_of_immediate_danger_is_first_whatever_else_is_overdue() -> None:
    world = QueueWorld()
    leader = world.leaders[world.district]
    late = [world.report(urgency) for urgency in ("later", "soon", "today", "today", "soon")]
    for report in late:
        overdue(report)
    in_danger = [world.report("now") for _each in range(5)]
    waiting = signed_in(leader).get("/").context["page"].waiting
    titles = [str(box.title) for box in waiting.urgent]
    assert len(titles) == 9
    of = [
        next(title for title in titles if report_reference(each.pk) in title) for each in in_danger
    ]
    assert set(titles[:5]) == set(of)
    order = [report_reference(late[place].pk) for place in (2, 3, 1, 4)]  # today, then soon
    assert [ref in title for ref, title in zip(order, titles[5:], strict=True)] == [True] * 4
    assert "1 more report to accept" in [str(line.text) for line in waiting.waiting]


def test_reports_of_immediate_danger_beyond_the_limit_are_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    limit_of_day(monkeypatch, "MAX_IN_DANGER", 3)
    world = QueueWorld()
    for _each in range(5):
        world.report("now")
    leader = world.leaders[world.district]
    more = signed_in(leader).get("/").context["page"].waiting.urgent[3]
    assert more.title == "2 more reports of immediate danger to accept"
    page = signed_in(leader).get(more.action.url).context["list"]
    assert len(page.table.rows) == 5
