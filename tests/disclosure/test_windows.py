"""Windows and time: what is too large to be solved at once is met piece by piece, and is as safe."""

from itertools import product
from pathlib import Path

import numpy as np
import pytest

from saathi.disclosure import cuts, inference, master, modular, suppression
from saathi.disclosure.attacker import Need
from saathi.disclosure.audit import Proof, Task, audit
from saathi.disclosure.expansion import expand
from saathi.disclosure.knowledge import Rules
from saathi.disclosure.needs import Policy, Problem, problem
from saathi.disclosure.protect import Order, protect
from saathi.disclosure.reading import available_memory, checked, system_of
from saathi.disclosure.report import Verdict
from saathi.disclosure.seen import Seen
from saathi.disclosure.suppression import Effort, is_large, suppress
from saathi.disclosure.tables import Method, Row, Status, Table, Zeros
from saathi.disclosure.totals import moved_with_totals
from saathi.disclosure.windows import frame_of, window_around, windows

K = 5


def table_of(inner: list[list[int]]) -> Table:
    whole = [[*row, sum(row)] for row in inner]
    whole.append([sum(column) for column in zip(*whole, strict=True)])
    rows = [*(f"p{n:02}" for n in range(len(inner))), "Total"]
    columns = [*(f"k{n}" for n in range(len(inner[0]))), "Total"]
    cells = product(enumerate(rows), enumerate(columns))
    return Table("t.csv", ("place", "kind"), [Row((r, c), whole[i][j]) for (i, r), (j, c) in cells])


def problem_of(inner: list[list[int]], zeros: Zeros) -> Problem:
    tables = checked([table_of(inner)], {})
    return problem(tables, system_of(tables), Policy(K, zeros))


def spread() -> list[list[int]]:
    """Twelve places; of the first kind there are two children in the first and two in the last."""
    inner = [[0, 30 + n, 20 + n] for n in range(12)]
    inner[0][0] = inner[-1][0] = 2
    return inner


def test_a_margin_whose_children_live_in_different_windows_is_protected(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(suppression, "MODULAR_CELLS", 0)
    monkeypatch.setattr(modular, "PASSES", ((20, False),))
    asked = problem_of(spread(), Zeros.PUBLIC)
    total = asked.system.index[(("kind", "k0"),)]

    found = suppress(asked, Effort(seconds=10.0))

    # Four in all, at least one in each of two places: from outside it may be two, and five.
    assert (asked.low[total], asked.high[total]) == (2, K)
    assert found.seen is not None
    low, high = found.seen.ends(asked.floor)
    assert low[total] <= 2
    assert high[total] >= K


def test_printed_zeros_do_not_make_a_table_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suppression, "MODULAR_CELLS", 45)
    # 52 cells of which ten are zero.
    assert not is_large(problem_of(spread(), Zeros.PUBLIC))
    assert is_large(problem_of(spread(), Zeros.PROTECTED))


@pytest.mark.parametrize("seed", [2, 4, 5, 7])
def test_a_search_without_time_adds_to_its_choice_and_does_not_choose_anew(seed: int) -> None:
    # In these tables the rule itself gives cells away, so that more is asked of the first choice.
    draw = np.random.default_rng(seed)
    counts = draw.choice([0, 0, 1, 2, 3, 4, 6, 7, 9, 12, 15, 40], (4, 4))

    found = suppress(problem_of(counts.tolist(), Zeros.PROTECTED), Effort(seconds=0.0))

    assert found.rounds == 1


def test_the_largest_codes_stand_in_every_window() -> None:
    asked = problem_of(spread(), Zeros.PUBLIC)
    frame = frame_of(asked.system, asked.counts, hubs=1)
    largest = asked.system.index[(("kind", "k1"), ("place", "p11"))]

    seen = list(windows(frame, 15))

    assert len(seen) > 1
    assert all(largest in inside for inside in seen)
    assert set(np.concatenate(seen).tolist()) == set(range(asked.system.size))


def test_a_window_of_its_own_holds_all_counts_of_a_cell_and_their_sums() -> None:
    asked = problem_of(spread(), Zeros.PUBLIC)
    index = asked.system.index
    cells = [index[(("kind", "k0"), ("place", place))] for place in ("p00", "p11")]
    inside = window_around(frame_of(asked.system), np.array(cells), 0, np.random.default_rng(1))

    # Two places and one kind, with their totals.
    assert len(inside) == 6
    assert index[()] in inside
    assert set(cells) <= set(inside.tolist())


def test_memory_that_keeps_copies_of_files_counts_as_free(tmp_path: Path) -> None:
    told = tmp_path / "meminfo"
    told.write_text("MemFree: 100 kB\nMemAvailable: 2000 kB\n")
    assert available_memory(told) == 2_048_000
    assert available_memory(tmp_path / "nothing") > 0


def cube_of(seed: int) -> Problem:
    counts = np.random.default_rng(seed).choice([0, 0, 1, 2, 3, 4, 6, 9, 12, 40], (7, 6, 5))
    for axis in range(3):
        counts = np.concatenate([counts, counts.sum(axis, keepdims=True)], axis)
    names = [[*(f"c{n}" for n in range(size - 1)), "Total"] for size in counts.shape]
    rows = [
        Row(tuple(own[n] for own, n in zip(names, place, strict=True)), int(count))
        for place, count in np.ndenumerate(counts)
    ]
    tables = checked([Table("t.csv", ("x", "y", "z"), rows)], {})
    return problem(tables, system_of(tables), Policy(K, Zeros.PUBLIC))


@pytest.mark.parametrize("seed", [0, 1, 3])
def test_what_a_hurried_search_proves_on_its_way_makes_the_gap_smaller(seed: int) -> None:
    asked = cube_of(seed)
    sums = {cut.name: cut for cut in cuts.of_lines(asked)}
    costs, order = np.ones(asked.system.size), np.arange(asked.system.size)
    first = master.cheapest(list(sums.values()), costs, order, 10.0)

    found = suppress(asked, Effort(seconds=0.0))

    assert found.rounds == 1
    assert found.bound > first.bound


@pytest.mark.parametrize("zeros", list(Zeros))
def test_what_no_window_meets_is_hidden_with_all_its_totals(
    zeros: Zeros, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, name, value in (
        (suppression, "MODULAR_CELLS", 0),
        (modular, "AROUND", ()),
        (modular, "PROVEN_CELLS", 0),
    ):
        monkeypatch.setattr(module, name, value)
    tables = [table_of(spread())]

    # Without time no window is looked at, so that only the last resort is left.
    protected = protect(tables, {}, Order(Policy(K, zeros), Method.SUPPRESS, seconds=0.0))

    assert protected.report.passes
    shown = [row for row in protected.tables[0].rows if row.status == Status.SHOWN]
    assert shown


def test_a_cell_moves_with_its_totals_by_as_many_of_its_parts_as_it_needs() -> None:
    asked = problem_of(spread(), Zeros.PROTECTED)
    total, expansion = asked.system.index[(("kind", "k0"),)], expand(asked.system)
    hidden = asked.always.astype(np.int64)

    for need in (Need(total, 1, 9), Need(total, -1, 0)):
        values = moved_with_totals(asked, expansion, hidden, need)
        assert values is not None
        assert values[total] == need.goal
        assert not (asked.system.matrix @ values).any()
        assert (values >= asked.floor).all()


def test_a_cell_whose_parts_may_not_be_hidden_does_not_move() -> None:
    asked = problem_of(spread(), Zeros.PUBLIC)
    total, expansion = asked.system.index[(("kind", "k0"),)], expand(asked.system)
    hidden = asked.always.astype(np.int64)

    # Two parts of one child at least: everybody knows that there are not fewer than two.
    assert moved_with_totals(asked, expansion, hidden, Need(total, -1, 1)) is None


@pytest.mark.parametrize("seed", range(4))
def test_nothing_follows_from_the_rule_where_windows_choose(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suppression, "MODULAR_CELLS", 0)
    monkeypatch.setattr(modular, "PASSES", ((60, False), (90, True)))
    asked = cube_of(seed)

    found = suppress(asked, Effort(seconds=10.0))

    assert not inference.open_to(asked, found.hidden, [])


def test_tables_that_do_not_add_up_prove_nothing_to_the_auditor() -> None:
    rows = [("p0", 3), ("p1", 9), ("Total", 12)]
    hidden = Row(("p0",), None, "", Status.SUPPRESSED)
    printed = [hidden, *(Row((p,), None, str(n), Status.SHOWN) for p, n in rows[1:])]
    keys = [(), (("place", "p0"),), (("place", "p1"),)]
    task = Task([Table("t.csv", ("place",), printed)], {}, Rules(K, Zeros.PUBLIC))
    cell, all_cells = np.array([1]), np.arange(3)
    for cells, values in ((cell, np.array([8])), (all_cells, np.array([17, 8, 9]))):
        seen = Seen(np.array([12, 3, 9]))
        seen.add(cells, values)
        report = audit(task, Proof(keys, seen))
        assert report.count(Verdict.EXACT) == 1
    of_others = audit(task, Proof(keys, Seen(np.array([17, 8, 9]))))
    assert of_others.count(Verdict.EXACT) == 1


def test_tables_are_told_apart_by_what_is_known_of_their_cells() -> None:
    seen = Seen(np.array([5, 2, 3]))
    seen.add(np.array([1, 2]), np.array([1, 4]))
    seen.add(np.array([1, 2]), np.array([4, 1]))

    low, high = seen.ends(np.zeros(3, np.int64))
    assert (low.tolist(), high.tolist()) == ([5, 1, 1], [5, 4, 4])
    low, high = seen.ends(np.array([0, 2, 0]))
    assert (low.tolist(), high.tolist()) == ([5, 2, 1], [5, 4, 3])


def test_a_larger_cell_that_cannot_count_as_larger_is_made_able_to_be_small(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module, name, value in (
        (suppression, "MODULAR_CELLS", 0),
        (modular, "AROUND", ()),
        (modular, "PROVEN_CELLS", 0),
    ):
        monkeypatch.setattr(module, name, value)
    # The first place has six children, three of each kind. Were that known to be five at least, neither
    # three could be one, as long as cells move with their totals only.
    asked = problem_of([[3, 3, 0], [40, 40, 40], [50, 50, 50]], Zeros.PUBLIC)
    place = asked.system.index[(("place", "p00"),)]

    found = suppress(asked, Effort(seconds=0.0))

    assert found.seen is not None
    assert found.hidden[place]
    assert found.seen.ends(asked.floor)[0][place] == 2
    assert not inference.open_to(asked, found.hidden, [])


def test_linked_tables_do_not_multiply_the_windows() -> None:
    """A dimension of few cells stays whole: dividing it would repeat all other tables' windows."""
    wide = table_of(spread())
    rows = [
        Row((kind, way), 5)
        for kind in ("k0", "k1", "k2")
        for way in (f"w{number}" for number in range(6))
    ]
    linked = checked([wide, Table("ways.csv", ("kind", "way"), rows)], {})
    system = system_of(linked)
    ways = {code for key in system.keys for name, code in key if name == "way"}

    seen = list(windows(frame_of(system), 30))

    assert len(seen) > 1
    assert set(np.concatenate(seen).tolist()) == set(range(system.size))
    for inside in seen:
        here = {code for cell in inside for name, code in system.keys[cell] if name == "way"}
        assert here in (set(), ways)
