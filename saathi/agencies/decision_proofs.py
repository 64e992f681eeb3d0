"""Proofs that the application itself brings a row into a state that approves something.

A model says by `proved_states` which values of which column these are. Its trigger refuses them
without a proof of this row and this state, so an injected statement approves nothing, also in the
request of the person who may (`functions/decisions.sql`).
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models

from saathi.agencies.change_proofs import prove

NAMES = ("decision_proved",)

type ProvedStates = tuple[str, tuple[str, ...]]


def proved_states(model: type[models.Model]) -> ProvedStates | None:
    """The column of a model and its values that need a proof, if it has any."""
    return getattr(model, "proved_states", None)


def prove_states(
    model: type[models.Model], changes: Iterable[tuple[Any, Mapping[str, Any]]], *, by: UUID
) -> None:
    """Gives the transaction the proof that these changes of rows need, where they need one."""
    proved = proved_states(model)
    if proved is None:
        return
    column, states = proved
    told = [
        [model._meta.db_table, str(row_id), str(fields[column])]
        for row_id, fields in changes
        if str(fields.get(column)) in states
    ]
    if not told:
        return
    body = json.dumps(told)
    proof = prove("decide", body, actor=by)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('saathi.decision', %s, true)", [f"{proof}\n{body}"])


def triggers() -> list[str]:
    """The trigger of each model with such states; the owner of its function makes it."""
    made = []
    for model in apps.get_models():
        proved = proved_states(model)
        if proved is None:
            continue
        column, states = proved
        values = ", ".join(f"'{state}'" for state in states)
        made.append(
            f"CREATE OR REPLACE TRIGGER decision_proved BEFORE INSERT OR UPDATE "
            f"ON {model._meta.db_table} FOR EACH ROW WHEN (NEW.{column} IN ({values})) "
            f"EXECUTE FUNCTION decision_require_proof('{column}')"
        )
    return made
