"""The tiles of the reader's own figures: each a number, its last twelve months, and its list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from saathi.agencies.list_kit.months import month_value
from saathi.agencies.models import Staff
from saathi.agencies.staff_requests import StaffRequest
from saathi.desk.case_list.declaration import ALL, may_read_labels
from saathi.desk.case_list.figures import queries
from saathi.desk.case_list.figures.queries import MonthFigures, OwnFigures
from saathi.desk.case_list.permissions import SEES_CASES
from saathi.protection.casework.cases.vocabulary import CaseStatus, Duty, RiskLevel
from saathi.protection.identification.intake.queue.lists import OF_A_MONTH, RECEIVED
from saathi.web.components import Text, join_facts
from saathi.web.trends import TrendTile, draw_trend

OFFICE: Final = "office"  # the URL parameter that chooses an office


@dataclass(frozen=True)
class OwnFiguresPart:
    """The tiles; `offices` are the choices, and `office` the one counted if not all."""

    tiles: Sequence[TrendTile]
    offices: Sequence[tuple[str, str]]
    chosen: str
    office_name: str
    is_cut: bool
    scope: Text


@dataclass(frozen=True)
class _Tile:
    label: str | Promise
    value: Callable[[MonthFigures], int]
    query: dict[str, str]
    tone: str = ""
    is_of_reports: bool = False
    is_of_risk: bool = False
    month_filter: str = ""  # filter of the list behind it: what happened in the counted month
    is_at_end: bool = False  # counted as of the end of each month, not during it


_TILES: Final = (
    _Tile(gettext_lazy("Open cases"), lambda month: month.open, {}, is_at_end=True),
    _Tile(
        gettext_lazy("New cases this month"),
        lambda month: month.opened,
        {"order": "-opened", "status": ALL},
        month_filter="opened",
    ),
    _Tile(
        gettext_lazy("High risk"),
        lambda month: month.high,
        {"risk": RiskLevel.HIGH},
        tone="danger",
        is_of_risk=True,
        is_at_end=True,
    ),
    _Tile(
        gettext_lazy("Overdue visits"),
        lambda month: month.overdue,
        {"overdue": Duty.VISIT},
        "attend",
        is_at_end=True,
    ),
    _Tile(
        gettext_lazy("Visits this month"),
        lambda month: month.visits,
        {"order": "-contact", "status": ALL},
        month_filter="visited",
    ),
    _Tile(
        gettext_lazy("Reports received this month"),
        lambda month: month.reports,
        {"tab": OF_A_MONTH, "scope": "all"},
        is_of_reports=True,
        month_filter=RECEIVED,
    ),
    _Tile(
        gettext_lazy("Cases closed this month"),
        lambda month: month.closed,
        {"status": CaseStatus.CLOSED},
        month_filter="closed",
    ),
)


def own_figures(request: StaffRequest, _record: object) -> OwnFiguresPart | None:
    """The part of the statistics page; None for readers who may read neither cases nor reports."""
    staff = request.staff
    offices = queries.list_own_offices(staff)
    asked = request.GET.get(OFFICE, "")
    choices = offices if len(offices) > 1 else []
    chosen = next((office for office, _name in choices if str(office) == asked), None)
    figures = queries.load_own_figures(chosen, staff.office.today())
    if figures.is_empty and chosen is None and not figures.is_cut:
        return None
    return OwnFiguresPart(
        tiles=[
            _drawn(tile, figures)
            for tile in (() if figures.is_cut else _TILES)
            if _is_shown(tile, figures, request)
        ],
        offices=[(str(office), name) for office, name in choices],
        chosen=str(figures.office or ""),
        office_name=dict(offices).get(figures.office, "") if figures.office else "",
        is_cut=figures.is_cut,
        scope=_scope(staff, figures.office, len(offices)),
    )


def _scope(staff: Staff, office: UUID | None, offices: int) -> str:
    """The label that says whose figures they are."""
    if office is not None or offices > 1:
        return ""
    if staff.office_id in staff.acts_as:
        return _("Cases and reports of %(office)s.") % {"office": staff.office.name}
    return _("Cases and reports that you work on.")


def _is_shown(tile: _Tile, figures: OwnFigures, request: StaffRequest) -> bool:
    if tile.is_of_reports:
        return figures.has_reports
    if not request.may & set(SEES_CASES):
        return False
    return may_read_labels(request.staff) if tile.is_of_risk else True


def _drawn(tile: _Tile, figures: OwnFigures) -> TrendTile:
    points = [(date_format(month.month, "M Y"), tile.value(month)) for month in figures.months]
    (before_label, before), (_label, now) = points[-2:]
    if tile.is_at_end:
        before_label = _("End of %(month)s") % {"month": before_label}
    return draw_trend(
        tile.label,
        points,
        url=_list_url(tile, figures),
        note=join_facts(
            [
                f"{before_label}: {number_format(before, force_grouping=True)}",
                *_difference(tile, figures),
            ]
        ),
        tone=tile.tone if now else "",
    )


def _list_url(tile: _Tile, figures: OwnFigures) -> str:
    """The URL of the list of what the last bar counts."""
    page = reverse("intake:list_reports" if tile.is_of_reports else "desk:list_cases")
    query = dict(tile.query)
    if tile.month_filter:
        query[tile.month_filter] = month_value(figures.months[-1].month)
    if figures.office and not tile.is_of_reports:
        query[OFFICE] = str(figures.office)
    return f"{page}?{urlencode(query)}" if query else page


def _difference(tile: _Tile, figures: OwnFigures) -> list[str]:
    """Sentences on how the list behind a number differs from the number."""
    if tile.is_of_reports and figures.office:
        return [_("the list includes all your offices")]
    return (
        [_("The list shows each case once, even after several visits.")]
        if tile.month_filter == "visited"
        else []
    )
