"""Proofs that the application itself moves a row into or out of a state that approves something.

A model's `proved_states` names the values of a column that need a proof. The model's triggers
require a proof of this row and this state for a row created in such a state, each change of the
column, and any change of a row in such a state except to its version number. The same applies to a
row that names who decided it, whatever its state: a refusal cannot be written or withdrawn in
another person's name. So an injected statement approves nothing, sends nothing back, and moves no
approval to another record, even in the request of the person who may do so
(`functions/decisions.sql`).
"""

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.db import models

NAMES = ("decision_proved", "decision_kept")
SIGNED = ("decided_by", "published_by", "answered_by")  # columns that name who decided it

type ProvedStates = tuple[str, tuple[str, ...]]


def proved_states(model: type[models.Model]) -> ProvedStates | None:
    """The column of a model and its values that need a proof, if any."""
    return getattr(model, "proved_states", None)


def signed_columns(model: type[models.Model]) -> list[str]:
    """The columns of a model that name who decided on a row."""
    return [str(f.column) for f in model._meta.concrete_fields if f.name in SIGNED]


def proved_state(row: models.Model, fields: Mapping[str, Any]) -> str | None:
    """The state of a row that a proof must name if these fields change; None if it needs no proof.

    Pass no fields for a new row, because its proof covers its final form.
    """
    column, states = proved_states(type(row)) or ("", ())
    if not column:
        return None
    state = str(fields.get(column, getattr(row, column)))
    is_signed = any(
        fields.get(name, getattr(row, name)) or getattr(row, name)
        for name in signed_columns(type(row))
    )
    return state if column in fields or state in states or is_signed else None


def triggers() -> list[str]:
    """The triggers of each model with such states; the owner of their function creates them."""
    statements = []
    for model in apps.get_models():
        proved = proved_states(model)
        if proved is None:
            continue
        column, states = proved
        values = ", ".join(f"'{state}'" for state in states)
        begun, ended = [f"NEW.{column} IN ({values})"], [f"OLD.{column} IN ({values})"]
        for signed_column in signed_columns(model):
            begun.append(f"NEW.{signed_column} IS NOT NULL")
            ended.append(f"OLD.{signed_column} IS NOT NULL OR NEW.{signed_column} IS NOT NULL")
        ended.append(f"NEW.{column} IS DISTINCT FROM OLD.{column}")
        for name, event, condition in (
            ("decision_proved", "INSERT", " OR ".join(begun)),
            ("decision_kept", "UPDATE", " OR ".join(ended)),
        ):
            statements.append(
                f"CREATE OR REPLACE TRIGGER {name} BEFORE {event} ON {model._meta.db_table} "
                f"FOR EACH ROW WHEN ({condition}) "
                f"EXECUTE FUNCTION decision_require_proof('{column}')"
            )
    return statements
