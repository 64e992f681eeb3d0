"""No wing names a table, view or SQL function of a wing above it, in SQL or in Python's SQL."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps

from tests.architecture.test_house import ROOT, layers

FOLDER = ROOT / "saathi"
ORDER = layers()
CREATED = re.compile(r"CREATE (?:OR REPLACE )?FUNCTION (?:public\.)?(\w+)", re.IGNORECASE)
COMMENT = re.compile(r"--.*")
# A code of a vocabulary may be spelled like a table: in Python, only what is SQL counts.
SQL = re.compile(r"\b(SELECT|FROM|JOIN|UPDATE|INTO|GRANT|EXISTS|TABLE)\b|^\w+\(")
WORD = re.compile(r"\b[a-z]\w*_\w+\b")
# File and name, with the reason and the date.
EXCEPTIONS: dict[tuple[str, str], str] = {
    (
        "vault/keys.py",
        "lock_file_key",
    ): "2026-11-29: the lock is the row of the file, which agencies keeps",
}


def part_of(path: Path) -> str | None:
    """The layer that a file belongs to; None for a folder of several layers."""
    known = ORDER
    parts = path.relative_to(FOLDER).parts[:-1]
    if parts[0] == "protection":
        inner = [part for part in parts[1:3] if part in known]
        return inner[0] if inner else None
    if parts[0] in {"evidence", "people", "policy"} and len(parts) > 1 and parts[1] in known:
        return parts[1]
    return parts[0]


def files() -> Iterator[Path]:
    """The SQL and Python of Saathi, without migrations: these stay as they were."""
    for pattern in ("*.sql", "*.py"):
        for path in sorted(FOLDER.rglob(pattern)):
            if "migrations" not in path.parts and path.parent != FOLDER:
                yield path


def names_with_layers() -> dict[str, str]:
    """Each table, view of facts and SQL function, with the layer that it belongs to."""
    found = {
        model._meta.db_table: model._meta.app_label
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("saathi.")
    }
    for path in files():
        if path.suffix == ".sql" and (part := part_of(path)):
            if path.parent.name == "fact_views":
                found[path.stem] = part
            found |= dict.fromkeys(CREATED.findall(path.read_text(encoding="utf-8")), part)
    return found


def _docstrings(tree: ast.AST) -> set[ast.AST]:
    return {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }


def words_of(path: Path) -> set[str]:
    """The words with an underscore in the SQL of a file, or in the texts of a Python file."""
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".sql":
        return set(WORD.findall(COMMENT.sub("", source)))
    tree = ast.parse(source)
    explained = _docstrings(tree)
    is_declaration = path.name == "database_access.py"
    called = {
        node.args[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and node.args
        and ast.unparse(node.func).endswith("make_change")
    }
    texts = (
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node not in explained
        and (node in called or is_declaration or SQL.search(node.value))
    )
    return {word for text in texts for word in WORD.findall(text)}


def test_no_wing_names_sql_of_a_wing_above() -> None:
    rank = {part: place for place, part in enumerate(ORDER)}
    names = names_with_layers()
    upward = {
        (str(path.relative_to(FOLDER)), word)
        for path in files()
        if (part := part_of(path))
        for word in words_of(path) & set(names)
        if rank[names[word]] < rank[part]
    }
    assert upward - set(EXCEPTIONS) == set()
    assert set(EXCEPTIONS) - upward == set(), "mended: take it off the list"


def test_tables_views_and_functions_are_found() -> None:
    names = names_with_layers()
    assert names["cases_case"] == "cases"
    assert names["committee_tell"] == "committees"
    assert names["audit_next"] == "audit"
    assert names["facts_case"] == "cases"


def test_every_layer_with_files_is_known() -> None:
    assert {part for path in files() if (part := part_of(path))} <= set(ORDER)
