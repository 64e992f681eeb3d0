"""Continues the log after a restore from a backup, openly: what the backup lacks is declared.

Run by `saathi restore`, once, while nothing else is connected; then `saathi audit verify`.
"""

from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from psycopg import Connection, sql

from saathi.audit import batches
from saathi.audit.continuity import CannotSeal, stamp
from saathi.audit.heads import ORIGIN, FileSink, Head, Restoration, read_lines
from saathi.audit.keys import key_id
from saathi.infra import clock


def renumber(owner: Connection[Any], reader: Connection[Any]) -> int:
    """By how much it raised the numbers of transactions, so that they do not go back; mostly 0.

    A server that the log was restored into may count from lower down than the one it came from;
    what is written then would seem to belong to batches sealed long ago. `reader` must read all.
    """
    row = reader.execute(
        "SELECT audit_horizon(), audit_xid_offset(), greatest("
        "  coalesce((SELECT max(xid_to) FROM audit_batch)::text::bigint, 0),"
        "  coalesce((SELECT max(xid) FROM audit_entry)::text::bigint + 1, 0))"
    ).fetchone()
    assert row is not None
    horizon, offset, highest = (int(value) for value in row)
    if horizon >= highest:
        return 0
    raised = highest - horizon  # so that transactions open now have new numbers as well
    owner.execute(
        sql.SQL(
            "CREATE OR REPLACE FUNCTION audit_xid_offset() RETURNS bigint LANGUAGE sql IMMUTABLE "
            "PARALLEL SAFE RETURN {}::bigint"
        ).format(sql.Literal(offset + raised))
    )
    return raised


def declare(
    connection: Connection[Any], heads_path: Path, key: Ed25519PrivateKey
) -> Restoration | None:
    """The signed statement that batches sealed after the backup are given up; None for none.

    The statement stands in the heads file for ever, and `saathi audit verify` says it each time.
    """
    sink = FileSink(heads_path)
    exported = sink.last() or ORIGIN
    resumed, _ = batches.last(connection) or (ORIGIN, b"")
    if exported.number <= resumed.number:
        return None
    if resumed != ORIGIN and resumed not in _heads(heads_path, resumed.number):
        raise CannotSeal(
            f"The restored log ends at batch {resumed.number}, which is not the one that was "
            "exported. It is another log, or it was changed: nothing was declared."
        )
    statement = Restoration(
        resumed=resumed,
        given_up=exported.number,
        entries_lost=exported.tree_size - resumed.tree_size,
        declared_at=stamp(clock.now()),
        key_id=key_id(key.public_key()),
    ).sign(key)
    sink.append(statement)
    return statement


def _heads(path: Path, number: int) -> list[Head]:
    """The heads of a batch in the file; more than one after an earlier restore."""
    return [
        line for _, line in read_lines(path) if isinstance(line, Head) and line.number == number
    ]
