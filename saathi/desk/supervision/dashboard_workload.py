"""The workload on the dashboard: one line for each worker, whichever offices their cases are in."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from saathi.desk.supervision import addresses
from saathi.desk.supervision.queries import SupervisedScope
from saathi.desk.team.wording import describe_covered_cases, describe_uncovered
from saathi.infra.join_words import join_words
from saathi.protection.casework.cases.supervision import (
    SupervisedOffices,
    SupervisionOverview,
    WorkerSummary,
)
from saathi.protection.casework.cases.vocabulary import RiskLevel
from saathi.web.components import DisplayTable, DisplayTableCell, DisplayTableColumn, join_facts

MAX_WORKERS = 40


@dataclass(frozen=True, slots=True)
class _WorkerLoad:
    """The open cases of one worker in all offices of the page; `covering` are colleagues' cases."""

    worker: UUID
    name: str
    offices: Sequence[UUID]
    cases: int
    high: int
    late: int
    covered: int
    covering: int


def _loads(overview: SupervisionOverview) -> list[_WorkerLoad]:
    """The load of each worker, those with the most high-risk cases first."""
    by_worker: dict[UUID, list[WorkerSummary]] = defaultdict(list)
    for summary in overview.workers:
        by_worker[summary.worker].append(summary)
    loads = [
        _WorkerLoad(
            worker,
            parts[0].name,
            [part.office for part in parts],
            cases=sum(part.cases for part in parts),
            high=sum(part.high for part in parts),
            late=sum(part.late for part in parts),
            covered=sum(part.covered for part in parts),
            covering=overview.covering.get(worker, 0),
        )
        for worker, parts in by_worker.items()
    ]
    return sorted(loads, key=lambda load: (-load.high, -load.late, -load.cases))


def workload_table(
    scope: SupervisedScope, overview: SupervisionOverview, led: SupervisedOffices
) -> DisplayTable:
    """The table of workers: open cases and limit, cover, high risk, overdue, all as links."""
    limit = led.procedure.cases_per_worker
    ordered = _loads(overview)
    shown = ordered[:MAX_WORKERS]
    chosen = scope.chosen.pk if scope.chosen else None
    columns = [
        DisplayTableColumn(_("Worker"), is_plain=True),
        DisplayTableColumn(_("Open cases"), is_number=True),
        DisplayTableColumn(_("High risk"), is_number=True),
        DisplayTableColumn(_("Overdue cases"), is_number=True),
    ]
    rows = [[DisplayTableCell(load.name), *_load_cells(load, limit, chosen)] for load in shown]
    if len(scope.shown) > 1:
        names = {office.pk: office.name for office in scope.offices}
        columns.insert(1, DisplayTableColumn(_("Office"), is_plain=True))
        for row, load in zip(rows, shown, strict=True):
            row.insert(1, DisplayTableCell(_offices(load, names)))
    note = _("At most %(limit)d open cases for each worker.") % {"limit": limit}
    if len(ordered) > MAX_WORKERS:
        words = {"shown": MAX_WORKERS, "count": len(ordered)}
        note += " " + _("%(shown)d of %(count)d workers are shown.") % words
    return DisplayTable(_("Workload"), columns, rows, note=note)


def _offices(load: _WorkerLoad, names: Mapping[UUID, str]) -> str:
    return join_words(sorted(names[office] for office in load.offices if office in names))


def _load_cells(load: _WorkerLoad, limit: int, office: UUID | None) -> list[DisplayTableCell]:
    opened = addresses.cases_address(office=office, worker=load.worker)
    high = addresses.cases_address(office=office, worker=load.worker, risk=RiskLevel.HIGH)
    late = addresses.cases_address(office=office, worker=load.worker, overdue=True)
    return [
        DisplayTableCell(_cases_text(load, limit), url=opened if load.cases else ""),
        DisplayTableCell(str(load.high), url=high if load.high else ""),
        DisplayTableCell(str(load.late), url=late if load.late else ""),
    ]


def _cases_text(load: _WorkerLoad, limit: int) -> str:
    """The number of cases; how many lack cover during leave, how many are covered for others."""
    text = str(load.cases)
    if load.cases > limit:
        text = _("%(count)d (over limit of %(limit)d)") % {"count": load.cases, "limit": limit}
    notes = []
    if load.covered:
        notes.append(describe_uncovered(load.cases - load.covered))
    if load.covering:
        notes.append(describe_covered_cases(load.covering))
    return join_facts([text, *notes]) if notes else text
