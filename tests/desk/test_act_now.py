"""The order of Act now on My day over all sources, and which of its lines are never folded."""

import datetime as dt
from uuid import uuid4

from saathi.desk.day.urgent import in_order, urgent_block
from saathi.infra import clock
from saathi.web.alert_parts import UrgentRank
from saathi.web.components import AlertBox, AlertChild

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
        line("case, seen not safe", UrgentRank.SEEN_UNSAFE, since=now),
        box("report, seen not safe before", UrgentRank.SEEN_UNSAFE, since=now - HOUR),
        box("report to accept, overdue", UrgentRank.IN_DANGER, since=now - HOUR, is_overdue=True),
        line("case, reported now", UrgentRank.IN_DANGER, since=now),
        box("missing since January", UrgentRank.IN_DANGER, since=now - 7000 * HOUR),
        box("2 more reports", UrgentRank.IN_DANGER),
        line("prevented", UrgentRank.PREVENTED),
        line("time-critical care", UrgentRank.TODAY, icon="clock"),
        line("never met", UrgentRank.NOT_MET),
        box("no one on duty", None),
        box("report of today to accept", UrgentRank.OTHER),
    ]
    assert in_order(reversed(expected[:9])) == expected[:9]
    assert in_order([*expected[9:], *expected[:9]]) == expected
    block = urgent_block([*expected[9:], *expected[:9]], {})
    drawn = [
        alert
        for group in block.groups
        for alert in (*(each.alert for each in group.lines), *group.boxes)
    ]
    assert drawn == expected
    assert all(bool(group.lines) != bool(group.boxes) for group in block.groups)
