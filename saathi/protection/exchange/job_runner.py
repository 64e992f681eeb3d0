"""The work of the jobs: each in one transaction, in the name of whoever asked; what falls leaves nothing."""

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

    _carry(Import, record_id, staff_id, work, importing.mark_import_failed)


def run_import(record_id: UUID, staff_id: UUID) -> None:
    """Brings the children of an import in, and deletes its upload."""

    def work(record: Import, staff: Staff) -> None:
        import_children.import_children(
            record=record, workers=queries.case_workers_by_address(staff), actor=staff
        )

    _carry(Import, record_id, staff_id, work, importing.mark_import_failed)
    delete_expired_files()


def run_undo(record_id: UUID, staff_id: UUID) -> None:
    """Takes an import back: what nobody has touched since."""

    def work(record: Import, staff: Staff) -> None:
        undo_import.undo_import(record=record, actor=staff)

    _carry(Import, record_id, staff_id, work, undo_import.mark_undo_failed)


def run_export(record_id: UUID, staff_id: UUID) -> None:
    """Makes the locked ZIP of an export."""

    def work(record: Export, staff: Staff) -> None:
        exporting.make_export(record=record, actor=staff)

    _carry(Export, record_id, staff_id, work, exporting.mark_export_failed)


def _carry[RecordT: Scoped](
    model: type[RecordT],
    record_id: UUID,
    staff_id: UUID,
    work: Callable[[RecordT, Staff], None],
    fail: Callable[..., None],
) -> None:
    """The work on a record; where it falls, all of it is undone and the record says so."""
    try:
        with run_as(staff_id) as staff:
            record = access.visible(staff, model).filter(pk=record_id).first()
            if record is not None:
                work(record, staff)
    except importing.ImportStepNotAllowed:
        return  # done already, or given up meanwhile
    except import_children.ImportAlreadyRunning:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, who asked is told
        # Only the kind of the error: its text may hold what stands in the table.
        what = (model.__name__, record_id, type(error).__name__)
        logger.error("%s %s was not carried out: %s", *what)  # noqa: TRY400
        with run_as(staff_id) as staff:
            record = access.visible(staff, model).filter(pk=record_id).first()
            if record is not None:
                fail(record=record, actor=staff)


def delete_expired_files() -> int:
    """How many stored files were deleted: of exports that are over, of imports that are done."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM exchange_clear()")
            gone = cursor.fetchall()
        for is_export, record, file_id, staff, agency, _stored in gone:
            if is_export:
                with log_as(Staff.objects.get(pk=staff)):
                    audit.record(
                        audit.AuditKind.EXPORT_ENDED,
                        by=staff,
                        agency=agency,
                        file_id=file_id,
                        objects=[record],
                    )
    for *_about, stored in gone:
        attachments.open_storage().delete(stored)
    return len(gone)
