"""Brings the children of a checked table in: all of them in one transaction, or none."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import connection, transaction

from saathi import audit
from saathi.agencies import access, warden, writing
from saathi.agencies.in_name_of import go_on, tell_progress
from saathi.agencies.models import Scoped, Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.vocabulary import FileKind
from saathi.infra import clock
from saathi.people import actions as people
from saathi.people.models import Child
from saathi.protection.cases import actions as cases
from saathi.protection.exchange import checks, keeping, translating
from saathi.protection.exchange.actions import importing
from saathi.protection.exchange.models import Import, ImportedRecord
from saathi.protection.exchange.vocabulary import ImportState
from saathi.protection.intake import actions as intake
from saathi.protection.intake.actions import NewReport
from saathi.sheets import checking
from saathi.sheets.checking import Checked, ColumnPlan
from saathi.vault import store as vault

AT_ONCE: Final = 200  # rows by one round of statements


class Busy(Exception):
    """Another import of the agency is under way; the job tries again."""


@dataclass(frozen=True)
class Bringing:
    """What every row of one import has in common."""

    record: Import
    source: str
    by: Staff
    workers: Mapping[str, Staff]
    today: dt.date

    def worker_of(self, row: Checked) -> Staff:
        """To whom the case of a row goes: as the row says, else as was decided for all."""
        return self.workers.get(row.record.worker) or self.default

    @property
    def default(self) -> Staff:
        """To whom the others go."""
        if self.record.worker is None:
            raise importing.NotNow
        return self.record.worker


@transaction.atomic
def bring_in(*, record: Import, workers: Mapping[str, Staff], by: Staff) -> checks.Counts:
    """What came out. Rows that were read in before, also meanwhile, and faulty rows are left out."""
    access.require(by, Permission.IMPORT, record)
    _one_at_a_time()
    if record.state != ImportState.WAITING:
        raise importing.NotNow
    told, sheet = vault.open(record), keeping.sheet_of(record)
    if sheet is None:
        raise importing.NotNow

    this = Bringing(record, str(told["source"]), by, workers, by.office.today())
    plan = ColumnPlan.of(told["plan"])
    rows = list(checking.check(sheet, plan, today=this.today, workers=frozenset(workers)))
    known = checks.known_keys(by, this.source, rows)
    found = [
        checks.found_in(row, staff=by, source=this.source, known=known, doubles=()) for row in rows
    ]
    good = [row for row, one in zip(rows, found, strict=True) if one.will_be_made]
    for start in range(0, len(good), AT_ONCE):
        some = good[start : start + AT_ONCE]
        _bring(some, this)
        go_on(by)
        tell_progress(record, staff=by, done_rows=some[-1].number, moved_at=clock.now())

    counts = checks.counts(rows, found, compared=True)
    importing.finish(record=record, counts=vars(counts), by=by)
    return counts


def _one_at_a_time() -> None:
    """Imports of an agency wait for each other: else each would take the other's children for new."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT lock_import()")
        if not cursor.fetchone()[0]:
            raise Busy


def _bring(rows: Sequence[Checked], this: Bringing) -> None:
    """Some rows: files, cases, concerns, where they come from, and who goes on with them."""
    new = [translating.new_child(row.record, today=this.today, note=this.source) for row in rows]
    children = people.open_files(new=new, office=this.by.office, by=this.by)
    brought = [_case(row, child, this) for row, child in zip(rows, children, strict=True)]
    cases.bring_cases(brought=brought, office=this.by.office, by=this.by)
    reports = _reports(rows, children, this)
    writing.add_all(
        [_origin(child, row, this) for row, child in zip(rows, children, strict=True)]
        + [_origin(report, row, this) for row, report in reports],
        by=this.by,
        payloads=[_words(row, this) for row in rows]
        + [_words(row, this) | {"extras": {}} for row, _report in reports],
    )
    _hand_over([*zip(rows, children, strict=True), *reports], this)


def _case(row: Checked, child: Child, this: Bringing) -> cases.Brought:
    record = row.record
    return cases.Brought(
        child=child,
        opened_on=record.registered_on or this.today,
        worker=this.worker_of(row),
        risk=record.risk,
        closed_on=record.closed_on,
        closing_reason=record.closing_reason,
    )


def _reports(
    rows: Sequence[Checked], children: Sequence[Child], this: Bringing
) -> list[tuple[Checked, Scoped]]:
    """The concerns that rows tell of, joined to their children."""
    told: list[tuple[Checked, Child, NewReport]] = [
        (row, child, new)
        for row, child in zip(rows, children, strict=True)
        if (new := translating.new_report(row.record, office=this.by.office, today=this.today))
    ]
    files = writing.new_files(
        kind=FileKind.REPORT, office=this.by.office, count=len(told), by=this.by
    )
    made = intake.bring_reports(
        told=[(file, new, child) for file, (_row, child, new) in zip(files, told, strict=True)],
        by=this.by,
    )
    return [(row, report) for (row, _child, _new), report in zip(told, made, strict=True)]


def _origin(of: Scoped, row: Checked, this: Bringing) -> ImportedRecord:
    key = translating.source_key(this.by.agency_id, this.source, row.record.source_id)
    return ImportedRecord(
        file_id=of.file_id,
        imported_by=this.record.pk,
        source_key=key if isinstance(of, Child) else None,
    )


def _words(row: Checked, this: Bringing) -> dict[str, object]:
    record = row.record
    return {
        "source": this.source,
        "source_id": record.source_id,
        "row": row.number,
        "extras": dict(record.extras),
    }


def _hand_over(made: Sequence[tuple[Checked, Scoped]], this: Bringing) -> None:
    """The files in the hands of those who go on with them; the leaders of the office keep their right."""
    whose: dict[Staff, list[Scoped]] = {}
    for row, record in made:
        whose.setdefault(this.worker_of(row), []).append(record)
    for worker, records in whose.items():
        values = [[record.file_id for record in records], worker.id]
        warden.change("exchange_to_worker", values, by=this.by.id)
        for record in records:
            audit.record(
                audit.Kind.GRANTED,
                by=this.by.id,
                agency=this.by.agency_id,
                file_id=record.file_id,
                detail={"staff": worker.id},
            )
