"""Which columns change by proof alone is found from models, SQL functions and calls, so a new one is too."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, models

from saathi.agencies import actor_columns, guarded_columns, row_security, value_triggers
from saathi.agencies.decision_proofs import proved_states, signed_columns
from saathi.agencies.models import Scoped
from saathi.agencies.read_conditions import models_with_read_condition

SOURCE = Path(row_security.__file__).resolve().parents[1]
SCOPED = {model._meta.db_table: model for model in row_security.scoped_models()}
NARROWED = list(models_with_read_condition())
FUNCTION = re.compile(r"CREATE OR REPLACE FUNCTION (\w+)\(.*?\$\$(.*?)\$\$", re.DOTALL)
# Calls by which the application ends a right to read.
ENDING_CALLS = {"access_end", "access_end_referral", "handover_close"}
ENDING_ACTIONS = {"end_referral_rights", "replace_seat_rights"}


def is_guarded(model: type[models.Model], column: str) -> bool:
    """Whether no statement of the web role changes the column without a proof, or at all."""
    if getattr(model, "written_by_functions", False):
        return True
    state = proved_states(model)
    return (
        column in guarded_columns.guarded_columns(model)
        or column in value_triggers.immutable_columns(model)
        or column == "recorded_by"
        or (state is not None and column in {state[0], *signed_columns(model)})
    )


def columns_of(model: type[models.Model]) -> set[str]:
    return {str(field.column) for field in model._meta.concrete_fields}


@pytest.mark.parametrize("model", NARROWED, ids=lambda model: model.__name__)
def test_every_column_of_a_read_condition_is_guarded(model: type[Scoped]) -> None:
    """As the policy names them, whatever the condition says of its fields."""
    assert model.read_condition is not None
    condition = model.read_condition.sql(model)
    named = set(re.findall(r"\b(\w+_\w+)\.(\w+)", condition)) & {
        (table, column) for table, of in SCOPED.items() for column in columns_of(of)
    }
    assert named
    assert {item for item in named if not is_guarded(SCOPED[item[0]], item[1])} == set()


@pytest.mark.parametrize("model", NARROWED, ids=lambda model: model.__name__)
def test_every_record_that_opens_another_is_proved_from_the_start(model: type[Scoped]) -> None:
    assert model.read_condition is not None
    for function in re.findall(r"\b(access_named\w+)\(", model.read_condition.sql(model)):
        body = dict(functions())[function]
        tables = set(re.findall(r"FROM public\.(\w+)", body)) & set(SCOPED)
        assert tables
        for table in tables:
            begun = set(guarded_columns.columns_proved_from_start(SCOPED[table]))
            read = set(re.findall(r"\b\w+\.(\w+)", body)) & columns_of(SCOPED[table])
            assert read <= begun | {"recorded_by"}


def functions() -> Iterator[tuple[str, str]]:
    for file in row_security.sql_files():
        yield from FUNCTION.findall(file.read_text(encoding="utf-8"))


def test_every_column_by_which_a_function_ends_access_is_guarded() -> None:
    """Columns of records that are read by functions which change or end grants."""
    found: set[tuple[str, str]] = set()
    for _name, body in functions():
        if "UPDATE public.agencies_grant" not in body:
            continue
        for table, variable in re.findall(r"FROM public\.(\w+)(?: (\w+))?", body):
            into = re.findall(rf"INTO (\w+)(?:\s+)FROM public\.{table}\b", body)
            for name in {variable, *into} & set(re.findall(r"\b(\w+)\.\w+", body)):
                read = set(re.findall(rf"\b{name}\.(\w+)", body))
                found |= {(table, item) for item in read if table in SCOPED}
    assert ("handovers_handover", "former_until") in found
    unguarded = {
        (table, column)
        for table, column in found
        if column in columns_of(SCOPED[table]) and not is_guarded(SCOPED[table], column)
    }
    assert unguarded == set()


def test_every_field_by_which_an_action_ends_access_is_guarded() -> None:
    """What actions take from records for the calls that end rights, and for the choice of rights to end."""
    fields = {name for file in SOURCE.rglob("*.py") for name in fields_of_ending_calls(file)}
    assert {"access", "receiver"} <= fields
    for model in row_security.scoped_models():
        if "access" not in columns_of(model):
            continue
        named = {str(model._meta.get_field(n).column) for n in fields if hasattr(model, n)}  # type: ignore[union-attr]
        assert {column for column in named if not is_guarded(model, column)} == set()


def fields_of_ending_calls(file: Path) -> Iterator[str]:
    for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(call, ast.Call):
            continue
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        first = call.args[0] if call.args else None
        is_ending = isinstance(first, ast.Constant) and first.value in ENDING_CALLS
        if name in ENDING_ACTIONS or is_ending:
            given = [*call.args, *(keyword.value for keyword in call.keywords)]
            for item in (node for argument in given for node in ast.walk(argument)):
                if isinstance(item, ast.Attribute):
                    yield item.attr


def test_record_that_names_a_right_guards_it_with_its_end_and_basis() -> None:
    naming = [model for model in row_security.scoped_models() if "access" in columns_of(model)]
    assert len(naming) >= 3
    for model in naming:
        ends = {item for item in columns_of(model) if item.endswith("until")}
        decided_by = {"access", "consent", "state", "receiver", *ends} & columns_of(model)
        assert {column for column in decided_by if not is_guarded(model, column)} == set()


@pytest.mark.django_db
def test_every_column_that_names_who_acted_is_guarded() -> None:
    """A second person is compared with them; the web role has an UPDATE of them, or none."""
    compared = 0
    with connection.cursor() as cursor:
        for model in value_triggers.saathi_models():
            table = model._meta.db_table
            for column in actor_columns.named_columns(model):
                cursor.execute(
                    "SELECT has_column_privilege('saathi_app', %s, %s, 'UPDATE')", [table, column]
                )
                if cursor.fetchone()[0]:
                    assert is_guarded(model, column), (table, column)
                    compared += 1
    assert compared > 30


@pytest.mark.django_db
def test_database_has_a_trigger_for_every_guarded_column() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger "
            "WHERE tgname = ANY (%s) AND tgenabled = 'O'",
            [list(guarded_columns.TRIGGER_NAMES)],
        )
        found = {(table, name): definition for table, name, definition in cursor.fetchall()}
    for model in apps.get_models():
        table = model._meta.db_table
        for column in guarded_columns.guarded_columns(model):
            assert f"'{column}'" in found[table, "columns_change_proved"]
        for column in guarded_columns.columns_proved_from_start(model):
            assert f"'{column}'" in found[table, "columns_begin_proved"]
