"""Makes a lasting change as the web process would, with its proof, which attacks lack.

With a proof of the very rows and values, what refuses a statement is the lock that lies deeper.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.apps import apps
from django.db.models import NOT_PROVIDED

from saathi.agencies import change_proofs, decision_proofs, definer_functions
from saathi.agencies.models import Staff
from tests.attacks.conftest import Connection

# Of a row as JSON: what a proof says of it, the sealed words by their digest.
_PROVED = (
    "{row} || CASE WHEN {row} ->> 'sealed' IS NULL THEN '{{}}' ELSE jsonb_build_object('sealed', "
    "encode(sha256(decode(substr({row} ->> 'sealed', 3), 'hex')), 'hex')) END"
)
_FILLED = "SELECT jsonb_object_agg(key, value) FROM jsonb_each({row}) WHERE value <> 'null'"


def insert_proved(
    connection: Connection,
    staff: Staff,
    table: str,
    source: str,
    parameters: Sequence[Any] = (),
    **values: Any,
) -> int:
    """Adds a copy of each row that `source` selects, with other values, and with its proof."""
    given = f"""SELECT %s::jsonb || to_jsonb(s) || jsonb_build_object('id', gen_random_uuid(), 'version', 1)
                    || %s::jsonb FROM ({source}) s"""
    typed = f"SELECT to_jsonb(jsonb_populate_record(NULL::{table}, one)) FROM ({given}) g(one)"
    filled = f"SELECT ({_FILLED.format(row='one')}) FROM ({typed}) t(one)"
    rows = connection.execute(
        f"SELECT row ->> 'id', row::text, ({_PROVED.format(row='row')})::text FROM ({filled}) f(row)",
        [json.dumps(_defaults(table)), json.dumps(values, default=str), *parameters],
    ).fetchall()
    prove(connection, staff, table, [(row_id, proved) for row_id, _row, proved in rows])
    added = connection.execute(
        f"INSERT INTO {table} SELECT (jsonb_populate_record(NULL::{table}, one::jsonb)).* "
        "FROM unnest(%s::text[]) one",
        [[row for _id, row, _proved in rows]],
    )
    return added.rowcount


def update_proved(
    connection: Connection,
    staff: Staff,
    table: str,
    values: Mapping[str, str],
    where: str = "true",
) -> int:
    """Runs an UPDATE to these values, which are SQL expressions, with a proof of each row."""
    of_state = next((c for t, c in _state_columns() if t == table), None)
    state = "NULL" if of_state is None else values.get(of_state, f'"{of_state}"')
    names = ", ".join(f'"{name}"' for name in values)
    rows = connection.execute(  # in a union the expressions take the types of the columns
        f"SELECT r.key::text, ({_PROVED.format(row='to_jsonb(r)')})::text, r.brought FROM ("
        f"SELECT id AS key, NULL AS brought, {names} FROM {table} WHERE false UNION ALL "
        f"SELECT id, {state}, {', '.join(values.values())} FROM {table} WHERE {where}) r"
    ).fetchall()
    proved = [(key, of_row) for key, of_row, _state in rows]
    proved += [(key, json.dumps(state)) for key, _of_row, state in rows if state is not None]
    prove(connection, staff, table, proved)
    sets = ", ".join(f'"{name}" = {expression}' for name, expression in values.items())
    return connection.execute(f"UPDATE {table} SET {sets} WHERE {where}").rowcount


def prove(
    connection: Connection, staff: Staff, table: str, rows: Iterable[tuple[str, str]]
) -> None:
    """Gives the transaction the proof of rows: of each its id, and its state or its values as JSON."""
    listed = ", ".join(f'["{table}", "{row_id}", {proved}]' for row_id, proved in rows)
    body = f"[{listed}]"
    proof = change_proofs.prove_change("decide", body, actor=staff.id)
    connection.execute("SELECT set_config('saathi.decision', %s, true)", [f"{proof}\n{body}"])


def _defaults(table: str) -> dict[str, Any]:
    """The default values of the columns of a table."""
    [model] = [model for model in apps.get_models() if model._meta.db_table == table]
    fields = model._meta.concrete_fields
    return {f.column: f.db_default for f in fields if f.db_default is not NOT_PROVIDED}


def _state_columns() -> Iterable[tuple[str, str]]:
    for model in apps.get_models():
        if states := decision_proofs.proved_states(model):
            yield model._meta.db_table, states[0]


def change(connection: Connection, staff: Staff, function: str, *values: Any) -> Any:
    """The result of the function, called with a proof in the name of `staff`."""
    body = json.dumps([definer_functions._text(value) for value in values])
    proof = change_proofs.prove_change(function, body, actor=staff.id)
    row = connection.execute("SELECT change_make(%s, %s, %s)", [function, body, proof]).fetchone()
    return row[0] if row else None
