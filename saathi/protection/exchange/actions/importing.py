"""An import, step by step: taken in, its columns named, checked, decided. `bringing_in` does the rest."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from saathi import audit
from saathi.agencies import access, job_orders, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.vocabulary import FileKind
from saathi.infra import clock
from saathi.protection.exchange import checks, doubles, jobs, keeping
from saathi.protection.exchange.models import Import, SavedPlan
from saathi.protection.exchange.vocabulary import IMPORTING, ImportState
from saathi.sheets import checking
from saathi.sheets.checking import ColumnPlan
from saathi.sheets.table import Sheet
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
    ImportState.DONE: {ImportState.TAKING_BACK},
    ImportState.TAKING_BACK: {ImportState.TAKING_BACK, ImportState.TAKEN_BACK, ImportState.DONE},
    ImportState.TAKEN_BACK: set[ImportState](),
    ImportState.DROPPED: set[ImportState](),
}


class NotNow(Exception):
    """The import is not at this step: another has done it, or it is over."""


def step(record: Import, to: ImportState) -> None:
    """`NotNow` where the import cannot go on to this step."""
    if to not in STEPS[ImportState(record.state)]:
        raise NotNow


@transaction.atomic
def take_in(*, sheet: Sheet, file_name: str, source: str, by: Staff) -> Import:
    """A new import with its table, sealed in a file that the leaders of the office read."""
    access.require(by, Permission.IMPORT)

    file = writing.new_file(kind=FileKind.EXCHANGE, office=by.office, by=by)
    record = Import(file=file, rows=len(sheet.rows))
    record.upload = keeping.keep_sheet(file.pk, sheet, by=by)
    told = {"file_name": file_name, "source": source, "kind": sheet.kind}
    return writing.add(record, by=by, payload=told)


@transaction.atomic
def choose_columns(*, record: Import, plan: ColumnPlan, version: int, by: Staff) -> Import:
    """The import with what each column stands for; their words are to be looked at next."""
    access.require(by, Permission.IMPORT, record)
    step(record, ImportState.UPLOADED)

    told = vault.open(record) | {"plan": plan.kept()}
    told.pop("counts", None)
    return writing.change(
        record,
        by=by,
        version=version,
        payload=told,
        state=ImportState.UPLOADED,
        moved_at=clock.now(),
    )


@transaction.atomic
def name_columns(
    *, record: Import, plan: ColumnPlan, save_as: str, version: int, by: Staff
) -> Import:
    """The import with what its columns stand for; a job checks the rows. `save_as` keeps the plan."""
    access.require(by, Permission.IMPORT, record)
    step(record, ImportState.CHECKING)

    told = vault.open(record) | {"plan": plan.kept()}
    writing.change(
        record,
        by=by,
        version=version,
        payload=told,
        state=ImportState.CHECKING,
        done_rows=0,
        moved_at=clock.now(),
    )
    if save_as:
        _save_plan(save_as, plan, by)

    job_orders.order_in_name(jobs.check_import_job, by=by, record=record.pk)
    return record


def _save_plan(name: str, plan: ColumnPlan, by: Staff) -> None:
    """Kept under this name for the office; an earlier one of the same name is replaced."""
    told = {"name": name, "plan": plan.without_open_words().kept()}
    saved = list(access.visible(by, SavedPlan).order_by("-recorded_at")[:50])
    opened = vault.open_many(saved)
    same = next((one for one in saved if opened.get(one.pk, {}).get("name") == name), None)
    if same is not None:
        writing.change(same, by=by, payload=told)
        return
    file = writing.new_file(kind=FileKind.EXCHANGE, office=by.office, by=by)
    writing.add(SavedPlan(file=file), by=by, payload=told)


@transaction.atomic
def check(*, record: Import, workers: Mapping[str, Staff], by: Staff) -> Import:
    """The import with what is found of each row; children of her own files who may be the same too."""
    access.require(by, Permission.IMPORT, record)
    step(record, ImportState.CHECKED)
    told = vault.open(record)
    sheet = keeping.sheet_of(record)
    if sheet is None:
        raise NotNow

    plan, source = ColumnPlan.of(told["plan"]), str(told["source"])
    today = by.office.today()
    rows = list(checking.check(sheet, plan, today=today, workers=frozenset(workers)))
    known = checks.known_keys(by, source, rows)
    own = doubles.own_children(by)
    found = [
        checks.found_in(
            row, staff=by, source=source, known=known, doubles=doubles.like(own, row.record)
        )
        for row in rows
    ]
    counts = checks.counts(rows, found, compared=own.is_whole)
    result = keeping.keep(record.file_id, keeping.RESULT, [one.kept() for one in found], by=by)
    writing.change(
        record,
        by=by,
        payload=told | {"counts": vars(counts)},
        state=ImportState.CHECKED,
        result=result,
        done_rows=len(rows),
        moved_at=clock.now(),
    )

    _record_search(found, by)
    return record


def _record_search(found: list[checks.Found], by: Staff) -> None:
    """Which children were shown as perhaps the same is a look at them."""
    for file_id in {pair[1] for one in found for pair in one.doubles}:
        audit.record(
            audit.Kind.SEARCHED,
            by=by.id,
            agency=by.agency_id,
            file_id=UUID(file_id),
            purpose=IMPORTING,
        )


@transaction.atomic
def decide(*, record: Import, worker: Staff, version: int, by: Staff) -> Import:
    """The import, to be brought in by a job; the cases go to `worker`, who works on cases there."""
    access.require(by, Permission.IMPORT, record)
    step(record, ImportState.WAITING)
    if worker.agency_id != by.agency_id or not access.may(worker, Permission.WORK_ON_CASE):
        raise access.NotAllowed

    writing.change(
        record,
        by=by,
        version=version,
        state=ImportState.WAITING,
        worker=worker,
        done_rows=0,
        moved_at=clock.now(),
    )

    job_orders.order_in_name(jobs.bring_in_job, by=by, record=record.pk)
    return record


@transaction.atomic
def drop(*, record: Import, version: int, by: Staff) -> Import:
    """The import, given up: nothing was brought in, and its upload is deleted."""
    access.require(by, Permission.IMPORT, record)
    step(record, ImportState.DROPPED)

    writing.change(
        record,
        by=by,
        version=version,
        state=ImportState.DROPPED,
        finished_at=clock.now(),
    )

    job_orders.order(jobs.clear_job, by=by)
    return record


@transaction.atomic
def finish(*, record: Import, counts: Mapping[str, Any], by: Staff) -> Import:
    """The import, done: what came out is kept beside it."""
    told = vault.open(record) | {"counts": dict(counts)}
    told["plan"] = ColumnPlan.of(told["plan"]).without_open_words().kept()
    writing.change(
        record,
        by=by,
        payload=told,
        state=ImportState.DONE,
        done_rows=record.rows,
        moved_at=clock.now(),
        finished_at=clock.now(),
    )

    audit.record(
        audit.Kind.LOADED,
        by=by.id,
        agency=by.agency_id,
        file_id=record.file_id,
        objects=[record.pk],
        detail={"count": int(counts["made"]), "model": "exchange.import"},
    )
    return record


@transaction.atomic
def fail(*, record: Import, by: Staff) -> None:
    """The import, of which nothing was kept because something went wrong."""
    if ImportState.FAILED in STEPS[ImportState(record.state)]:
        writing.change(record, by=by, state=ImportState.FAILED, moved_at=clock.now())
