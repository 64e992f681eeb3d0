"""The work of the jobs: each in one transaction and in the name of the person who requested it."""

import logging
from collections.abc import Callable
from uuid import UUID

from django.db import connection, transaction

from saathi import audit
from saathi.agencies import access
from saathi.agencies.log_identity import log_as
from saathi.agencies.models import Scoped, Staff
from saathi.agencies.run_as import run_as
from saathi.protection.exchange import queries
from saathi.protection.exchange.actions import exporting, import_children, importing, undo_import
from saathi.protection.exchange.models import Export, Import
from saathi.vault import attachments

logger = logging.getLogger(__name__)


def run_import_check(record_id: UUID, staff_id: UUID) -> None:
    """Checks the rows of an import."""

    def work(record: Import, staff: Staff) -> None:
        importing.check_import(
            record=record, workers=queries.case_workers_by_address(staff), actor=staff
        )

    _run_in_transaction(Import, record_id, staff_id, work, importing.mark_import_failed)


def run_import(record_id: UUID, staff_id: UUID) -> None:
    """Imports the children and deletes the upload."""

    def work(record: Import, staff: Staff) -> None:
        import_children.import_children(
            record=record, workers=queries.case_workers_by_address(staff), actor=staff
        )

    _run_in_transaction(Import, record_id, staff_id, work, importing.mark_import_failed)
    delete_expired_files()


def run_undo(record_id: UUID, staff_id: UUID) -> None:
    """Undoes an import for files without later changes."""

    def work(record: Import, staff: Staff) -> None:
        undo_import.undo_import(record=record, actor=staff)

    _run_in_transaction(Import, record_id, staff_id, work, undo_import.mark_undo_failed)


def run_export(record_id: UUID, staff_id: UUID) -> None:
    """Builds the encrypted ZIP of an export."""

    def work(record: Export, staff: Staff) -> None:
        exporting.make_export(record=record, actor=staff)

    _run_in_transaction(Export, record_id, staff_id, work, exporting.mark_export_failed)


def _run_in_transaction[RecordT: Scoped](
    model: type[RecordT],
    record_id: UUID,
    staff_id: UUID,
    work: Callable[[RecordT, Staff], None],
    fail: Callable[..., None],
) -> None:
    """Runs the work on a record; an error rolls everything back and marks the record."""
    try:
        with run_as(staff_id) as staff:
            record = access.visible(staff, model).filter(pk=record_id).first()
            if record is not None:
                work(record, staff)
    except importing.ExchangeStepNotAllowed:
        return  # finished or discarded in the meantime
    except import_children.ImportAlreadyRunning:
        raise
    except Exception:
        # The line gives the error's type and place: its text may contain values of the table.
        which = {"record": str(record_id), "record_type": model.__name__}
        logger.exception("An import or export was not carried out.", extra=which)
        with run_as(staff_id) as staff:
            record = access.visible(staff, model).filter(pk=record_id).first()
            if record is not None:
                fail(record=record, actor=staff)


def delete_expired_files() -> int:
    """Deletes stored files of expired exports and finished imports; returns their number."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM exchange_clear()")
            expired = cursor.fetchall()
        for is_export, record, file_id, staff, agency, _stored in expired:
            if is_export:
                with log_as(Staff.objects.get(pk=staff)):
                    audit.record(
                        audit.AuditKind.EXPORT_ENDED,
                        by=staff,
                        agency=agency,
                        file_id=file_id,
                        objects=[record],
                    )
    for *_about, stored in expired:
        attachments.open_storage().delete(stored)
    return len(expired)
