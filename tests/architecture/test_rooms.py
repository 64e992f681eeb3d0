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
# What every domain may have, and settings.
OF_EVERY_DOMAIN = {"read_condition", "significant_acts", "never_exported", "texts_never_exported"}


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


def _files_of_row(row: str) -> list[Path]:
    """The files and folders that a row names, each name of code without its last parts."""
    named = [ROOT / "saathi" / path for path in re.findall(r"`([a-z_]+(?:/\w+)+(?:\.\w+)?)`", row)]
    for name in re.findall(r"`([a-z_]+(?:\.\w+)+)`", row):
        path = ROOT / "saathi" / name.replace(".", "/")
        for place in (path, path.parent):
            named += [found for found in (place.with_suffix(".py"), place) if found.exists()]
    return named


def _text_of(path: Path) -> str:
    if path.is_file():
        return path.read_text(encoding="utf-8")
    return "".join(file.read_text(encoding="utf-8") for file in sorted(path.glob("*.py")))


SQL = "\n".join(
    path.read_text(encoding="utf-8") for path in sorted((ROOT / "saathi").rglob("functions/*.sql"))
)


@pytest.mark.parametrize("row", RULES, ids=lambda row: row.split("|")[1].strip()[:60])
def test_every_name_of_a_row_is_in_a_file_of_that_row(row: str) -> None:
    assert not re.search(r"same file| there\b(?! is)", row.split("|")[2]), "name the file"
    texts = [_text_of(path) for path in _files_of_row(row)]
    for name in re.findall(r"`([A-Za-z_]+)`", row.split("|")[2]):
        if name in OF_EVERY_DOMAIN:
            continue
        if re.search(rf"FUNCTION {name}\(", SQL):
            found = any(re.search(rf"FUNCTION {name}\(", text) for text in texts)
        else:
            found = any(
                re.search(rf"(?:def |class |^){name}\b", text, re.MULTILINE) for text in texts
            )
        assert found, f"no file of this row defines {name}"


def test_every_module_of_rules_has_a_row() -> None:
    modules = [
        *(ROOT / "saathi").rglob("rules.py"),
        *(ROOT / "saathi").rglob("*_rules.py"),
    ]
    names = [".".join(path.relative_to(ROOT / "saathi").with_suffix("").parts) for path in modules]
    rows = "\n".join(RULES)
    assert sorted(name for name in names if name not in rows) == []


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
