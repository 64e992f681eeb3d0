"""Imports the children of a checked table: all in one transaction, or none."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection, transaction

from saathi import audit
from saathi.agencies import access, collection_methods, definer_functions, writing
from saathi.agencies.models import Scoped, Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.run_as import publish_progress, renew_context
from saathi.agencies.vocabulary import CollectionMethod, FileKind
from saathi.engines.sheets.checking import CheckedRow
from saathi.infra import clock
from saathi.people import actions as people
from saathi.people.models import Child
from saathi.protection.casework.cases import actions as cases
from saathi.protection.casework.cases.vocabulary import Stage
from saathi.protection.exchange import checks, import_rows, row_conversion, upload_storage
from saathi.protection.exchange.actions import import_primero, importing
from saathi.protection.exchange.models import Import, ImportedRecord
from saathi.protection.exchange.primero.case_reading import PrimeroRow
from saathi.protection.exchange.vocabulary import ImportState
from saathi.protection.identification.intake import actions as intake
from saathi.protection.identification.intake.actions import ReportInput
from saathi.vault import store as vault

BATCH_SIZE: Final = 200  # rows for one round of statements
PRIMERO_BATCH_SIZE: Final = (
    25  # cases with thirty records each: a round must not outlive the context
)


class ImportAlreadyRunning(Exception):
    """Another import of the agency is running; the job tries again."""


@dataclass(frozen=True)
class ImportContext:
    """What all rows of one import have in common."""

    record: Import
    source: str
    system: str  # within which the numbers of the rows are unique
    by: Staff
    workers: Mapping[str, Staff]
    today: dt.date

    def select_worker(self, row: CheckedRow) -> Staff:
        """The worker for the case of a row: named in the row, otherwise the default."""
        return self.workers.get(row.record.worker) or self.default_worker

    @property
    def default_worker(self) -> Staff:
        """The worker for all other rows."""
        if self.record.worker is None:
            raise importing.ExchangeStepNotAllowed
        return self.record.worker


@transaction.atomic
def import_children(
    *, record: Import, workers: Mapping[str, Staff], actor: Staff
) -> checks.ImportCounts:
    """Imports the rows and returns the counts; known and invalid rows are left out.

    Rows that another import has added since the check count as known.
    """
    access.require(actor, Permission.IMPORT, record)
    _lock_agency_imports()
    if record.state != ImportState.WAITING:
        raise importing.ExchangeStepNotAllowed
    content, sheet = vault.open(record), upload_storage.load_sheet(record)
    if sheet is None:
        raise importing.ExchangeStepNotAllowed

    system = import_rows.source_system(content)
    if import_rows.is_primero(sheet):
        workers = _workers_by_owner(content, workers)
    context = ImportContext(
        record, str(content["source"]), system, actor, workers, actor.office.today()
    )
    rows = import_rows.check_import_rows(content, sheet, actor=actor, workers=workers)
    known_keys = checks.find_known_keys(actor, system, rows)
    row_checks = [
        checks.check_row(row, staff=actor, source=system, known_keys=known_keys) for row in rows
    ]
    good = [
        row for row, row_check in zip(rows, row_checks, strict=True) if row_check.will_create_child
    ]
    size = PRIMERO_BATCH_SIZE if import_rows.is_primero(sheet) else BATCH_SIZE
    for start in range(0, len(good), size):
        batch = good[start : start + size]
        with collection_methods.use_collection_method(CollectionMethod.IMPORTED):
            _import_rows(batch, context)
        renew_context(actor)
        publish_progress(record, staff=actor, done_rows=batch[-1].number, moved_at=clock.now())

    counts = checks.count_row_checks(rows, row_checks, compared=True)
    importing.finish_import(record=record, counts=vars(counts), actor=actor)
    return counts


def _workers_by_owner(content: Mapping[str, Any], workers: Mapping[str, Staff]) -> dict[str, Staff]:
    """The colleague for each owner in Primero; left out if they no longer work on cases."""
    by_id = {str(worker.pk): worker for worker in workers.values()}
    chosen = content.get("owners", {})
    return {key: by_id[staff_id] for key, staff_id in chosen.items() if staff_id in by_id}


def _lock_agency_imports() -> None:
    """Locks the agency's imports against each other; `ImportAlreadyRunning` if one runs."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT lock_import()")
        if not cursor.fetchone()[0]:
            raise ImportAlreadyRunning


def _import_rows(rows: Sequence[CheckedRow], context: ImportContext) -> None:
    """Imports some rows: files, cases, reports, origins, and grants for their workers."""
    new_children = [
        row_conversion.build_new_child(row, context.today, context.source) for row in rows
    ]
    children = people.open_files(new=new_children, office=context.by.office, actor=context.by)
    brought = [_case(row, child, context) for row, child in zip(rows, children, strict=True)]
    opened = cases.import_cases(imported=brought, office=context.by.office, actor=context.by)
    import_primero.add_records(
        cases=[
            (row, case, context.select_worker(row))
            for row, case in zip(rows, opened, strict=True)
            if isinstance(row, PrimeroRow)
        ],
        actor=context.by,
    )
    reports = _reports(rows, children, context)
    writing.add_all(
        [_origin(child, row, context) for row, child in zip(rows, children, strict=True)]
        + [_origin(report, row, context) for row, report in reports],
        actor=context.by,
        payloads=[_origin_payload(row, context) for row in rows]
        + [_origin_payload(row, context) | {"extras": {}} for row, _report in reports],
    )
    _hand_over([*zip(rows, children, strict=True), *reports], context)


def _case(row: CheckedRow, child: Child, context: ImportContext) -> cases.ImportedCase:
    record = row.record
    return cases.ImportedCase(
        child=child,
        opened_on=record.registered_on or context.today,
        worker=context.select_worker(row),
        risk=record.risk,
        closed_on=record.closed_on,
        closing_reason=record.closing_reason,
        stage=row.stage if isinstance(row, PrimeroRow) else Stage.REGISTRATION,
    )


def _reports(
    rows: Sequence[CheckedRow], children: Sequence[Child], context: ImportContext
) -> list[tuple[CheckedRow, Scoped]]:
    """Creates the reports of rows with a concern, linked to their children."""
    concerns: list[tuple[CheckedRow, Child, ReportInput]] = [
        (row, child, new)
        for row, child in zip(rows, children, strict=True)
        if (
            new := row_conversion.build_report(
                row.record, office=context.by.office, today=context.today
            )
        )
    ]
    files = writing.create_files(
        kind=FileKind.REPORT, office=context.by.office, count=len(concerns), actor=context.by
    )
    imported = intake.import_reports(
        reports_in_files=[
            (file, new_report, child)
            for file, (_row, child, new_report) in zip(files, concerns, strict=True)
        ],
        actor=context.by,
    )
    return [(row, report) for (row, _child, _new), report in zip(concerns, imported, strict=True)]


def _origin(of: Scoped, row: CheckedRow, context: ImportContext) -> ImportedRecord:
    key = row_conversion.source_record_key(
        context.by.agency_id, context.system, row.record.source_id
    )
    return ImportedRecord(
        file_id=of.file_id,
        imported_by=context.record.pk,
        source_key=key if isinstance(of, Child) else None,
    )


def _origin_payload(row: CheckedRow, context: ImportContext) -> dict[str, object]:
    record = row.record
    return {
        "source": context.source,
        "source_id": record.source_id,
        "row": row.number,
        "extras": dict(record.extras),
    }


def _hand_over(created: Sequence[tuple[CheckedRow, Scoped]], context: ImportContext) -> None:
    """Gives the files to their workers; the leaders of the office keep their rights."""
    records_by_worker: dict[Staff, list[Scoped]] = {}
    for row, record in created:
        records_by_worker.setdefault(context.select_worker(row), []).append(record)
    for worker, records in records_by_worker.items():
        values = [[record.file_id for record in records], worker.id]
        definer_functions.make_change("exchange_to_worker", values, by=context.by.id)
        for record in records:
            audit.record(
                audit.AuditKind.GRANTED,
                by=context.by.id,
                agency=context.by.agency_id,
                file_id=record.file_id,
                detail={"staff": worker.id},
            )
