"""Write actions for the steps of an import.

Upload, columns, check, approval. `import_children` does the rest.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction

from saathi import audit
from saathi.agencies import access, job_orders, notices, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.vocabulary import FileKind
from saathi.engines.sheets.checking import ColumnPlan
from saathi.engines.sheets.table import Sheet
from saathi.infra import clock
from saathi.protection.casework.cases.vocabulary import ClosingReason
from saathi.protection.exchange import checks, duplicates, import_rows, jobs, upload_storage
from saathi.protection.exchange.models import Import, SavedPlan
from saathi.protection.exchange.vocabulary import IMPORT_ENDED_NOTICE, IMPORTING, ImportState
from saathi.vault import store as vault

STEPS = {
    ImportState.UPLOADED: {ImportState.UPLOADED, ImportState.CHECKING, ImportState.DROPPED},
    ImportState.CHECKING: {
        ImportState.UPLOADED,
        ImportState.CHECKING,
        ImportState.CHECKED,
        ImportState.FAILED,
        ImportState.DROPPED,
    },
    ImportState.CHECKED: {
        ImportState.UPLOADED,
        ImportState.CHECKING,
        ImportState.WAITING,
        ImportState.DROPPED,
    },
    ImportState.WAITING: {ImportState.WAITING, ImportState.DONE, ImportState.FAILED},
    ImportState.FAILED: {ImportState.UPLOADED, ImportState.CHECKING, ImportState.DROPPED},
    ImportState.DONE: {ImportState.UNDOING},
    ImportState.UNDOING: {ImportState.UNDOING, ImportState.UNDONE, ImportState.DONE},
    ImportState.UNDONE: set[ImportState](),
    ImportState.DROPPED: set[ImportState](),
}
# Words of the other system that are counted for the questions of the preview alone.
COUNTS_OF_PREVIEW = frozenset({"owners", "closures"})


@dataclass(frozen=True)
class PrimeroChoices:
    """What the person who imports decides on cases of Primero.

    `owners`: the colleague for an owner of cases there. `closings`: what a reason for closure there
    means here; cases closed for any other reason stay open.
    """

    owners: Mapping[str, Staff] = field(default_factory=dict)
    closings: Mapping[str, ClosingReason] = field(default_factory=dict)


NO_CHOICES = PrimeroChoices()


class ExchangeStepNotAllowed(Exception):
    """The import is not at this step: another user has done it, or it is finished."""


def require_import_step(record: Import, to: ImportState) -> None:
    """Raises `ExchangeStepNotAllowed` if the import cannot proceed to this step."""
    if to not in STEPS[ImportState(record.state)]:
        raise ExchangeStepNotAllowed


@transaction.atomic
def create_import(*, sheet: Sheet, file_name: str, source: str, actor: Staff) -> Import:
    """Creates an import with its table, sealed in a file for the leaders of the office.

    Primero cases have nothing to map: a job checks them at once.
    """
    access.require(actor, Permission.IMPORT)

    file = writing.create_file(kind=FileKind.EXCHANGE, office=actor.office, actor=actor)
    record = Import(file=file, rows=len(sheet.rows))
    record.upload = upload_storage.store_sheet(file.pk, sheet, actor=actor)
    content = {"file_name": file_name, "source": source, "kind": sheet.kind}
    if import_rows.is_primero(sheet):
        record.state, record.moved_at = ImportState.CHECKING, clock.now()
    writing.add(record, actor=actor, payload=content)
    if record.state == ImportState.CHECKING:
        job_orders.queue_job_as(jobs.check_import_job, actor=actor, record=record.pk)
    return record


@transaction.atomic
def check_import_again(*, record: Import, version: int, actor: Staff) -> Import:
    """Checks the cases of a Primero export once more, such as after a failure."""
    access.require(actor, Permission.IMPORT, record)
    require_import_step(record, ImportState.CHECKING)
    sheet = upload_storage.load_sheet(record)
    if sheet is None or not import_rows.is_primero(sheet):
        raise ExchangeStepNotAllowed

    writing.change(
        record,
        actor=actor,
        version=version,
        state=ImportState.CHECKING,
        done_rows=0,
        moved_at=clock.now(),
    )
    job_orders.queue_job_as(jobs.check_import_job, actor=actor, record=record.pk)
    return record


@transaction.atomic
def save_column_choice(*, record: Import, plan: ColumnPlan, version: int, actor: Staff) -> Import:
    """Saves what each column means; mapping the values comes next."""
    access.require(actor, Permission.IMPORT, record)
    require_import_step(record, ImportState.UPLOADED)

    content = vault.open(record) | {"plan": plan.to_stored()}
    content.pop("counts", None)
    return writing.change(
        record,
        actor=actor,
        version=version,
        payload=content,
        state=ImportState.UPLOADED,
        moved_at=clock.now(),
    )


@transaction.atomic
def confirm_columns(
    *, record: Import, plan: ColumnPlan, save_as: str, version: int, actor: Staff
) -> Import:
    """Confirms the columns; a job checks the rows. `save_as` keeps the plan under a name."""
    access.require(actor, Permission.IMPORT, record)
    require_import_step(record, ImportState.CHECKING)

    content = vault.open(record) | {"plan": plan.to_stored()}
    writing.change(
        record,
        actor=actor,
        version=version,
        payload=content,
        state=ImportState.CHECKING,
        done_rows=0,
        moved_at=clock.now(),
    )
    if save_as:
        _save_plan(save_as, plan, actor)

    job_orders.queue_job_as(jobs.check_import_job, actor=actor, record=record.pk)
    return record


def _save_plan(name: str, plan: ColumnPlan, actor: Staff) -> None:
    """Saves the plan under a name for the office; an earlier one of the same name is replaced."""
    content = {"name": name, "plan": plan.without_unmapped_values().to_stored()}
    saved = list(access.visible(actor, SavedPlan).order_by("-recorded_at")[:50])
    opened = vault.open_many(saved)
    same_name_plan = next(
        (
            plan_record
            for plan_record in saved
            if opened.get(plan_record.pk, {}).get("name") == name
        ),
        None,
    )
    if same_name_plan is not None:
        writing.change(same_name_plan, actor=actor, payload=content)
        return
    file = writing.create_file(kind=FileKind.EXCHANGE, office=actor.office, actor=actor)
    writing.add(SavedPlan(file=file), actor=actor, payload=content)


@transaction.atomic
def check_import(*, record: Import, workers: Mapping[str, Staff], actor: Staff) -> Import:
    """Saves the result of each row's check, including possible duplicates among the actor's files."""
    access.require(actor, Permission.IMPORT, record)
    require_import_step(record, ImportState.CHECKED)
    content = vault.open(record)
    sheet = upload_storage.load_sheet(record)
    if sheet is None:
        raise ExchangeStepNotAllowed

    source = import_rows.source_system(content)
    rows = import_rows.check_import_rows(content, sheet, actor=actor, workers=workers)
    known_keys = checks.find_known_keys(actor, source, rows)
    own_children = duplicates.load_own_children(actor)
    row_checks = [
        checks.check_row(row, staff=actor, source=source, known_keys=known_keys) for row in rows
    ]
    new_rows = [
        row for row, row_check in zip(rows, row_checks, strict=True) if row_check.will_create_child
    ]
    possible_duplicates = duplicates.find_possible_duplicates(own_children, new_rows)
    row_checks = [
        replace(row_check, possible_duplicates=possible_duplicates.get(row_check.number, ()))
        for row_check in row_checks
    ]
    counts = checks.count_row_checks(rows, row_checks, compared=own_children.is_whole)
    stored = [row_check.to_stored() for row_check in row_checks]
    writing.change(
        record,
        actor=actor,
        payload=content | {"counts": vars(counts)},
        state=ImportState.CHECKED,
        result=upload_storage.store_sealed(
            record.file_id, upload_storage.RESULT, stored, actor=actor
        ),
        done_rows=len(rows),
        moved_at=clock.now(),
    )

    _record_search(row_checks, actor)
    return record


def _record_search(row_checks: list[checks.ImportRowCheck], actor: Staff) -> None:
    """Logs which children were shown as possible duplicates."""
    shown = [duplicate for row_check in row_checks for duplicate in row_check.possible_duplicates]
    for file_id in duplicates.files_of(shown):
        audit.record(
            audit.AuditKind.SEARCHED,
            by=actor.id,
            agency=actor.agency_id,
            file_id=file_id,
            purpose=IMPORTING,
        )


@transaction.atomic
def approve_import(
    *,
    record: Import,
    worker: Staff,
    version: int,
    actor: Staff,
    choices: PrimeroChoices = NO_CHOICES,
) -> Import:
    """Approves the import, which a job carries out.

    The cases go to the colleague chosen for their owner in Primero, else to `worker`. All of them are
    case workers of the office.
    """
    access.require(actor, Permission.IMPORT, record)
    require_import_step(record, ImportState.WAITING)
    for colleague in {worker, *choices.owners.values()}:
        if colleague.agency_id != actor.agency_id or not access.has_permission(
            colleague, Permission.WORK_ON_CASE
        ):
            raise access.NotAllowed

    owners = {key: str(colleague.pk) for key, colleague in choices.owners.items()}
    writing.change(
        record,
        actor=actor,
        version=version,
        payload=vault.open(record) | {"owners": owners, "closings": dict(choices.closings)},
        state=ImportState.WAITING,
        worker=worker,
        done_rows=0,
        moved_at=clock.now(),
    )

    job_orders.queue_job_as(jobs.import_children_job, actor=actor, record=record.pk)
    return record


@transaction.atomic
def discard_import(*, record: Import, version: int, actor: Staff) -> Import:
    """Discards the import: no child was imported, and the upload is deleted."""
    access.require(actor, Permission.IMPORT, record)
    require_import_step(record, ImportState.DROPPED)

    writing.change(
        record,
        actor=actor,
        version=version,
        state=ImportState.DROPPED,
        finished_at=clock.now(),
    )

    job_orders.queue_job(jobs.delete_expired_files_job, actor=actor)
    return record


@transaction.atomic
def finish_import(*, record: Import, counts: Mapping[str, Any], actor: Staff) -> Import:
    """Marks the import as finished and keeps its counts.

    The words of the other system that only its preview asks about are removed: owners of cases, and
    reasons for closure, in which anything can stand.
    """
    kept = {name: count for name, count in counts.items() if name not in COUNTS_OF_PREVIEW}
    content = vault.open(record) | {"counts": kept}
    for choices in ("owners", "closings"):
        content.pop(choices, None)
    if "plan" in content:
        plan = ColumnPlan.from_stored(content["plan"])
        content["plan"] = plan.without_unmapped_values().to_stored()
    writing.change(
        record,
        actor=actor,
        payload=content,
        state=ImportState.DONE,
        done_rows=record.rows,
        moved_at=clock.now(),
        finished_at=clock.now(),
    )

    audit.record(
        audit.AuditKind.LOADED,
        by=actor.id,
        agency=actor.agency_id,
        file_id=record.file_id,
        objects=[record.pk],
        detail={"count": int(counts["made"]), "model": "exchange.import"},
    )
    notices.notify_of_ended_job(record, kind=IMPORT_ENDED_NOTICE, actor=actor)
    return record


@transaction.atomic
def mark_import_failed(*, record: Import, actor: Staff) -> None:
    """Marks the import as failed; no data was imported."""
    if ImportState.FAILED in STEPS[ImportState(record.state)]:
        if record.state == ImportState.WAITING:
            notices.notify_of_ended_job(record, kind=IMPORT_ENDED_NOTICE, actor=actor)
        writing.change(record, actor=actor, state=ImportState.FAILED, moved_at=clock.now())
