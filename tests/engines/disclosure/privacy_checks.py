"""What an outside attacker learns from protected tables, compared with the truth."""

from itertools import product

from saathi.engines.disclosure.hierarchies import TOTAL
from saathi.engines.disclosure.protect import ProtectionOutcome
from tests.engines.disclosure.random_worlds import CODES, REGIONS, RandomWorld
from tests.engines.disclosure.stranger import Rows, StrangerAttacker


def stranger_of(world: RandomWorld, protected: ProtectionOutcome, zeros: str) -> StrangerAttacker:
    """An attacker who reads the printed tables and knows nothing else."""
    return StrangerAttacker(_printed(protected), world.parents, zeros=zeros)


def informed_stranger_of(
    world: RandomWorld, protected: ProtectionOutcome, zeros: str
) -> StrangerAttacker:
    """The same attacker, who also considers the one table of all dimensions underlying the printed ones."""
    more = {"place": sorted(set(REGIONS.values()))} if world.parents else {}
    chains = [[*codes, *more.get(name, []), TOTAL] for name, codes in CODES.items()]
    behind: tuple[tuple[str, ...], Rows] = (
        tuple(CODES),
        [(codes, "", "unprinted") for codes in product(*chains)],
    )
    return StrangerAttacker([*_printed(protected), behind], world.parents, zeros=zeros)


def _printed(protected: ProtectionOutcome) -> list[tuple[tuple[str, ...], Rows]]:
    return [
        (table.dimensions, [(row.codes, row.text or "", str(row.status)) for row in table.rows])
        for table in protected.tables
    ]


def assert_learns_nothing(
    world: RandomWorld, protected: ProtectionOutcome, *, k: int, zeros: str
) -> None:
    """Fails where the attacker knows a hidden cell exactly, that it is small or, with protected zeros, not zero."""
    truth = world.truth()
    for cell, (low, high) in stranger_of(world, protected, zeros).ranges().items():
        assert low <= truth[cell] <= high
        assert low < high, "known exactly"
        if truth[cell] < k:
            assert high >= k, "proven to be few"
        if zeros == "protected":
            assert low == 0 or low >= k, "proven to be there"
