"""The places at which slow tests kill a command exist: a renamed function shows here at once."""

import ast
import importlib
import inspect
import pkgutil

import pytest

import saathi.config
from tests.ops import test_backup_drill, test_migrate_killed
from tests.ops import test_backup_kills as kills
from tests.ops.killing import Place

PLACES = (
    *kills.STEPS_OF_BACKUP,
    *kills.STEPS_BEFORE_THE_RESTORE,
    *kills.STEPS_OF_RESTORE,
    *kills.STEPS_AFTER_THE_ROWS,
    test_backup_drill.KILLED,
    test_migrate_killed.RIGHTS,
    Place(*test_migrate_killed.RECORD),
)


def defined_in(module: str) -> set[str]:
    tree = ast.parse(inspect.getsource(importlib.import_module(module)))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_the_function_of_a_place_exists(place: Place) -> None:
    assert place.function in defined_in(place.module)


def test_the_caller_of_a_place_exists() -> None:
    callers = {place.caller for place in PLACES} - {""}
    modules = [
        f"saathi.config.{module.name}" for module in pkgutil.iter_modules(saathi.config.__path__)
    ]
    defined = set().union(*(defined_in(name) for name in modules))
    assert callers
    assert callers <= defined
