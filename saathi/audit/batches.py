"""The rows of `audit_batch`: how a head is stored beside its leaves, and read back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import Connection, sql

from saathi.audit.heads import SignedHead
from saathi.audit.leaves import EntryLeaf
from saathi.audit.merkle import CompactRange, split_hashes

_HEAD = sql.SQL("""
SELECT number, xid_from::text::bigint, xid_to::text::bigint, first_leaf, count, tree_size,
  encode(batch_root, 'hex'), encode(root, 'hex'), encode(previous_root, 'hex'),
  to_char(sealed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
  key_id, encode(signature, 'hex'), pending, part
""")

_INSERT = """
INSERT INTO audit_batch (number, xid_from, xid_to, first_leaf, count, tree_size, batch_root, root,
  previous_root, sealed_at, key_id, signature, entry_ids, leaf_hashes, peaks, pending, part)
VALUES (%s, %s::text::xid8, %s::text::xid8, %s, %s, %s, decode(%s, 'hex'), decode(%s, 'hex'),
  decode(%s, 'hex'), %s::text::timestamptz, %s, decode(%s, 'hex'), %s::uuid[], %s, %s, %s::bigint[], %s)
"""


@dataclass(frozen=True, slots=True)
class SealedBatch:
    """A batch as stored in the database: its head, and the leaves that it claims to seal."""

    head: SignedHead
    ids: list[str]
    hashes: list[bytes]
    peaks: bytes

    def build_tree(self) -> CompactRange | None:
        """The tree after this batch; None unless the peaks in the row give the root in its head."""
        try:
            tree = CompactRange.from_bytes(self.head.tree_size, self.peaks)
        except (ValueError, OverflowError):
            return None
        return tree if tree.root().hex() == self.head.root else None


def insert_batch(
    connection: Connection[Any], head: SignedHead, leaves: Sequence[EntryLeaf], tree: CompactRange
) -> None:
    """Writes a sealed batch."""
    connection.execute(
        _INSERT,
        (
            head.number,
            head.xid_from,
            head.xid_to,
            head.first_leaf,
            head.count,
            head.tree_size,
            head.batch_root,
            head.root,
            head.previous_root,
            head.sealed_at,
            head.key_id,
            head.signature,
            [leaf.id for leaf in leaves],
            b"".join(leaf.hash for leaf in leaves),
            tree.to_bytes(),
            None if head.pending is None else list(head.pending),
            head.part,
        ),
    )


def get_last_batch(connection: Connection[Any]) -> tuple[SignedHead, bytes] | None:
    """The head and peaks of the last batch, or None."""
    row = connection.execute(
        _HEAD + sql.SQL(", peaks FROM audit_batch ORDER BY number DESC LIMIT 1")
    ).fetchone()
    return None if row is None else (_head(row), bytes(row[14]))


def list_heads_after(connection: Connection[Any], number: int) -> list[SignedHead]:
    """The heads of the batches after `number`, in order, at most a thousand."""
    rows = connection.execute(
        _HEAD + sql.SQL("FROM audit_batch WHERE number > %s ORDER BY number LIMIT 1000"), (number,)
    )
    return [_head(row) for row in rows]


def stream_batches(connection: Connection[Any], *, step: int = 10) -> Iterator[SealedBatch]:
    """Every batch in order, `step` at a time by a server-side cursor; needs a transaction."""
    query = _HEAD + sql.SQL(
        ", entry_ids::text[], leaf_hashes, peaks FROM audit_batch ORDER BY number"
    )
    with connection.cursor(name="audit_batches") as cursor:
        cursor.itersize = step
        cursor.execute(query)
        for row in cursor:
            yield SealedBatch(_head(row), row[14], split_hashes(bytes(row[15])), bytes(row[16]))


def _head(row: Sequence[Any]) -> SignedHead:
    """The head in the first columns of a row, those of `_HEAD`."""
    pending = None if row[12] is None else tuple(row[12])
    return SignedHead(*(*row[:12], pending, row[13]))
