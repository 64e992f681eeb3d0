"""`docs/rooms.md` names code that exists."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TABLE = (ROOT / "docs" / "rooms.md").read_text(encoding="utf-8").split("## Where are the rules")[1]
NAMES = sorted(set(re.findall(r"`([a-z_]+(?:\.\w+)+)`", TABLE)))
PATHS = sorted(set(re.findall(r"`([a-z_]+(?:/\w+)+/?(?:\.sql)?)`", TABLE)))
RULES = [
    line
    for line in TABLE.split("\n## ")[0].splitlines()
    if line.startswith("| ") and not line.startswith(("| **", "| Rule "))
]


def _exists(name: str) -> bool:
    path = ROOT / "saathi" / name.replace(".", "/")
    if path.with_suffix(".py").exists() or (path / "__init__.py").exists():
        return True
    module = path.parent.with_suffix(".py")
    if not module.exists():
        return False
    nodes = ast.walk(ast.parse(module.read_text(encoding="utf-8")))
    return any(path.name in {getattr(node, "name", ""), _constant(node)} for node in nodes)


def _constant(node: ast.AST) -> str:
    """The name that a statement gives to a value; empty for any other node."""
    is_stored = isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    return node.id if is_stored and isinstance(node, ast.Name) else ""


def test_at_least_forty_rules_are_listed_with_their_code() -> None:
    assert len(RULES) >= 40
    assert [rule for rule in RULES if "`" not in rule.split("|")[2]] == []
    assert len(NAMES) > 40
    assert len(PATHS) > 5


@pytest.mark.parametrize("name", NAMES)
def test_named_code_exists(name: str) -> None:
    assert _exists(name)


@pytest.mark.parametrize("path", PATHS)
def test_named_file_exists(path: str) -> None:
    assert (ROOT / "saathi" / path).exists()
