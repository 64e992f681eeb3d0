"""An upgrade publishes what is in the directory of services, and archives what was withdrawn."""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from tests import databases

NAME = "before_register_states"
ADDED = (
    "state", "changed_by", "changed_at", "proposed_by", "proposed_at", "why_returned", "published_by",
    "published_at", "confirmed_by", "confirmed_at", "review_on",
)  # fmt: skip
# Back to the schema before the migrations of the register.
BEFORE = (
    "DROP TABLE services_servicetranslation",
    "DROP INDEX services_service_by_name",
    "ALTER TABLE services_service "
    + ", ".join(f"DROP COLUMN {column} CASCADE" for column in ADDED),
    "ALTER TABLE services_service DROP COLUMN facility_id CASCADE",
    "ALTER TABLE services_livelihood DROP COLUMN cost CASCADE, DROP COLUMN provider CASCADE",
    (
        "ALTER TABLE services_referral DROP COLUMN sent_on CASCADE, DROP COLUMN sent_how CASCADE, "
        "DROP COLUMN country CASCADE"
    ),
    "ALTER TABLE services_enrolment RENAME child_view TO her_view",
    "ALTER TABLE services_shaping RENAME informed_on TO told_on",
    "ALTER TABLE services_shaping RENAME proposed_on TO heard_on",
    "ALTER TABLE services_opinion RENAME experience TO found",
    "ALTER TABLE services_referral RENAME child_answer TO her_answer",
    *(
        f"DROP TABLE reintegration_{table} CASCADE"
        for table in ("aftercareplan", "committeesupport", "livelihoodeffect", "questionrecording")
    ),
    (
        "ALTER TABLE reintegration_finalevaluation DROP COLUMN care_outcome CASCADE, "
        "DROP COLUMN family_assessment CASCADE, DROP COLUMN has_care_reason CASCADE, "
        "DROP COLUMN exception_state CASCADE, DROP COLUMN exception_decided_by CASCADE, "
        "DROP COLUMN exception_decided_on CASCADE, DROP COLUMN follow_up_abroad CASCADE, "
        "DROP COLUMN exception_reason CASCADE"
    ),
    (
        "ALTER TABLE reintegration_monitoringcontact DROP COLUMN made_by CASCADE, "
        "DROP COLUMN act_until CASCADE, DROP COLUMN unsafe_at CASCADE"
    ),
    "ALTER TABLE reintegration_mentor DROP COLUMN earlier_finding CASCADE",
    "DROP INDEX reintegration_sign_open",
    "DELETE FROM django_migrations WHERE app IN ('services', 'reintegration') AND name > '0001_initial'",
)


@pytest.fixture
def database(django_db_setup: None) -> Iterator[str]:
    databases.create(NAME, databases.template())
    yield NAME
    databases.drop(NAME)


def test_upgrade_publishes_what_is_in_the_directory(database: str) -> None:
    agency, keeper = uuid4(), uuid4()
    with databases.owner(database) as connection:
        for table in ("services_service", "services_servicetranslation"):
            connection.execute(f"DROP TRIGGER within_register ON {table}")
        connection.execute("DROP TRIGGER decision_proved ON services_service")
        connection.execute("DROP TRIGGER decision_kept ON services_service")
        for statement in BEFORE:
            connection.execute(statement)
        connection.execute("SET ROLE saathi_warden")
        connection.execute(
            "INSERT INTO agencies_agency (id, name, kind, country, is_active, recorded_at) "
            "VALUES (%s, 'A', 'ngo', 'NPL', true, now())",
            [agency],
        )
        for name, withdrawn in (("Offered", None), ("Withdrawn", "2026-03-02")):
            connection.execute(
                "INSERT INTO services_service (id, agency_id, name, organisation, kinds, about, "
                "serves, languages, accessible, respects, friendly, country, district, area, "
                "is_place_secret, address, phone, contact, opening, cost, withdrawn_on, "
                "why_withdrawn, recorded_at, recorded_by, version) VALUES (gen_random_uuid(), %s, "
                "%s, 'O', '{legal}', '', '{}', '{}', '{}', '{}', '{}', 'NPL', '', '', false, '', "
                "'', '', '', 'free', %s, '', now(), %s, 1)",
                [agency, name, withdrawn, keeper],
            )
    databases.migrate(database)
    with databases.owner(database) as connection:
        forced = connection.execute(
            "SELECT relforcerowsecurity FROM pg_class WHERE relname = 'services_service'"
        ).fetchone()
        connection.execute("SET ROLE saathi_warden")
        rows = connection.execute(
            "SELECT name, state, changed_by, published_by, published_at = recorded_at, version "
            "FROM services_service ORDER BY name"
        ).fetchall()
    assert rows == [
        ("Offered", "published", keeper, None, True, 1),
        ("Withdrawn", "archived", keeper, None, True, 1),
    ]
    assert forced == (True,)
