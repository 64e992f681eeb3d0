"""Brings the children of a checked table in: all of them in one transaction, or none."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import connection, transaction

from saathi import audit
from saathi.agencies import access, definer_functions, writing
from saathi.agencies.models import Scoped, Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.run_as import publish_progress, renew_context
from saathi.agencies.vocabulary import FileKind
from saathi.infra import clock
from saathi.people import actions as people
from saathi.people.models import Child
from saathi.protection.cases import actions as cases
from saathi.protection.exchange import checks, row_conversion, upload_storage
from saathi.protection.exchange.actions import importing
from saathi.protection.exchange.models import Import, ImportedRecord
from saathi.protection.exchange.vocabulary import ImportState
from saathi.protection.intake import actions as intake
from saathi.protection.intake.actions import ReportInput
from saathi.sheets import checking
from saathi.sheets.checking import CheckedRow, ColumnPlan
from saathi.vault import store as vault

BATCH_SIZE: Final = 200  # rows by one round of statements


class ImportAlreadyRunning(Exception):
    """Another import of the agency is under way; the job tries again."""


@dataclass(frozen=True)
class ImportContext:
    """What every row of one import has in common."""

    record: Import
    source: str
    by: Staff
    workers: Mapping[str, Staff]
    today: dt.date

    def select_worker(self, row: CheckedRow) -> Staff:
        """To whom the case of a row goes: as the row says, else as was decided for all."""
        return self.workers.get(row.record.worker) or self.default_worker

    @property
    def default_worker(self) -> Staff:
        """To whom the others go."""
        if self.record.worker is None:
            raise importing.ImportStepNotAllowed
        return self.record.worker


@transaction.atomic
def import_children(
    *, record: Import, workers: Mapping[str, Staff], actor: Staff
) -> checks.ImportCounts:
    """What came out. Rows that were read in before, also meanwhile, and faulty rows are left out."""
    access.require(actor, Permission.IMPORT, record)
    _one_at_a_time()
    if record.state != ImportState.WAITING:
        raise importing.ImportStepNotAllowed
    told, sheet = vault.open(record), upload_storage.load_sheet(record)
    if sheet is None:
        raise importing.ImportStepNotAllowed

    this = ImportContext(record, str(told["source"]), actor, workers, actor.office.today())
    plan = ColumnPlan.from_stored(told["plan"])
    rows = list(checking.check_rows(sheet, plan, today=this.today, workers=frozenset(workers)))
    known = checks.find_known_keys(actor, this.source, rows)
    found = [
        checks.check_row(
            row, staff=actor, source=this.source, known_keys=known, possible_duplicates=()
        )
        for row in rows
    ]
    good = [row for row, one in zip(rows, found, strict=True) if one.will_create_child]
    for start in range(0, len(good), BATCH_SIZE):
        some = good[start : start + BATCH_SIZE]
        _bring(some, this)
        renew_context(actor)
        publish_progress(record, staff=actor, done_rows=some[-1].number, moved_at=clock.now())

    counts = checks.count_row_checks(rows, found, compared=True)
    importing.finish_import(record=record, counts=vars(counts), actor=actor)
    return counts


def _one_at_a_time() -> None:
    """Imports of an agency wait for each other: else each would take the other's children for new."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT lock_import()")
        if not cursor.fetchone()[0]:
            raise ImportAlreadyRunning


def _bring(rows: Sequence[CheckedRow], this: ImportContext) -> None:
    """Some rows: files, cases, concerns, where they come from, and who goes on with them."""
    new = [
        row_conversion.build_child(row.record, today=this.today, note=this.source) for row in rows
    ]
    children = people.open_files(new=new, office=this.by.office, actor=this.by)
    brought = [_case(row, child, this) for row, child in zip(rows, children, strict=True)]
    cases.import_cases(imported=brought, office=this.by.office, actor=this.by)
    reports = _reports(rows, children, this)
    writing.add_all(
        [_origin(child, row, this) for row, child in zip(rows, children, strict=True)]
        + [_origin(report, row, this) for row, report in reports],
        actor=this.by,
        payloads=[_words(row, this) for row in rows]
        + [_words(row, this) | {"extras": {}} for row, _report in reports],
    )
    _hand_over([*zip(rows, children, strict=True), *reports], this)


def _case(row: CheckedRow, child: Child, this: ImportContext) -> cases.ImportedCase:
    record = row.record
    return cases.ImportedCase(
        child=child,
        opened_on=record.registered_on or this.today,
        worker=this.select_worker(row),
        risk=record.risk,
        closed_on=record.closed_on,
        closing_reason=record.closing_reason,
    )


def _reports(
    rows: Sequence[CheckedRow], children: Sequence[Child], this: ImportContext
) -> list[tuple[CheckedRow, Scoped]]:
    """The concerns that rows tell of, joined to their children."""
    told: list[tuple[CheckedRow, Child, ReportInput]] = [
        (row, child, new)
        for row, child in zip(rows, children, strict=True)
        if (new := row_conversion.build_report(row.record, office=this.by.office, today=this.today))
    ]
    files = writing.new_files(
        kind=FileKind.REPORT, office=this.by.office, count=len(told), actor=this.by
    )
    made = intake.import_reports(
        reports_in_files=[
            (file, new, child) for file, (_row, child, new) in zip(files, told, strict=True)
        ],
        actor=this.by,
    )
    return [(row, report) for (row, _child, _new), report in zip(told, made, strict=True)]


def _origin(of: Scoped, row: CheckedRow, this: ImportContext) -> ImportedRecord:
    key = row_conversion.source_key(this.by.agency_id, this.source, row.record.source_id)
    return ImportedRecord(
        file_id=of.file_id,
        imported_by=this.record.pk,
        source_key=key if isinstance(of, Child) else None,
    )


def _words(row: CheckedRow, this: ImportContext) -> dict[str, object]:
    record = row.record
    return {
        "source": this.source,
        "source_id": record.source_id,
        "row": row.number,
        "extras": dict(record.extras),
    }


def _hand_over(made: Sequence[tuple[CheckedRow, Scoped]], this: ImportContext) -> None:
    """The files in the hands of those who go on with them; the leaders of the office keep their right."""
    whose: dict[Staff, list[Scoped]] = {}
    for row, record in made:
        whose.setdefault(this.select_worker(row), []).append(record)
    for worker, records in whose.items():
        values = [[record.file_id for record in records], worker.id]
        definer_functions.make_change("exchange_to_worker", values, by=this.by.id)
        for record in records:
            audit.record(
                audit.AuditKind.GRANTED,
                by=this.by.id,
                agency=this.by.agency_id,
                file_id=record.file_id,
                detail={"staff": worker.id},
            )
