"""`docs/rooms.md` and `docs/glossary.md` name code that exists."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TABLE = (ROOT / "docs" / "rooms.md").read_text(encoding="utf-8").split("## Where are the rules")[1]
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
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


def _names_in_code() -> set[str]:
    """Each name that the product defines: classes, functions, attributes, constants, names in SQL."""
    statements = (path.read_text(encoding="utf-8") for path in (ROOT / "saathi").rglob("*.sql"))
    names = {word for text in statements for word in re.findall(r"\w+", text)}
    for path in (ROOT / "saathi").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names |= {getattr(node, "name", "") or "", _constant(node), getattr(node, "attr", "")}
            if isinstance(node, ast.keyword) and node.arg == "name":  # of an indicator, for example
                names.add(str(getattr(node.value, "value", "")))
    return names


def _terms() -> list[str]:
    """The names of the glossary's last column, each without the part before its last full stop."""
    rows = re.findall(r"^\| .* \| ([^|]*`[^|]*) \|$", GLOSSARY, re.MULTILINE)
    return [name for row in rows for name in re.findall(r"`([A-Za-z_][\w.]*)`", row)]


def test_code_named_in_the_glossary_exists() -> None:
    known, terms = _names_in_code(), _terms()
    assert len(terms) > 100
    modules = {path.stem for path in (ROOT / "saathi").rglob("*.py")}
    folders = {path.name for path in (ROOT / "saathi").rglob("*") if path.is_dir()}
    missing = [term for term in terms if term.split(".")[-1] not in known | modules | folders]
    assert missing == []


@pytest.mark.parametrize("path", PATHS)
def test_named_file_exists(path: str) -> None:
    assert (ROOT / "saathi" / path).exists()
