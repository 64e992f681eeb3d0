"""An upgrade seals the existing passwords, PINs and second factors."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.contrib.auth.hashers import make_password

from saathi.agencies import credentials
from tests import databases

PASSWORD = "a lamp in the seventh window"
NAME = "before_credentials"
# Back to the schema before the migration, as far as the migration depends on it.
BEFORE = (
    (
        "ALTER TABLE agencies_staff ADD password varchar(128) NOT NULL DEFAULT '', "
        "ADD pin varchar(200) NOT NULL DEFAULT '', DROP COLUMN session_stamp CASCADE"
    ),
    "DROP TABLE agencies_credential, agencies_attempt, agencies_staffsession, agencies_signonlink CASCADE",
    (
        "DELETE FROM django_migrations WHERE app = 'agencies' "
        "AND name >= (SELECT min(name) FROM django_migrations WHERE app = 'agencies' "
        "AND name LIKE '%_credentials')"
    ),
    "ALTER TABLE access_setting DROP CONSTRAINT access_setting_searches",  # of later migrations
    "DROP TABLE access_used_proof",
    "DROP TABLE agencies_savedlistview",
    "SET ROLE saathi_warden",
)


@pytest.fixture
def database(django_db_setup: None) -> Iterator[str]:
    databases.create(NAME, databases.template())
    yield NAME
    databases.drop(NAME)


def test_upgrade_seals_passwords_pins_and_factors(database: str) -> None:
    staff, agency, office = uuid4(), uuid4(), uuid4()
    with databases.owner(database) as connection:
        for statement in BEFORE:
            connection.execute(statement)
        connection.execute(
            "INSERT INTO agencies_agency (id, name, kind, country, is_active, recorded_at) "
            "VALUES (%s, 'A', 'ngo', 'NPL', true, now())",
            [agency],
        )
        connection.execute(
            "INSERT INTO agencies_office (id, agency_id, name, level, country, district, time_zone, "
            "weekend, is_active, recorded_at) "
            "VALUES (%s, %s, 'O', 'district', 'NPL', '', 'UTC', '[5]', true, now())",
            [office, agency],
        )
        connection.execute(
            "INSERT INTO agencies_staff (id, email, name, agency_id, office_id, bundle, post, title, "
            "language, is_active, recorded_at, version, password, pin) VALUES (%s, 'a@example.org', "
            "'A', %s, %s, 'case_worker', '', '', 'en', true, now(), 1, %s, %s)",
            [staff, agency, office, make_password(PASSWORD), make_password("7294")],
        )
        connection.execute(
            "INSERT INTO mfa_authenticator (type, data, user_id, created_at) "
            "VALUES ('totp', '{\"secret\": \"x\"}', %s, now())",
            [staff],
        )
    databases.migrate(database)
    with databases.owner(database) as connection:
        forced = connection.execute(
            "SELECT bool_and(relforcerowsecurity) FROM pg_class "
            "WHERE relname IN ('agencies_staff', 'mfa_authenticator')"
        ).fetchone()
        connection.execute("SET ROLE saathi_warden")
        rows = connection.execute("SELECT kind, sealed FROM agencies_credential").fetchall()
        factors = connection.execute("SELECT id FROM mfa_authenticator").fetchall()
    sealed = {str(kind): str(text) for kind, text in rows}
    details = credentials.open_details(staff, "a@example.org", sealed["sign_in"], 1)
    assert details.accepts_password(PASSWORD)
    assert details.factors == {
        number: credentials.factor_digest("totp", {"secret": "x"}) for (number,) in factors
    }
    assert len(details.factors) == 1
    assert sorted(sealed) == ["pin", "sign_in"]
    assert forced == (True,)
