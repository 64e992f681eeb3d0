"""Design before protection: coarser until four fifths of the non-zero cells are visible."""

import csv
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from saathi.engines.disclosure.coarse_counts import CoarseCounts
from saathi.engines.disclosure.command import main
from saathi.engines.disclosure.design import LARGEST_LOSS, DesignRequirements, list_designs
from saathi.engines.disclosure.errors import InputError
from saathi.engines.disclosure.hierarchies import Hierarchy
from saathi.engines.disclosure.policy import DisclosurePolicy, build_problem
from saathi.engines.disclosure.rollup import DROPPED, FULL_DETAIL, DetailLevel, roll_up
from saathi.engines.disclosure.table_files import build_counted_system, complete_and_check
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
def test_every_design_keeps_four_fifths_and_none_beats_another(
    zeros: ZeroPolicy, method: DisclosureMethod
) -> None:
    found = list_designs(thin_table(), {"place": TREE}, DisclosurePolicy(5, zeros), method)
    designs = found.designs
    shown = [each.shown_cells for each in designs]
    assert shown == sorted(shown, reverse=True)
    assert all(each.shown_share >= 1 - LARGEST_LOSS for each in designs)
    assert not any(design.beats(other) for design in designs for other in designs)
    assert designs[0].levels["place"] == DetailLevel(
        depth=1
    )  # districts are too thin, regions are not
    assert not found.is_out_of_time


def place_table(counts: dict[tuple[str, str], int]) -> CountTable:
    """A table of place by age with all margins."""
    places, ages = ([*sorted({key[n] for key in counts}), "Total"] for n in (0, 1))
    rows = [
        TableRow(
            (place, age),
            sum(n for (p, a), n in counts.items() if place in {p, "Total"} and age in {a, "Total"}),
        )
        for place in places
        for age in ages
    ]
    return CountTable("places.csv", ("place", "age"), rows)


# Most places have eight children, few of each age: dropping age shows most cells.
SIZES = {"p00": (30,) * 4, "p01": (25,) * 4, "p02": (40, 1, 1, 40), "p05": (7,) * 4}
MANY_PLACES = place_table(
    {
        (place, f"a{age}"): SIZES.get(place, (2, 1, 3, 2))[age]
        for place in (f"p{n:02}" for n in range(30))
        for age in range(4)
    }
)


@pytest.mark.parametrize("method", list(DisclosureMethod))
def test_a_required_dimension_is_in_every_design(method: DisclosureMethod) -> None:
    policy = DisclosurePolicy(5, ZeroPolicy.PUBLIC)
    free = list_designs(MANY_PLACES, {}, policy, method).designs
    assert free[0].levels["age"].is_dropped
    needed = DesignRequirements(frozenset({"age"}))
    required = list_designs(MANY_PLACES, {}, policy, method, needed).designs
    assert required
    assert not any(each.levels["age"].is_dropped for each in required)


@pytest.mark.parametrize("method", list(DisclosureMethod))
def test_a_required_category_is_neither_merged_nor_hidden(method: DisclosureMethod) -> None:
    policy = DisclosurePolicy(5, ZeroPolicy.PUBLIC)
    needed = DesignRequirements(frozenset({"age"}), frozenset({("place", "p05")}))
    designs = list_designs(MANY_PLACES, {}, policy, method, needed).designs
    assert designs
    assert any(each.levels["place"].top == 2 for each in designs)  # p05 is the fourth largest
    for each in designs:
        assert "p05" in {row.codes[0] for row in each.table.rows}


def test_a_required_category_that_is_too_small_is_refused() -> None:
    table = place_table({("p1", "a"): 40, ("p2", "a"): 3, ("p1", "b"): 40, ("p2", "b"): 0})
    needed = DesignRequirements(frozenset(), frozenset({("place", "p2")}))
    policy = DisclosurePolicy(5, ZeroPolicy.PUBLIC)
    with pytest.raises(InputError, match="too small to be shown"):
        list_designs(table, {}, policy, DisclosureMethod.SUPPRESS, needed)


def test_counts_of_coarser_tables_are_those_of_the_tables_themselves() -> None:
    table, policy = thin_table(), DisclosurePolicy(5, ZeroPolicy.PUBLIC)
    origins = [replace(row, events=5 if row.codes[0] == "d1" else 2) for row in table.rows]
    table = replace(table, rows=origins)
    levels = {
        "place": [FULL_DETAIL, DetailLevel(depth=1), DROPPED],
        "sex": [FULL_DETAIL, DROPPED],
    }
    every = list(CoarseCounts(table, {"place": TREE}, policy.k).list_facts(levels))
    assert len(every) == 6
    for facts in every:
        coarse = roll_up(table, {"place": TREE}, facts.levels)
        trees = {"place": TREE} if "place" in coarse.dimensions else {}
        tables = complete_and_check([coarse], trees)
        task = build_problem(tables, build_counted_system(tables), policy)
        filled, ends = task.counts > 0, task.system.is_finest()
        assert facts.cells == filled.sum()
        assert facts.few == (filled & task.sensitive).sum()
        assert facts.persons_shown == task.counts[ends & ~task.sensitive].sum()


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


def design_command(folder: Path, *more: str) -> int:
    lines = ["place,age,count"]
    lines += [",".join([*row.codes, str(row.count)]) for row in MANY_PLACES.rows]
    (folder / "places.csv").write_text("\n".join(lines), encoding="utf-8")
    given = ["protect", str(folder / "places.csv"), "--out", str(folder / "out")]
    return main([*given, "--zeros", "public", "--method", "suppress", *more])


def test_the_command_lists_designs_and_protects_the_chosen_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    required = ["--design", "--require", "age", "--require", "place=p05"]
    assert design_command(tmp_path, *required, "--choose", "places.csv=2") == 0
    printed = capsys.readouterr().out
    assert "Number 2 is protected" in printed
    assert "one draw of what is hidden, so about right" in printed
    second = next(line for line in printed.splitlines() if line.strip().startswith("2 "))
    with (tmp_path / "out" / "places.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert "age" in second
    status = {(row["place"], row["age"]): row["status"] for row in rows}
    assert status["p05", "Total"] == "shown"


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (["--require", "age"], "--require goes with --design"),
        (["--design", "--require", "sex"], "no dimension “sex”"),
        (["--design", "--require", "age=a9"], "no “a9” in a dimension “age”"),
        (["--design", "--require", "age="], "DIMENSION or DIMENSION=CATEGORY"),
        (["--design", "--choose", "places.csv=99"], "designs, not 99"),
        (["--design", "--choose", "other.csv=1"], "TABLE.csv=NUMBER"),
    ],
)
def test_wrong_design_options_are_explained(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str], told: str
) -> None:
    assert design_command(tmp_path, *more) == 2
    assert told in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_list_of_designs_to_be_rounded_does_not_speak_of_draws(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert design_command(tmp_path, "--design", "--method", "round") == 0
    printed = capsys.readouterr().out
    assert "Number 1 is protected" in printed
    assert "one draw" not in printed
