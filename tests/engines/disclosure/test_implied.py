"""Linked tables share margins that none of them prints: adding up one reveals it of the other."""

from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saathi.engines.disclosure.audit import audit_tables
from saathi.engines.disclosure.audit_task import DisclosureAuditTask
from saathi.engines.disclosure.command import main
from saathi.engines.disclosure.hierarchies import TOTAL, Hierarchy
from saathi.engines.disclosure.policy import DisclosurePolicy
from saathi.engines.disclosure.protect import ProtectionSettings, protect_tables
from saathi.engines.disclosure.published_bounds import PublishedRules
from saathi.engines.disclosure.table_files import build_counted_system, complete_and_check
from saathi.engines.disclosure.tables import (
    CellStatus,
    CountTable,
    DisclosureMethod,
    TableRow,
    ZeroPolicy,
)
from tests.engines.disclosure.refusals import redrawn_if_refused
from tests.engines.disclosure.stranger import Rows, StrangerAttacker
from tests.engines.examples import examples

AGES = {("A", "y"): 2, ("A", "o"): 20, ("B", "y"): 9, ("B", "o"): 30, ("C", "y"): 8, ("C", "o"): 12}
SEXES = {
    ("A", "f"): 10,
    ("A", "m"): 12,
    ("B", "f"): 19,
    ("B", "m"): 20,
    ("C", "f"): 11,
    ("C", "m"): 9,
}
REGIONS = Hierarchy({"A": "north", "B": "north", "C": "south"})


def table(name: str, *dimensions: str, counts: dict[tuple[str, ...], int]) -> CountTable:
    return CountTable(
        f"{name}.csv", dimensions, [TableRow(codes, n) for codes, n in counts.items()]
    )


def ages() -> CountTable:
    return table("ages", "place", "age", counts=AGES)


def sexes() -> CountTable:
    return table("sexes", "place", "sex", counts=SEXES)


def shown(some: CountTable) -> dict[tuple[str, ...], str]:
    return {row.codes: row.text or "" for row in some.rows}


@pytest.mark.parametrize("zeros", list(ZeroPolicy))
def test_a_small_cell_is_not_given_away_by_a_sum_that_no_one_prints(zeros: ZeroPolicy) -> None:
    protected = protect_tables(
        [ages(), sexes()],
        {},
        ProtectionSettings(DisclosurePolicy(5, zeros), DisclosureMethod.SUPPRESS),
    )

    one, other = (shown(each) for each in protected.tables)
    assert protected.report.passes
    assert set(one) == set(AGES)  # margins that were not printed are not printed now
    assert set(other) == set(SEXES)
    assert one["A", "y"] == ""
    assert "" in {one["A", "o"], other["A", "f"], other["A", "m"]}


@pytest.mark.parametrize("zeros", list(ZeroPolicy))
def test_rounded_tables_add_up_to_the_same_where_nothing_prints_it(zeros: ZeroPolicy) -> None:
    protected = protect_tables(
        [ages(), sexes()],
        {},
        ProtectionSettings(DisclosurePolicy(5, zeros), DisclosureMethod.ROUND),
    )

    result, other = (shown(each) for each in protected.tables)
    for place in "ABC":
        assert sum(int(result[place, age]) for age in "yo") == sum(
            int(other[place, sex]) for sex in "fm"
        )


def test_auditor_adds_up_unprinted_margins(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "place,age,value\n" + "".join(
        f"{place},{age},{n if n > 4 else ''}\n" for (place, age), n in AGES.items()
    )
    (tmp_path / "ages.csv").write_text(text, encoding="utf-8")
    text = "place,sex,value\n" + "".join(f"{p},{s},{n}\n" for (p, s), n in SEXES.items())
    (tmp_path / "sexes.csv").write_text(text, encoding="utf-8")

    files = [str(tmp_path / "ages.csv"), str(tmp_path / "sexes.csv")]
    assert main(["audit-tables", *files]) == 1
    assert "from 2 to 2" in capsys.readouterr().out


def test_districts_beside_regions_share_the_sum_of_the_region() -> None:
    by_region = {
        (region, sex): sum(
            n for (p, s), n in SEXES.items() if s == sex and REGIONS.parent(p) == region
        )
        for region, sex in product(["north", "south"], "fm")
    }
    regions = table("regions", "place", "sex", counts=by_region)
    hidden = [TableRow(r.codes, None, "" if r.count == 2 else str(r.count)) for r in ages().rows]
    open_ = [TableRow(r.codes, None, str(r.count)) for r in regions.rows]
    published = [
        CountTable("ages.csv", ("place", "age"), hidden),
        CountTable("regions.csv", ("place", "sex"), open_),
    ]

    report = audit_tables(DisclosureAuditTask(published, {"place": REGIONS}, PublishedRules()))
    assert [(cell.lower, cell.upper) for cell in report.cells] == [(2, 2)]


def test_a_dimension_of_which_a_child_may_have_several_codes_is_not_summed() -> None:
    # Of the 22 children in A some are in both forms: the forms come to more.
    forms = {("A", "work"): 20, ("A", "begging"): 8, ("B", "work"): 39, ("B", "begging"): 3}
    whole = complete_and_check([table("forms", "place", "form", counts=forms), sexes()], {})

    assert not any(each.implied_rows for each in whole.tables)
    order = ProtectionSettings(DisclosurePolicy(5, ZeroPolicy.PUBLIC), DisclosureMethod.SUPPRESS)
    protected = protect_tables([table("forms", "place", "form", counts=forms), sexes()], {}, order)
    statuses = [row.status for each in protected.tables for row in each.rows]
    # The forms are no parts of each other: alone a hidden cell would be known to be small.
    assert statuses.count(CellStatus.SUPPRESSED) == 4


def test_sums_over_several_dimensions_are_shared_too() -> None:
    three = {(p, a, f): n for (p, a), n in AGES.items() for f in ("x",)}
    three |= {(p, a, "z"): 6 for (p, a) in AGES}
    two = {(p, s): n + 6 for (p, s), n in SEXES.items()}
    whole = complete_and_check(
        [
            table("three", "place", "age", "form", counts=three),
            table("two", "place", "sex", counts=two),
        ],
        {},
    )
    system = build_counted_system(whole)

    assert (("place", "A"),) in system.index
    of_a = system.index[("place", "A"),]
    assert {line.table for line in system.lines if line.total == of_a} == {"three.csv", "two.csv"}


@pytest.mark.parametrize("method", list(DisclosureMethod))
def test_a_code_that_one_table_leaves_out_does_not_tell_that_no_one_is_there(
    method: DisclosureMethod,
) -> None:
    children = {("A", "y"): 7, ("A", "o"): 0, ("A", TOTAL): 7, ("B", "y"): 9, ("B", "o"): 0}
    children |= {("B", TOTAL): 9, (TOTAL, "y"): 16, (TOTAL, "o"): 0, (TOTAL, TOTAL): 16}
    tables = [
        table("both", "place", "age", counts=children),
        table("ages", "age", counts={("y",): 16, (TOTAL,): 16}),
    ]
    protected = protect_tables(
        tables, {}, ProtectionSettings(DisclosurePolicy(5, ZeroPolicy.PROTECTED), method)
    )

    assert protected.report.passes
    assert ("o",) in shown(protected.tables[1])  # written as a row of its own


@pytest.mark.slow
@examples(20)
@given(
    st.lists(st.sampled_from([0, 0, 1, 2, 4, 6, 9, 30]), min_size=12, max_size=12),
    st.sampled_from(list(DisclosureMethod)),
)
def test_a_stranger_who_adds_up_learns_nothing(counts: list[int], method: DisclosureMethod) -> None:
    children = dict(zip(product("ABC", "yo", "fm"), counts, strict=True))
    tables = [
        table("one", "place", "age", counts=_summed(children, 0, 1)),
        table("two", "place", "sex", counts=_summed(children, 0, 2)),
    ]
    with redrawn_if_refused():
        protected = protect_tables(
            tables,
            {},
            ProtectionSettings(DisclosurePolicy(5, ZeroPolicy.PROTECTED), method, seconds=5.0),
        )
    stranger = StrangerAttacker(
        [_with_hidden_totals(t) for t in protected.tables], {}, zeros="protected"
    )

    truth = {frozenset(t.key_of_row(row)): row.count for t in tables for row in t.rows}
    for cell, (low, high) in stranger.ranges().items():
        if cell in truth:
            assert low < high
            assert low == 0 or low >= 5
            assert high >= 5


def _summed(children: dict[tuple[str, ...], int], *places: int) -> dict[tuple[str, ...], int]:
    found: dict[tuple[str, ...], int] = {}
    for codes, n in children.items():
        key = tuple(codes[place] for place in places)
        found[key] = found.get(key, 0) + n
    return found


def _with_hidden_totals(some: CountTable) -> tuple[tuple[str, ...], Rows]:
    rows = [(row.codes, row.text or "", str(row.status)) for row in some.rows]
    places, others = ({codes[at] for codes, _, _ in rows} for at in (0, 1))
    margins = [*product(places, ["Total"]), *product(["Total"], others), ("Total", "Total")]
    return some.dimensions, [*rows, *((codes, "", "suppressed") for codes in margins)]
