"""Requirement marks rest on more than rules, and rules decide on facts that the product records."""

import ast
import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Tests that call rules with made-up facts; they open no page, run no action and read no file.
RULE_TESTS = frozenset(
    {
        "tests/protection/casework/cases/test_procedures.py",
        "tests/evidence/indicators/test_numbers.py",
        "tests/evidence/releases/test_overlapping.py",
        "tests/evidence/releases/test_protecting.py",
        "tests/evidence/test_counts.py",
        "tests/engines/matching/test_tracing.py",
        "tests/people/test_ages.py",
        "tests/policy/test_national_law.py",
        "tests/policy/test_table_2_1.py",
        "tests/protection/identification/trafficking/test_classify.py",
        "tests/protection/identification/trafficking/test_properties.py",
        "tests/protection/identification/trafficking/test_roles.py",
    }
)
# Requirements that are rules and nothing else: the id, and why no screen could show it better.
RULES_ALONE: dict[str, str] = {}
# Inputs of rules that no production code sets, so that no requirement may rest on them.
UNSET_INPUTS = {
    "EpisodeFacts.crossed_without_permission": "2026-11-28: no form asks; `migrant` is recorded",
    "EpisodeFacts.presumption_rebutted": "2026-11-28: the finding of an age assessment is not read",
}


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _marks() -> dict[str, set[str]]:
    """The files in which each requirement is marked."""
    places: dict[str, set[str]] = defaultdict(set)
    for path in sorted((ROOT / "tests").rglob("*.py")):
        for call in _calls(ast.parse(path.read_text())):
            if ast.unparse(call.func) == "pytest.mark.requirement":
                for argument in call.args:
                    places[ast.literal_eval(argument)].add(str(path.relative_to(ROOT)))
    return places


def _is_rule_test(path: str) -> bool:
    return path in RULE_TESTS or Path(path).name == "test_rules.py"


def _only_by_rules() -> set[str]:
    return {name for name, paths in _marks().items() if all(map(_is_rule_test, paths))}


def _trees() -> dict[Path, ast.Module]:
    paths = (p for p in (ROOT / "saathi").rglob("*.py") if "migrations" not in p.parts)
    return {path: ast.parse(path.read_text()) for path in paths}


def _rule_inputs(trees: dict[Path, ast.Module]) -> dict[str, list[str]]:
    """The fields of each `*Facts` class of the modules of rules, in their order."""
    return {
        node.name: [
            field.target.id
            for field in node.body
            if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        ]
        for path, tree in trees.items()
        if path.name == "rules.py"
        for node in tree.body
        if isinstance(node, ast.ClassDef) and node.name.endswith("Facts")
    }


def _unset_inputs() -> set[str]:
    trees = _trees()
    inputs = _rule_inputs(trees)
    unset = {f"{name}.{field}" for name, fields in inputs.items() for field in fields}
    for path, tree in trees.items():
        for call in _calls(tree):
            name = ast.unparse(call.func).rpartition(".")[2]
            if name not in inputs:
                continue
            # Fields given by unpacking could not be read here.
            unreadable = [a for a in call.args if isinstance(a, ast.Starred)]
            unreadable += [k.value for k in call.keywords if k.arg is None]
            assert not unreadable, f"{path}:{call.lineno} gives the fields of {name} by unpacking"
            given = [field for field, _value in zip(inputs[name], call.args, strict=False)]
            given += [str(keyword.arg) for keyword in call.keywords]
            unset -= {f"{name}.{field}" for field in given}
    return unset


def test_every_marked_requirement_is_proved_beyond_rules() -> None:
    assert _only_by_rules() == set(RULES_ALONE)


def test_lists_of_exceptions_name_what_exists_and_say_why() -> None:
    with (ROOT / "docs" / "requirements.csv").open(encoding="utf-8", newline="") as file:
        known = {row["id"] for row in csv.DictReader(file)}
    assert set(RULES_ALONE) <= known
    for path in RULE_TESTS:
        assert (ROOT / path).is_file(), path
    assert all({**RULES_ALONE, **UNSET_INPUTS}.values())


def test_facts_of_rules_are_found() -> None:
    inputs = _rule_inputs(_trees())
    assert len(inputs) > 15
    assert inputs["LegFacts"][:2] == ["country", "acts"]


def test_every_input_of_a_rule_is_set_by_production_code() -> None:
    assert _unset_inputs() == set(UNSET_INPUTS)
