"""Tables of some thousand cells, with a hierarchy and links: exchanges meet every need, and soon."""

from collections import Counter
from collections.abc import Sequence
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse
from scipy.optimize import linprog

from saathi.engines.disclosure import suppression, windowed_suppression
from saathi.engines.disclosure.bulk_exchanges import BulkExchanges, CellSlack
from saathi.engines.disclosure.exchanges import ExchangeSearch
from saathi.engines.disclosure.grid import CellGrid
from saathi.engines.disclosure.hierarchies import Hierarchy
from saathi.engines.disclosure.policy import DisclosurePolicy
from saathi.engines.disclosure.protect import ProtectionSettings, protect_tables
from saathi.engines.disclosure.tables import CountTable, DisclosureMethod, TableRow, ZeroPolicy
from tests.engines.disclosure.random_worlds import RandomWorld, random_worlds
from tests.engines.disclosure.stranger import END, Cell, StrangerAttacker
from tests.engines.disclosure.test_exchanges import asked_of
from tests.engines.examples import examples

K = 5
MANY = {"district": 9, "form": 8, "age": 7, "sex": 2, "month": 6}
PROVINCES = {f"district {n}": f"province {n // 3}" for n in range(MANY["district"])}


def children(seed: int) -> list[CountTable]:
    """Few children in most cells and many in some; districts lie in provinces, months in another table."""
    draw = np.random.default_rng(seed)
    rate = np.ones(tuple(MANY.values()))
    for axis, size in enumerate(rate.shape):
        weights = draw.lognormal(0, 1, size)
        rate = rate * weights.reshape([-1 if axis == each else 1 for each in range(rate.ndim)])
    counts = draw.poisson(rate / rate.mean() * 0.4)
    names = tuple(MANY)
    return [_table(counts, names, shape) for shape in (names[:4], ("district", "sex", "month"))]


def _table(counts: np.ndarray, names: Sequence[str], shape: tuple[str, ...]) -> CountTable:
    gone = tuple(place for place, name in enumerate(names) if name not in shape)
    sums: Counter[tuple[str, ...]] = Counter()
    for place, count in np.ndenumerate(counts.sum(gone)):
        codes = [f"{name} {number}" for name, number in zip(shape, place, strict=True)]
        above = [
            [code, *([PROVINCES[code]] if code in PROVINCES else []), "Total"] for code in codes
        ]
        for each in product(*above):
            sums[each] += int(count)
    return CountTable(
        f"{shape[-1]}.csv", shape, [TableRow(codes, count) for codes, count in sums.items()]
    )


def reach(stranger: StrangerAttacker, cell: Cell) -> tuple[float, float]:
    """The least and the greatest that a cell can be for an attacker who knows every sum and zero."""
    rows, columns, values = [], [], []
    for number, (total, parts) in enumerate(stranger.sums):
        for part, sign in [(total, 1.0), *((part, -1.0) for part in parts)]:
            rows.append(number)
            columns.append(stranger.number[part])
            values.append(sign)
    shape = len(stranger.sums), len(stranger.order)
    matrix = sparse.csr_array((values, (rows, columns)), shape=shape)
    bounds = [stranger.cells[each] for each in stranger.order]
    ends = []
    for sign in (1.0, -1.0):
        goal = np.zeros(len(bounds))
        goal[stranger.number[cell]] = sign
        found = linprog(goal, A_eq=matrix, b_eq=np.zeros(shape[0]), bounds=bounds)
        assert found.status == 0, found.message
        ends.append(sign * found.fun)
    return float(np.ceil(ends[0] - 1e-6)), float(np.floor(ends[1] + 1e-6))


@pytest.mark.slow
def test_exchanges_alone_protect_zeros_of_linked_tables_with_a_hierarchy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def searched(*_: object) -> None:
        pytest.fail("windows were needed")

    monkeypatch.setattr(windowed_suppression._WindowedSearch, "_by_windows", searched)
    monkeypatch.setattr(suppression, "SECOND_SHARE", 2.0)  # no second choice for the totals
    tables = children(1)
    order = ProtectionSettings(
        DisclosurePolicy(K, ZeroPolicy.PROTECTED), DisclosureMethod.SUPPRESS, seconds=300.0
    )

    protected = protect_tables(tables, {"district": Hierarchy(PROVINCES)}, order)

    assert sum(len(table.rows) for table in tables) > modular_cells()
    assert protected.report.passes
    truth = {frozenset(t.key_of_row(row)): row.count or 0 for t in tables for row in t.rows}
    printed = [
        (table.dimensions, [(row.codes, row.text or "", str(row.status)) for row in table.rows])
        for table in protected.tables
    ]
    stranger = StrangerAttacker(printed, {"district": PROVINCES}, zeros="protected")
    hidden = [cell for cell in stranger.order if stranger.cells[cell] == (0, END)]
    draw = np.random.default_rng(2)
    for number in draw.choice(len(hidden), 12, replace=False).tolist():
        low, high = reach(stranger, hidden[number])
        assert low <= truth[hidden[number]] <= high
        assert high >= K, "proven to be few"
        assert low < high, "known exactly"
        assert low == 0 or low >= K, "proven to be there"


def modular_cells() -> int:
    from saathi.engines.disclosure.suppression import MODULAR_CELLS

    return MODULAR_CELLS


@examples(40)
@given(random_worlds(), st.integers(0, 9), st.floats(0.3, 1.0))
def test_what_is_found_for_many_needs_at_once_moves_hidden_cells_as_far_as_was_asked(
    world: RandomWorld, seed: int, share: float
) -> None:
    problem = asked_of(world, ZeroPolicy.PROTECTED)
    grid, draw = CellGrid(problem.system), np.random.default_rng(seed)
    hidden = problem.always_hidden | (draw.random(problem.system.size) < share)
    down, up = np.where(hidden, problem.counts, 0), np.where(hidden, 1_000, 0)
    room = CellSlack(*(np.append(each, 0).astype(np.int32) for each in (down, up)))
    needs = [need for need in problem.list_requirements() if hidden[need.cell]]
    goals = np.array([abs(need.goal - problem.counts[need.cell]) for need in needs], np.int64)

    found = list(BulkExchanges(grid, draw).find_tables(needs, goals, room)) if needs else []

    wanted = {(need.cell, need.goal) for need in needs}
    for (cells, moves), do_sums_hold in zip(found, grid.do_all_sums_hold(found), strict=True):
        values = problem.counts[cells] + moves
        assert len(set(cells.tolist())) == len(cells)
        assert hidden[cells].all()
        assert (values >= 0).all()
        assert wanted & set(zip(cells.tolist(), values.tolist(), strict=True))
        assert do_sums_hold == grid.do_sums_hold(cells, moves)


@examples(40)
@given(random_worlds(), st.integers(0, 9))
def test_what_is_met_at_once_agrees_with_every_sum_and_hides_nothing(
    world: RandomWorld, seed: int
) -> None:
    problem = asked_of(world, ZeroPolicy.PROTECTED)
    swaps = ExchangeSearch(problem, CellGrid(problem.system), seed)
    needs = problem.list_requirements()

    left = swaps.satisfy_without_hiding(needs)

    assert (swaps.hidden == problem.always_hidden).all()
    assert [need for need in needs if not swaps.is_met(need)] == left
    for cells, values in swaps.found:
        whole = problem.counts.copy()
        whole[cells] = values
        assert not (problem.system.matrix @ whole).any()
        assert (whole >= problem.floor).all()
