"""Whether an exception that has ended still counts. Pure functions."""

import datetime as dt
from collections.abc import Collection

from saathi.protection.care.placements.rules import OF_OURS_ALONE
from saathi.protection.care.placements.vocabulary import PlacementBasis


def inherited_until(
    unmet: Collection[str], basis: PlacementBasis, earlier_until: dt.date | None
) -> dt.date | None:
    """Until when an earlier exception for the same place counts for what others decided there; None if not.

    The child still lives where something is missing: a new record of the stay does not end that.
    """
    lacks = set(unmet) - OF_OURS_ALONE
    return earlier_until if lacks and basis != PlacementBasis.OURS else None
