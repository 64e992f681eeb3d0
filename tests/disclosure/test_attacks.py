"""Draws tables, protects them, attacks them: with an attacker of our own and with a stranger."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from saathi.disclosure.audit import Task, audit
from saathi.disclosure.needs import Policy
from saathi.disclosure.protect import Order, protect
from saathi.disclosure.tables import Method, Status, Zeros
from tests.disclosure.drawing import PAIRS, World, counted, worlds
from tests.disclosure.judged import learns_nothing, stranger_of, thinker_of
from tests.disclosure.stranger import END

K = 5
SECONDS = 5.0  # for the search of the best choice; what time cuts short must be as safe


@pytest.mark.slow
@settings(max_examples=20)
@given(worlds(), st.sampled_from(["public", "protected"]))
def test_a_stranger_learns_nothing_from_suppressed_tables(world: World, zeros: str) -> None:
    order = Order(Policy(K, Zeros(zeros)), Method.SUPPRESS, seconds=SECONDS)
    protected = protect(world.tables(), world.hierarchies(), order)
    truth = world.truth()

    for table in protected.tables:
        for row in table.rows:
            if row.status != Status.SUPPRESSED:
                assert int(row.text) == truth[frozenset(table.key(row))]
    learns_nothing(world, protected, k=K, zeros=zeros)


@pytest.mark.slow
@settings(max_examples=20)
@given(worlds(), st.sampled_from(["public", "protected"]))
def test_a_stranger_learns_nothing_from_rounded_tables(world: World, zeros: str) -> None:
    order = Order(Policy(K, Zeros(zeros)), Method.ROUND)
    protected = protect(world.tables(), world.hierarchies(), order)
    truth = world.truth()
    stranger = stranger_of(world, protected, zeros)

    shown = {
        frozenset(table.key(row)): int(row.text) for table in protected.tables for row in table.rows
    }
    for total, parts in stranger.sums:
        assert shown[total] == sum(shown[part] for part in parts)
    for cell, (low, high) in stranger.ranges().items():
        count = truth[cell]
        assert low <= count <= high
        assert high - low >= K - 1
        if zeros == "protected" and count < K:
            assert low == 0
            assert high >= K
        if zeros == "public":
            assert abs(shown[cell] - count) < K
            assert count or not shown[cell]


# Of three linked tables, where the one behind them tells more than they do; found by chance.
LINKED = (
    World(counted(*[0] * 16, 1, 2, 4, 5, 0, 0, 0, 1), PAIRS, regions=False),
    World(counted(*[0] * 16, 1, 0, 1, 0, 1, 0, 0, 1), PAIRS, regions=False),
)


@pytest.mark.slow
@settings(max_examples=8)
@given(worlds(), st.sampled_from(["public", "protected"]), st.sampled_from(list(Method)))
@example(LINKED[0], "public", Method.SUPPRESS)
@example(LINKED[1], "public", Method.SUPPRESS)
def test_the_auditor_finds_the_ranges_that_who_thinks_of_the_table_behind_finds(
    world: World, zeros: str, method: Method
) -> None:
    protected = protect(
        world.tables(),
        world.hierarchies(),
        Order(Policy(K, Zeros(zeros)), method, seconds=SECONDS),
    )
    rules = Order(Policy(K, Zeros(zeros)), method).rules
    report = audit(Task(protected.tables, world.hierarchies(), rules, thorough=True))
    found = {frozenset(cell.key): cell for cell in report.cells}
    printed = stranger_of(world, protected, zeros).ranges()
    ranges = thinker_of(world, protected, zeros).ranges()

    assert found.keys() == printed.keys()
    for key, (_low, high) in printed.items():
        least, most = ranges[key]
        assert found[key].lower == least
        assert found[key].upper == most or (most > found[key].upper and found[key].is_open)
        assert found[key].is_open == (high >= END - 1_000) or method is Method.SUPPRESS


@settings(max_examples=10)
@given(worlds(), st.sampled_from(["public", "protected"]), st.sampled_from(list(Method)))
def test_the_same_tables_are_protected_in_the_same_way_in_any_order_of_rows(
    world: World, zeros: str, method: Method
) -> None:
    order = Order(Policy(K, Zeros(zeros)), method)
    first = protect(world.tables(), world.hierarchies(), order)
    backwards = [
        type(table)(table.name, table.dimensions, table.rows[::-1]) for table in world.tables()
    ]
    second = protect(backwards, world.hierarchies(), order)

    for one, other in zip(first.tables, second.tables, strict=True):
        assert sorted((r.codes, r.text, r.status) for r in one.rows) == sorted(
            (r.codes, r.text, r.status) for r in other.rows
        )
