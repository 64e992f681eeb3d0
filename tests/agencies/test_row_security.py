"""Applying policies and rights again brings the database to what the code says."""

import pytest
from django.db import connection

from saathi.agencies import row_security
from tests.roles import role

pytestmark = pytest.mark.django_db


def policies_and_rights() -> dict[str, list[tuple[object, ...]]]:
    queries = {
        "policies": "SELECT tablename, policyname, roles::text, cmd, qual, with_check FROM pg_policies",
        "rights": "SELECT relname, ARRAY(SELECT a FROM unnest(relacl::text[]) a ORDER BY a), relrowsecurity FROM pg_class"
        " WHERE relnamespace = 'public'::regnamespace",
        "functions": "SELECT oid::regprocedure::text, proowner::regrole::text, ARRAY(SELECT a FROM unnest(proacl::text[]) a ORDER BY a) FROM pg_proc"
        " WHERE pronamespace = 'public'::regnamespace",
        "views": "SELECT viewname, viewowner, definition FROM pg_views WHERE schemaname = 'public'",
    }
    with connection.cursor() as cursor:
        state = {}
        for name, query in queries.items():
            cursor.execute(query)
            state[name] = sorted(cursor.fetchall(), key=str)
    return state


def test_applying_row_security_twice_changes_nothing() -> None:
    before = policies_and_rights()
    with role("owner"):
        row_security.apply()
    assert policies_and_rights() == before


def test_removed_policies_are_restored() -> None:
    before = policies_and_rights()
    with role("owner"), connection.cursor() as cursor:
        cursor.execute("DROP POLICY web_reads ON cases_case")
        cursor.execute("GRANT DELETE ON cases_case TO saathi_app")
        cursor.execute("ALTER TABLE people_child NO FORCE ROW LEVEL SECURITY")
        row_security.apply()
        assert policies_and_rights() == before
        cursor.execute("SELECT relforcerowsecurity FROM pg_class WHERE relname = 'people_child'")
        assert cursor.fetchone() == (True,)


def test_function_grants_of_earlier_versions_are_revoked() -> None:
    before = policies_and_rights()
    signature = "access_give(uuid, uuid, text, integer, integer, timestamptz)"
    with role("warden"), connection.cursor() as cursor:
        cursor.execute(f"GRANT EXECUTE ON FUNCTION {signature} TO saathi_app")
    assert policies_and_rights() != before
    with role("owner"):
        row_security.apply()
    assert policies_and_rights() == before


def test_a_policy_with_a_removed_function_prevents_no_upgrade() -> None:
    """The functions of an earlier version are dropped although its policies used them."""
    before = policies_and_rights()
    removed = "facility_incident_may_decide(uuid)"
    with role("warden"), connection.cursor() as cursor:
        cursor.execute(
            f"CREATE FUNCTION {removed} RETURNS boolean LANGUAGE sql AS 'SELECT $1 IS NULL'"
        )
        cursor.execute(f"GRANT EXECUTE ON FUNCTION {removed} TO saathi_owner")
    with role("owner"), connection.cursor() as cursor:
        cursor.execute("DROP POLICY web_reads ON facility_incidents_facilityincident")
        cursor.execute(
            "CREATE POLICY web_reads ON facility_incidents_facilityincident FOR SELECT TO saathi_app "
            "USING (facility_incident_may_decide(facility_id))"
        )
        row_security.apply()
    assert policies_and_rights() == before
