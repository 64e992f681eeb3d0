"""Gives a transaction the proof for what the application itself writes into rows.

One proof covers all rows of a statement: the states in `decision_proofs` and the values in
`guarded_columns`. It is a JSON array of arrays: table, row, and a state or an object of values by
column.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, models

from saathi.agencies import collection_methods, guarded_columns
from saathi.agencies.change_proofs import prove_change
from saathi.agencies.decision_proofs import proved_state, proved_states
from saathi.agencies.models import Scoped

type _Proved = list[list[Any]]


def prove_rows(rows: Iterable[tuple[models.Model, Mapping[str, Any]]], *, by: UUID) -> None:
    """Gives the proof that these rows need, each with the fields that change; none of a new row.

    The same statement keeps by which way each new record of a file is collected.
    """
    rows = list(rows)
    proved: _Proved = []
    for row, fields in rows:
        of_row = [row._meta.db_table, str(row.pk)]
        if (state := proved_state(row, fields)) is not None:
            proved.append([*of_row, state])
        values = guarded_columns.changed_guarded_values(type(row), fields)
        if row_values := values if fields else guarded_columns.first_guarded_values(row):
            proved.append([*of_row, row_values])
    new = [row for row, fields in rows if isinstance(row, Scoped) and not fields]
    _prove(proved, by, kept=collection_methods.describe_collection(new))


def prove_changes(
    model: type[models.Model],
    changes: Iterable[tuple[Any, Mapping[str, Any]]],
    *,
    by: UUID,
    using: str = DEFAULT_DB_ALIAS,
) -> None:
    """As `prove_rows`, for rows of one model of which only the ids are known."""
    column, _states = proved_states(model) or ("", ())
    table = model._meta.db_table
    proved: _Proved = []
    for pk, fields in changes:
        if column in fields:
            proved.append([table, str(pk), str(fields[column])])
        if values := guarded_columns.changed_guarded_values(model, fields):
            proved.append([table, str(pk), values])
    _prove(proved, by, using)


def _prove(
    proved: _Proved, by: UUID, using: str = DEFAULT_DB_ALIAS, kept: collection_methods.Kept = ()
) -> None:
    calls, values = [], list[str]()
    if proved:
        body = json.dumps(proved)
        calls.append("set_config('saathi.decision', %s, true)")
        values.append(f"{prove_change('decide', body, actor=by)}\n{body}")
    if kept:
        call, arguments = collection_methods.save_methods_call(kept, by=by)
        calls.append(call)
        values += arguments
    if calls:
        with connections[using].cursor() as cursor:
            cursor.execute("SELECT " + ", ".join(calls), values)
