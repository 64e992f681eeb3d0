"""Every public rule decides something: production code calls it, or a test compares it with its SQL."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Rules that the database carries out: the function in SQL, and the test that compares both.
BOUND_TO_SQL = {
    "saathi.protection.identification.matches.rules.pair_outcome": (
        "matches_outcome",
        "tests/protection/identification/matches/test_rules.py",
    ),
    "saathi.protection.identification.matches.rules.outcome_after_undo": (
        "matches_outcome_after_undo",
        "tests/protection/identification/matches/test_rules.py",
    ),
}


def _module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def _trees() -> dict[str, ast.Module]:
    paths = (ROOT / "saathi").rglob("*.py")
    return {_module_of(p): ast.parse(p.read_text()) for p in paths if "migrations" not in p.parts}


def _names_of(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def _definitions(tree: ast.Module) -> Iterator[tuple[str, ast.stmt]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name, node
        elif isinstance(node, ast.TypeAlias):
            yield node.name.id, node
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                if isinstance(target, ast.Name):
                    yield target.id, node


def _used_from(tree: ast.Module) -> Iterator[str]:
    """Full names of what a module takes from others, as `module.name`."""
    modules: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                modules[alias.asname or alias.name] = f"{node.module}.{alias.name}"
                yield f"{node.module}.{alias.name}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            module = modules.get(node.value.id)
            if module:
                yield f"{module}.{node.attr}"


def unused_rules() -> list[str]:
    trees = _trees()
    used = {name for module, tree in trees.items() for name in _used_from(tree)}
    unused = []
    for module, tree in trees.items():
        if not module.endswith(".rules"):
            continue
        definitions = dict(_definitions(tree))
        reached = {name for name in definitions if f"{module}.{name}" in used}
        reached |= {n for n in definitions if f"{module}.{n}" in BOUND_TO_SQL}
        waiting = list(reached)
        while waiting:
            for name in _names_of(definitions[waiting.pop()]) & definitions.keys() - reached:
                reached.add(name)
                waiting.append(name)
        unused += [f"{module}.{n}" for n in definitions.keys() - reached if not n.startswith("_")]
    return sorted(unused)


def test_every_public_rule_is_used() -> None:
    assert unused_rules() == []


def test_rules_of_the_database_are_compared_with_it() -> None:
    for rule, (function, test) in BOUND_TO_SQL.items():
        text = (ROOT / test).read_text()
        assert function in text, rule
        assert rule.rsplit(".", 1)[1] in text, rule
