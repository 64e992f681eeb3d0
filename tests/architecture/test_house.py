"""The house rules that no linter sees: foreign keys, classified fields, protected tables, sizes."""

import ast
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, models

from saathi.agencies import row_security
from saathi.agencies.models import Scoped
from saathi.infra.classification import DataClass
from saathi.infra.database_access import unprotected_tables, unreachable_tables

MOST_PACKAGES = 16  # in one folder; `saathi` itself has most
ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(
    p for p in (ROOT / "saathi").rglob("*.py") if "migrations" not in p.parts and p.stat().st_size
)
OURS = [m for m in apps.get_models() if m.__module__.startswith("saathi.")]


def layers_by_contract() -> dict[str, list[str]]:
    """The layers of each import contract, from top to bottom."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    return {c["name"]: c["layers"] for c in contracts["contracts"] if c["type"] == "layers"}


def wings() -> list[str]:
    """The wings from top to bottom."""
    return layers_by_contract()["The wings of the house"]


def layers() -> list[str]:
    """Apps from top to bottom, as defined once in pyproject.toml."""
    by_name = layers_by_contract()
    order: list[str] = []
    inner = {
        "protection": [
            part.rsplit(".", maxsplit=1)[-1]
            for part in by_name["Protection, from plans down to intake"]
        ],
        "evidence": [
            *by_name["A number: from the warehouse by indicators to releases"],
            "evidence",
        ],
        "policy": ["agreements", "courts", "guidelines", "policy"],
        "people": [*by_name["People, from contacts of a child down to personal details"], "people"],
    }
    for wing in by_name["The wings of the house"]:
        order += inner.get(wing) or [part.strip() for part in wing.split("|")]
    return order


def test_every_domain_of_protection_is_in_the_order_of_its_contract() -> None:
    contract = "Protection, from plans down to intake"
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    [layers_named] = [c["layers"] for c in contracts["contracts"] if c["name"] == contract]
    folder = ROOT / "saathi" / "protection"
    domains = {
        ".".join(path.parent.relative_to(folder).parts) for path in folder.rglob("domain.py")
    }
    assert set(layers_named) == domains


def test_no_folder_has_too_many_packages() -> None:
    packages = {path.parent for path in (ROOT / "saathi").rglob("__init__.py")}
    counted = {folder: sum(package.parent == folder for package in packages) for folder in packages}
    assert {str(f): count for f, count in counted.items() if count > MOST_PACKAGES} == {}


def test_foreign_keys_point_down_or_sideways() -> None:
    rank = {app: place for place, app in enumerate(layers())}
    upward = [
        f"{model.__name__}.{field.name} -> {field.related_model.__name__}"
        for model in OURS
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey)
        and field.related_model in OURS
        and rank[field.related_model._meta.app_label] < rank[model._meta.app_label]
    ]
    assert upward == []


def test_every_field_is_classified() -> None:
    for model in OURS:
        fields = {field.name for field in model._meta.get_fields() if field.concrete}
        # A composite key is made of such fields.
        assert set(model.classified) - {"pk"} == fields, model
        assert set(model.classified.values()) <= set(DataClass), model


def test_what_identifies_a_child_is_sealed() -> None:
    unsealed = [
        f"{model._meta.label}.{name}"
        for model in OURS
        for name, data_class in model.classified.items()
        if data_class == DataClass.IDENTIFYING
        and not isinstance(model._meta.get_field(name), models.BinaryField)
    ]
    assert unsealed == []


def test_every_app_with_tables_has_migrations() -> None:
    """`makemigrations --check` passes over an app without a folder of migrations."""
    configs = {apps.get_app_config(model._meta.app_label) for model in OURS}
    missing = [
        c.name for c in configs if not (Path(c.path) / "migrations" / "__init__.py").exists()
    ]
    assert missing == []


def test_every_record_says_its_section() -> None:
    missing = [m.__name__ for m in row_security.scoped_models() if not m.section]
    assert missing == []


@pytest.mark.django_db
def test_every_table_is_protected_or_on_the_short_list() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, relrowsecurity AND relforcerowsecurity FROM pg_class "
            "WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') "
            "AND NOT relispartition"
        )
        tables = dict(cursor.fetchall())
    bare = {name for name, is_forced in tables.items() if not is_forced}
    assert bare - set(unprotected_tables()) - unreachable_tables() == set()
    assert set(unprotected_tables()) - set(tables) == set(), (
        "listed as open, but there is no such table"
    )
    assert {m._meta.db_table for m in row_security.scoped_models()} & bare == set()


@pytest.mark.django_db
def test_the_web_role_can_delete_no_record_and_truncate_nothing() -> None:
    with connection.cursor() as cursor:
        for model in row_security.scoped_models():
            cursor.execute(
                "SELECT has_table_privilege('saathi_app', %s, 'DELETE')", [model._meta.db_table]
            )
            assert cursor.fetchone() == (False,), model
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace "
            "AND relkind IN ('r', 'p') AND has_table_privilege('saathi_app', oid, 'TRUNCATE')"
        )
        assert cursor.fetchall() == []


@pytest.mark.django_db
def test_closed_tables_are_closed_to_the_web() -> None:
    with connection.cursor() as cursor:
        for table in unreachable_tables():
            cursor.execute(
                "SELECT has_table_privilege('saathi_app', %s, 'SELECT, INSERT, UPDATE, DELETE')",
                [table],
            )
            assert cursor.fetchone() == (False,), table


def test_files_stay_short() -> None:
    files = [*SOURCES, *(ROOT / "tests").rglob("*.py")]
    long = [f"{p.relative_to(ROOT)}" for p in files if len(p.read_text().splitlines()) > 400]
    assert long == []


def _long_functions(path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            docstring = node.body[0] if ast.get_docstring(node) else None
            own = (docstring.end_lineno - docstring.lineno + 1) if docstring else 0
            length = (node.end_lineno or 0) - node.lineno + 1 - own
            if length > 40:
                found.append(f"{path.relative_to(ROOT)}: {node.name} ({length})")
    return found


def test_functions_stay_short() -> None:
    assert [name for path in SOURCES for name in _long_functions(path)] == []


def test_scoped_models_are_found() -> None:
    assert len(row_security.scoped_models()) >= 15
    assert all(issubclass(m, Scoped) for m in row_security.scoped_models())


def test_todos_carry_an_issue_number() -> None:
    loose = [
        f"{p.relative_to(ROOT)}:{number}"
        for p in SOURCES
        for number, line in enumerate(p.read_text().splitlines(), 1)
        if "TODO" in line and "TODO #" not in line
    ]
    assert loose == []
