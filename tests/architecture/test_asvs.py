"""docs/asvs.csv names every requirement of ASVS 5.0 once, and only tests and files that exist."""

import ast
import csv
import re
from collections import Counter
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
with (ROOT / "docs" / "asvs.csv").open(newline="") as _file:
    ROWS = list(csv.DictReader(_file))
COLUMNS = ["id", "chapter", "section", "level", "topic", "status", "mechanism", "test", "note"]
STATUSES = {"met", "not applicable", "planned"}
BY_LEVEL = {"1": 70, "2": 183, "3": 92}  # of OWASP ASVS 5.0.0
PATH = re.compile(r"\b(?:saathi|docs|tools|tests)/[\w./-]+\.\w+")


@cache
def names_in(path: Path) -> set[str]:
    return {
        node.name
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def test_every_requirement_has_one_row_in_order() -> None:
    assert list(ROWS[0]) == COLUMNS
    assert Counter(row["level"] for row in ROWS) == BY_LEVEL
    ids = [row["id"] for row in ROWS]
    assert len(set(ids)) == len(ids) == 345
    numbers = [tuple(map(int, item.removeprefix("V").split("."))) for item in ids]
    assert numbers == sorted(numbers)
    for row in ROWS:
        chapter, section, _ = row["id"].removeprefix("V").split(".")
        assert row["chapter"] == f"V{chapter}"
        assert row["section"] == f"V{chapter}.{section}"


def test_every_row_says_how_or_why_not() -> None:
    for row in ROWS:
        assert row["status"] in STATUSES, row["id"]
        assert 0 < len(row["topic"].split()) <= 8, row["id"]
        if row["status"] == "met":
            assert row["mechanism"], row["id"]
            assert row["test"] or row["level"] == "3", row["id"]
        else:
            assert len(row["note"].split()) >= 2, f"{row['id']}: {row['status']}, without a reason"


def test_every_named_test_and_file_exists() -> None:
    lost = []
    for row in ROWS:
        if row["test"]:
            file, _, name = row["test"].partition("::")
            path = ROOT / file
            if not path.is_file() or name.partition("[")[0] not in names_in(path):
                lost.append(f"{row['id']}: {row['test']}")
        named = PATH.findall(f"{row['mechanism']} {row['note']}")
        lost += [f"{row['id']}: {item}" for item in named if not (ROOT / item).exists()]
    assert lost == []
