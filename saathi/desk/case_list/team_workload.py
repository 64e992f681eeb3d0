"""The workload of a team: the cases of each case worker, and the list that each number opens."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, Max
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.agencies import access, bundles
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.queries import names_of
from saathi.desk.case_list.case_query import ANY_DUTY
from saathi.desk.led_offices import LedOffice
from saathi.desk.team.wording import describe_covered_cases, describe_last_day, describe_uncovered
from saathi.infra.any_of import AnyOf
from saathi.infra.join_words import join_words
from saathi.protection.casework.cases import caseload
from saathi.protection.casework.cases.caseload import WorkerCaseload
from saathi.protection.casework.cases.models import Seat
from saathi.protection.casework.cases.queries import office_procedure
from saathi.protection.casework.cases.vocabulary import OPEN_STATUSES, RiskLevel
from saathi.web.components import (
    DisplayTable,
    DisplayTableCell,
    DisplayTableColumn,
    isolate_direction,
    join_facts,
)

MAX_WORKERS = 100  # in the table, those with most overdue cases


@dataclass(frozen=True, slots=True)
class WorkerCover:
    """A colleague who covers for a worker: how many open cases, and the latest end of cover."""

    colleague: UUID
    name: str
    cases: int
    until_on: dt.date


@dataclass(frozen=True)
class WorkerWorkload:
    """The workload of one case worker: numbers of open cases, and the procedure's limit.

    `office_id` is None for a worker with cases in several offices; `covering` are cases of
    colleagues.
    """

    worker_id: UUID
    name: str
    office_id: UUID | None
    office: str
    open_cases: int
    high_risk: int
    overdue: int  # cases with an overdue duty
    limit: int
    covers: Sequence[WorkerCover] = ()
    covering: int = 0

    @property
    def uncovered(self) -> int:
        """The number of cases without cover, for a worker on leave."""
        covered = sum(cover.cases for cover in self.covers)
        return max(0, self.open_cases - covered) if covered else 0

    @property
    def is_over_limit(self) -> bool:
        """Whether the worker has more open cases than the procedure allows."""
        return self.open_cases > self.limit

    def list_url(self, **chosen: str) -> str:
        """The URL of the list behind a number: this worker's cases in this office, filtered."""
        return self._url("desk:list_cases", chosen)

    def cover_url(self) -> str:
        """The URL of the page that arranges cover for all of these cases; empty without one."""
        return self._url("desk:cover_worker", {}) if self.open_cases else ""

    def _url(self, page: str, chosen: Mapping[str, str]) -> str:
        office = {"office": str(self.office_id)} if self.office_id else {}
        query = {"worker": str(self.worker_id), **office, **chosen}
        return f"{reverse(page)}?{urlencode(query)}"


def list_team_workload(
    staff: Staff, offices: Sequence[LedOffice], today: dt.date
) -> list[WorkerWorkload]:
    """The workload of these offices' case workers, most overdue first; those without cases last.

    For staff who approve in these offices. Four queries. Readers who lead many offices choose one
    first (`desk.led_offices.needs_office_choice`), because access to every case is checked on each
    view.
    """
    places = {office.pk: office.name for office in offices}
    limit = office_procedure(staff.office, on=today).cases_per_worker
    workers = _workers(staff, list(places))
    loads = caseload.list_worker_caseloads(list(places), today)
    covers = _covers(staff, list(places), today)
    covering: Counter[UUID] = Counter()
    for item in covers.values():
        for cover in item:
            covering[cover.colleague] += cover.cases
    others = names_of(load.worker for load in loads if load.worker not in workers)
    names = others | {worker: name for worker, (name, _office) in workers.items()}
    busy = [
        _merged(parts, names.get(worker, ""), places, limit)
        for worker, parts in _by_worker(loads).items()
    ]
    with_cases = {load.worker for load in loads}
    free = [
        WorkerWorkload(worker, name, office, places[office], 0, 0, 0, limit)
        for worker, (name, office) in workers.items()
        if worker not in with_cases
    ]
    with_covers = [
        replace(
            load, covers=covers.get(load.worker_id, ()), covering=covering.get(load.worker_id, 0)
        )
        for load in (*busy, *free)
    ]
    return sorted(
        with_covers,
        key=lambda load: (-load.overdue, -load.high_risk, -load.open_cases, load.name),
    )


def _by_worker(loads: Sequence[WorkerCaseload]) -> dict[UUID, list[WorkerCaseload]]:
    by_worker: dict[UUID, list[WorkerCaseload]] = {}
    for load in loads:
        by_worker.setdefault(load.worker, []).append(load)
    return by_worker


def _merged(
    parts: Sequence[WorkerCaseload], name: str, places: Mapping[UUID, str], limit: int
) -> WorkerWorkload:
    """One line for the cases of a worker in all of these offices."""
    return WorkerWorkload(
        parts[0].worker,
        name,
        parts[0].office if len(parts) == 1 else None,
        join_words(sorted(places[part.office] for part in parts)),
        open_cases=sum(part.cases for part in parts),
        high_risk=sum(part.high_risk for part in parts),
        overdue=sum(part.late_cases for part in parts),
        limit=limit,
    )


def _covers(staff: Staff, offices: Sequence[UUID], today: dt.date) -> dict[UUID, list[WorkerCover]]:
    """The colleagues who now cover open cases, by worker; those with the most cases first."""
    seats = access.visible(staff, Seat, by_row=True).filter(
        AnyOf("case__office_id", offices),
        case__status__in=OPEN_STATUSES,
        until_on__gte=today,
        ended_on=None,
    )
    result = (
        seats.order_by()
        .values_list("case__worker_id", "staff_id", "staff__name")
        .annotate(cases=Count("pk"), until=Max("until_on"))
        .order_by("-cases", "staff__name")
    )
    covers: dict[UUID, list[WorkerCover]] = {}
    for worker, colleague, name, cases, until_on in result:
        covers.setdefault(worker, []).append(WorkerCover(colleague, name, cases, until_on))
    return covers


def _workers(staff: Staff, offices: Sequence[UUID]) -> dict[UUID, tuple[str, UUID]]:
    """Name and office of all staff in these offices who can be assigned a case."""
    workers = bundles.staff_with_permissions(
        staff.agency_id, Permission.WORK_ON_CASE, Permission.OPEN_CASE
    ).filter(AnyOf("office_id", offices))
    return {
        key: (name, office) for key, name, office in workers.values_list("pk", "name", "office_id")
    }


def team_workload_table(loads: Sequence[WorkerWorkload], *, may_assign: bool) -> DisplayTable:
    """The workload table; every number links to its list. Staff who assign can arrange cover."""
    columns = [
        DisplayTableColumn(_("Case worker")),
        DisplayTableColumn(_("Office")),
        DisplayTableColumn(_("Open cases"), is_number=True),
        DisplayTableColumn(_("High risk"), is_number=True),
        DisplayTableColumn(_("Overdue cases"), is_number=True),
        DisplayTableColumn(_("Limit exceeded")),
    ]
    if may_assign:
        columns.append(DisplayTableColumn(_("During leave")))
    shown = loads[:MAX_WORKERS]
    rows = [_row(load, may_assign=may_assign) for load in shown]
    return DisplayTable(_("Workload per case worker"), columns, rows, _table_note(loads))


def _table_note(loads: Sequence[WorkerWorkload]) -> str:
    """A note on the limit, which is the same for all, and on how many workers are left out."""
    limit = max((load.limit for load in loads), default=0)
    text = ngettext("Limit: %(count)d open case.", "Limit: %(count)d open cases.", limit)
    note = text % {"count": limit}
    if len(loads) > MAX_WORKERS:
        text = _("Showing the %(shown)d of %(count)d workers with the most overdue cases.")
        note = f"{note} {text % {'shown': MAX_WORKERS, 'count': len(loads)}}"
    return note


def _row(load: WorkerWorkload, *, may_assign: bool) -> list[DisplayTableCell]:
    over = load.open_cases - load.limit
    exceeded = DisplayTableCell("")
    if load.is_over_limit:
        text = ngettext("%(count)d case over", "%(count)d cases over", over)
        exceeded = DisplayTableCell(text % {"count": over}, tag="attend")
    cover = _cover_cell(load)
    return [
        DisplayTableCell(load.name),
        DisplayTableCell(load.office),
        _cases_cell(load),
        _number(load.high_risk, load.list_url(risk=RiskLevel.HIGH.value)),
        _number(load.overdue, load.list_url(overdue=ANY_DUTY)),
        exceeded,
        *([cover] if may_assign else []),
    ]


def _cases_cell(load: WorkerWorkload) -> DisplayTableCell:
    """The number of open cases, and how many cases of colleagues the worker covers."""
    if not load.covering:
        return _number(load.open_cases, load.list_url())
    text = join_facts([str(load.open_cases), describe_covered_cases(load.covering)])
    return DisplayTableCell(text, load.list_url() if load.open_cases else "")


def _cover_cell(load: WorkerWorkload) -> DisplayTableCell:
    """Who covers how many open cases until when, with a link to arrange cover for the others."""
    url = load.cover_url()
    if not load.covers:
        return DisplayTableCell(_("Arrange cover") if url else "", url)
    texts = [
        _("%(name)s until %(day)s (%(cases)d of %(count)d cases)")
        % {
            "name": isolate_direction(cover.name),
            "day": describe_last_day(cover.until_on),
            "cases": cover.cases,
            "count": load.open_cases,
        }
        for cover in load.covers
    ]
    if not load.uncovered:
        return DisplayTableCell(join_facts(texts))
    texts.append(describe_uncovered(load.uncovered))
    return DisplayTableCell(join_facts(texts), url, tag="attend")


def _number(count: int, url: str) -> DisplayTableCell:
    return DisplayTableCell(str(count), url if count else "")
