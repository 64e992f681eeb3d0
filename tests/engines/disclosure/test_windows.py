"""Windows and time limits: large tables are solved piece by piece, and are as safe."""

from itertools import product
from pathlib import Path

import numpy as np
import pytest

from saathi.engines.disclosure import (
    cuts,
    inference,
    protect,
    set_cover,
    small_tables,
    suppression,
    windowed_suppression,
)
from saathi.engines.disclosure.attacker import RangeRequirement
from saathi.engines.disclosure.audit import WitnessProof, audit_tables
from saathi.engines.disclosure.audit_task import DisclosureAuditTask
from saathi.engines.disclosure.budget import SuppressionEffort
from saathi.engines.disclosure.expansion import expand_cells
from saathi.engines.disclosure.move_with_totals import move_with_totals
from saathi.engines.disclosure.policy import DisclosurePolicy, SuppressionProblem, build_problem
from saathi.engines.disclosure.protect import ProtectionSettings, protect_tables
from saathi.engines.disclosure.published_bounds import PublishedRules
from saathi.engines.disclosure.report import DisclosureVerdict
from saathi.engines.disclosure.suppression import needs_windows, suppress_cells
from saathi.engines.disclosure.table_files import (
    available_memory,
    build_counted_system,
    complete_and_check,
)
from saathi.engines.disclosure.tables import (
    CellStatus,
    CountTable,
    DisclosureMethod,
    TableRow,
    ZeroPolicy,
)
from saathi.engines.disclosure.windows import build_frame, build_window_around, iterate_windows
from saathi.engines.disclosure.witnesses import WitnessTables

K = 5


def table_of(inner: list[list[int]]) -> CountTable:
    whole = [[*row, sum(row)] for row in inner]
    whole.append([sum(column) for column in zip(*whole, strict=True)])
    rows = [*(f"p{n:02}" for n in range(len(inner))), "Total"]
    columns = [*(f"k{n}" for n in range(len(inner[0]))), "Total"]
    cells = product(enumerate(rows), enumerate(columns))
    return CountTable(
        "t.csv", ("place", "kind"), [TableRow((r, c), whole[i][j]) for (i, r), (j, c) in cells]
    )


def problem_of(inner: list[list[int]], zeros: ZeroPolicy) -> SuppressionProblem:
    tables = complete_and_check([table_of(inner)], {})
    return build_problem(tables, build_counted_system(tables), DisclosurePolicy(K, zeros))


def spread() -> list[list[int]]:
    """Twelve places; of the first kind there are two children in the first and two in the last."""
    inner = [[0, 30 + n, 20 + n] for n in range(12)]
    inner[0][0] = inner[-1][0] = 2
    return inner


def test_a_margin_whose_children_live_in_different_windows_is_protected(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(suppression, "MODULAR_CELLS", 0)
    monkeypatch.setattr(small_tables, "MAX_FINEST_CELLS", 0)
    monkeypatch.setattr(windowed_suppression, "PASSES", ((20, False),))
    problem = problem_of(spread(), ZeroPolicy.PUBLIC)
    total = problem.system.index[(("kind", "k0"),)]

    result = suppress_cells(problem, SuppressionEffort(seconds=10.0))

    # Four in all, at least one in each of two places: from outside it may be two, and five.
    assert (problem.low[total], problem.high[total]) == (2, K)
    assert result.witnesses is not None
    low, high = result.witnesses.find_extremes(problem.floor)
    assert low[total] <= 2
    assert high[total] >= K


def test_printed_zeros_do_not_make_a_table_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suppression, "MODULAR_CELLS", 45)
    monkeypatch.setattr(small_tables, "MAX_FINEST_CELLS", 0)
    # 52 cells of which ten are zero.
    assert not needs_windows(problem_of(spread(), ZeroPolicy.PUBLIC))
    assert needs_windows(problem_of(spread(), ZeroPolicy.PROTECTED))


@pytest.mark.parametrize("seed", [2, 4, 5, 7])
def test_a_search_without_time_adds_to_its_choice_and_does_not_choose_anew(seed: int) -> None:
    # In these tables the rule itself gives cells away, so that more is asked of the first choice.
    draw = np.random.default_rng(seed)
    counts = draw.choice([0, 0, 1, 2, 3, 4, 6, 7, 9, 12, 15, 40], (4, 4))

    result = suppress_cells(
        problem_of(counts.tolist(), ZeroPolicy.PROTECTED), SuppressionEffort(seconds=0.0)
    )

    assert result.rounds == 1


def test_the_largest_codes_stand_in_every_window() -> None:
    problem = problem_of(spread(), ZeroPolicy.PUBLIC)
    frame = build_frame(problem.system, problem.counts, hubs=1)
    largest = problem.system.index[(("kind", "k1"), ("place", "p11"))]

    windows = list(iterate_windows(frame, 15))

    assert len(windows) > 1
    assert all(largest in inside for inside in windows)
    assert set(np.concatenate(windows).tolist()) == set(range(problem.system.size))


def test_a_window_of_its_own_holds_all_counts_of_a_cell_and_their_sums() -> None:
    problem = problem_of(spread(), ZeroPolicy.PUBLIC)
    index = problem.system.index
    cells = [index[(("kind", "k0"), ("place", place))] for place in ("p00", "p11")]
    inside = build_window_around(
        build_frame(problem.system), np.array(cells), 0, np.random.default_rng(1)
    )

    # Two places and one kind, with their totals.
    assert len(inside) == 6
    assert index[()] in inside
    assert set(cells) <= set(inside.tolist())


def test_memory_that_keeps_copies_of_files_counts_as_free(tmp_path: Path) -> None:
    file = tmp_path / "meminfo"
    file.write_text("MemFree: 100 kB\nMemAvailable: 2000 kB\n")
    assert available_memory(file) == 2_048_000
    assert available_memory(tmp_path / "nothing") > 0


def cube_of(seed: int) -> SuppressionProblem:
    counts = np.random.default_rng(seed).choice([0, 0, 1, 2, 3, 4, 6, 9, 12, 40], (7, 6, 5))
    for axis in range(3):
        counts = np.concatenate([counts, counts.sum(axis, keepdims=True)], axis)
    names = [[*(f"c{n}" for n in range(size - 1)), "Total"] for size in counts.shape]
    rows = [
        TableRow(tuple(own[n] for own, n in zip(names, place, strict=True)), int(count))
        for place, count in np.ndenumerate(counts)
    ]
    tables = complete_and_check([CountTable("t.csv", ("x", "y", "z"), rows)], {})
    return build_problem(
        tables, build_counted_system(tables), DisclosurePolicy(K, ZeroPolicy.PUBLIC)
    )


@pytest.mark.parametrize("seed", [0, 1, 3])
def test_what_a_hurried_search_proves_on_its_way_makes_the_gap_smaller(seed: int) -> None:
    problem = cube_of(seed)
    sums = {cut.identity: cut for cut in cuts.find_sum_cuts(problem)}
    costs, order = np.ones(problem.system.size), np.arange(problem.system.size)
    first = set_cover.solve_set_cover(list(sums.values()), costs, order, 10.0)

    result = suppress_cells(problem, SuppressionEffort(seconds=0.0))

    assert result.rounds == 1
    assert result.bound > first.bound


@pytest.mark.parametrize("zeros", list(ZeroPolicy))
def test_cell_that_no_window_protects_is_hidden_with_all_its_totals(
    zeros: ZeroPolicy, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, name, value in (
        (suppression, "MODULAR_CELLS", 0),
        (small_tables, "MAX_FINEST_CELLS", 0),
        (windowed_suppression, "EXTRA_CODES_PER_WINDOW", ()),
        (windowed_suppression, "PROVEN_CELLS", 0),
        (protect, "_seconds", lambda *_: 0.0),
    ):
        monkeypatch.setattr(module, name, value)
    tables = [table_of(spread())]

    # Without time no window is looked at, so that only the last resort is left.
    protected = protect_tables(
        tables,
        {},
        ProtectionSettings(DisclosurePolicy(K, zeros), DisclosureMethod.SUPPRESS),
    )

    assert protected.report.passes
    shown = [row for row in protected.tables[0].rows if row.status == CellStatus.SHOWN]
    assert shown


def test_a_cell_moves_with_its_totals_by_as_many_of_its_parts_as_it_needs() -> None:
    problem = problem_of(spread(), ZeroPolicy.PROTECTED)
    total, expansion = problem.system.index[(("kind", "k0"),)], expand_cells(problem.system)
    hidden = problem.always_hidden.astype(np.int64)

    for need in (RangeRequirement(total, 1, 9), RangeRequirement(total, -1, 0)):
        values = move_with_totals(problem, expansion, hidden, need)
        assert values is not None
        assert values[total] == need.goal
        assert not (problem.system.matrix @ values).any()
        assert (values >= problem.floor).all()


def test_a_cell_whose_parts_may_not_be_hidden_does_not_move() -> None:
    problem = problem_of(spread(), ZeroPolicy.PUBLIC)
    total, expansion = problem.system.index[(("kind", "k0"),)], expand_cells(problem.system)
    hidden = problem.always_hidden.astype(np.int64)

    # Two parts of one child at least: everybody knows that there are not fewer than two.
    assert move_with_totals(problem, expansion, hidden, RangeRequirement(total, -1, 1)) is None


@pytest.mark.parametrize("seed", range(4))
def test_nothing_follows_from_the_rule_where_windows_choose(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suppression, "MODULAR_CELLS", 0)
    monkeypatch.setattr(small_tables, "MAX_FINEST_CELLS", 0)
    monkeypatch.setattr(windowed_suppression, "PASSES", ((60, False), (90, True)))
    problem = cube_of(seed)

    result = suppress_cells(problem, SuppressionEffort(seconds=10.0))

    assert not inference.list_revealing_cells(problem, result.hidden, [])


def test_tables_that_do_not_add_up_prove_nothing_to_the_auditor() -> None:
    rows = [("p0", 3), ("p1", 9), ("Total", 12)]
    hidden = TableRow(("p0",), None, "", CellStatus.SUPPRESSED)
    printed = [hidden, *(TableRow((p,), None, str(n), CellStatus.SHOWN) for p, n in rows[1:])]
    keys = [(), (("place", "p0"),), (("place", "p1"),)]
    task = DisclosureAuditTask(
        [CountTable("t.csv", ("place",), printed)], {}, PublishedRules(K, ZeroPolicy.PUBLIC)
    )
    cell, all_cells = np.array([1]), np.arange(3)
    for cells, values in ((cell, np.array([8])), (all_cells, np.array([17, 8, 9]))):
        seen = WitnessTables(np.array([12, 3, 9]))
        seen.add_table(cells, values)
        report = audit_tables(task, WitnessProof(keys, seen))
        assert report.count_verdict(DisclosureVerdict.EXACT) == 1
    of_others = audit_tables(task, WitnessProof(keys, WitnessTables(np.array([17, 8, 9]))))
    assert of_others.count_verdict(DisclosureVerdict.EXACT) == 1


def test_tables_are_distinguished_by_what_is_known_of_their_cells() -> None:
    seen = WitnessTables(np.array([5, 2, 3]))
    seen.add_table(np.array([1, 2]), np.array([1, 4]))
    seen.add_table(np.array([1, 2]), np.array([4, 1]))

    low, high = seen.find_extremes(np.zeros(3, np.int64))
    assert (low.tolist(), high.tolist()) == ([5, 1, 1], [5, 4, 4])
    low, high = seen.find_extremes(np.array([0, 2, 0]))
    assert (low.tolist(), high.tolist()) == ([5, 2, 1], [5, 4, 3])


def test_a_larger_cell_that_cannot_count_as_larger_is_made_able_to_be_small(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module, name, value in (
        (suppression, "MODULAR_CELLS", 0),
        (small_tables, "MAX_FINEST_CELLS", 0),
        (windowed_suppression, "EXTRA_CODES_PER_WINDOW", ()),
        (windowed_suppression, "PROVEN_CELLS", 0),
    ):
        monkeypatch.setattr(module, name, value)
    # The first place has six children, three of each kind. Were that known to be five at least, neither
    # three could be one, as long as cells move with their totals only.
    problem = problem_of([[3, 3, 0], [40, 40, 40], [50, 50, 50]], ZeroPolicy.PUBLIC)
    place = problem.system.index[(("place", "p00"),)]

    result = suppress_cells(problem, SuppressionEffort(seconds=0.0))

    assert result.witnesses is not None
    assert result.hidden[place]
    assert result.witnesses.find_extremes(problem.floor)[0][place] == 2
    assert not inference.list_revealing_cells(problem, result.hidden, [])


def test_linked_tables_do_not_multiply_the_windows() -> None:
    """A dimension of few cells stays whole: dividing it would repeat all other tables' windows."""
    wide = table_of(spread())
    rows = [
        TableRow((kind, way), 5)
        for kind in ("k0", "k1", "k2")
        for way in (f"w{number}" for number in range(6))
    ]
    linked = complete_and_check([wide, CountTable("ways.csv", ("kind", "way"), rows)], {})
    system = build_counted_system(linked)
    ways = {code for key in system.keys for name, code in key if name == "way"}

    windows = list(iterate_windows(build_frame(system), 30))

    assert len(windows) > 1
    assert set(np.concatenate(windows).tolist()) == set(range(system.size))
    for inside in windows:
        here = {code for cell in inside for name, code in system.keys[cell] if name == "way"}
        assert here in (set(), ways)
