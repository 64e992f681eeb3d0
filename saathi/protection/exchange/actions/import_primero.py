"""Adds the records of cases from Primero to the files that were just opened for them."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Scoped, Staff
from saathi.agencies.permissions import Permission
from saathi.protection.casework.cases.models import Case, Due
from saathi.protection.casework.notes.models import Note
from saathi.protection.casework.notes.vocabulary import NoteKind
from saathi.protection.exchange.primero.case_reading import PreparedRecord, PrimeroRow

# Records saved by one statement. For each of them the database checks the proof of all: twice as
# many together cost four times as much.
TOGETHER: Final = 20

type Payload = Mapping[str, Any] | None


@transaction.atomic
def add_records(*, cases: Sequence[tuple[PrimeroRow, Case, Staff]], actor: Staff) -> None:
    """Saves all records of these cases in few statements; tasks go to the case's worker.

    The values were checked by the rules of their domains when they were read (`primero`).
    """
    access.require(actor, Permission.IMPORT)

    by_rank: dict[int, list[tuple[Scoped, Payload]]] = {}
    for row, case, worker in cases:
        for prepared in row.records:
            attach_to_case(prepared.record, case, worker)
            pair = (prepared.record, _payload(prepared))
            by_rank.setdefault(prepared.rank, []).append(pair)
    for rank in sorted(by_rank):
        for start in range(0, len(by_rank[rank]), TOGETHER):
            pairs = by_rank[rank][start : start + TOGETHER]
            records = [record for record, _payload in pairs]
            payloads = [payload for _record, payload in pairs]
            writing.add_all(records, actor=actor, payloads=payloads)


def attach_to_case(record: Scoped, case: Case, worker: Staff) -> None:
    """Sets the file, child and case of a record; tasks and duties get the worker."""
    record.file_id = case.file_id
    names = {column.name for column in record._meta.concrete_fields}
    if "child" in names:
        record.child = case.child  # type: ignore[attr-defined]
    if "case" in names:
        record.case = case  # type: ignore[attr-defined]
    if isinstance(record, Due):
        record.worker = worker
    elif isinstance(record, Note) and record.kind == NoteKind.TASK:
        record.to = worker


def _payload(prepared: PreparedRecord) -> Payload:
    """The content of the envelope; none for records without texts."""
    columns = {column.name: column for column in prepared.record._meta.concrete_fields}
    sealed = columns.get("sealed")
    envelope = prepared.envelope
    return envelope if sealed is not None and (envelope or not sealed.null) else None
