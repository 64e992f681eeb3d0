"""Exchanges: children change places within tables that look the same, and what moves is hidden."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saathi.disclosure import grid, inference, suppression, windowed_suppression
from saathi.disclosure.budget import TimeBudget
from saathi.disclosure.exchanges import ExchangeSearch
from saathi.disclosure.grid import NOBODY, CellGrid
from saathi.disclosure.policy import DisclosurePolicy, SuppressionProblem, build_problem
from saathi.disclosure.protect import ProtectionSettings, protect_tables
from saathi.disclosure.sum_bounds import lower_bounds
from saathi.disclosure.suppression import SuppressionEffort, suppress_cells
from saathi.disclosure.table_files import build_counted_system, complete_and_check
from saathi.disclosure.tables import DisclosureMethod, ZeroPolicy
from saathi.disclosure.thinning import HiddenCellThinning, choose_by_exchanges
from tests.disclosure.privacy_checks import assert_learns_nothing
from tests.disclosure.random_worlds import RandomWorld, random_worlds
from tests.disclosure.test_windows import problem_of

K = 5


def asked_of(world: RandomWorld, zeros: ZeroPolicy) -> SuppressionProblem:
    tables = complete_and_check(world.tables(), world.hierarchies())
    return build_problem(tables, build_counted_system(tables), DisclosurePolicy(K, zeros))


@settings(max_examples=40)
@given(random_worlds(), st.data())
def test_an_exchange_keeps_every_sum_over_linked_tables_too(
    world: RandomWorld, data: st.DataObject
) -> None:
    asked = asked_of(world, ZeroPolicy.PROTECTED)
    cells = CellGrid(asked.system)
    options: list[list[tuple[int, int]]] = []
    for leaves in cells.frame.leaves:
        own, other = data.draw(st.lists(st.sampled_from(leaves.tolist()), min_size=2, max_size=2))
        options.append([(own, NOBODY)] if own == other else [(own, NOBODY), (own, other)])

    for row, signs in zip(*cells.exchanges(options), strict=True):
        moves = np.zeros(asked.system.size + 1, np.int64)
        np.add.at(moves, row, signs)
        moved = np.flatnonzero(moves)

        assert not (asked.system.matrix @ moves[:-1]).any()
        assert not moves[-1]
        assert cells.adds_up(moved, moves[moved])


def test_a_change_that_breaks_a_sum_does_not_add_up() -> None:
    asked = problem_of([[3, 9], [9, 9]], ZeroPolicy.PROTECTED)
    cells = CellGrid(asked.system)
    one = asked.system.index[(("kind", "k0"), ("place", "p00"))]

    assert not cells.adds_up(np.array([one]), np.array([1]))


@settings(max_examples=40)
@given(random_worlds(), st.sampled_from(list(ZeroPolicy)), st.integers(0, 9))
def test_tables_found_by_exchanges_agree_with_all_that_is_shown(
    world: RandomWorld, zeros: ZeroPolicy, seed: int
) -> None:
    asked = asked_of(world, zeros)
    needs = asked.list_requirements()

    found = choose_by_exchanges(asked, needs, seed, TimeBudget(20.0))

    low, high = asked.counts.copy(), asked.counts.copy()
    for cells, values in found.tables:
        whole = asked.counts.copy()
        whole[cells] = values
        assert not (asked.system.matrix @ whole).any()
        assert (whole >= asked.floor).all()
        assert found.hidden[cells].all()
        low, high = np.minimum(low, whole), np.maximum(high, whole)
    if found.is_complete:
        assert all(high[n.cell] >= n.goal if n.sign > 0 else low[n.cell] <= n.goal for n in needs)
    assert found.hidden[asked.always_hidden].all()
    assert not (found.hidden & ~asked.may_hide & ~asked.always_hidden).any()


@settings(max_examples=25)
@given(random_worlds())
def test_where_all_needs_are_met_no_larger_cell_is_left_between(world: RandomWorld) -> None:
    asked = asked_of(world, ZeroPolicy.PROTECTED)
    needs = asked.list_requirements()
    found = choose_by_exchanges(asked, needs, 0, TimeBudget(20.0))
    if not found.is_complete:
        return

    moved = np.zeros(asked.system.size, bool)
    low = asked.counts.copy()
    for cells, values in found.tables:
        moved[cells] = True
        low[cells] = np.minimum(low[cells], values)
    lower = np.where(found.hidden, asked.floor, asked.counts)
    upper = np.where(found.hidden, asked.max_counts, asked.counts)
    sure = lower_bounds(asked.system.matrix, asked.sums, lower, upper)
    larger = found.hidden & asked.larger_cells & (sure < K)
    assert (low[larger] == asked.floor[larger]).all()
    hidden = found.hidden & (moved | asked.always_hidden)
    assert not inference.list_revealing_cells(asked, hidden, [])


@pytest.mark.slow
@settings(max_examples=10)
@given(random_worlds(), st.sampled_from(["public", "protected"]))
def test_a_stranger_learns_nothing_from_tables_protected_by_exchanges(
    world: RandomWorld, zeros: str
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(suppression, "MODULAR_CELLS", 0)
        patch.setattr(windowed_suppression, "PROVEN_CELLS", 0)
        order = ProtectionSettings(
            DisclosurePolicy(K, ZeroPolicy(zeros)), DisclosureMethod.SUPPRESS, seconds=10.0
        )
        protected = protect_tables(world.tables(), world.hierarchies(), order)

    assert protected.report.passes
    assert_learns_nothing(world, protected, k=K, zeros=zeros)


def sparse_table(seed: int) -> list[list[int]]:
    draw = np.random.default_rng(seed)
    return draw.choice([0, 0, 0, 1, 2, 3, 6, 8, 15, 40], (9, 7)).tolist()


@pytest.mark.parametrize("seed", range(4))
def test_exchanges_hide_not_much_more_than_the_fewest(seed: int) -> None:
    asked = problem_of(sparse_table(seed), ZeroPolicy.PROTECTED)
    best = suppress_cells(asked, SuppressionEffort(seconds=10.0))

    found = choose_by_exchanges(asked, asked.list_requirements(), seed, TimeBudget(20.0))

    assert found.is_complete
    besides = int((found.hidden & ~asked.always_hidden).sum())
    assert best.gap == 0
    assert best.secondary - best.inference_cells <= besides <= 2 * best.secondary + 4


def test_what_nobody_needs_hidden_is_shown_again() -> None:
    asked = problem_of([[2, 30, 30], [30, 30, 30], [30, 30, 30]], ZeroPolicy.PROTECTED)
    cells = CellGrid(asked.system)
    swaps = ExchangeSearch(asked, cells)
    needs = asked.list_requirements()
    swaps.meet_all(needs, lambda: False)
    # A second way for the same needs, with other cells than the first.
    used = np.flatnonzero(swaps.hidden & ~asked.always_hidden)
    swaps.price[used] = np.inf
    for need in needs:
        assert swaps.meet(need)
    before = int(swaps.hidden.sum())

    found = HiddenCellThinning(swaps, needs).run(lambda: False)

    assert int(swaps.hidden.sum()) < before
    assert all(swaps.hidden[cell].all() for cell, _ in found)


def test_no_time_means_no_exchange() -> None:
    asked = problem_of(sparse_table(1), ZeroPolicy.PROTECTED)

    found = choose_by_exchanges(asked, asked.list_requirements(), 0, TimeBudget(-1.0))

    assert not found.tables
    assert not found.is_complete
    assert (found.hidden == asked.always_hidden).all()


def test_a_grid_is_made_only_where_each_cell_stands_once_and_codes_are_few(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    system = problem_of(sparse_table(1), ZeroPolicy.PROTECTED).system
    assert CellGrid.is_possible_for(system)
    assert not CellGrid.is_possible_for(replace(system, index={}))
    monkeypatch.setattr(grid, "MAX_GRID_CELLS", 10)
    assert not CellGrid.is_possible_for(system)
