"""Writes files and records; used only by `actions`: `create_file`, `add`, `change`.

Each function seals, counts versions and logs every record; none checks permission. `add_all` and
`change_each` do for many records with one statement what `add` and `change` do for one.
"""

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any, Protocol, cast

from django.db import connection, models
from django.db.models.functions import Cast
from django.db.models.sql import InsertQuery, UpdateQuery

from saathi.agencies import access, collection_methods, definer_functions, row_proofs
from saathi.agencies.access_log import log_write
from saathi.agencies.models import File, Office, Scoped, Staff
from saathi.agencies.record_kit.fields import payload_of, sealed_texts_of
from saathi.agencies.vocabulary import FileKind
from saathi.vault import store as vault


class ChangedMeanwhile(Exception):
    """Another person changed the record since it was opened. The form keeps what was typed."""

    def __init__(self, record: models.Model) -> None:
        super().__init__("The record was changed by someone else in the meantime.")
        self.record = record


def create_file(*, kind: FileKind, office: Office, actor: Staff, is_sealed: bool = True) -> File:
    """A new file of an office; the actor works on it.

    Its key is created now or, if the file may never contain sealed words, with the first of them.
    """
    file = File(kind=kind, agency_id=office.agency_id, office=office, recorded_by=actor.id)
    file.save(force_insert=True)
    if is_sealed:
        vault.create_file_key(file.pk)
    access.cache_founder_rights(actor, file)
    return file


def create_files(*, kind: FileKind, office: Office, count: int, actor: Staff) -> list[File]:
    """`count` new files of an office, with their keys, in two statements; otherwise as `create_file`."""
    files = [
        File(kind=kind, agency_id=office.agency_id, office=office, recorded_by=actor.id)
        for _each in range(count)
    ]
    File.objects.bulk_create(files)
    vault.create_file_keys([file.pk for file in files])
    for file in files:
        access.cache_founder_rights(actor, file)
    return files


def add[RecordT: Scoped](
    record: RecordT, *, actor: Staff, payload: Mapping[str, Any] | None = None
) -> RecordT:
    """The new record, sealed, saved and logged.

    `payload` is the content of its vault envelope; by default the texts that its model declares.
    """
    record.recorded_by = actor.id
    if payload is None and sealed_texts_of(type(record)):
        payload = payload_of(record)
    if payload is not None:
        vault.seal(cast("vault.SealedRecord", record), dict(payload))
    row_proofs.prove_rows([(record, {})], by=actor.id)
    record.save(force_insert=True)
    log_write(record, actor=actor, action="added")
    return record


def add_by_function[RecordT: Scoped](
    record: RecordT, function: str, values: str, *, actor: Staff
) -> RecordT:
    """The new record, sealed, written by a database function, and logged.

    For models that the web role may not write (`written_by_functions`). The function checks the
    right; it gets the named values of the record in this order.
    """
    vault.seal(cast("vault.SealedRecord", record), payload_of(record))
    arguments = [getattr(record, name) for name in values.split()]
    definer_functions.make_change(function, arguments, by=actor.id)
    collection_methods.save_collection_methods([record], by=actor.id)
    log_write(record, actor=actor, action="added")
    return record


def add_all[RecordT: Scoped](
    records: Sequence[RecordT], *, actor: Staff, payloads: Sequence[Mapping[str, Any] | None] = ()
) -> list[RecordT]:
    """The new records, which must not refer to each other; one statement, even for several kinds.

    `payloads`, if given, are the contents of their envelopes, in the same order.
    """
    for record, payload in zip(records, payloads, strict=bool(payloads)):
        if payload is not None:
            vault.seal(cast("vault.SealedRecord", record), dict(payload))
    kinds: dict[type[RecordT], list[RecordT]] = {}
    for record in records:
        record.recorded_by = actor.id
        kinds.setdefault(type(record), []).append(record)
    row_proofs.prove_rows([(record, {}) for record in records], by=actor.id)
    if kinds:
        _insert(list(kinds.values()))
    for record in records:
        log_write(record, actor=actor, action="added")
    return list(records)


def _insert(groups: Sequence[Sequence[Scoped]]) -> None:
    """Inserts groups, each of one kind; all but the last as clauses of the last one's statement."""
    inserts: list[tuple[str, Sequence[Any]]] = []
    for records in groups:
        query = InsertQuery(type(records[0]))
        query.insert_values(type(records[0])._meta.concrete_fields, list(records))
        inserts += query.get_compiler(connection=connection).as_sql()
    *first, (statement, values) = inserts
    clauses = ", ".join(f"added_{number} AS ({sql})" for number, (sql, _values) in enumerate(first))
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH {clauses} {statement}" if first else statement,
            [value for _sql, values_of_group in first for value in values_of_group] + list(values),
        )


def change[RecordT: Scoped](
    record: RecordT,
    *,
    actor: Staff,
    version: int | None = None,
    payload: Mapping[str, Any] | None = None,
    **fields: Any,
) -> RecordT:
    """The record with `fields` (and its envelope, if `payload` is given) changed.

    `version` is the one the person saw; by default that of `record`. If it is not the current one,
    raises ChangedMeanwhile and writes nothing.
    """
    seen = record.version if version is None else version
    if payload is not None:
        sealed = cast("vault.SealedRecord", record)
        vault.seal(sealed, dict(payload))  # the database keeps the previous value
        fields["sealed"] = sealed.sealed
    for name, value in fields.items():
        setattr(record, name, value)
    row_proofs.prove_rows([(record, fields)], by=actor.id)
    updated = (
        type(record)
        ._default_manager.filter(pk=record.pk, version=seen)
        .update(**fields, version=models.F("version") + 1)
    )
    if not updated:
        raise ChangedMeanwhile(record)
    record.version = seen + 1
    log_write(record, actor=actor, action="changed")
    return record


def set_old_value(record: Scoped, whole: bytes, *, actor: Staff) -> None:
    """Stores this envelope as the old value, in place of the one that the change just replaced.

    For plain-text columns that belong in the history of the record.
    """
    field_id = cast("vault.SealedRecord", record).SEALED_FIELD_ID
    section, version = int(record.section), record.version - 1
    values = [field_id, record.pk, record.file_id, section, version, whole]
    definer_functions.make_change("old_value_keep", values, by=actor.id)


def nonblank_texts(texts: Mapping[str, str] | None) -> dict[str, str]:
    """The texts that are not blank, for an envelope."""
    return {name: text for name, text in (texts or {}).items() if text}


class VersionedRow(Protocol):
    """A row that has a state and counts its versions."""

    state: str
    version: int


def transition(row: models.Model, version: int, *, actor: Staff, **now: object) -> None:
    """Moves a row of an agency (not of a file) to its next state; the caller writes the log.

    If the row is not as the person saw it, raises ChangedMeanwhile and writes nothing.
    """
    state = cast("VersionedRow", row).state
    rows = type(row)._default_manager.filter(pk=row.pk, version=version, state=state)
    row_proofs.prove_rows([(row, now)], by=actor.id)
    if not rows.update(**now, version=models.F("version") + 1):
        raise ChangedMeanwhile(row)
    row.refresh_from_db()


def change_each(changes: Sequence[tuple[Scoped, Mapping[str, Any]]], *, actor: Staff) -> None:
    """Changes the given fields of each of these records of one kind; envelopes stay as they are.

    Raises ChangedMeanwhile if one of them has changed: the calling action is atomic, so the others
    are then rolled back.
    """
    if not changes:
        return
    model = type(changes[0][0])
    for record, fields in changes:
        for name, value in fields.items():
            setattr(record, name, value)
    names = {name for _record, fields in changes for name in fields}
    row_proofs.prove_rows(changes, by=actor.id)
    as_seen = reduce(or_, [models.Q(pk=record.pk, version=record.version) for record, _ in changes])
    values = {name: _of_each([record for record, _ in changes], name) for name in sorted(names)}
    rows = model._default_manager.filter(as_seen)
    if rows.update(**values, version=models.F("version") + 1) != len(changes):
        raise ChangedMeanwhile(changes[0][0])
    for record, _fields in changes:
        record.version += 1
        log_write(record, actor=actor, action="changed")


def change_matching(records: models.QuerySet[Any], *, actor: Staff, **fields: Any) -> int:
    """Changes every matching record alike in one statement; returns how many there were.

    Their versions are not checked. The proof names the rows, so only rows found now are changed,
    and of these only those that still match when the statement runs. `fields` must be values, not
    expressions.
    """
    ids = list(records.values_list("pk", flat=True))
    if not ids:
        return 0
    row_proofs.prove_changes(records.model, [(pk, fields) for pk in ids], by=actor.id)
    query = cast("UpdateQuery", records.filter(pk__in=ids).query.chain(UpdateQuery))
    query.add_update_values({**fields, "version": models.F("version") + 1})
    statement, values = query.get_compiler(connection=connection).as_sql()
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} RETURNING id, file_id", values)
        changed = cursor.fetchall()
    for record_id, file_id in changed:
        log_write(records.model(id=record_id, file_id=file_id), actor=actor, action="changed")
    return len(changed)


def _of_each(records: Sequence[Scoped], name: str) -> models.Expression:
    """The value of a field for each record, as one expression."""
    field = cast("models.Field[Any, Any]", records[0]._meta.get_field(name))
    whens = [
        models.When(
            pk=record.pk, then=models.Value(getattr(record, field.attname), output_field=field)
        )
        for record in records
    ]
    return Cast(models.Case(*whens, output_field=field), output_field=field)
