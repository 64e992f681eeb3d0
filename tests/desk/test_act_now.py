"""The order of Act now on My day over all sources, and which of its lines are never folded."""

import datetime as dt
from uuid import uuid4

import pytest

from saathi.agencies.models import Staff
from saathi.desk.day.urgent import sort_alerts, urgent_block
from saathi.infra import clock
from saathi.protection.care.placements.domain import urgent_placements
from saathi.protection.casework.cases.models import Case, Visit
from saathi.protection.decisions.best_interests.removal_alerts import removals_boxes
from saathi.protection.identification.missing.danger import danger_boxes
from saathi.web.alert_parts import UrgentRank
from saathi.web.components import AlertBox, AlertChild
from tests.desk.test_supervision import case_of, listed
from tests.roles import acting, role
from tests.signing import signed_in

HOUR = dt.timedelta(hours=1)


def box(title: str, rank: UrgentRank | None, **fields: object) -> AlertBox:
    return AlertBox(title, rank=rank, **fields)  # type: ignore[arg-type]


def line(title: str, rank: UrgentRank | None, **fields: object) -> AlertBox:
    return box(title, rank, child=AlertChild(uuid4(), uuid4()), **fields)


def test_children_in_danger_and_clocks_are_never_folded_others_after_three_lines() -> None:
    icons = ["alert-triangle"] * 5 + ["clock"] * 5 + ["users"] * 5
    block = urgent_block([line("", None, icon=icon) for icon in icons], {})
    assert [each.alert.icon for each in block.lines] == icons[:10] + ["users"] * 3
    assert len(block.more) == 2


def test_children_come_by_what_is_known_of_their_danger_whatever_source_they_are_from() -> None:
    now = clock.now()
    expected = [
        box("child not located", UrgentRank.NOT_LOCATED, since=now - 900 * HOUR),
        line("case, seen not safe", UrgentRank.SEEN_UNSAFE, since=now),
        box("report, seen not safe before", UrgentRank.SEEN_UNSAFE, since=now - HOUR),
        box("report to accept, overdue", UrgentRank.IN_DANGER, since=now - HOUR, is_overdue=True),
        line("case, reported now", UrgentRank.IN_DANGER, since=now),
        box("missing since January", UrgentRank.IN_DANGER, since=now - 7000 * HOUR),
        box("2 more reports", UrgentRank.IN_DANGER),
        line("37 hours left", UrgentRank.RUNNING, due_at=now + 37 * HOUR),
        line("42 hours left", UrgentRank.RUNNING, due_at=now + 42 * HOUR),
        line("prevented", UrgentRank.PREVENTED),
        line("case without a worker, overdue", UrgentRank.TODAY, is_overdue=True),
        line("time-critical care", UrgentRank.TODAY, icon="clock"),
        line("never met", UrgentRank.NOT_MET),
        box("no one on duty", None),
        box("report of today to accept", UrgentRank.OTHER),
    ]
    assert sort_alerts(reversed(expected[:13])) == expected[:13]
    assert sort_alerts([*expected[13:], *expected[:13]]) == expected
    block = urgent_block([*expected[13:], *expected[:13]], {})
    drawn = [
        alert
        for group in block.groups
        for alert in (*(each.alert for each in group.lines), *group.boxes)
    ]
    assert drawn == expected
    assert all(bool(group.lines) != bool(group.boxes) for group in block.groups)


@pytest.mark.django_db
def test_running_limit_of_a_removal_comes_before_what_is_overdue(worker: Staff) -> None:
    case_file = {"file_id": str(uuid4()), "child_id": str(uuid4()), "code": "C"}
    now = clock.now()
    rows = [
        {**case_file, "file_id": str(uuid4()), "due_at": (now + hours * HOUR).isoformat()}
        for hours in (-5, 42, 37)
    ]
    boxes = sort_alerts(removals_boxes(worker, rows))
    assert [box.rank for box in boxes] == [
        UrgentRank.RUNNING, UrgentRank.RUNNING, UrgentRank.OVERDUE,
    ]  # fmt: skip
    assert [box.due_at for box in boxes] == [now + hours * HOUR for hours in (37, 42, -5)]


@pytest.mark.django_db
def test_sources_of_act_now_come_in_one_order(worker: Staff) -> None:
    """Children not located in immediate danger, then limits by the hours left, then the rest."""
    now, of_child = clock.now(), {"child_id": str(uuid4())}
    removals = [
        {
            **of_child,
            "file_id": str(uuid4()),
            "code": f"IN {hours}",
            "due_at": (now + hours * HOUR).isoformat(),
        }
        for hours in (-5, 42, 37)
    ]
    reports = [
        {"report_id": str(uuid4()), "state": state, "reported_at": (now - HOUR).isoformat()}
        for state in ("found", "open")
    ]
    left = {**of_child, "file_id": str(uuid4()), "code": "IN 7", "on": "2026-01-02"}
    with acting(worker):
        boxes = [
            *urgent_placements(
                worker, {"missing": [left], "departed": [], "not_agreed": [], "expired": 2}
            ),
            *removals_boxes(worker, removals),
            *danger_boxes(worker, reports),
        ]
    titles = [str(box.title) for box in sort_alerts(boxes)]
    expected = [
        "missing child, search under way",
        "IN 7: missing from care since",
        "missing child not recorded as alive",
        "IN 37:",
        "IN 42:",
        "IN -5:",
        "2 exceptions for placements have expired",
    ]
    assert len(titles) == len(expected)
    assert [part in title for part, title in zip(expected, titles, strict=True)] == [True] * 7


# The signs of danger of a case, in days ago; the cases in the order of both lists.
SIGNS: list[dict[str, list[int]]] = [
    {"unsafe": [40, 2]},
    {"unsafe": [5], "reported": [1]},
    {"unsafe": [9], "prevented": [1]},
    {"reported": [1], "prevented": [30]},
    {"reported": [3]},
    {"reported": [2, 8]},  # linked 2 days ago, received 8 days ago
    {"prevented": [50, 4]},
    {"prevented": [6]},
]


@pytest.mark.django_db
def test_children_in_danger_have_one_order_in_the_list_and_in_act_now(
    worker: Staff, supervisor: Staff
) -> None:
    now, expected = clock.now(), []
    for signs in reversed(SIGNS):
        case = case_of(worker, risk="high" if "prevented" in signs else "low", opened=60)
        expected.insert(0, case.child.code)
        moments = {
            sign: [now - dt.timedelta(days=days) for days in ago] for sign, ago in signs.items()
        }
        with role("maintenance"):
            if reported := moments.get("reported"):
                linked = {"danger_received_at": reported[1]} if reported[1:] else {}
                Case.objects.filter(pk=case.pk).update(danger_reported_at=reported[0], **linked)
            for sign, fields in (
                ("unsafe", {"outcome": "met_alone", "child_safe": "no"}),
                ("prevented", {"outcome": "not_met", "not_met_because": "prevented"}),
            ):
                for at in moments.get(sign, ()):
                    more = {"kind": "home", "recorded_by": worker.pk, **fields}
                    Visit.objects.create(file_id=case.file_id, case=case, happened_at=at, **more)
    client = signed_in(supervisor)
    page = client.get("/").context["page"]
    assert [str(box.title).split(":")[0] for box in page.waiting.urgent] == expected
    assert listed(client, "danger") == expected
    caption = client.get("/day/cases/", {"part": "danger"}).context["page"].table.caption
    assert "the latest sign first, as in Act now" in str(caption)
