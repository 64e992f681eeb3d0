"""Exchanges: children swap places within tables that look the same, and moved cells are hidden."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from saathi.engines.disclosure import (
    grid,
    inference,
    small_tables,
    suppression,
    windowed_suppression,
)
from saathi.engines.disclosure.budget import SuppressionEffort, TimeBudget
from saathi.engines.disclosure.exchanges import ExchangeSearch
from saathi.engines.disclosure.grid import NOBODY, CellGrid
from saathi.engines.disclosure.policy import DisclosurePolicy, SuppressionProblem, build_problem
from saathi.engines.disclosure.protect import ProtectionSettings, protect_tables
from saathi.engines.disclosure.sum_bounds import lower_bounds
from saathi.engines.disclosure.suppression import suppress_cells
from saathi.engines.disclosure.table_files import build_counted_system, complete_and_check
from saathi.engines.disclosure.tables import DisclosureMethod, ZeroPolicy
from saathi.engines.disclosure.thinning import HiddenCellThinning, choose_by_exchanges
from tests.engines.disclosure.privacy_checks import assert_learns_nothing
from tests.engines.disclosure.random_worlds import RandomWorld, random_worlds
from tests.engines.disclosure.refusals import redrawn_if_refused
from tests.engines.disclosure.test_windows import problem_of
from tests.engines.examples import examples

K = 5


def asked_of(world: RandomWorld, zeros: ZeroPolicy) -> SuppressionProblem:
    tables = complete_and_check(world.tables(), world.hierarchies())
    return build_problem(tables, build_counted_system(tables), DisclosurePolicy(K, zeros))


@examples(40)
@given(random_worlds(), st.data())
def test_an_exchange_keeps_every_sum_over_linked_tables_too(
    world: RandomWorld, data: st.DataObject
) -> None:
    problem = asked_of(world, ZeroPolicy.PROTECTED)
    cells = CellGrid(problem.system)
    options: list[list[tuple[int, int]]] = []
    for leaves in cells.frame.leaves:
        own, other = data.draw(st.lists(st.sampled_from(leaves.tolist()), min_size=2, max_size=2))
        options.append([(own, NOBODY)] if own == other else [(own, NOBODY), (own, other)])

    for row, signs in zip(*cells.exchanges(options), strict=True):
        moves = np.zeros(problem.system.size + 1, np.int64)
        np.add.at(moves, row, signs)
        moved = np.flatnonzero(moves)

        assert not (problem.system.matrix @ moves[:-1]).any()
        assert not moves[-1]
        assert cells.do_sums_hold(moved, moves[moved])


def test_a_change_that_breaks_a_sum_does_not_add_up() -> None:
    problem = problem_of([[3, 9], [9, 9]], ZeroPolicy.PROTECTED)
    cells = CellGrid(problem.system)
    index = problem.system.index[(("kind", "k0"), ("place", "p00"))]

    assert not cells.do_sums_hold(np.array([index]), np.array([1]))


@examples(40)
@given(random_worlds(), st.sampled_from(list(ZeroPolicy)), st.integers(0, 9))
def test_tables_found_by_exchanges_agree_with_all_that_is_shown(
    world: RandomWorld, zeros: ZeroPolicy, seed: int
) -> None:
    problem = asked_of(world, zeros)
    needs = problem.list_requirements()

    result = choose_by_exchanges(problem, needs, seed, TimeBudget(20.0))

    low, high = problem.counts.copy(), problem.counts.copy()
    for cells, values in result.tables:
        whole = problem.counts.copy()
        whole[cells] = values
        assert not (problem.system.matrix @ whole).any()
        assert (whole >= problem.floor).all()
        assert result.hidden[cells].all()
        low, high = np.minimum(low, whole), np.maximum(high, whole)
    if result.is_complete:
        assert all(high[n.cell] >= n.goal if n.sign > 0 else low[n.cell] <= n.goal for n in needs)
    assert result.hidden[problem.always_hidden].all()
    assert not (result.hidden & ~problem.may_hide & ~problem.always_hidden).any()


@examples(25)
@given(random_worlds())
def test_where_all_needs_are_met_no_larger_cell_is_left_between(world: RandomWorld) -> None:
    problem = asked_of(world, ZeroPolicy.PROTECTED)
    needs = problem.list_requirements()
    result = choose_by_exchanges(problem, needs, 0, TimeBudget(20.0))
    if not result.is_complete:
        return

    moved = np.zeros(problem.system.size, bool)
    low = problem.counts.copy()
    for cells, values in result.tables:
        moved[cells] = True
        low[cells] = np.minimum(low[cells], values)
    lower = np.where(result.hidden, problem.floor, problem.counts)
    upper = np.where(result.hidden, problem.max_counts, problem.counts)
    sure = lower_bounds(problem.system.matrix, problem.sums, lower, upper)
    larger = result.hidden & problem.larger_cells & (sure < K)
    assert (low[larger] == problem.floor[larger]).all()
    hidden = result.hidden & (moved | problem.always_hidden)
    assert not inference.list_revealing_cells(problem, hidden, [])


@pytest.mark.slow
@examples(10)
@given(random_worlds(), st.sampled_from(["public", "protected"]))
def test_a_stranger_learns_nothing_from_tables_protected_by_exchanges(
    world: RandomWorld, zeros: str
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(suppression, "MODULAR_CELLS", 0)
        patch.setattr(small_tables, "MAX_FINEST_CELLS", 0)
        patch.setattr(windowed_suppression, "PROVEN_CELLS", 0)
        order = ProtectionSettings(
            DisclosurePolicy(K, ZeroPolicy(zeros)), DisclosureMethod.SUPPRESS, seconds=10.0
        )
        with redrawn_if_refused():
            protected = protect_tables(world.tables(), world.hierarchies(), order)

    assert protected.report.passes
    assert_learns_nothing(world, protected, k=K, zeros=zeros)


def sparse_table(seed: int) -> list[list[int]]:
    draw = np.random.default_rng(seed)
    return draw.choice([0, 0, 0, 1, 2, 3, 6, 8, 15, 40], (9, 7)).tolist()


@pytest.mark.parametrize("seed", range(4))
def test_exchanges_hide_not_much_more_than_the_fewest(seed: int) -> None:
    problem = problem_of(sparse_table(seed), ZeroPolicy.PROTECTED)
    best = suppress_cells(problem, SuppressionEffort(seconds=10.0))

    result = choose_by_exchanges(problem, problem.list_requirements(), seed, TimeBudget(20.0))

    assert result.is_complete
    besides = int((result.hidden & ~problem.always_hidden).sum())
    assert best.gap == 0
    assert best.secondary - best.inference_cells <= besides <= 2 * best.secondary + 4


def test_unneeded_hidden_cell_is_shown_again() -> None:
    problem = problem_of([[2, 30, 30], [30, 30, 30], [30, 30, 30]], ZeroPolicy.PROTECTED)
    cells = CellGrid(problem.system)
    swaps = ExchangeSearch(problem, cells)
    needs = problem.list_requirements()
    swaps.satisfy_all(needs, lambda: False)
    # A second way for the same needs, with other cells than the first.
    used = np.flatnonzero(swaps.hidden & ~problem.always_hidden)
    swaps.price[used] = np.inf
    for need in needs:
        assert swaps.meet(need)
    before = int(swaps.hidden.sum())

    found = HiddenCellThinning(swaps, needs).run(lambda: False)

    assert int(swaps.hidden.sum()) < before
    assert all(swaps.hidden[cell].all() for cell, _ in found)


def test_no_exchange_is_made_without_time() -> None:
    problem = problem_of(sparse_table(1), ZeroPolicy.PROTECTED)

    result = choose_by_exchanges(problem, problem.list_requirements(), 0, TimeBudget(-1.0))

    assert not result.tables
    assert not result.is_complete
    assert (result.hidden == problem.always_hidden).all()


def test_a_grid_is_made_only_where_each_cell_occurs_once_and_codes_are_few(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    system = problem_of(sparse_table(1), ZeroPolicy.PROTECTED).system
    assert CellGrid.is_possible_for(system)
    assert not CellGrid.is_possible_for(replace(system, index={}))
    monkeypatch.setattr(grid, "MAX_GRID_CELLS", 10)
    assert not CellGrid.is_possible_for(system)
