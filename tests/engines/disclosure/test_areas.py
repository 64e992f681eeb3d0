"""Areas with few people: none of their numbers is shown, whatever it is."""

from pathlib import Path

import pytest

from saathi.engines.disclosure.command import main

TABLE = (
    "district,sex,count\nA,f,70\nA,m,80\nA,Total,150\nB,f,90\nB,m,20\nB,Total,110\n"
    "Total,f,160\nTotal,m,100\nTotal,Total,260\n"
)


def run(folder: Path, people: str, *more: str) -> int:
    (folder / "t.csv").write_text(TABLE, encoding="utf-8")
    (folder / "people.csv").write_text(people, encoding="utf-8")
    where = f"district={folder / 'people.csv'}"
    table, out = str(folder / "t.csv"), str(folder / "out")
    return main(["protect", table, "--out", out, "--population", where, *more])


def test_an_area_below_the_floor_is_not_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = "code,population\nA,900000\nB,19999\n"
    assert run(tmp_path, people) == 2
    output = capsys.readouterr().err
    assert "Fewer than 20,000 people" in output
    assert "district “B”" in output
    assert "“A”" not in output
    assert not (tmp_path / "out").exists()
    assert run(tmp_path, people, "--floor", "15000") == 0


def test_area_without_known_population_is_not_shown(tmp_path: Path) -> None:
    assert run(tmp_path, "code,population\nA,900000\n") == 2
    assert not (tmp_path / "out").exists()


def test_a_province_has_the_people_of_its_districts(tmp_path: Path) -> None:
    (tmp_path / "tree.csv").write_text("child,parent\na,A\nb,A\nc,B\n", encoding="utf-8")
    tree = f"district={tmp_path / 'tree.csv'}"
    people = "code,population\na,11000\nb,12000\nc,50000\n"
    assert run(tmp_path, people, "--hierarchy", tree) == 0
    assert run(tmp_path, people, "--hierarchy", tree, "--floor", "40000") == 2


def test_the_auditor_finds_small_areas_in_anybodys_tables(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = "code,population\nA,900000\nB,19999\n"
    assert run(tmp_path, people, "--floor", "1") == 0
    where = f"district={tmp_path / 'people.csv'}"
    printed = str(tmp_path / "out" / "t.csv")
    capsys.readouterr()
    assert main(["audit-tables", printed, "--population", where]) == 1
    assert "found besides: Fewer than 20,000 people" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("people", "said"),
    [
        ("code,people\nA,1\n", "the first line must be code,population"),
        ("code,population\nA,many\n", "line 2: a line is a code and a whole number"),
        ("code,population\nA,1\nA,2\n", "line 3: “A” is there twice"),
    ],
)
def test_populations_that_cannot_be_read_say_where(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], people: str, said: str
) -> None:
    assert run(tmp_path, people) == 2
    assert said in capsys.readouterr().err
