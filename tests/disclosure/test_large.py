"""Large tables: a walk rounds them, windows suppress them; a stranger attacks what comes out."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saathi.disclosure import modular, rounding, suppression
from saathi.disclosure.audit import Task, audit
from saathi.disclosure.needs import Policy
from saathi.disclosure.outer import least
from saathi.disclosure.protect import Order, protect
from saathi.disclosure.reading import checked, system_of
from saathi.disclosure.tables import Method, Row, Status, Table, Zeros
from saathi.disclosure.windows import frame_of, windows
from tests.disclosure.drawing import World, worlds
from tests.disclosure.judged import learns_nothing, stranger_of

K = 5


@pytest.fixture(autouse=True, scope="module")
def small_is_large() -> Iterator[None]:
    """The ways of large tables are taken for tables that a stranger can attack in seconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rounding, "WALKED_CELLS", 0)
        patch.setattr(rounding, "SOLVED_CELLS", 0)
        patch.setattr(suppression, "MODULAR_CELLS", 0)
        patch.setattr(modular, "PASSES", ((20, False), (30, True), (500, False)))
        yield


@pytest.mark.slow
@settings(max_examples=10)
@given(worlds(), st.sampled_from(["public", "protected"]))
def test_a_stranger_learns_nothing_from_tables_suppressed_by_windows(
    world: World, zeros: str
) -> None:
    order = Order(Policy(K, Zeros(zeros)), Method.SUPPRESS, seconds=10.0)
    protected = protect(world.tables(), world.hierarchies(), order)

    assert protected.report.passes
    learns_nothing(world, protected, k=K, zeros=zeros)


@pytest.mark.slow
@settings(max_examples=10)
@given(worlds(), st.sampled_from(["public", "protected"]))
def test_tables_rounded_by_a_walk_add_up_and_tell_a_stranger_nothing(
    world: World, zeros: str
) -> None:
    order = Order(Policy(K, Zeros(zeros)), Method.ROUND)
    protected = protect(world.tables(), world.hierarchies(), order)
    truth = world.truth()
    stranger = stranger_of(world, protected, zeros)
    shown = {
        frozenset(table.key(row)): int(row.text or "")
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
        Row((codes[i], codes[j], codes[k]), int(counts[i, j, k]))
        for i in range(3)
        for j in range(3)
        for k in range(3)
    ]
    protected = protect([Table("t.csv", ("x", "y", "z"), rows)], {}, Order(Policy(K, Zeros.PUBLIC)))
    values = {row.codes: int(row.text or "") for row in protected.tables[0].rows}
    furthest = max(abs(values[row.codes] - (row.count or 0)) for row in rows)

    assert protected.report.passes
    assert bool(protected.report.notes) == (furthest >= K)


def test_windows_cover_every_cell_and_close_upwards() -> None:
    world = World(
        dict.fromkeys([(p, a, s) for p in PLACES for a in AGES for s in ["s1", "s2"]], 3),
        (("place", "age", "sex"),),
        True,
    )
    tables = checked(world.tables(), world.hierarchies())
    system = system_of(tables)
    frame = frame_of(system)
    for draw in (None, np.random.default_rng(1)):
        seen = np.zeros(system.size, bool)
        for inside in windows(frame, 30, draw):
            seen[inside] = True
            here = set(inside.tolist())
            for line in system.lines:
                assert line.total in here or not here & set(line.parts)
        assert seen.all()


PLACES = ["p1", "p2", "p3", "p4"]
AGES = ["a1", "a2", "a3"]


@settings(max_examples=20)
@given(worlds())
def test_bounds_of_single_sums_are_never_narrower_than_the_truth(world: World) -> None:
    system = system_of(checked(world.tables(), world.hierarchies()))
    truth = world.truth()
    counts = np.array([truth[frozenset(key)] for key in system.keys])
    hidden = counts < K
    low = np.where(hidden, 0, counts)
    found = least(system.matrix, None, low, np.where(hidden, 2**40, counts))
    assert (found <= counts).all()
    assert (found >= low).all()


@pytest.mark.slow
@pytest.mark.parametrize("zeros", list(Zeros))
def test_the_audit_of_a_rounded_table_needs_no_proof_from_its_maker(zeros: Zeros) -> None:
    draw = np.random.default_rng(4)
    counts = draw.poisson(2.0, (12, 9))
    counts = np.vstack([counts, counts.sum(0)])
    counts = np.column_stack([counts, counts.sum(1)])
    names = [*(f"r{n}" for n in range(12)), "Total"], [*(f"c{n}" for n in range(9)), "Total"]
    rows = [
        Row((r, c), int(counts[i, j]))
        for i, r in enumerate(names[0])
        for j, c in enumerate(names[1])
    ]
    order = Order(Policy(K, zeros))
    protected = protect([Table("t.csv", ("r", "c"), rows)], {}, order)

    assert audit(Task(protected.tables, {}, order.rules)).passes
    assert all(row.status == Status.ROUNDED for row in protected.tables[0].rows)
