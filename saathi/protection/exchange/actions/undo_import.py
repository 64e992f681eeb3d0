"""Undoes a mistaken import: files without later changes are deleted, all others stay."""

from uuid import UUID

from django.db import connection, transaction

from saathi import audit
from saathi.agencies import access, definer_functions, job_orders, notices, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.infra import clock
from saathi.protection.exchange import jobs, queries
from saathi.protection.exchange.actions import importing
from saathi.protection.exchange.models import Import
from saathi.protection.exchange.vocabulary import UNDO_ENDED_NOTICE, ImportState
from saathi.vault import store as vault

STATEMENT_TIMEOUT = "10min"  # for the one statement that deletes everything


@transaction.atomic
def request_undo(*, record: Import, version: int, actor: Staff) -> Import:
    """Requests the undo, which a job carries out; `ExchangeStepNotAllowed` if nothing can be undone."""
    access.require(actor, Permission.IMPORT, record)
    importing.require_import_step(record, ImportState.UNDOING)
    if not any(not status.was_worked_on for status in queries.list_imported_file_statuses(record)):
        raise importing.ExchangeStepNotAllowed

    writing.change(
        record, actor=actor, version=version, state=ImportState.UNDOING, moved_at=clock.now()
    )
    job_orders.queue_job_as(jobs.undo_import_job, actor=actor, record=record.pk)
    return record


@transaction.atomic
def undo_import(*, record: Import, actor: Staff) -> Import:
    """Undoes the import: unused files are deleted with their keys, the others stay unchanged.

    The deleting function checks again for later changes: users may have written since the page was
    shown.
    """
    access.require(actor, Permission.IMPORT, record)
    importing.require_import_step(record, ImportState.UNDONE)

    statuses = queries.list_imported_file_statuses(record)
    with connection.cursor() as cursor:
        # Ten thousand files have rows in two hundred tables: this exceeds the time limit of a page,
        # and no page waits for it.
        cursor.execute(f"SET LOCAL statement_timeout = '{STATEMENT_TIMEOUT}'")
    values = [record.pk, list(queries.list_files_used_since(record))]
    deleted = list(
        map(UUID, definer_functions.make_change("exchange_undo_import", values, by=actor.id))
    )
    children = {status.file for status in statuses if status.is_child}
    counts = {
        "went": sum(file in children for file in deleted),
        "stayed": len(children.difference(deleted)),
    }
    writing.change(
        record,
        actor=actor,
        payload=vault.open(record) | {"taken_back": counts},
        state=ImportState.UNDONE,
        moved_at=clock.now(),
    )

    for file in deleted:
        audit.record(
            audit.AuditKind.IMPORT_UNDONE,
            by=actor.id,
            agency=actor.agency_id,
            file_id=file,
            objects=[record.pk],
        )
    notices.notify_of_ended_job(record, kind=UNDO_ENDED_NOTICE, actor=actor)
    return record


@transaction.atomic
def mark_undo_failed(*, record: Import, actor: Staff) -> None:
    """Returns the import to its earlier state: the undo failed and changed nothing."""
    if record.state == ImportState.UNDOING:
        writing.change(record, actor=actor, state=ImportState.DONE, moved_at=clock.now())
        notices.notify_of_ended_job(record, kind=UNDO_ENDED_NOTICE, actor=actor)
