"""Groups connected pairs: three records of one child are three pairs, reviewed together."""

from collections.abc import Callable
from uuid import UUID

from django.db import connections


def update_clusters(*, using: str) -> int:
    """Updates the clusters of pairs and returns how many changed. Merges nothing."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT id, file_id, other_id, cluster FROM matches_live()")
        rows = cursor.fetchall()
        changed = changed_clusters(rows)
        if changed:
            pairs, clusters = list(changed), list(changed.values())
            cursor.execute("SELECT matches_hang_together(%s, %s)", [pairs, clusters])
    return len(changed)


def changed_clusters(rows: list[tuple[UUID, UUID, UUID, UUID]]) -> dict[UUID, UUID]:
    """The pairs (id, file, other, cluster) whose cluster changed, with the new one.

    A cluster has the id of its earliest pair; the rows are in that order.
    """
    cluster_of = _clusters([(file, second) for _, file, second, _ in rows])
    names: dict[UUID, UUID] = {}
    changed = {}
    for pair, file, _other, cluster in rows:
        name = names.setdefault(cluster_of(file), pair)
        if name != cluster:
            changed[pair] = name
    return changed


def _clusters(pairs: list[tuple[UUID, UUID]]) -> Callable[[UUID], UUID]:
    """Maps each record to the representative of its cluster: a union-find over the pairs."""
    parents: dict[UUID, UUID] = {}

    def representative(record: UUID) -> UUID:
        while (parent := parents.setdefault(record, record)) != record:
            parents[record] = record = parents[parent]  # path halving for later lookups
        return record

    for first, second in pairs:
        parents[representative(first)] = representative(second)
    return representative
