"""Cells that must be empty, and zeros that everyone knows: no secret and no reason to fail."""

from itertools import product
from pathlib import Path

import pytest

from saathi.engines.disclosure.audit import audit_tables
from saathi.engines.disclosure.audit_task import DisclosureAuditTask
from saathi.engines.disclosure.command import main
from saathi.engines.disclosure.hierarchies import Hierarchy
from saathi.engines.disclosure.policy import DisclosurePolicy
from saathi.engines.disclosure.protect import ProtectionSettings, protect_tables
from saathi.engines.disclosure.published_bounds import PublishedRules
from saathi.engines.disclosure.tables import (
    CellStatus,
    CountTable,
    DisclosureMethod,
    TableRow,
    ZeroPolicy,
)

# One place makes up a region by itself; in it no child is of the one age.
TREE = Hierarchy({"a": "north", "b": "south", "c": "south"})
COUNTS = {("a", "old"): 9, ("b", "young"): 7, ("b", "old"): 1, ("c", "young"): 12, ("c", "old"): 8}
NOBODY = ("a", "young")


def by_place_and_age() -> CountTable:
    rows = []
    for place, age in product(
        ["a", "b", "c", "north", "south", "Total"], ["young", "old", "Total"]
    ):
        count = sum(
            n
            for (p, o), n in COUNTS.items()
            if place in {p, *TREE.ancestors(p)} and age in {o, "Total"}
        )
        rows.append(
            TableRow(
                (place, age), count, status=CellStatus.STRUCTURAL if (place, age) == NOBODY else ""
            )
        )
    return CountTable("table.csv", ("place", "age"), rows)


@pytest.mark.usefixtures("as_larger_tables")
@pytest.mark.parametrize("method", list(DisclosureMethod))
def test_total_of_structural_zeros_is_a_structural_zero(method: DisclosureMethod) -> None:
    order = ProtectionSettings(DisclosurePolicy(5, ZeroPolicy.PROTECTED), method)
    protected = protect_tables([by_place_and_age()], {"place": TREE}, order)

    assert protected.report.passes
    status = {row.codes: row.status for row in protected.tables[0].rows}
    assert status["a", "young"] == status["north", "young"] == CellStatus.STRUCTURAL
    assert status["b", "old"] != CellStatus.STRUCTURAL


@pytest.mark.usefixtures("as_larger_tables")
def test_a_cell_that_one_of_two_tables_calls_impossible_is_so_in_both() -> None:
    table = by_place_and_age()
    other = CountTable(
        "other.csv", table.dimensions, [TableRow(r.codes, r.count) for r in table.rows]
    )
    order = ProtectionSettings(DisclosurePolicy(5, ZeroPolicy.PROTECTED), DisclosureMethod.SUPPRESS)
    protected = protect_tables([table, other], {"place": TREE}, order)

    assert protected.report.passes
    for each in protected.tables:
        assert {row.codes: row.status for row in each.rows}[NOBODY] == CellStatus.STRUCTURAL


def test_no_one_is_counted_in_an_impossible_cell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "sex,count,status\nf,7,not applicable\nm,8,\nTotal,15,\n"
    (tmp_path / "table.csv").write_text(text, encoding="utf-8")

    assert main(["protect", str(tmp_path / "table.csv"), "--out", str(tmp_path / "out")]) == 2
    assert "line 2: sex “f”: is said to be not applicable and has the count 7" in (
        capsys.readouterr().err
    )
    assert not (tmp_path / "out").exists()


def test_a_zero_that_a_missing_row_tells_is_no_secret_where_zeros_are_public(
    tmp_path: Path,
) -> None:
    # Place a has no row but its total: where the others are left out, they are zero, and so is it.
    text = "place,age,count\na,Total,0\nb,young,7\nb,old,6\nb,Total,13\nTotal,young,7\n"
    text += "Total,old,6\nTotal,Total,13\n"
    (tmp_path / "table.csv").write_text(text, encoding="utf-8")
    more = ["--out", str(tmp_path / "out"), "--zeros", "public"]

    assert main(["protect", str(tmp_path / "table.csv"), *more]) == 0


def test_a_region_shown_as_0_says_few_where_its_only_place_does_and_margins_reach_further() -> None:
    # By its own reach north may be up to 6; place a below it is shown as 0 and may be up to 4.
    values = {"a": "0", "b": "10", "c": "5", "north": "0", "south": "15", "Total": "15"}
    rows = [TableRow((code,), None, text, CellStatus.ROUNDED) for code, text in values.items()]
    table = CountTable("table.csv", ("place",), rows)

    public = PublishedRules(zeros=ZeroPolicy.PUBLIC, reach=2)
    assert audit_tables(DisclosureAuditTask([table], {"place": TREE}, public)).passes
