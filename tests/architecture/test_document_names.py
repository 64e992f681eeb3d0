"""Names of code in the documentation exist: files by their path, classes and their members by name."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted(
    [*(ROOT / "docs").glob("*.md"), *ROOT.glob("*.md"), *(ROOT / "engines").glob("*/README.md")]
)
# Files that Saathi or a build writes, alert rules, settings of other programs, rows of tables.
OF_OTHERS = re.compile(
    r"(CHANGELOG|CONTRIBUTING|README|SECURITY)\.md|Containerfile|Saathi[A-Z]\w+|Total|StreamMaxLength"
    r"|setup\.sql|FFFFF\.txt|TERMS\.txt|NChapman|lognormal\.CI\.Nhat"
)


def _names(paths: list[str]) -> set[str]:
    found: set[str] = set()
    for path in paths:
        for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
            match node:
                case ast.ClassDef() | ast.FunctionDef():
                    found.add(node.name)
                case ast.Name():
                    found.add(node.id)
                case ast.Attribute():
                    found.add(node.attr)
                case ast.arg():
                    found.add(node.arg)
    return found


FILES = [
    path.relative_to(ROOT).as_posix()
    for folder in ("saathi", "tests", "tools", "bench", "docs/example")
    for ending in ("py", "sql")
    for path in (ROOT / folder).rglob(f"*.{ending}")
]


@cache
def names() -> set[str]:
    """What the product's code and the example name: read once, in the worker that runs these tests."""
    ours = ("saathi/", "docs/example/saathi/")
    return _names([path for path in FILES if path.startswith(ours) and path.endswith(".py")])


def stale(text: str) -> list[str]:
    """Backticked paths of Python and SQL files, and names that begin with a capital, which are not in the code."""
    found = []
    for name in re.findall(r"`([\w./]+?)(?:\(\))?`", text):
        last = name.split(".")[-1]
        if OF_OTHERS.fullmatch(name):
            continue
        if name.endswith((".py", ".sql")):
            if not any(path == name or path.endswith(f"/{name}") for path in FILES):
                found.append(name)
        elif "/" not in name and last[:1].isupper() and not last.isupper() and last not in names():
            found.append(name)
    return found


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_names_of_code_in_the_documentation_exist(path: Path) -> None:
    assert stale(path.read_text(encoding="utf-8")) == []


def test_a_stale_name_is_found() -> None:
    assert stale(
        "see `agencies/no_such_file.py`, `functions/no_such_file.sql` and `NoSuchClass`, not `StaffManager`"
    ) == [
        "agencies/no_such_file.py",
        "functions/no_such_file.sql",
        "NoSuchClass",
    ]
