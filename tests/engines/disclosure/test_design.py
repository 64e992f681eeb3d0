"""Design before protection: coarser until four fifths of the non-zero cells are visible."""

import csv
from itertools import product
from pathlib import Path

import pytest

from saathi.engines.disclosure.command import main
from saathi.engines.disclosure.design import LARGEST_LOSS, list_designs
from saathi.engines.disclosure.hierarchies import Hierarchy
from saathi.engines.disclosure.policy import DisclosurePolicy
from saathi.engines.disclosure.rollup import DROPPED, FULL_DETAIL, DetailLevel, roll_up
from saathi.engines.disclosure.tables import CountTable, DisclosureMethod, TableRow, ZeroPolicy

TREE = Hierarchy({f"d{n}": "north" if n < 4 else "south" for n in range(8)})


def thin_table() -> CountTable:
    """Eight districts with a few children each; the two regions have enough."""
    counts = {
        (f"d{n}", sex): 1 + (n + place) % 2 for n in range(8) for place, sex in enumerate("fm")
    }
    rows = []
    for place, sex in product([*(f"d{n}" for n in range(8)), "north", "south", "Total"], "fmT"):
        inside = [
            number
            for (district, each), number in counts.items()
            if place in {district, TREE.parent(district), "Total"} and sex in {each, "T"}
        ]
        rows.append(TableRow((place, "Total" if sex == "T" else sex), sum(inside)))
    return CountTable("thin.csv", ("place", "sex"), rows)


def test_a_table_is_rolled_up_to_a_level_of_its_hierarchy() -> None:
    coarse = roll_up(
        thin_table(), {"place": TREE}, {"place": DetailLevel(depth=1), "sex": FULL_DETAIL}
    )
    fine = {row.codes: row.count for row in thin_table().rows}
    assert {row.codes for row in coarse.rows} == set(
        product(["north", "south", "Total"], ["f", "m", "Total"])
    )
    assert all(row.count == fine[row.codes] for row in coarse.rows)


def test_a_dimension_is_dropped_and_a_tail_merged() -> None:
    table = CountTable(
        "t", ("kind",), [TableRow((c,), n) for c, n in [("a", 9), ("b", 7), ("c", 1), ("d", 2)]]
    )
    coarse = roll_up(table, {}, {"kind": DetailLevel(top=2)})
    assert {row.codes[0]: row.count for row in coarse.rows} == {
        "a": 9,
        "b": 7,
        "All others": 3,
        "Total": 19,
    }
    dropped = roll_up(thin_table(), {"place": TREE}, {"place": DROPPED, "sex": FULL_DETAIL})
    assert dropped.dimensions == ("sex",)


@pytest.mark.parametrize("zeros", list(ZeroPolicy))
@pytest.mark.parametrize("method", list(DisclosureMethod))
def test_every_design_keeps_four_fifths_and_the_richest_comes_first(
    zeros: ZeroPolicy, method: DisclosureMethod
) -> None:
    designs = list_designs(thin_table(), {"place": TREE}, DisclosurePolicy(5, zeros), method)
    assert [each.cells for each in designs] == sorted(
        (each.cells for each in designs), reverse=True
    )
    assert all(each.shown_share >= 1 - LARGEST_LOSS for each in designs)
    kept = [{n for n, level in each.levels.items() if not level.is_dropped} for each in designs]
    assert len({frozenset(each) for each in kept}) == len(kept)
    assert designs[0].levels["place"] == DetailLevel(
        depth=1
    )  # districts are too thin, regions are not


def test_the_command_writes_the_designed_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = ["place,sex,count"]
    lines += [",".join([*row.codes, str(row.count)]) for row in thin_table().rows]
    (tmp_path / "thin.csv").write_text("\n".join(lines), encoding="utf-8")
    tree = "\n".join(["child,parent", *(f"{c},{p}" for c, p in TREE.parents.items())])
    (tmp_path / "tree.csv").write_text(tree, encoding="utf-8")

    code = main(
        [
            "protect",
            str(tmp_path / "thin.csv"),
            "--hierarchy",
            f"place={tmp_path / 'tree.csv'}",
            "--design",
            "--method",
            "suppress",
            "--out",
            str(tmp_path / "out"),
        ]
    )

    assert code == 0
    assert "place down to level 1 x sex" in capsys.readouterr().out
    with (tmp_path / "out" / "thin.csv").open(encoding="utf-8", newline="") as file:
        assert {row["place"] for row in csv.DictReader(file)} == {"north", "south", "Total"}
