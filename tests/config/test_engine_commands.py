"""Commands of `saathi` that pass on to an engine; the engines' own tests are in tests/engines."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from saathi.config import command
from saathi.infra import optional_packages

TABLE = "sex,count\ngirls,9\nboys,12\nTotal,21\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "table.csv"
    file.write_text(TABLE, encoding="utf-8")
    return file


def test_saathi_protect_and_audit_tables_run_the_disclosure_engine(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert command.main(["protect", str(table), "--out", str(out), "--k", "1"]) == 2
    assert "k must be 2 or more" in capsys.readouterr().err
    assert command.main(["protect", str(table), "--out", str(out)]) == 0
    assert command.main(["audit-tables", str(out / "table.csv")]) == 0


@pytest.mark.slow
def test_saathi_protect_runs_without_database_and_settings(table: Path, tmp_path: Path) -> None:
    bare = {
        key: value
        for key, value in os.environ.items()
        if "SAATHI" not in key and key != "DJANGO_SETTINGS_MODULE"
    }
    process = subprocess.run(
        [sys.executable, "-m", "saathi.config.command", "protect", table, "--out", tmp_path / "out"],
        env=bare, cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (process.returncode, process.stderr) == (0, "")
    header = (tmp_path / "out" / "table.csv").read_text(encoding="utf-8").splitlines()[0]
    assert header == "sex,value,status,lowest,highest"


@pytest.mark.parametrize(
    "words", [["protect", "table.csv", "--out", "out"], ["audit-tables", "table.csv"]]
)
def test_commands_of_the_disclosure_engine_need_their_part(
    words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(optional_packages.OPTIONAL_PARTS, "releases", ("no_such_module",))
    assert command.main(words) == 1
    assert "pip install 'saathi[releases]'" in capsys.readouterr().err


def test_saathi_matching_runs_the_matching_engine(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pairs = tmp_path / "pairs.csv"
    pairs.write_text("a,b\nSita,सीता\n", encoding="utf-8")
    assert command.main(["matching", "names", str(pairs)]) == 0
    assert capsys.readouterr().out.startswith("a,b,score,keys\nSita,सीता,")
    assert command.main(["matching", "names", str(tmp_path / "none.csv")]) == 2
    assert "none.csv cannot be read" in capsys.readouterr().err


def test_help_of_saathi_matching_lists_every_use(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command.main(["matching", "--help"])
    text = capsys.readouterr().out
    for use in ("names", "retrieve", "link", "train", "evaluate", "nightly"):
        assert f"\n    {use} " in text
