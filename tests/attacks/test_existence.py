"""Unique keys as oracles: which reveal that a hidden row exists, and at what cost (finding F17)."""

import re
from collections.abc import Callable
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import sql

from tests.attacks.conftest import Connection, World, enter
from tests.attacks.proofs import insert_proved, update_proved

type SignIn = Callable[[str], Connection]

pytestmark = pytest.mark.real_transactions

# Unique keys of tables that the web role inserts into, other than a random id of 122 bits and keys that
# begin with a file or a parent of it, where row security asks first. Each with what asking it costs.
TELLING = {
    "agreements_focalpoint.country": "of published entries alone, which everybody in the register reads",
    "agencies_formkey.key": "a random id of 122 bits, which stands in one person's form alone",
    "releases_family.slug": "a guess: it tells that an agency prepares a series of this name, no child",
    "people_token.token": "a value of 128 bits or more that stands in no page, and only in hidden rows",
    "people_child.code": "nothing to ask: the database draws it, see the test below",
}


def copy_of_own_child(connection: Connection, world: World, code: str) -> UUID:
    """Inserts a second row like the stranger's own child, into a new file, with a chosen code."""
    file = uuid4()
    connection.execute(
        "INSERT INTO agencies_file SELECT (jsonb_populate_record(f, jsonb_build_object('id', %s::text))).* "
        "FROM agencies_file f WHERE id = %s",
        [file, world.strangers_case.file_id],
    )
    source = "SELECT * FROM people_child WHERE file_id = %s"
    insert_proved(
        *(connection, world.stranger, "people_child", source, [world.strangers_case.file_id]),
        file_id=file,
        code=code,
    )
    return file


def test_inserting_a_code_tells_nothing_of_whether_it_is_taken(
    world: World, sign_in: SignIn
) -> None:
    attacker = sign_in("app")
    for code in (world.case.child.code, "NP-2222-22"):
        enter(attacker, world.stranger)
        file = copy_of_own_child(attacker, world, code)
        query = "SELECT code FROM people_child WHERE file_id = %s"
        [(drawn,)] = attacker.execute(query, [file]).fetchall()
        assert drawn != code
        assert re.fullmatch(r"NP-[2-9A-Z]{4}-[2-9A-Z]{2}", drawn)
        attacker.rollback()


def test_changing_a_code_tells_nothing_of_whether_it_is_taken(
    world: World, sign_in: SignIn
) -> None:
    attacker = sign_in("app")
    for code in (world.case.child.code, "NP-2222-22"):
        enter(attacker, world.stranger)
        refused = psycopg.errors.InsufficientPrivilege
        with pytest.raises(refused, match="no valid proof"), attacker.transaction():
            attacker.execute("UPDATE people_child SET code = %s", [code])
        with pytest.raises(refused, match="does not change"):
            update_proved(attacker, world.stranger, "people_child", {"code": f"'{code}'"})
        attacker.rollback()


def test_a_file_s_id_tells_that_it_exists_to_whoever_knows_it(
    world: World, sign_in: SignIn
) -> None:
    """Documented: an id has 122 random bits, so only a person who saw it before can ask."""
    attacker = sign_in("app")
    enter(attacker, world.stranger)
    with pytest.raises(psycopg.errors.UniqueViolation):
        attacker.execute(
            "INSERT INTO agencies_file SELECT (jsonb_populate_record(f, jsonb_build_object("
            "'id', %s::text))).* FROM agencies_file f WHERE id = %s",
            [world.case.file_id, world.strangers_case.file_id],
        )


def test_no_other_unique_key_of_a_protected_table_spans_what_is_hidden(
    world: World, sign_in: SignIn
) -> None:
    owner = sign_in("owner")
    query = """
        SELECT c.relname || '.' || string_agg(a.attname, ',' ORDER BY k.place)
          FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
          CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY k(number, place)
          JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number
         WHERE i.indisunique AND c.relrowsecurity AND c.relnamespace = 'public'::regnamespace
           AND has_any_column_privilege('saathi_app', c.oid, 'INSERT')
           AND NOT c.relispartition AND k.place <= i.indnkeyatts
         GROUP BY c.relname, i.indexrelid
    """
    indexes = {name for (name,) in owner.execute(query).fetchall()}
    assert indexes
    listed = set()
    for name in indexes:
        table, columns = name.split(".")
        if columns in {"id", "id,at"} or _begins_with_protected_reference(owner, table, columns):
            continue
        listed.add(name)
    assert sorted(listed) == sorted(TELLING)


def _begins_with_protected_reference(owner: Connection, table: str, columns: str) -> bool:
    """Whether a column refers to a row that the policy of the table requires to be visible."""
    policies = owner.execute(
        sql.SQL("SELECT string_agg(with_check, ' ') FROM pg_policies WHERE tablename = %s"), [table]
    ).fetchone()
    checks = str(policies[0]).replace(f"{table}.", "") if policies else ""
    return any(re.search(rf"\b{column}\b", checks) for column in columns.split(","))
