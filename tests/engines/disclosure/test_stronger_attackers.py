"""Attackers who know more: the program, their own records, an earlier release, what is sensitive."""

import math
from collections import Counter
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from saathi.engines.disclosure.audit import audit_tables
from saathi.engines.disclosure.audit_task import DisclosureAuditTask, EarlierRelease
from saathi.engines.disclosure.command import main
from saathi.engines.disclosure.cuts import SuppressionCut
from saathi.engines.disclosure.errors import InputError, TablesNotProtected
from saathi.engines.disclosure.patterns import PatternKnowledge, enumerate_pattern
from saathi.engines.disclosure.policy import DisclosurePolicy
from saathi.engines.disclosure.protect import ProtectionOutcome, ProtectionSettings, protect_tables
from saathi.engines.disclosure.published_bounds import PublishedRules
from saathi.engines.disclosure.report import DisclosureReport
from saathi.engines.disclosure.set_cover import find_greedy_set_cover
from saathi.engines.disclosure.tables import (
    CellStatus,
    CountTable,
    DisclosureMethod,
    TableRow,
    ZeroPolicy,
)
from tests.engines.disclosure.random_worlds import RandomWorld, random_worlds
from tests.engines.disclosure.refusals import redrawn_if_refused
from tests.engines.disclosure.stranger import StrangerAttacker
from tests.engines.examples import examples

K = 5
SQUARE = [(0, (1, 2)), (3, (4, 5)), (6, (1, 4)), (7, (2, 5))]  # totals of two rows, two columns


def square(values: list[int], *, zeros: bool) -> PatternKnowledge:
    """Four hidden cells of two rows and two columns whose totals are shown."""
    matrix = sparse.lil_array((4, 8))
    for number, (total, parts) in enumerate(SQUARE):
        matrix[number, total] = 1
        matrix[number, list(parts)] = -1
    a, b, c, d = values
    lower = np.array([a + b, 0, 0, c + d, 0, 0, a + c, b + d])
    upper = lower.copy()
    lower[[1, 2, 4, 5]], upper[[1, 2, 4, 5]] = (0 if zeros else 1), 2**40
    return PatternKnowledge(matrix.tocsr(), lower, upper, K, zeros)


@examples(30)
@given(st.lists(st.integers(1, 9), min_size=4, max_size=4), st.booleans())
def test_all_whole_tables_are_enumerated(values: list[int], zeros: bool) -> None:
    pattern = enumerate_pattern(square(values, zeros=zeros))
    a, b, c, d = values
    least = 0 if zeros else 1
    wanted = {
        (x, a + b - x, a + c - x, d - a + x)
        for x in range(60)
        if min(x, a + b - x, a + c - x, d - a + x) >= least
    }
    if len(wanted) == 1:
        assert pattern is None or len(pattern.tables) == 1
    else:
        assert pattern is not None
        assert {tuple(row) for row in pattern.tables.tolist()} == wanted


def test_a_pattern_without_a_reason_is_not_likely() -> None:
    pattern = enumerate_pattern(square([3, 17, 17, 3], zeros=False))
    assert pattern is not None
    left = {tuple(row) for row in pattern.tables[pattern.likely].tolist()}
    assert (10, 10, 10, 10) not in left  # no publisher would have hidden these
    assert (3, 17, 17, 3) in left
    assert pattern.includes(np.array([20, 3, 17, 20, 17, 3, 20, 20]))


@pytest.mark.slow
@examples(12)
@given(random_worlds(((("place", "age"),), (("age", "sex"),))), st.booleans())
def test_no_pattern_of_hidden_cells_tells_what_they_are(world: RandomWorld, zeros: bool) -> None:
    policy = DisclosurePolicy(K, ZeroPolicy.PROTECTED if zeros else ZeroPolicy.PUBLIC)
    with redrawn_if_refused():
        protected = protect_tables(
            world.tables(),
            world.hierarchies(),
            ProtectionSettings(policy, DisclosureMethod.SUPPRESS),
        )
    table, truth = protected.tables[0], world.truth()
    hidden = [row.codes for row in table.rows if row.status == CellStatus.SUPPRESSED]
    ranges = enumerated(world, table, hidden, least=0 if zeros else 1)
    if ranges is None:
        return
    for codes, values in zip(hidden, zip(*ranges, strict=True), strict=True):
        assert len(set(values)) > 1
        if truth[frozenset(table.key_of_row(TableRow(codes)))] < K:
            assert max(values) >= K


def enumerated(
    world: RandomWorld, table: CountTable, hidden: list[tuple[str, ...]], *, least: int
) -> list[tuple[int, ...]] | None:
    """All whole tables by trying everything; None where that would take too long."""
    rows = [(row.codes, row.text or "", str(row.status)) for row in table.rows]
    stranger = StrangerAttacker([(table.dimensions, rows)], world.parents, zeros="protected")
    if len(hidden) > 6 or not hidden:
        return None
    cells = [frozenset(table.key_of_row(TableRow(codes))) for codes in hidden]
    tops = [stranger.ranges()[cell][1] for cell in cells]
    if (
        math.prod(int(top) + 1 for top in tops) > 60_000
    ):  # of Python's numbers, which never run over
        return None
    found = []
    for values in product(*(range(least, top + 1) for top in tops)):
        own = dict(zip(cells, values, strict=True))
        value = {cell: own.get(cell, bounds[0]) for cell, bounds in stranger.cells.items()}
        if all(value[total] == sum(value[p] for p in parts) for total, parts in stranger.sums):
            found.append(values)
    return found


@pytest.mark.slow
@examples(8)
@given(
    random_worlds(((("place", "age"),), (("age", "sex"),))),
    st.sampled_from(list(ZeroPolicy)),
    st.sampled_from(list(DisclosureMethod)),
    st.data(),
)
def test_a_revision_is_protected_beside_what_was_printed_before(
    world: RandomWorld, zeros: ZeroPolicy, method: DisclosureMethod, data: st.DataObject
) -> None:
    order = ProtectionSettings(DisclosurePolicy(K, zeros), method, seconds=5.0)
    with redrawn_if_refused():
        before = protect_tables(world.tables(), world.hierarchies(), order)
    cell = data.draw(st.sampled_from(sorted(world.counts)))
    later = RandomWorld({**world.counts, cell: world.counts[cell] + 2}, world.shapes, world.regions)
    revised = ProtectionSettings(
        DisclosurePolicy(K, zeros), method, seconds=5.0, earlier=[EarlierRelease(before.tables, 2)]
    )

    with redrawn_if_refused():
        after = protected_or_refused(later, revised)

    if isinstance(after, TablesNotProtected):
        # What was printed of few children may tell what became of them, whatever is hidden now.
        assert method is DisclosureMethod.SUPPRESS
        assert "earlier release tells too much" in str(after)
        return
    assert after.report.passes
    truth = later.truth()
    for table in after.tables:
        for row in table.rows:
            if method is DisclosureMethod.SUPPRESS and row.status != CellStatus.SUPPRESSED:
                assert int(row.text or "") == truth[frozenset(table.key_of_row(row))]


def protected_or_refused(
    world: RandomWorld, order: ProtectionSettings
) -> ProtectionOutcome | TablesNotProtected:
    try:
        return protect_tables(world.tables(), world.hierarchies(), order)
    except TablesNotProtected as refusal:
        return refusal


def test_two_more_children_where_there_were_few_are_held_against_what_was_printed_of_them() -> None:
    counts = {
        (place, age): 0 for place in ("p1", "p2", "p3", "p4") for age in ("a1", "a2", "a3")
    } | {("p1", "a2"): 2, ("p1", "a3"): 1, ("p2", "a1"): 2, ("p2", "a2"): 5, ("p2", "a3"): 2}
    counts["p4", "a3"] = 2
    order = ProtectionSettings(
        DisclosurePolicy(K, ZeroPolicy.PUBLIC), DisclosureMethod.SUPPRESS, seconds=5.0
    )
    before = protect_tables([crossed(counts)], {}, order)
    counts["p1", "a2"] += 2

    # Beside what was printed before some are known to be more than their parts make: never few, nor exactly.
    after = protect_tables(
        [crossed(counts)], {}, replace(order, earlier=[EarlierRelease(before.tables, 2)])
    )
    assert after.report.passes
    small = {
        frozenset(crossed(counts).key_of_row(r)) for r in crossed(counts).rows if 0 < r.count < K
    }
    cells = {frozenset(cell.key): cell for cell in after.report.cells}
    assert small <= cells.keys()
    assert all(cells[key].upper >= K and cells[key].lower < cells[key].upper for key in small)


def test_two_more_children_where_there_are_many_are_published() -> None:
    counts = {(place, age): 20 for place in ("p1", "p2", "p3") for age in ("a1", "a2", "a3")}
    counts["p1", "a1"] = 3
    order = ProtectionSettings(
        DisclosurePolicy(K, ZeroPolicy.PUBLIC), DisclosureMethod.SUPPRESS, seconds=5.0
    )
    before = protect_tables([crossed(counts)], {}, order)
    counts["p2", "a2"] += 2

    after = protect_tables(
        [crossed(counts)], {}, replace(order, earlier=[EarlierRelease(before.tables, 2)])
    )
    assert after.report.passes
    shown = {row.codes: row.text for row in after.tables[0].rows}
    assert shown["Total", "Total"] == "165"


def crossed(counts: dict[tuple[str, str], int]) -> CountTable:
    """Places by ages, with their totals."""
    whole: Counter[tuple[str, str]] = Counter()
    for (place, age), count in counts.items():
        for key in product((place, "Total"), (age, "Total")):
            whole[key] += count
    return CountTable(
        "t.csv", ("place", "age"), [TableRow(key, count) for key, count in whole.items()]
    )


def rounded_further_off() -> tuple[CountTable, CountTable]:
    """Six and six that were shown as 10, 10 and 20, so that the total is 8 off; and the present counts."""
    counts = {"girls": (10, 6), "boys": (10, 6), "Total": (20, 12)}
    old = [TableRow((code,), None, str(shown), "rounded") for code, (shown, _) in counts.items()]
    now = [TableRow((code,), count) for code, (_, count) in counts.items()]
    return CountTable("t.csv", ("sex",), old), CountTable("t.csv", ("sex",), now)


def test_an_earlier_release_is_attacked_as_far_off_as_it_was_rounded() -> None:
    old, now = rounded_further_off()
    shown = [TableRow(row.codes, None, "", "suppressed") for row in now.rows[:2]]
    shown.append(TableRow(("Total",), None, "12", "shown"))
    printed = [CountTable(now.name, now.dimensions, shown)]

    def found(reach: int, own: int = 0) -> DisclosureReport:
        rules = PublishedRules(K, ZeroPolicy.PUBLIC, reach=own)
        return audit_tables(
            DisclosureAuditTask(printed, {}, rules, [EarlierRelease([old], 3, reach)])
        )

    assert found(4).passes
    # Twelve less three at the most cannot reach 20 by the rule alone, whatever the new release states.
    assert found(0).contradictory
    assert found(0, own=4).contradictory


@pytest.mark.parametrize("method", list(DisclosureMethod))
def test_tables_are_protected_beside_one_that_was_rounded_further_off(
    method: DisclosureMethod,
) -> None:
    old, now = rounded_further_off()
    order = ProtectionSettings(
        DisclosurePolicy(K, ZeroPolicy.PUBLIC), method, earlier=[EarlierRelease([old], 0, 4)]
    )

    assert protect_tables([now], {}, order).report.passes
    with pytest.raises(InputError, match="differ by more"):
        protect_tables([now], {}, replace(order, earlier=[EarlierRelease([old], 0)]))


def test_a_cut_that_all_its_cells_do_not_fulfil_ends_the_search_for_cells() -> None:
    weak = SuppressionCut(np.array([1, 2]), np.array([0.25, 0.25]))
    other = SuppressionCut(np.array([2, 3]), np.array([1.0, 1.0]))
    cover = find_greedy_set_cover([weak, other], np.ones(4), np.array([1]))
    assert set(cover) >= {1, 2}  # what helps is hidden; the attack finds that it fails


def test_a_release_that_cannot_be_an_earlier_one_is_refused() -> None:
    result = CountTable(
        "t.csv", ("sex",), [TableRow(("f",), 9), TableRow(("m",), 8), TableRow(("Total",), 17)]
    )
    old = CountTable(
        "t.csv",
        ("sex",),
        [
            TableRow(("f",), None, "90"),
            TableRow(("m",), None, "80"),
            TableRow(("Total",), None, "170"),
        ],
    )
    order = ProtectionSettings(
        DisclosurePolicy(K), DisclosureMethod.SUPPRESS, earlier=[EarlierRelease([old], 3)]
    )
    with pytest.raises(InputError, match="differ by more"):
        protect_tables([result], {}, order)


PRINTED = (
    "place,kind,value\nA,x,\nA,y,\nA,Total,12\nB,x,\nB,y,\nB,Total,12\n"
    "Total,x,12\nTotal,y,12\nTotal,Total,24\n"
)


def test_an_insider_subtracts_own_records(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "t.csv").write_text(PRINTED, encoding="utf-8")
    (tmp_path / "mine.csv").write_text("place,kind,count\nA,x,8\nB,y,6\n", encoding="utf-8")
    table, mine = str(tmp_path / "t.csv"), str(tmp_path / "mine.csv")

    assert main(["audit-tables", table]) == 0
    capsys.readouterr()
    assert main(["audit-tables", table, "--insider", mine]) == 1
    assert "mine.csv learns of" in capsys.readouterr().out
    (tmp_path / "mine.csv").write_text("place,kind,count\nC,x,8\n", encoding="utf-8")
    assert main(["audit-tables", table, "--insider", mine]) == 2
    assert "mine.csv, line 2: the tables have no cell" in capsys.readouterr().err


def test_a_row_that_falls_in_one_category_is_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "place,kind,count\nA,x,12\nA,y,0\nA,Total,12\nB,x,30\nB,y,20\nB,Total,50\nTotal,x,42\nTotal,y,20\nTotal,Total,62\n"
    (tmp_path / "t.csv").write_text(rows, encoding="utf-8")
    table = str(tmp_path / "t.csv")

    assert main(["audit-tables", table, "--zeros", "public"]) == 0
    capsys.readouterr()
    assert main(["audit-tables", table, "--zeros", "public", "--sensitive", "kind"]) == 1
    assert "All of place “A” are kind “x”, place “A”." in capsys.readouterr().out
    assert main(["audit-tables", table, "--sensitive", "colour"]) == 2
    out = str(tmp_path / "out")
    assert main(["protect", table, "--out", out, "--sensitive", "kind"]) == 0


def test_the_pattern_attack_says_how_many_tables_there_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "t.csv").write_text(PRINTED, encoding="utf-8")
    assert main(["audit-tables", str(tmp_path / "t.csv"), "--pattern"]) == 0
    assert "whole tables agree with what is printed" in capsys.readouterr().out
