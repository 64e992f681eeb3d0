"""Large tables: a walk rounds them, windows suppress them; an independent attacker attacks the result."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from saathi.engines.disclosure import (
    rounding,
    small_tables,
    suppression,
    windowed_suppression,
)
from saathi.engines.disclosure.audit import audit_tables
from saathi.engines.disclosure.audit_task import DisclosureAuditTask
from saathi.engines.disclosure.policy import DisclosurePolicy
from saathi.engines.disclosure.protect import ProtectionSettings, protect_tables
from saathi.engines.disclosure.sum_bounds import lower_bounds
from saathi.engines.disclosure.table_files import build_counted_system, complete_and_check
from saathi.engines.disclosure.tables import (
    CellStatus,
    CountTable,
    DisclosureMethod,
    TableRow,
    ZeroPolicy,
)
from saathi.engines.disclosure.windows import build_frame, iterate_windows
from tests.engines.disclosure.privacy_checks import assert_learns_nothing, stranger_of
from tests.engines.disclosure.random_worlds import RandomWorld, random_worlds
from tests.engines.disclosure.refusals import redrawn_if_refused
from tests.engines.examples import examples

K = 5


@pytest.fixture(autouse=True, scope="module")
def small_is_large() -> Iterator[None]:
    """The ways of large tables are taken for tables that a stranger can attack in seconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rounding, "LOCAL_SEARCH_CELLS", 0)
        patch.setattr(rounding, "MAX_SOLVER_CELLS", 0)
        patch.setattr(suppression, "MODULAR_CELLS", 0)
        patch.setattr(small_tables, "MAX_FINEST_CELLS", 0)
        patch.setattr(windowed_suppression, "PASSES", ((20, False), (30, True), (500, False)))
        yield


@pytest.mark.slow
@examples(10)
@given(random_worlds(), st.sampled_from(["public", "protected"]))
def test_a_stranger_learns_nothing_from_tables_suppressed_by_windows(
    world: RandomWorld, zeros: str
) -> None:
    order = ProtectionSettings(
        DisclosurePolicy(K, ZeroPolicy(zeros)), DisclosureMethod.SUPPRESS, seconds=10.0
    )
    with redrawn_if_refused():
        protected = protect_tables(world.tables(), world.hierarchies(), order)

    assert protected.report.passes
    assert_learns_nothing(world, protected, k=K, zeros=zeros)


@pytest.mark.slow
@examples(10)
@given(random_worlds(), st.sampled_from(["public", "protected"]))
def test_tables_rounded_by_a_walk_add_up_and_tell_a_stranger_nothing(
    world: RandomWorld, zeros: str
) -> None:
    order = ProtectionSettings(DisclosurePolicy(K, ZeroPolicy(zeros)), DisclosureMethod.ROUND)
    protected = protect_tables(world.tables(), world.hierarchies(), order)
    truth = world.truth()
    stranger = stranger_of(world, protected, zeros)
    shown = {
        frozenset(table.key_of_row(row)): int(row.text or "")
        for table in protected.tables
        for row in table.rows
    }

    assert protected.report.passes
    for total, parts in stranger.sums:
        assert shown[total] == sum(shown[part] for part in parts)
    assert all(value % K == 0 for value in shown.values())
    far = [cell for cell, value in shown.items() if abs(value - truth[cell]) > K]
    assert not far or "--reach" in " ".join(protected.report.notes)
    if not protected.report.notes:
        for cell, (low, high) in stranger.ranges().items():
            assert low <= truth[cell] <= high
            assert high - low >= K - 1


def test_a_rounding_that_cannot_keep_to_the_rule_says_how_far_it_went() -> None:
    # Eight children, one in each corner of a cube; each of its twelve edges holds two.
    counts = np.ones((2, 2, 2), int)
    counts[0, 0, 0] = 4
    for axis in range(3):
        counts = np.concatenate([counts, counts.sum(axis, keepdims=True)], axis)
    codes = ["a", "b", "Total"]
    rows = [
        TableRow((codes[i], codes[j], codes[k]), int(counts[i, j, k]))
        for i in range(3)
        for j in range(3)
        for k in range(3)
    ]
    protected = protect_tables(
        [CountTable("t.csv", ("x", "y", "z"), rows)],
        {},
        ProtectionSettings(DisclosurePolicy(K, ZeroPolicy.PUBLIC)),
    )
    values = {row.codes: int(row.text or "") for row in protected.tables[0].rows}
    furthest = max(abs(values[row.codes] - (row.count or 0)) for row in rows)

    assert protected.report.passes
    assert bool(protected.report.notes) == (furthest >= K)


def test_windows_cover_every_cell_and_close_upwards() -> None:
    world = RandomWorld(
        dict.fromkeys([(p, a, s) for p in PLACES for a in AGES for s in ["s1", "s2"]], 3),
        (("place", "age", "sex"),),
        True,
    )
    tables = complete_and_check(world.tables(), world.hierarchies())
    system = build_counted_system(tables)
    frame = build_frame(system)
    for draw in (None, np.random.default_rng(1)):
        seen = np.zeros(system.size, bool)
        for inside in iterate_windows(frame, 30, draw):
            seen[inside] = True
            here = set(inside.tolist())
            for line in system.lines:
                assert line.total in here or not here & set(line.parts)
        assert seen.all()


PLACES = ["p1", "p2", "p3", "p4"]
AGES = ["a1", "a2", "a3"]


@examples(20)
@given(random_worlds())
def test_bounds_of_single_sums_are_never_narrower_than_the_truth(world: RandomWorld) -> None:
    system = build_counted_system(complete_and_check(world.tables(), world.hierarchies()))
    truth = world.truth()
    counts = np.array([truth[frozenset(key)] for key in system.keys])
    hidden = counts < K
    low = np.where(hidden, 0, counts)
    bounds = lower_bounds(system.matrix, None, low, np.where(hidden, 2**40, counts))
    assert (bounds <= counts).all()
    assert (bounds >= low).all()


@pytest.mark.slow
@pytest.mark.parametrize("zeros", list(ZeroPolicy))
def test_the_audit_of_a_rounded_table_needs_no_proof_from_its_maker(zeros: ZeroPolicy) -> None:
    draw = np.random.default_rng(4)
    counts = draw.poisson(2.0, (12, 9))
    counts = np.vstack([counts, counts.sum(0)])
    counts = np.column_stack([counts, counts.sum(1)])
    names = [*(f"r{n}" for n in range(12)), "Total"], [*(f"c{n}" for n in range(9)), "Total"]
    rows = [
        TableRow((r, c), int(counts[i, j]))
        for i, r in enumerate(names[0])
        for j, c in enumerate(names[1])
    ]
    order = ProtectionSettings(DisclosurePolicy(K, zeros))
    protected = protect_tables([CountTable("t.csv", ("r", "c"), rows)], {}, order)

    assert audit_tables(DisclosureAuditTask(protected.tables, {}, order.rules)).passes
    assert all(row.status == CellStatus.ROUNDED for row in protected.tables[0].rows)
