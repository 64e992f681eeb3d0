"""No column of a record of a file is changed by a bare statement: each column of each model is tried.

The row is planted by the owner, with row security, constraints and other conditions of its table away,
so that only the triggers can refuse, whatever rights a reader has.
"""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, models, transaction

from saathi.agencies import row_security
from saathi.agencies.models import Scoped
from tests.factories import agencies
from tests.roles import acting, role

pytestmark = pytest.mark.django_db
REFUSED = (
    "no valid proof of this change|no valid proof of this decision|it stays as it was recorded|"
    "another recorded it|is never changed|stays as it was asked for|permission denied for table"
)
# Of each type, the value that is planted and another one.
VALUES = {
    "uuid": ("gen_random_uuid()", "gen_random_uuid()"),
    "boolean": ("false", "true"),
    "bytea": (r"'\x01'", r"'\x02'"),
    "jsonb": ("'{}'", """'{"a": 1}'"""),
    "date": ("'2026-01-01'", "'2026-01-02'"),
    "timestamp with time zone": ("'2026-01-01'", "'2026-01-02'"),
    "smallint": ("1", "2"),
    "integer": ("1", "2"),
    "character varying": ("'a'", "'b'"),
    "character varying[]": ("'{a}'", "'{b}'"),
    "uuid[]": ("'{}'", "ARRAY[gen_random_uuid()]"),
}


def types_of(model: type[models.Model]) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname, split_part(format_type(atttypid, NULL), '(', 1) FROM pg_attribute "
            "WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''",
            [model._meta.db_table],
        )
        return dict(cursor.fetchall())


def plant(model: type[models.Model], types: dict[str, str]) -> UUID:
    """A row with any values; what the transaction takes off the table comes back with its end."""
    table, key = model._meta.db_table, uuid4()
    with role("owner"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype IN ('f', 'c')",
            [table],
        )
        away = [f'DROP CONSTRAINT "{name}"' for (name,) in cursor.fetchall()]
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else a table with new rows is not altered
        away += ["DISABLE TRIGGER USER", "DISABLE ROW LEVEL SECURITY"]
        cursor.execute(f"ALTER TABLE {table} {', '.join(away)}")
        others = {name: VALUES[kind][0] for name, kind in types.items()}
        others |= {"id": f"'{key}'", "version": "1"}
        names = ", ".join(f'"{name}"' for name in others)
        cursor.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join(others.values())})")
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    return key


@pytest.mark.parametrize(
    "model", row_security.scoped_models(), ids=lambda model: str(model._meta.label)
)
def test_no_bare_statement_changes_a_column_of_a_record(model: type[Scoped]) -> None:
    actor, types = agencies.staff(), types_of(model)
    key = plant(model, types)
    assert set(types) >= {"id", "file_id", "recorded_at", "recorded_by", "version"}
    with acting(actor):
        for column in sorted(set(types) - {"version"}):
            # Actors are the person's own, so that it is not their name that is refused.
            is_actor = column.endswith("_by") and types[column] == "uuid"
            value = "access_staff()" if is_actor else VALUES[types[column]][1]
            assert refuses(
                f'UPDATE {model._meta.db_table} SET "{column}" = {value} WHERE id = %s', key
            )
    with role("owner"), connection.cursor() as cursor:
        cursor.execute(f"SELECT version FROM {model._meta.db_table} WHERE id = %s", [key])
        assert cursor.fetchall() == [(1,)]


def refuses(change: str, key: UUID) -> bool:
    refused: Any = pytest.raises(DatabaseError, match=REFUSED)
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change, [key])
    return True
