"""Continues the log after a restore from a backup, declaring openly what the backup lacks.

Run by `saathi restore` or `saathi audit resume` while nothing else is connected, and before `saathi
audit verify`.
"""

from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from psycopg import Connection, sql

from saathi.audit import batches, signing_keys
from saathi.audit.continuity import format_moment
from saathi.audit.heads import ORIGIN, HeadsFileSink, LogRestoration, SignedHead, read_lines
from saathi.audit.sealer import LogSealer, heads_path
from saathi.audit.sealer_marker import LogPosition, SealerMarker, SealingRefused
from saathi.audit.signing_keys import short_key_id
from saathi.infra import clock


def raise_transaction_numbers(owner: Connection[Any], reader: Connection[Any]) -> int:
    """Raises the transaction numbers so that they never go back; returns by how much, usually 0.

    The server to which the log was restored may count from a lower number than the original one;
    entries would then seem to belong to batches sealed long ago. `reader` must see all rows.
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
    raised = highest - horizon  # so that transactions open now also get new numbers
    owner.execute(
        sql.SQL(
            "CREATE OR REPLACE FUNCTION audit_xid_offset() RETURNS bigint LANGUAGE sql IMMUTABLE "
            "PARALLEL SAFE RETURN {}::bigint"
        ).format(sql.Literal(offset + raised))
    )
    return raised


def declare_restoration(
    connection: Connection[Any],
    heads_path: Path,
    key: Ed25519PrivateKey,
    marker: SealerMarker | None = None,
) -> LogRestoration | None:
    """The signed statement that batches sealed after the backup are given up; None without any.

    The statement stays in the heads file permanently, and `saathi audit verify` repeats it each
    time. `marker` also records batches whose heads are lost. A log without any batch is declared
    too, because the sealer would refuse to begin a log with old entries.
    """
    sink = HeadsFileSink(heads_path)
    exported = sink.last_head() or ORIGIN
    place = (marker.read_position() if marker is not None else None) or LogPosition()
    given_up = max(exported.number, place.number)
    resumed, _ = batches.get_last_batch(connection) or (ORIGIN, b"")
    if given_up <= resumed.number and resumed != ORIGIN:
        return None
    if resumed != ORIGIN and resumed not in _heads(heads_path, resumed.number):
        raise SealingRefused(
            f"The restored log ends at batch {resumed.number}, which is not the one that was "
            "exported. It is another log, or it was changed: nothing was declared."
        )
    statement = LogRestoration(
        resumed=resumed,
        given_up=given_up,
        entries_lost=max(exported.tree_size, place.tree_size) - resumed.tree_size,
        declared_at=format_moment(clock.now()),
        key_id=short_key_id(key.public_key()),
    ).sign(key)
    sink.append_line(statement)
    return statement


def resume_sealing(
    owner: Connection[Any], reader: Connection[Any], sealer: Connection[Any], home: Path
) -> LogRestoration | None:
    """Lets sealing continue from the database, and declares what is missing.

    For an operator who restored the database by other means than `saathi restore`, or lost the
    heads file for good. Signed heads that the database still has are written to the file again.
    """
    key, heads = signing_keys.create_signing_key(home), heads_path(home)
    raise_transaction_numbers(owner, reader)
    owner.commit()
    stored, _ = batches.get_last_batch(reader) or (ORIGIN, b"")
    if (HeadsFileSink(heads).last_head() or ORIGIN).number < stored.number:
        LogSealer(sealer, key, HeadsFileSink(heads)).export_heads()
    return declare_restoration(reader, heads, key, SealerMarker.of_home(home))


def _heads(path: Path, number: int) -> list[SignedHead]:
    """The heads in the file for a batch number; more than one after an earlier restore."""
    return [
        line
        for _, line in read_lines(path)
        if isinstance(line, SignedHead) and line.number == number
    ]
