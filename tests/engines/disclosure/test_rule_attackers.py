"""The suppression rule itself reveals no small cell: inference from it, and replay with unknown keys."""

import random
import time
from dataclasses import replace
from pathlib import Path

import pytest

from saathi.engines.disclosure.command import main
from saathi.engines.disclosure.errors import InputError
from saathi.engines.disclosure.policy import DisclosurePolicy
from saathi.engines.disclosure.protect import ProtectionSettings, protect_tables
from saathi.engines.disclosure.tables import CellStatus, DisclosureMethod, ZeroPolicy
from tests.engines.disclosure.rule_attackers import (
    InferenceAttacker,
    ReplayAttacker,
    SmallRelease,
    draw_release,
)
from tests.engines.examples import ARE_ALL_DRAWN

# Random releases in one run, and the seconds after which no further one is drawn; a quarter in `make test`.
RELEASES, SECONDS = (300, 40.0) if ARE_ALL_DRAWN else (75, 10.0)
FEWEST_RELEASES = 40
ONE_SMALL = SmallRelease((2, 2), (30, 40, 40, 1), 5, ZeroPolicy.PROTECTED)
FEW = SmallRelease((2, 2), (1, 0, 4, 2), 3, ZeroPolicy.PROTECTED)


def test_the_attacker_infers_the_only_cell_that_can_be_small() -> None:
    totals = frozenset({("x1", "y1"), ("x1", "Total"), ("Total", "y1"), ("Total", "Total")})
    found = InferenceAttacker(ONE_SMALL, totals).findings()
    assert "('x1', 'y1') alone can be small in its block" in found
    assert "('x1', 'y1') is fewer than 5" in found


def test_cells_that_move_together_are_one_block_and_others_are_not() -> None:
    release = SmallRelease((4, 2), (1, 40, 30, 30, 40, 50, 30, 2), 5, ZeroPolicy.PROTECTED)
    pairs = [{("x0", y), ("x1", y)} for y in ("y0", "y1")] + [
        {("x2", y), ("x3", y)} for y in ("y0", "y1")
    ]
    upper, lower = pairs[0] | pairs[1], pairs[2] | pairs[3]
    assert len(InferenceAttacker(release, frozenset(upper)).blocks()) == 1
    # One sum connects all eight; what moves in one half moves nothing in the other.
    sums = {("Total", "y0"), ("Total", "y1")}
    assert len(InferenceAttacker(release, frozenset(upper | lower)).blocks()) == 1
    rows = {(x, "Total") for x in ("x0", "x1")}
    assert len(InferenceAttacker(release, frozenset(upper | rows)).blocks()) == 1
    assert len(InferenceAttacker(release, frozenset(upper | sums)).blocks()) == 1


@pytest.mark.parametrize("release", [ONE_SMALL, FEW])
@pytest.mark.parametrize("zeros", list(ZeroPolicy))
def test_the_examples_tell_nothing(release: SmallRelease, zeros: ZeroPolicy) -> None:
    release = replace(release, zeros=zeros)
    for number in range(8):
        hidden = release.hide(f"key {number}".encode())
        assert hidden is not None
        assert InferenceAttacker(release, hidden).findings() == []


@pytest.mark.examples
@pytest.mark.repeated
def test_no_rule_reveals_a_small_cell_in_random_releases() -> None:
    draw, end = random.Random(20_261_129), time.monotonic() + SECONDS
    attacked = 0
    for number in range(RELEASES):
        if time.monotonic() > end and attacked >= FEWEST_RELEASES:
            break
        release = draw_release(draw)
        hidden = release.hide(f"key {number}".encode())
        if hidden:
            attacked += 1
            assert InferenceAttacker(release, hidden).findings() == [], release
    assert attacked >= FEWEST_RELEASES


@pytest.mark.parametrize(
    "release",
    [
        SmallRelease((2,), (1, 4), 3, ZeroPolicy.PROTECTED),
        SmallRelease((2, 2), (1, 5, 5, 1), 3, ZeroPolicy.PROTECTED),
        SmallRelease((2, 2), (1, 5, 5, 1), 3, ZeroPolicy.PUBLIC),
    ],
)
def test_replaying_the_program_with_other_keys_tells_nothing(release: SmallRelease) -> None:
    hidden = release.hide(b"the secret")
    assert hidden
    attacker = ReplayAttacker(release, hidden, keys=4, most=40)
    tables = attacker.tables()
    assert tables is not None
    assert release.counts in tables
    assert attacker.findings() == []


def test_the_replay_attacker_finds_a_choice_that_follows_the_counts() -> None:
    """Were the pattern that of the fewest cells, few tables would lead to it."""
    pattern = frozenset(FEW.parts) - {("x1", "y0"), ("Total", "Total")}
    attacker = ReplayAttacker(FEW, pattern, keys=1, most=20)
    tables = attacker.tables()
    assert tables is not None
    assert len(tables) == 10
    assert all(len(counts) == 4 and sum(counts) == 7 and counts[2] == 4 for counts in tables)


@pytest.mark.parametrize("zeros", list(ZeroPolicy))
def test_a_table_of_fewer_than_k_is_refused_with_the_ways_out(zeros: ZeroPolicy) -> None:
    release = SmallRelease((2, 2), (1, 1, 1, 0), 5, zeros)
    order = ProtectionSettings(DisclosurePolicy(5, zeros), DisclosureMethod.SUPPRESS)
    with pytest.raises(InputError, match=r"--method round.*coarser table"):
        protect_tables([release.table()], {}, order)


def test_the_same_key_hides_the_same_cells() -> None:
    release = SmallRelease((4, 4), tuple(range(1, 17)), 5, ZeroPolicy.PUBLIC)
    assert release.hide(b"key") == release.hide(b"key")
    assert len({release.hide(f"{number}".encode()) for number in range(8)}) > 1


def test_the_auditor_infers_from_the_rule(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    totals = {("x1", "y1"), ("x1", "Total"), ("Total", "y1"), ("Total", "Total")}
    path = write(tmp_path, ONE_SMALL, totals)
    assert main(["audit-tables", path]) == 1
    assert (
        "By the rule dimension 0 “x1”, dimension 1 “y1” is fewer than 5" in capsys.readouterr().out
    )
    assert main(["audit-tables", path, "--k", "2"]) == 1
    inner = {(x, y) for x in ("x0", "x1") for y in ("y0", "y1")}
    assert main(["audit-tables", write(tmp_path, ONE_SMALL, inner)]) == 0


def test_the_auditor_replays_the_program(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = {("x1", "y0"), ("Total", "Total")}
    path = write(tmp_path, FEW, set(FEW.parts) - shown)
    assert main(["audit-tables", path, "--k", "3"]) == 0
    capsys.readouterr()
    assert main(["audit-tables", path, "--k", "3", "--pattern"]) == 1
    assert "By how often this program leads to the pattern" in capsys.readouterr().out
    path = write(tmp_path, FEW, set(FEW.parts) - {("Total", "Total")})
    assert main(["audit-tables", path, "--k", "3", "--pattern"]) == 0
    assert "lead to this pattern with some of the secrets tried" in capsys.readouterr().out


def write(folder: Path, release: SmallRelease, hidden: set[tuple[str, ...]]) -> str:
    """The release as published, with these cells hidden."""
    table = release.table()
    lines = [",".join([*table.dimensions, "value", "status"])]
    for row in table.rows:
        value = "" if row.codes in hidden else str(row.count)
        status = CellStatus.SUPPRESSED if row.codes in hidden else CellStatus.SHOWN
        lines.append(",".join([*row.codes, value, status]))
    path = folder / "t.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def test_a_larger_table_hides_a_second_cell_that_could_be_small() -> None:
    draw = random.Random(5)
    for number in range(4):
        counts = [draw.randint(20, 90) for _ in range(25)]
        counts[draw.randrange(25)] = draw.randint(0, 4)
        release = SmallRelease((5, 5), tuple(counts), 5, ZeroPolicy.PROTECTED)
        hidden = release.hide(f"{number}".encode())
        assert hidden
        assert InferenceAttacker(release, hidden).findings() == []
        totals = {cell for cell in hidden if "Total" in cell}
        assert not totals  # inner cells cost readers less
