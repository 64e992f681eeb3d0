"""A statement of the web role names no other person as the actor, in any table it may write."""

from collections.abc import Callable

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from saathi.agencies import actor_columns, value_triggers
from saathi.agencies.models import Scoped
from saathi.protection.oversight.incidents.vocabulary import IncidentKind
from tests.attacks.conftest import Connection, World, enter
from tests.attacks.proofs import insert_proved

type SignIn = Callable[[str], Connection]

COLUMNS = [
    (model._meta.db_table, column)
    for model in value_triggers.saathi_models()
    for column in actor_columns.actor_columns(model)
]
GRANTED = """
SELECT has_column_privilege('saathi_app', %s, %s, 'INSERT'),
       has_column_privilege('saathi_app', %s, %s, 'UPDATE')
"""


@pytest.mark.django_db
def test_every_column_that_names_who_acted_is_compared_with_the_context() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger "
            "WHERE tgname IN ('actor_named', 'actor_kept', 'recorder_kept') AND tgenabled = 'O'"
        )
        found = {(table, name): definition for table, name, definition in cursor.fetchall()}
        cursor.execute(
            "SELECT tablename, with_check FROM pg_policies "
            "WHERE policyname = 'web_adds' AND roles = '{saathi_app}'"
        )
        checks = dict(cursor.fetchall())
        compared = 0
        for model in value_triggers.saathi_models():
            table = model._meta.db_table
            for column in actor_columns.named_columns(model):
                cursor.execute(GRANTED, [table, column] * 2)
                may_insert, may_update = cursor.fetchone()
                if column == "recorded_by" and issubclass(model, Scoped):
                    assert not may_insert or "recorded_by = " in checks[table]
                    assert not may_update or (table, "recorder_kept") in found
                    continue
                asked = f"actor_is_self(new.{column})"
                assert not may_insert or asked in found[table, "actor_named"]
                assert not may_update or asked in found[table, "actor_kept"]
                compared += may_insert or may_update
    assert compared > 30


@pytest.mark.real_transactions
def test_no_row_begins_with_another_person_as_the_one_who_acted(
    world: World, sign_in: SignIn
) -> None:
    """Looked at before any other rule of a table: the rest of the row need not be right."""
    attacker = sign_in("app")
    refused = 0
    for table, column in COLUMNS:
        enter(attacker, world.worker)
        [may] = attacker.execute(
            "SELECT has_column_privilege(%s, %s, 'INSERT')", [table, column]
        ).fetchone() or [False]
        insert = sql.SQL("INSERT INTO {} ({}) VALUES (%s)").format(
            sql.Identifier(table), sql.Identifier(column)
        )
        if may:
            with pytest.raises(psycopg.errors.CheckViolation, match="another person acted"):
                attacker.execute(insert, [world.stranger.id])
            refused += 1
        attacker.rollback()
    assert refused > 30


@pytest.mark.real_transactions
def test_no_change_names_another_person_as_the_one_who_acted(world: World, sign_in: SignIn) -> None:
    attacker = sign_in("app")
    enter(attacker, world.worker)
    source = (
        "SELECT file_id, now() AS recorded_at, access_staff() AS recorded_by, now() AS began_at "
        "FROM cases_case"
    )
    values = {"kind": IncidentKind.values[0], "state": "open", "closed_for": ""}
    insert_proved(attacker, world.worker, "incidents_incident", source, **values)
    change = "UPDATE incidents_incident SET closed_by = %s"
    with pytest.raises(psycopg.errors.CheckViolation, match="another person acted"):
        attacker.execute(change, [world.stranger.id])
