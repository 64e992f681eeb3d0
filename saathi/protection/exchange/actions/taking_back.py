"""Takes an import back that was a mistake: what nobody has touched since goes, all else stays."""

from uuid import UUID

from django.db import connection, transaction

from saathi import audit
from saathi.agencies import access, job_orders, warden, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.infra import clock
from saathi.protection.exchange import jobs, queries
from saathi.protection.exchange.actions import importing
from saathi.protection.exchange.models import Import
from saathi.protection.exchange.vocabulary import ImportState
from saathi.vault import store as vault

LONGEST = "10min"  # of the one statement that takes everything away


@transaction.atomic
def ask(*, record: Import, version: int, by: Staff) -> Import:
    """The import, to be taken back by a job; `NotNow` where it is not done or nothing of it can go."""
    access.require(by, Permission.IMPORT, record)
    importing.step(record, ImportState.TAKING_BACK)
    if not any(not one.stays for one in queries.standing(record)):
        raise importing.NotNow

    writing.change(
        record, by=by, version=version, state=ImportState.TAKING_BACK, moved_at=clock.now()
    )
    job_orders.order_in_name(jobs.take_back_job, by=by, record=record.pk)
    return record


@transaction.atomic
def take_back(*, record: Import, by: Staff) -> Import:
    """The import, taken back: its untouched files are gone with their keys, the others are as they were.

    What was touched is asked again here, by the function that takes away: somebody may have written
    since the page was shown.
    """
    access.require(by, Permission.IMPORT, record)
    importing.step(record, ImportState.TAKEN_BACK)

    before = queries.standing(record)
    with connection.cursor() as cursor:
        # Ten thousand files lie in two hundred tables: longer than a page may ask, and no page waits.
        cursor.execute(f"SET LOCAL statement_timeout = '{LONGEST}'")
    values = [record.pk, list(queries.logged_since(record))]
    gone = list(map(UUID, warden.change("exchange_take_back", values, by=by.id)))
    children = {one.file for one in before if one.is_child}
    counts = {
        "went": sum(file in children for file in gone),
        "stayed": len(children.difference(gone)),
    }
    writing.change(
        record,
        by=by,
        payload=vault.open(record) | {"taken_back": counts},
        state=ImportState.TAKEN_BACK,
        moved_at=clock.now(),
    )

    for file in gone:
        audit.record(
            audit.Kind.TAKEN_BACK,
            by=by.id,
            agency=by.agency_id,
            file_id=file,
            objects=[record.pk],
        )
    return record


@transaction.atomic
def fail(*, record: Import, by: Staff) -> None:
    """The import as it was: nothing was taken back, because something went wrong."""
    if record.state == ImportState.TAKING_BACK:
        writing.change(record, by=by, state=ImportState.DONE, moved_at=clock.now())
