"""Act now on My day: one order of the alerts from all sources, and which lines are folded."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import inf
from typing import Final
from uuid import UUID

from django.utils.translation import ngettext

from saathi.desk.day.queries import ReadableName
from saathi.web.alert_parts import UrgentRank
from saathi.web.components import AlertBox

MAX_URGENT_LINES: Final = 3  # of each kind, before the others are unfolded
# Children in danger or not met, and running time limits: never folded.
NEVER_FOLDED: Final = frozenset({"alert-triangle", "clock"})


@dataclass(frozen=True)
class UrgentLine:
    """One alert in Act now; with the child's name, unless names are hidden."""

    alert: AlertBox
    name: str = ""


@dataclass(frozen=True)
class UrgentGroup:
    """Alerts that follow each other: as lines if each is about one child, else as boxes."""

    lines: Sequence[UrgentLine] = ()
    boxes: Sequence[AlertBox] = ()


@dataclass(frozen=True)
class UrgentBlock:
    """Act now: its groups in their order, and the lines that are folded."""

    groups: Sequence[UrgentGroup] = ()
    more: Sequence[UrgentLine] = ()
    show_more: str = ""

    @property
    def lines(self) -> list[UrgentLine]:
        """The lines about one child each that are not folded, in their order."""
        return [line for group in self.groups for line in group.lines]


def sort_alerts(alerts: Iterable[AlertBox]) -> list[AlertBox]:
    """Alerts of all sources: by rank, running limits by time left, overdue first, newest first.

    Alerts with equal places keep the order in which they came.
    """
    return sorted(alerts, key=_place)


def _place(alert: AlertBox) -> tuple[int, bool, float, float]:
    rank = UrgentRank.OTHER if alert.rank is None else alert.rank
    if alert.is_overdue and rank > UrgentRank.OVERDUE:
        rank = UrgentRank.OVERDUE
    end = alert.due_at.timestamp() if alert.due_at else inf
    newest = -alert.since.timestamp() if alert.since else 0.0
    return rank, not alert.is_overdue, end, newest


def urgent_block(alerts: Iterable[AlertBox], names: Mapping[UUID, ReadableName]) -> UrgentBlock:
    """The alerts in their order; those about one child as lines with the name, the others as boxes."""
    shown: Counter[str] = Counter()
    first: list[UrgentLine] = []
    more: list[UrgentLine] = []
    for alert in sort_alerts(alerts):  # so that no kind crowds out another
        name = names.get(alert.child.child_id, ReadableName()).readable if alert.child else ""
        shown[alert.icon] += bool(alert.child)
        is_folded = alert.icon not in NEVER_FOLDED and shown[alert.icon] > MAX_URGENT_LINES
        (more if alert.child and is_folded else first).append(UrgentLine(alert, name))
    groups = [
        UrgentGroup(lines=list(item)) if of_child else UrgentGroup(boxes=[x.alert for x in item])
        for of_child, item in groupby(first, key=lambda line: line.alert.child is not None)
    ]
    show_more = ngettext("Show %(count)d more", "Show %(count)d more", len(more))
    return UrgentBlock(groups, more, show_more % {"count": len(more)})
