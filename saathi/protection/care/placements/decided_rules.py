"""Which types of care agree with a best interests determination. Pure; the database compares with it.

A determination for a return, another country or a stay says nothing of the care until then. In SQL:
`functions/agreements.sql`.
"""

from collections.abc import Mapping
from typing import Final

from saathi.protection.care.placements.vocabulary import FAMILY_KINDS, PlacementKind
from saathi.protection.decisions.best_interests.vocabulary import Solution
from saathi.protection.decisions.orders.vocabulary import OrderKind

KINDS_OF: Final[Mapping[Solution, tuple[PlacementKind, ...]]] = {
    Solution.FAMILY: (),
    Solution.RELATIVES: (PlacementKind.KINSHIP,),
    Solution.FOSTER: (PlacementKind.FOSTER,),
    Solution.KAFALA: FAMILY_KINDS,
    Solution.GUARDIANSHIP: FAMILY_KINDS,
    Solution.ADOPTION: FAMILY_KINDS,
    Solution.INDEPENDENT: (PlacementKind.INDEPENDENT,),
    Solution.SMALL_HOME: (PlacementKind.RESIDENTIAL,),
    Solution.INSTITUTION: (PlacementKind.RESIDENTIAL,),
}
# Orders that say where or with whom the child lives; their content is in words.
ORDER_KINDS: Final = (OrderKind.PLACEMENT, OrderKind.RESTORATION)


def agreeing_kinds_sql() -> str:
    """The types of care of each solution, for the SQL that compares; null of any other solution."""
    cases = (
        f"WHEN '{solution}' THEN ARRAY[{', '.join(f"'{kind}'" for kind in kinds)}]::text[]"
        for solution, kinds in KINDS_OF.items()
    )
    return f"CASE d.solution {' '.join(cases)} END"
