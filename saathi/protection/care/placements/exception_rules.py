"""Whether an exception that has ended still counts. Pure functions."""

import datetime as dt
from collections.abc import Collection

from saathi.protection.care.placements.rules import OF_OURS_ALONE
from saathi.protection.care.placements.vocabulary import PlacementBasis


def inherited_until(
    unmet: Collection[str],
    basis: PlacementBasis,
    earlier_until: dt.date | None,
    *,
    is_in_words: bool = False,
) -> dt.date | None:
    """Until when an earlier exception for the same place counts for what others decided there; None if not.

    The child still lives where something is missing: a new record of the stay does not end that. A place
    known in words alone may be the same one, also if it is called another kind of which nothing is asked.
    """
    lacks = bool(set(unmet) - OF_OURS_ALONE)
    is_of_others = basis != PlacementBasis.OURS
    return earlier_until if is_of_others and (lacks or is_in_words) else None
