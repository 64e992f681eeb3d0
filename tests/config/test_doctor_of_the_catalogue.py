"""Doctor reports database objects that differ from what Saathi made."""

from typing import Any

import pytest
from django.db import connection

from saathi.agencies import row_security
from saathi.config import doctor
from saathi.config.doctor import catalogue
from saathi.infra import restricted_functions, roles
from tests.roles import role

pytestmark = pytest.mark.django_db

OBJECTS, OUTSIDE, KEY = (
    "objects of the database",
    "rights outside the schema",
    "context key in the database",
)


def problems(about: str) -> list[str]:
    with role("owner"):
        return [item[0] for item in doctor.LOOKS[about]() if isinstance(item, tuple)]


def test_expected_catalogue_is_that_of_a_migrated_database() -> None:
    with role("owner"):
        objects = catalogue.describe_objects()
    hint = "after a change of migrations, functions or rights run: python tools/catalogue.py"
    assert catalogue.describe_differences(objects, catalogue.expected_objects()) == [], hint


def test_a_migrated_database_is_well() -> None:
    assert [problems(about) for about in (OBJECTS, OUTSIDE, KEY)] == [[], [], []]


# What the owner of the database did by SQL, and what the doctor says.
CHANGES = {
    "GRANT SELECT ON access_context_key TO saathi_app": (
        "saathi_app may SELECT on public.access_context_key; it should: nothing"
    ),
    "GRANT SELECT (sealed) ON agencies_credential TO saathi_app": (
        "saathi_app may SELECT on public.agencies_credential (sealed); it should: nothing"
    ),
    "GRANT SELECT ON agencies_file TO saathi_app WITH GRANT OPTION": (
        "saathi_app may INSERT, SELECT and may give it on public.agencies_file; "
        "it should: INSERT, SELECT"
    ),
    "GRANT USAGE ON SCHEMA public TO PUBLIC": (
        "everybody may USAGE on schema public; it should: nothing"
    ),
    "REVOKE SELECT ON audit_entry FROM saathi_sealer": (
        "saathi_sealer may do nothing on public.audit_entry; it should: SELECT"
    ),
    "ALTER DEFAULT PRIVILEGES FOR ROLE saathi_owner GRANT SELECT ON TABLES TO saathi_app": (
        "saathi_app may SELECT on new objects of saathi_owner (r); it should: nothing"
    ),
    "ALTER TABLE agencies_holiday OWNER TO saathi_warden": (
        "the table public.agencies_holiday differs from what Saathi made"
    ),
    "CREATE OR REPLACE FUNCTION access_check_change(action text, actor uuid, body text, proof text)"
    " RETURNS void LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp"
    " AS 'BEGIN END'": (
        "the function public.access_check_change(text,uuid,text,text) differs from what Saathi made"
    ),
    "ALTER FUNCTION change_make(text, text, text) RESET search_path": (
        "the function public.change_make(text,text,text) differs from what Saathi made"
    ),
    "CREATE FUNCTION open_all() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'": (
        "the function public.open_all() is none of Saathi's"
    ),
    "DROP TRIGGER enquiry_count ON intake_enquiry": (
        "the trigger enquiry_count of public.intake_enquiry is missing"
    ),
    "ALTER TABLE audit_entry_default DISABLE TRIGGER audit_append_only": (
        "the trigger audit_append_only of public.audit_entry_default differs from what Saathi made"
    ),
    "CREATE TRIGGER other BEFORE INSERT ON agencies_file FOR EACH ROW"
    " EXECUTE FUNCTION suppress_redundant_updates_trigger()": (
        "the trigger other of public.agencies_file is none of Saathi's"
    ),
    "CREATE RULE hidden AS ON INSERT TO agencies_notice DO INSTEAD NOTHING": (
        "the rule hidden of public.agencies_notice is none of Saathi's"
    ),
    "ALTER POLICY web_reads ON people_token USING (true)": (
        "the policy web_reads of public.people_token differs from what Saathi made"
    ),
    "CREATE POLICY opened ON audit_entry FOR SELECT TO saathi_app USING (true)": (
        "the policy opened of public.audit_entry is none of Saathi's"
    ),
    "DROP POLICY web_reads ON cases_case": "the policy web_reads of public.cases_case is missing",
    "ALTER TABLE people_child NO FORCE ROW LEVEL SECURITY": (
        "the table public.people_child differs from what Saathi made"
    ),
    "ALTER TABLE agencies_grant ALTER COLUMN reads SET DEFAULT 4095": (
        "the columns of public.agencies_grant differ from what Saathi made"
    ),
    "ALTER TABLE access_setting DROP CONSTRAINT access_setting_glass_hours": (
        "the constraint access_setting_glass_hours of public.access_setting is missing"
    ),
    "CREATE TABLE beside (id int)": "the table public.beside is none of Saathi's",
}


@pytest.mark.parametrize("statement", CHANGES)
def test_change_by_sql_is_named(statement: str) -> None:
    is_of_the_warden = " FUNCTION access_" in statement or "change_make" in statement
    by = "warden" if is_of_the_warden else "owner"
    with role(by), connection.cursor() as cursor:
        cursor.execute(statement)
    assert CHANGES[statement] in problems(OBJECTS)


def test_trigger_missing_on_one_month_of_the_log_is_named() -> None:
    with role("owner"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits "
            "WHERE inhparent = 'audit_entry'::regclass ORDER BY 1 LIMIT 1"
        )
        cursor.execute(f"DROP TRIGGER audit_append_only ON {cursor.fetchone()[0]}")
    [problem] = problems(OBJECTS)
    assert problem.startswith("the constraints and triggers of public.audit_entry_MONTH differ")


def test_migrate_repairs_changed_database_objects() -> None:
    with role("owner"), connection.cursor() as cursor:
        cursor.execute("GRANT SELECT ON access_context_key TO saathi_app")
        cursor.execute("ALTER POLICY web_reads ON people_token USING (true)")
        assert len(problems(OBJECTS)) == 2
        row_security.apply()
    assert problems(OBJECTS) == []


def test_further_catalogue_differences_are_only_counted() -> None:
    with role("owner"), connection.cursor() as cursor:
        for number in range(catalogue.MOST_NAMED // 2 + 1):  # a table, and its columns
            cursor.execute(f"CREATE TABLE beside{number} (id int)")
    named = problems(OBJECTS)
    assert len(named) == catalogue.MOST_NAMED + 1
    assert named[-1] == "2 more objects differ"


def test_another_context_key_is_named() -> None:
    with role("owner"), connection.cursor() as cursor:
        cursor.execute("UPDATE access_context_key SET inner_pad = outer_pad")
    [problem] = problems(KEY)
    assert "another key than the context key" in problem
    with role("owner"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM access_context_key")
    assert len(problems(KEY)) == 1


def test_rights_on_the_database_are_named() -> None:
    rows = [(name, "CONNECT") for name in roles.login_roles() if name != "saathi_owner"]
    rows += [("saathi_maintenance", "TEMPORARY"), ("saathi_owner", "own it")]
    assert roles.database_differences(rows) == []
    rows.remove(("saathi_monitor", "CONNECT"))
    assert roles.database_differences([*rows, ("everybody", "TEMPORARY")]) == [
        "everybody may TEMPORARY the database, and should not",
        "saathi_monitor may not CONNECT the database, and should",
    ]


@pytest.mark.parametrize(
    ("row", "is_meant"),
    [
        (("saathi_owner", "pg_advisory_lock", "pg_advisory_lock(bigint)"), True),
        (("saathi_app", "pg_advisory_lock", "pg_advisory_lock(bigint)"), False),
        (("saathi_app", "pg_read_file", "pg_read_file(text)"), False),
        (("everybody", "", "pg_authid"), False),
    ],
)
def test_rights_on_what_belongs_to_postgresql_are_compared(row: Any, *, is_meant: bool) -> None:
    assert (restricted_functions.list_unexpected_grants([row]) == []) is is_meant


def test_notes_of_a_restore_that_has_not_finished_are_no_difference() -> None:
    with role("owner"), connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA restoring")
        cursor.execute("CREATE TABLE restoring.loaded (id int)")
    assert problems(OBJECTS) == []


def test_setting_that_the_database_gives_to_each_session_is_named() -> None:
    assert problems(OUTSIDE) == []
    with role("owner"), connection.cursor() as cursor:
        name = connection.ops.quote_name(connection.settings_dict["NAME"])
        cursor.execute(f"ALTER DATABASE {name} SET search_path = zz, public")
    [problem] = problems(OUTSIDE)
    assert problem == "the setting search_path is changed for all sessions of the database"
