"""Makes a lasting change as the web process would, with its proof, which attacks lack."""

import json
from typing import Any

from saathi.agencies import change_proofs, definer_functions
from saathi.agencies.models import Staff
from tests.attacks.conftest import Connection


def change(connection: Connection, staff: Staff, function: str, *values: Any) -> Any:
    """The result of the function, called with a proof in the name of `staff`."""
    body = json.dumps([definer_functions._text(value) for value in values])
    proof = change_proofs.prove_change(function, body, actor=staff.id)
    row = connection.execute("SELECT change_make(%s, %s, %s)", [function, body, proof]).fetchone()
    return row[0] if row else None
