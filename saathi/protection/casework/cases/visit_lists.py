"""The list of visits to a child, for a reader who may read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.db.models.functions import TruncDate
from django.utils.formats import date_format

from saathi.agencies import access, records
from saathi.agencies.models import Staff
from saathi.agencies.sections import RISK_SECTIONS
from saathi.people.models import Child
from saathi.protection.casework.cases.models import Visit
from saathi.protection.casework.cases.vocabulary import NotMetReason, VisitKind, VisitOutcome

PAGE_SIZE: Final = 50


@dataclass(frozen=True)
class VisitRow:
    """One visit, decrypted for this reader. `is_after_closing` marks a visit to a closed case."""

    id: UUID
    when: str
    moment: str
    kind: VisitKind
    outcome: VisitOutcome
    reason: str  # why the child was not met
    safety: str  # whether the child was safe then; empty if it was not asked
    note: str
    worry: str
    next_visit: str
    recorded: str
    is_after_closing: bool


@dataclass(frozen=True)
class VisitPage:
    """A page of visits, latest first; `earlier` is the key of the next page, if there is one."""

    visits: Sequence[VisitRow]
    earlier: str


def list_child_visits(staff: Staff, child: Child, *, before: UUID | None = None) -> VisitPage:
    """The visits to a child that `staff` may read, at most fifty; of danger only for who reads the risk.

    The latest day first; within a day the latest recorded, as some visits have no time.
    """
    zone = ZoneInfo(staff.office.time_zone)
    day = TruncDate("happened_at", tzinfo=zone)
    visits = access.visible(staff, Visit).filter(case__child=child).annotate(day=day)
    start = visits.filter(pk=before).first() if before else None
    if start is not None:
        visits = visits.filter(
            Q(day__lt=start.day)
            | Q(day=start.day, recorded_at__lt=start.recorded_at)
            | Q(day=start.day, recorded_at=start.recorded_at, pk__lt=start.pk)
        )
    ordered = visits.select_related("case").order_by("-day", "-recorded_at", "-pk")
    rows = list(ordered[: PAGE_SIZE + 1])
    shown = rows[:PAGE_SIZE]
    opened = records.open_texts_of_each(shown)
    tells = bool(access.sections_of_file(staff, child.file_id)[0] & RISK_SECTIONS)
    return VisitPage(
        [_visit_row(visit, opened.get(visit.pk, {}), zone, tells=tells) for visit in shown],
        str(shown[-1].pk) if len(rows) > PAGE_SIZE else "",
    )


def _visit_row(visit: Visit, content: dict[str, str], zone: ZoneInfo, *, tells: bool) -> VisitRow:
    happened = visit.happened_at.astimezone(zone)
    happened_on = visit.happened_at.astimezone(zone).date()
    recorded = visit.recorded_at.astimezone(zone)
    is_late = visit.recorded_at.astimezone(zone).date() != happened_on
    closed_on = visit.case.closed_on
    tells_why = tells or visit.not_met_because != NotMetReason.PREVENTED_BY_OTHERS
    return VisitRow(
        id=visit.pk,
        when=date_format(happened, "j F Y" if visit.is_time_unknown else "j F Y, H:i"),
        moment=happened_on.isoformat() if visit.is_time_unknown else happened.isoformat(),
        kind=VisitKind(visit.kind),
        outcome=VisitOutcome(visit.outcome),
        reason=visit.get_not_met_because_display() if visit.not_met_because and tells_why else "",
        safety=visit.get_child_safe_display() if visit.child_safe and tells else "",
        note=content.get("note", ""),
        worry=content.get("worry", ""),
        next_visit=date_format(visit.next_visit_on, "j F Y") if visit.next_visit_on else "",
        recorded=date_format(recorded, "j F Y") if is_late else "",
        is_after_closing=closed_on is not None and happened_on > closed_on,
    )
