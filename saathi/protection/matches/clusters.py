"""Which pairs hang together: three records of one child are three pairs, to be looked at together."""

from collections.abc import Callable
from uuid import UUID

from django.db import connections


def update_clusters(*, using: str) -> int:
    """How many pairs belong to another cluster than before. Joins nothing."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT id, file_id, other_id, cluster FROM matches_live()")
        rows = cursor.fetchall()
        changed = changed_clusters(rows)
        if changed:
            pairs, clusters = list(changed), list(changed.values())
            cursor.execute("SELECT matches_hang_together(%s, %s)", [pairs, clusters])
    return len(changed)


def changed_clusters(rows: list[tuple[UUID, UUID, UUID, UUID]]) -> dict[UUID, UUID]:
    """The new cluster of each pair (id, file, other, cluster) whose cluster is another than it was.

    A cluster is called by its earliest pair; the rows stand in that order.
    """
    cluster_of = _clusters([(file, other) for _, file, other, _ in rows])
    names: dict[UUID, UUID] = {}
    found = {}
    for pair, file, _other, cluster in rows:
        name = names.setdefault(cluster_of(file), pair)
        if name != cluster:
            found[pair] = name
    return found


def _clusters(pairs: list[tuple[UUID, UUID]]) -> Callable[[UUID], UUID]:
    """Gives for each record the one that represents its cluster: a union-find over the pairs."""
    parents: dict[UUID, UUID] = {}

    def representative(record: UUID) -> UUID:
        while (parent := parents.setdefault(record, record)) != record:
            parents[record] = record = parents[parent]  # halves the path for the next question
        return record

    for one, other in pairs:
        parents[representative(one)] = representative(other)
    return representative
