"""What readers need stays to be seen: totals, cells that must be kept; and time by the clock."""

import time
from pathlib import Path

import pytest

from saathi.engines.disclosure.budget import OutOfTime, TimeBudget, limit_solver, limit_wall_clock
from saathi.engines.disclosure.command import main
from saathi.engines.disclosure.policy import DisclosurePolicy
from saathi.engines.disclosure.protect import ProtectionSettings, protect_tables
from saathi.engines.disclosure.reader_costs import compute_cell_costs, list_important_totals
from saathi.engines.disclosure.tables import CellStatus, DisclosureMethod, ZeroPolicy
from tests.engines.disclosure.test_windows import problem_of, table_of

INNER = [[2, 30, 35, 40, 41], [33, 30, 300, 45, 42], [31, 36, 37, 38, 39], [50, 51, 52, 53, 54]]


def test_totals_and_large_cells_cost_more() -> None:
    problem = problem_of(INNER, ZeroPolicy.PROTECTED)
    costs = dict(zip(problem.system.keys, compute_cell_costs(problem).tolist(), strict=True))
    inner, large = (("kind", "k1"), ("place", "p00")), (("kind", "k2"), ("place", "p01"))
    assert costs[inner] < costs[large] < costs[inner[:1]] < costs[()]
    assert costs[inner[:1]] != costs[inner[1:]]  # the order of the dimensions


@pytest.mark.parametrize("zeros", list(ZeroPolicy))
def test_grand_and_one_way_totals_are_shown(zeros: ZeroPolicy) -> None:
    problem = problem_of(INNER, zeros)
    order = ProtectionSettings(DisclosurePolicy(5, zeros), DisclosureMethod.SUPPRESS)
    protected = protect_tables([table_of(INNER)], {}, order)
    shown = [row for row in protected.tables[0].rows if row.status == CellStatus.SHOWN]
    totals = sum("Total" in row.codes for row in shown)
    assert totals == int(list_important_totals(problem).sum()) == 10
    assert "and 10 of 10 totals" in protected.summary
    assert "of the children in inner cells" in protected.summary


def test_a_total_that_cannot_be_shown_is_named() -> None:
    small_place = [[1, 1, 1, 0, 0], *INNER[1:]]
    order = ProtectionSettings(DisclosurePolicy(5, ZeroPolicy.PROTECTED), DisclosureMethod.SUPPRESS)
    protected = protect_tables([table_of(small_place)], {}, order)
    assert "Totals of 5 or more that are hidden: place" in protected.summary
    assert "showing all of them would reveal a small cell" in protected.summary


def test_kept_cells_are_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = table_of(INNER)
    lines = [",".join([*table.dimensions, "count"])]
    lines += [",".join([*row.codes, str(row.count)]) for row in table.rows]
    (tmp_path / "t.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    arguments = ["protect", str(tmp_path / "t.csv"), "--method", "suppress"]
    arguments += ["--out", str(tmp_path / "out"), "--overwrite"]
    kept = [f"place=p00,kind=k{number}" for number in (1, 2, 3)]

    assert main([*arguments, *(part for cell in kept for part in ("--keep", cell))]) == 0
    written = (tmp_path / "out" / "t.csv").read_text(encoding="utf-8").splitlines()
    for cell in kept:
        place, kind = (pair.partition("=")[2] for pair in cell.split(","))
        assert any({place, kind, "shown"} <= set(line.split(",")) for line in written)
    capsys.readouterr()
    for cell, message in (
        ("place=p00,kind=k0", "too small to be shown"),
        ("place=nowhere", "the tables have no cell"),
        ("place", "--keep is DIMENSION=CODE"),
    ):
        assert main([*arguments, "--keep", cell]) == 2
        assert message in capsys.readouterr().err
    assert main([*arguments[:2], *arguments[4:], "--keep", "Total"]) == 2


def test_the_limit_of_time_is_one_of_the_clock() -> None:
    with limit_wall_clock(50.0):
        assert limit_solver(100.0) <= 50.0
        assert TimeBudget(1_000.0).seconds_left <= 30.0
        with limit_wall_clock(None):
            assert limit_solver(100.0) <= 50.0
    assert limit_solver(100.0) == 100.0
    with limit_wall_clock(0.0), pytest.raises(OutOfTime, match="--seconds"):
        limit_solver(1.0)


def test_what_is_not_finished_in_time_is_refused() -> None:
    order = ProtectionSettings(DisclosurePolicy(5), DisclosureMethod.SUPPRESS, seconds=0.01)
    start = time.monotonic()
    with pytest.raises(OutOfTime):
        protect_tables([table_of(INNER)], {}, order)
    assert time.monotonic() - start < 5.0
