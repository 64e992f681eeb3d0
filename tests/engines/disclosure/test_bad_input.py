"""Unsound tables: a clear error, exit code 2, and nothing written."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from saathi.engines.disclosure.command import main

GOOD = "place,sex,count\nA,f,7\nA,m,8\nA,Total,15\nB,f,9\nB,m,2\nB,Total,11\nTotal,f,16\nTotal,m,10\nTotal,Total,26\n"
TREE = "child,parent\nA,north\nB,north\n"


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")


BAD_TABLES = {
    "totals that do not add": (GOOD.replace("B,Total,11", "B,Total,12"), "add up to"),
    "a negative count": (GOOD.replace("B,m,2", "B,m,-2"), "negative"),
    "a count with a fraction": (GOOD.replace("B,m,2", "B,m,2.5"), "whole number"),
    "an empty count": (GOOD.replace("B,m,2", "B,m,"), "whole number"),
    "a word for a count": (GOOD.replace("B,m,2", "B,m,few"), "whole number"),
    "the same cell twice": (GOOD + "A,f,7\n", "the same cell as line 2"),
    "an empty code": (GOOD.replace("A,f,7", ",f,7"), "code is empty"),
    "a short line": (GOOD.replace("A,f,7", "A,7"), "has 2 columns"),
    "no column of counts": (GOOD.replace("count", "number"), "no column “count”"),
    "a column twice": (GOOD.replace("place,sex", "sex,sex"), "each column once"),
    "no rows": ("place,sex,count\n", "no rows"),
    "nothing at all": ("", "is empty"),
    "a margin in other letters": (GOOD.replace("Total", "TOTAL"), "line 4: a margin is written"),
    "more than anybody can count": (GOOD.replace("A,f,7", f"A,f,{10**12}"), "line 2: count is 1"),
    "a total that does not add, by its line": (GOOD.replace("B,Total,11", "B,Total,12"), "line 7"),
    "a margin that is not there, by its name": (GOOD.replace("B,Total,11\n", ""), "has no row"),
    "a quote that does not end": (GOOD + '"A,x,1\n', "no CSV"),
    "a missing margin": (GOOD.replace("B,Total,11\n", ""), "add up to"),
    "a missing grand total": (GOOD.replace("Total,Total,26\n", ""), "add up to"),
    "a missing cell that is not zero": (GOOD.replace("B,m,2\n", ""), "add up to"),
    "another mark between columns": (GOOD.replace(",", "|"), "separated by commas"),
    "a margin by another word": (GOOD.replace("Total", "All"), "If it is a margin, write Total"),
    "a margin that only its sums tell": (
        GOOD.replace("Total", "Dar"),
        "the sum of the other codes",
    ),
    "an unknown status": (
        "sex,count,status\nf,7,few\nTotal,7,\n",
        "line 2: sex “f”: status must be",
    ),
    "more of one agency than there are": (
        "sex,count,largest\nf,7,9\nTotal,7,\n",
        "line 2: sex “f”: the largest agency has 9 of 7",
    ),
    "a second agency above the first": (
        "sex,count,largest,second\nf,7,3,4\nTotal,7,,\n",
        "the second agency has 4, the largest 3",
    ),
}


def test_a_file_in_another_encoding_is_refused_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "t.csv").write_bytes(GOOD.replace("B,f", "Bé,f").encode("latin-1"))

    assert main(["protect", str(tmp_path / "t.csv"), "--out", str(tmp_path / "out")]) == 2
    assert "t.csv, line 5: is not written in UTF-8" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", BAD_TABLES)
def test_a_table_that_is_not_sound_is_refused(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text, words = BAD_TABLES[name]
    write(tmp_path, table=text)

    code = main(["protect", str(tmp_path / "table.csv"), "--out", str(tmp_path / "out")])

    assert code == 2
    assert words in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


BAD_TREES = {
    "a loop": ("child,parent\nA,north\nnorth,land\nland,north\nB,north\n", "loop"),
    "its own parent": ("child,parent\nA,A\nB,north\n", "loop"),
    "two parents": ("child,parent\nA,north\nA,south\nB,north\n", "two parents"),
    "a code left out": ("child,parent\nA,north\n", "unknown code “B”"),
    "no head line": ("A,north\nB,north\n", "child,parent"),
    "three columns": ("child,parent\nA,north,x\n", "a line is"),
    "Total below something": ("child,parent\nTotal,world\nA,north\nB,north\n", "no parent"),
}


@pytest.mark.parametrize("name", BAD_TREES)
def test_invalid_hierarchy_is_refused(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text, words = BAD_TREES[name]
    write(tmp_path, table=GOOD, tree=text)

    code = main(
        [
            "protect",
            str(tmp_path / "table.csv"),
            "--hierarchy",
            f"place={tmp_path / 'tree.csv'}",
            "--out",
            str(tmp_path / "out"),
        ]
    )

    assert code == 2
    assert words in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


BAD_USE = {
    "a hierarchy of no dimension": (["--hierarchy", "colour={tree}"], "no table's dimension"),
    "a hierarchy without a file": (["--hierarchy", "place"], "DIMENSION=FILE"),
    "a file that is not there": (["--hierarchy", "place={missing}"], "cannot be read"),
    "k of one": (["--k", "1"], "2 or more"),
    "a base below k": (["--base", "3"], "k or more"),
    "an agency without records": (["--agency", "x"], "--micro"),
    "a change of nothing": (["--change", "1"], "--change goes with --previous"),
    "a change below zero": (
        ["--previous", "{tree}", "--change", "-1"],
        "--change must be 0 or more",
    ),
    "a reach below zero": (["--previous", "{tree}", "--previous-reach", "-1"], "0 or more"),
    "seconds that are none": (["--seconds", "nan"], "--seconds must be"),
    "a base of nothing": (["--base", "0"], "1 or more"),
    "a report over the hierarchy": (
        ["--hierarchy", "place={tree}", "--report", "{tree}"],
        "would be written over",
    ),
}


@pytest.mark.parametrize("name", BAD_USE)
def test_command_explains_wrong_arguments(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more, words = BAD_USE[name]
    write(tmp_path, table=GOOD, tree=TREE)
    paths = {"tree": tmp_path / "tree.csv", "missing": tmp_path / "missing.csv"}

    code = main(
        [
            "protect",
            str(tmp_path / "table.csv"),
            "--out",
            str(tmp_path / "out"),
            *(each.format(**paths) for each in more),
        ]
    )

    assert code == 2
    assert words in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_linked_tables_that_disagree_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = "place,count\nA,15\nB,12\nTotal,27\n"
    write(tmp_path, table=GOOD, other=other)

    files = [str(tmp_path / "table.csv"), str(tmp_path / "other.csv")]
    assert main(["protect", *files, "--out", str(tmp_path / "out")]) == 2
    assert "share their margins" in capsys.readouterr().err


def test_the_output_never_overwrites_the_input(tmp_path: Path) -> None:
    write(tmp_path, table=GOOD)
    assert main(["protect", str(tmp_path / "table.csv"), "--out", str(tmp_path)]) == 2
    assert (tmp_path / "table.csv").read_text(encoding="utf-8") == GOOD


def test_the_output_never_overwrites_an_earlier_release(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, table=GOOD)
    (tmp_path / "then").mkdir()
    before = GOOD.replace("count", "value")
    (tmp_path / "then" / "table.csv").write_text(before, encoding="utf-8")
    there = str(tmp_path / "then")
    more = ["--previous", f"{there}/table.csv", "--change", "90", "--out", there]

    assert main(["protect", str(tmp_path / "table.csv"), *more]) == 2
    assert "would be written over" in capsys.readouterr().err
    assert (tmp_path / "then" / "table.csv").read_text(encoding="utf-8") == before


def test_the_report_of_a_table_that_is_not_written_is_said_to_be(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, table=GOOD, before=GOOD.replace("count", "value"))
    file = tmp_path / "report.json"
    more = ["--previous", str(tmp_path / "before.csv"), "--change", "0", "--report", str(file)]

    assert (
        main(["protect", str(tmp_path / "table.csv"), "--out", str(tmp_path / "out"), *more]) == 1
    )
    assert file.exists()
    assert "Nothing but the report was written" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_the_auditor_refuses_margins_by_another_word_and_writes_over_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, named=GOOD.replace("Total", "All"), table=GOOD)

    assert main(["audit-tables", str(tmp_path / "named.csv")]) == 2
    assert "write Total" in capsys.readouterr().err
    file = str(tmp_path / "table.csv")
    assert main(["audit-tables", file, "--report", file]) == 2
    assert (tmp_path / "table.csv").read_text(encoding="utf-8") == GOOD


@pytest.mark.parametrize("command", ["protect", "audit-tables"])
def test_tables_too_large_for_memory_are_refused_before_they_are_made(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # Twelve dimensions of nine codes in a diagonal: few lines, hundreds of billions of cells.
    names = [f"d{number}" for number in range(12)]
    lines = [",".join([*names, "count"])]
    lines += [",".join([*([code] * 12), "1"]) for code in "abcdefghi"]
    write(tmp_path, table="\n".join(lines))
    more = ["--out", str(tmp_path / "out")] if command == "protect" else []

    assert main([command, str(tmp_path / "table.csv"), *more]) == 2
    assert "Too large for memory" in capsys.readouterr().err


@pytest.mark.slow
def test_the_commands_run_without_database_and_settings(tmp_path: Path) -> None:
    write(tmp_path, table=GOOD)
    bare = {key: value for key, value in os.environ.items() if "SAATHI" not in key}
    process = subprocess.run(
        [
            sys.executable,
            "-m",
            "saathi.engines.disclosure.command",
            "protect",
            str(tmp_path / "table.csv"),
            "--out",
            str(tmp_path / "out"),
        ],
        env={k: v for k, v in bare.items() if k != "DJANGO_SETTINGS_MODULE"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (process.returncode, process.stderr) == (0, "")
    header = (tmp_path / "out" / "table.csv").read_text(encoding="utf-8").splitlines()[0]
    assert header == "place,sex,value,status,lowest,highest"
