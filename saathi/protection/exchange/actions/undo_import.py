"""Takes an import back that was a mistake: what nobody has touched since goes, all else stays."""

from uuid import UUID

from django.db import connection, transaction

from saathi import audit
from saathi.agencies import access, definer_functions, job_orders, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.infra import clock
from saathi.protection.exchange import jobs, queries
from saathi.protection.exchange.actions import importing
from saathi.protection.exchange.models import Import
from saathi.protection.exchange.vocabulary import ImportState
from saathi.vault import store as vault

STATEMENT_TIMEOUT = "10min"  # of the one statement that takes everything away


@transaction.atomic
def request_undo(*, record: Import, version: int, actor: Staff) -> Import:
    """The import, to be taken back by a job; `NotNow` where it is not done or nothing of it can go."""
    access.require(actor, Permission.IMPORT, record)
    importing.require_import_step(record, ImportState.TAKING_BACK)
    if not any(not one.was_worked_on for one in queries.list_imported_file_statuses(record)):
        raise importing.ImportStepNotAllowed

    writing.change(
        record, actor=actor, version=version, state=ImportState.TAKING_BACK, moved_at=clock.now()
    )
    job_orders.queue_job_as(jobs.undo_import_job, actor=actor, record=record.pk)
    return record


@transaction.atomic
def undo_import(*, record: Import, actor: Staff) -> Import:
    """The import, taken back: its untouched files are gone with their keys, the others are as they were.

    What was touched is asked again here, by the function that takes away: somebody may have written
    since the page was shown.
    """
    access.require(actor, Permission.IMPORT, record)
    importing.require_import_step(record, ImportState.TAKEN_BACK)

    before = queries.list_imported_file_statuses(record)
    with connection.cursor() as cursor:
        # Ten thousand files lie in two hundred tables: longer than a page may ask, and no page waits.
        cursor.execute(f"SET LOCAL statement_timeout = '{STATEMENT_TIMEOUT}'")
    values = [record.pk, list(queries.list_files_used_since(record))]
    gone = list(map(UUID, definer_functions.make_change("exchange_take_back", values, by=actor.id)))
    children = {one.file for one in before if one.is_child}
    counts = {
        "went": sum(file in children for file in gone),
        "stayed": len(children.difference(gone)),
    }
    writing.change(
        record,
        actor=actor,
        payload=vault.open(record) | {"taken_back": counts},
        state=ImportState.TAKEN_BACK,
        moved_at=clock.now(),
    )

    for file in gone:
        audit.record(
            audit.AuditKind.TAKEN_BACK,
            by=actor.id,
            agency=actor.agency_id,
            file_id=file,
            objects=[record.pk],
        )
    return record


@transaction.atomic
def mark_undo_failed(*, record: Import, actor: Staff) -> None:
    """The import as it was: nothing was taken back, because something went wrong."""
    if record.state == ImportState.TAKING_BACK:
        writing.change(record, actor=actor, state=ImportState.DONE, moved_at=clock.now())
