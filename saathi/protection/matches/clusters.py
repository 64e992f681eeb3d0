"""Which pairs hang together: three records of one child are three pairs, to be looked at together."""

from uuid import UUID

import numpy as np
from django.db import connections


def hang_together(*, using: str) -> int:
    """How many pairs belong to another cluster than before. Joins nothing."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT id, file_id, other_id, cluster FROM matches_live()")
        rows = cursor.fetchall()
        changed = moved(rows)
        if changed:
            pairs, clusters = list(changed), list(changed.values())
            cursor.execute("SELECT matches_hang_together(%s, %s)", [pairs, clusters])
    return len(changed)


def moved(rows: list[tuple[UUID, UUID, UUID, UUID]]) -> dict[UUID, UUID]:
    """The new cluster of each pair (id, file, other, cluster) whose cluster is another than it was.

    A cluster is called by its earliest pair; the rows stand in that order.
    """
    # Only the nightly run needs it; web processes know the job by name.
    from scipy.sparse import coo_array  # noqa: PLC0415 - as said above
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415 - as said above

    if not rows:
        return {}
    places: dict[UUID, int] = {}
    one = [places.setdefault(file, len(places)) for _, file, _, _ in rows]
    other = [places.setdefault(file, len(places)) for _, _, file, _ in rows]
    graph = coo_array((np.ones(len(rows)), (one, other)), shape=(len(places), len(places)))
    parts = connected_components(graph, directed=False)[1]
    names: dict[int, UUID] = {}
    found = {}
    for (pair, _file, _other, cluster), place in zip(rows, one, strict=True):
        name = names.setdefault(int(parts[place]), pair)
        if name != cluster:
            found[pair] = name
    return found
