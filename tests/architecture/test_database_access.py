"""Each `database_access.py` says who reviews it, and declares functions of its own app alone."""

from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from saathi.infra.app_modules import modules_of_apps
from tests.architecture.test_sql_order import CREATED, FOLDER

MODULES = list(modules_of_apps("database_access"))
EACH = pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
REVIEW = "Policy: changes here are reviewed by those responsible for access."


def _declared(module: ModuleType) -> list[str]:
    access = module.ACCESS
    return [
        *access.web_functions,
        *access.proved_functions,
        *access.functions_of_other_roles,
        *access.functions_of_all_roles,
    ]


@EACH
def test_module_says_who_reviews_it(module: ModuleType) -> None:
    assert REVIEW in " ".join(str(module.__doc__).split())


@EACH
def test_declared_functions_are_made_by_the_same_app(module: ModuleType) -> None:
    made = {
        name
        for path in (Path(str(module.__file__)).parent / "functions").glob("*.sql")
        for name in CREATED.findall(path.read_text(encoding="utf-8"))
    }
    assert {signature.split("(")[0] for signature in _declared(module)} <= made


def test_every_declaration_is_found() -> None:
    files = {path for path in FOLDER.rglob("database_access.py") if path.parent.name != "infra"}
    assert files == {Path(str(module.__file__)) for module in MODULES}


def test_no_function_and_no_policy_is_declared_twice() -> None:
    functions = Counter(
        result
        for module in MODULES
        for result in (*module.ACCESS.web_functions, *module.ACCESS.proved_functions)
    )
    policies = Counter(
        (policy.table, policy.name) for module in MODULES for policy in module.ACCESS.policies
    )
    assert [entry for entry, number in functions.items() if number > 1] == []
    assert [item for item, number in policies.items() if number > 1] == []
