"""Draws tables, protects them, attacks them: with our own attacker and an independent one."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from saathi.engines.disclosure.audit import audit_tables
from saathi.engines.disclosure.audit_task import DisclosureAuditTask
from saathi.engines.disclosure.policy import DisclosurePolicy
from saathi.engines.disclosure.protect import ProtectionSettings, protect_tables
from saathi.engines.disclosure.tables import CellStatus, DisclosureMethod, ZeroPolicy
from tests.engines.disclosure.privacy_checks import (
    assert_learns_nothing,
    informed_stranger_of,
    stranger_of,
)
from tests.engines.disclosure.random_worlds import PAIRS, RandomWorld, count_codes, random_worlds
from tests.engines.disclosure.refusals import redrawn_if_refused
from tests.engines.disclosure.stranger import END
from tests.engines.examples import examples

K = 5
SECONDS = 5.0  # for the search of the best choice; what time cuts short must be as safe


@pytest.mark.slow
@examples(20)
@given(random_worlds(), st.sampled_from(["public", "protected"]))
def test_a_stranger_learns_nothing_from_suppressed_tables(world: RandomWorld, zeros: str) -> None:
    order = ProtectionSettings(
        DisclosurePolicy(K, ZeroPolicy(zeros)), DisclosureMethod.SUPPRESS, seconds=SECONDS
    )
    with redrawn_if_refused():
        protected = protect_tables(world.tables(), world.hierarchies(), order)
    truth = world.truth()

    for table in protected.tables:
        for row in table.rows:
            if row.status != CellStatus.SUPPRESSED:
                count = truth[frozenset(table.key_of_row(row))]
                assert int(row.text) == count
                assert count >= K or (count == 0 and zeros == "public"), "few are printed"
    assert_learns_nothing(world, protected, k=K, zeros=zeros)


@pytest.mark.slow
@examples(20)
@given(random_worlds(), st.sampled_from(["public", "protected"]))
def test_a_stranger_learns_nothing_from_rounded_tables(world: RandomWorld, zeros: str) -> None:
    order = ProtectionSettings(DisclosurePolicy(K, ZeroPolicy(zeros)), DisclosureMethod.ROUND)
    protected = protect_tables(world.tables(), world.hierarchies(), order)
    truth = world.truth()
    stranger = stranger_of(world, protected, zeros)

    shown = {
        frozenset(table.key_of_row(row)): int(row.text)
        for table in protected.tables
        for row in table.rows
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
    RandomWorld(count_codes(*[0] * 16, 1, 2, 4, 5, 0, 0, 0, 1), PAIRS, regions=False),
    RandomWorld(count_codes(*[0] * 16, 1, 0, 1, 0, 1, 0, 0, 1), PAIRS, regions=False),
)


@pytest.mark.slow
@examples(8)
@given(
    random_worlds(),
    st.sampled_from(["public", "protected"]),
    st.sampled_from(list(DisclosureMethod)),
)
@example(LINKED[0], "public", DisclosureMethod.SUPPRESS)
@example(LINKED[1], "public", DisclosureMethod.SUPPRESS)
def test_auditor_finds_the_ranges_of_an_attacker_who_knows_the_joint_table(
    world: RandomWorld, zeros: str, method: DisclosureMethod
) -> None:
    with redrawn_if_refused():
        protected = protect_tables(
            world.tables(),
            world.hierarchies(),
            ProtectionSettings(DisclosurePolicy(K, ZeroPolicy(zeros)), method, seconds=SECONDS),
        )
    rules = ProtectionSettings(DisclosurePolicy(K, ZeroPolicy(zeros)), method).rules
    report = audit_tables(
        DisclosureAuditTask(protected.tables, world.hierarchies(), rules, thorough=True)
    )
    found = {frozenset(cell.key): cell for cell in report.cells}
    printed = stranger_of(world, protected, zeros).ranges()
    ranges = informed_stranger_of(world, protected, zeros).ranges()

    assert found.keys() == printed.keys()
    for key, (_low, high) in printed.items():
        least, most = ranges[key]
        assert found[key].lower == least
        assert found[key].upper == most or (most > found[key].upper and found[key].is_open)
        assert found[key].is_open == (high >= END - 1_000) or method is DisclosureMethod.SUPPRESS


@examples(10)
@given(
    random_worlds(),
    st.sampled_from(["public", "protected"]),
    st.sampled_from(list(DisclosureMethod)),
)
def test_the_same_tables_are_protected_in_the_same_way_in_any_order_of_rows(
    world: RandomWorld, zeros: str, method: DisclosureMethod
) -> None:
    # Enough time to end by itself on a loaded machine: what the clock cuts short may differ.
    order = ProtectionSettings(DisclosurePolicy(K, ZeroPolicy(zeros)), method, seconds=120.0)
    with redrawn_if_refused():
        first = protect_tables(world.tables(), world.hierarchies(), order)
    backwards = [
        type(table)(table.name, table.dimensions, table.rows[::-1]) for table in world.tables()
    ]
    second = protect_tables(backwards, world.hierarchies(), order)

    for entry, other in zip(first.tables, second.tables, strict=True):
        assert sorted((r.codes, r.text, r.status) for r in entry.rows) == sorted(
            (r.codes, r.text, r.status) for r in other.rows
        )
