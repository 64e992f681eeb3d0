"""Makes a lasting change as the web process would, with its proof, which attacks lack."""

import json
from typing import Any
from uuid import uuid4

from saathi.agencies import change_proofs, definer_functions
from saathi.agencies.models import Staff
from tests.attacks.conftest import Connection


def insert_proved(
    connection: Connection, staff: Staff, table: str, source: str, **values: Any
) -> None:
    """Adds a copy of the row that `source` selects, with other values, and with its proof.

    As the web process would; an attack on what the row becomes later begins with it.
    """
    row = connection.execute(
        f"SELECT to_jsonb(jsonb_populate_record(NULL::{table}, to_jsonb(s) || %s::jsonb)) FROM ({source}) s",
        [json.dumps({"id": str(uuid4()), "version": 1, "sealed": None} | values)],
    ).fetchone()
    assert row
    new = {name: value for name, value in row[0].items() if value is not None}
    body = json.dumps([[table, new["id"], new]])
    proof = change_proofs.prove_change("decide", body, actor=staff.id)
    connection.execute("SELECT set_config('saathi.decision', %s, true)", [f"{proof}\n{body}"])
    connection.execute(
        f"INSERT INTO {table} SELECT (jsonb_populate_record(NULL::{table}, %s::jsonb)).*",
        [json.dumps(new)],
    )


def change(connection: Connection, staff: Staff, function: str, *values: Any) -> Any:
    """The result of the function, called with a proof in the name of `staff`."""
    body = json.dumps([definer_functions._text(value) for value in values])
    proof = change_proofs.prove_change(function, body, actor=staff.id)
    row = connection.execute("SELECT change_make(%s, %s, %s)", [function, body, proof]).fetchone()
    return row[0] if row else None
