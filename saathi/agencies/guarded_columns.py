"""Columns that change only with a proof: those of a file's records, and some of other rows.

They are derived from the models, not listed. In a record of a file, each column except its key and
its version number needs a proof for its first value and each change: no one can rewrite or backdate
what a colleague recorded, or plant a record. In other rows, such as entries of registers, these
columns are guarded: which stored file a row names, who is named as having acted (a second person is
compared with them), and what the model adds by `proved_fields`. The database refuses a statement
that changes one of them without a proof of this row and this value (`functions/column_proofs.sql`).
`agencies.writing` supplies the proof with each change (`agencies.row_proofs`).

Columns that never change after the insert are left to `value_triggers.immutable_columns`; those
that name who decided are left to `decision_proofs`. Functions of the warden follow their own rules.

Policy: changes here are reviewed by those responsible for access.
"""

import datetime as dt
import enum
import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models.expressions import DatabaseDefault

from saathi.agencies.actor_columns import named_columns
from saathi.agencies.decision_proofs import proved_states, signed_columns
from saathi.agencies.models import Scoped

TRIGGER_NAMES = ("columns_begin_proved", "columns_change_proved")

type Values = dict[str, Any]


@cache
def guarded_columns(model: type[models.Model]) -> tuple[str, ...]:
    """The columns of a model whose changes need a proof, in the order of the table."""
    if not _is_written_by_web(model):
        return ()
    if issubclass(model, Scoped):
        return _in_order(model, _columns_of_record(model) - _kept_otherwise(model))
    named = set(getattr(model, "proved_fields", ()))
    named |= set(getattr(model, "stored_files", {}).values())
    columns = {str(model._meta.get_field(name).column) for name in named}  # type: ignore[union-attr]
    columns |= set(named_columns(model)) | set(columns_proved_from_start(model))
    return _in_order(model, columns - _kept_otherwise(model))


@cache
def columns_proved_from_start(model: type[models.Model]) -> tuple[str, ...]:
    """The columns of a model whose first value also needs a proof.

    In a record these are all columns: otherwise a second record with other values could be taken
    for the one by which access is found and ended, or for a visit that no one made.
    """
    if not _is_written_by_web(model):
        return ()
    if issubclass(model, Scoped):
        return _in_order(model, _columns_of_record(model))
    named = getattr(model, "stored_files", {}).values()
    return _in_order(model, {str(model._meta.get_field(name).column) for name in named})  # type: ignore[union-attr]


def changed_guarded_values(model: type[models.Model], fields: Mapping[str, Any]) -> Values:
    """The guarded columns among the changed fields, with their values as JSON, for a proof."""
    guarded = guarded_columns(model)
    new = {str(model._meta.get_field(name).column): value for name, value in fields.items()}  # type: ignore[union-attr]
    return {column: _proved(column, value) for column, value in new.items() if column in guarded}


def first_guarded_values(row: models.Model) -> Values:
    """As `changed_guarded_values`, for a new row; an empty column needs no proof."""
    begun = columns_proved_from_start(type(row))
    fields = [field for field in row._meta.concrete_fields if field.column in begun]
    values = {str(field.column): _first_value(field, row) for field in fields}
    return {column: _proved(column, value) for column, value in values.items() if value is not None}


def _first_value(field: "models.Field[Any, Any]", row: models.Model) -> Any:
    """The value with which the row begins; the column's default if none was given."""
    value = getattr(row, field.attname)
    return field.db_default if isinstance(value, DatabaseDefault) else value


def triggers() -> Iterator[str]:
    """The triggers of each model with such columns; the owner of their function creates them."""
    for model in apps.get_models():
        if columns := columns_proved_from_start(model):
            given = " OR ".join(f'NEW."{entry}" IS NOT NULL' for entry in columns)
            yield _trigger("columns_begin_proved", "INSERT", model, given, columns)
        if columns := guarded_columns(model):
            changed = " OR ".join(f'NEW."{item}" IS DISTINCT FROM OLD."{item}"' for item in columns)
            listed = ", ".join(f'"{column}"' for column in columns)
            yield _trigger("columns_change_proved", f"UPDATE OF {listed}", model, changed, columns)


def _trigger(
    name: str, events: str, model: type[models.Model], condition: str, columns: tuple[str, ...]
) -> str:
    arguments = ", ".join(f"'{column}'" for column in columns)
    return (
        f"CREATE OR REPLACE TRIGGER {name} BEFORE {events} ON {model._meta.db_table} FOR EACH ROW "
        f"WHEN ({condition}) EXECUTE FUNCTION columns_require_proof({arguments})"
    )


def _is_written_by_web(model: type[models.Model]) -> bool:
    is_ours = model.__module__.startswith("saathi.") and model._meta.managed
    return is_ours and not getattr(model, "written_by_functions", False)


def _kept_otherwise(model: type[models.Model]) -> set[str]:
    """The columns kept by other triggers: those that never change, and who decided."""
    kept = set(signed_columns(model)) if proved_states(model) else set()
    if issubclass(model, Scoped):
        names = ("file", "recorded_at", "recorded_by", *model.kept_fields)
        kept |= {str(model._meta.get_field(name).column) for name in names}  # type: ignore[union-attr]
    return kept


def _columns_of_record(model: type[models.Model]) -> set[str]:
    """All columns of a record of a file except its key and its version number."""
    columns = {str(field.column) for field in model._meta.concrete_fields}
    return columns - {"id", "version"}


def _in_order(model: type[models.Model], columns: set[str]) -> tuple[str, ...]:
    fields = model._meta.concrete_fields
    return tuple(str(field.column) for field in fields if field.column in columns)


def _proved(column: str, value: Any) -> Any:
    """A column's value as a proof states it; sealed words as their digest, which is shorter."""
    if column == "sealed" and value is not None:
        return hashlib.sha256(value).hexdigest()
    return _as_json(value)


def _as_json(value: Any) -> Any:  # noqa: PLR0911 - one line for each type that is sent
    """A value that `json.dumps` accepts; PostgreSQL reads it in the column's type."""
    match value:
        case models.Model():
            return _as_json(value.pk)
        case enum.Enum():
            return value.value
        case UUID():
            return str(value)
        case dt.date():  # also matches a datetime
            return value.isoformat()
        case bytes() | memoryview():
            return f"\\x{bytes(value).hex()}"
        case list() | tuple():
            return [_as_json(item) for item in value]
    return value
