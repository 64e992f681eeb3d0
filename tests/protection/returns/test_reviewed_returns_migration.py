"""An upgrade names who changed a record, keeps findings of screenings apart, and keeps contacts in use."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests import databases

NAME = "before_reviewed_returns"
APPS = ("best_interests", "tracing", "verifications", "protection_screening", "agreements")
EDITED = {
    "best_interests_assessment": "bia_never_ones_own",
    "best_interests_determination": "bid_not_by_its_author",
    "tracing_relationshipverification": "tracing_verification_never_own",
    "tracing_reunification": "tracing_reunification_never_own",
}
CONTACTS = "protection_screening_origincontact"
OFFICES = "agreements_focalpointcontact"
# Back to the schema before these migrations.
BEFORE = (
    (
        "ALTER TABLE best_interests_determination DROP COLUMN parents CASCADE, "
        "DROP COLUMN caregiver CASCADE, DROP COLUMN is_unheard_explained CASCADE, "
        "DROP COLUMN country CASCADE, DROP COLUMN is_panel_named CASCADE"
    ),
    "ALTER TABLE verifications_travelpermit DROP COLUMN asked_body CASCADE",
    "ALTER TABLE tracing_childtracingview DROP COLUMN heard_for_child CASCADE",
    "ALTER TABLE best_interests_determination DROP COLUMN is_challenge_said CASCADE",
    "DROP TABLE protection_screening_contactsafeguardfinding CASCADE",
    "DROP TABLE protection_screening_accessabroadend CASCADE",
    "DROP TABLE protection_screening_nosignexplanation CASCADE",
    "DROP TABLE protection_screening_correctionreason CASCADE",
    "DROP TABLE protection_screening_origincorrection CASCADE",
    "DROP TABLE protection_screening_removeddetail CASCADE",
    (
        f"ALTER TABLE {OFFICES} DROP COLUMN state CASCADE, DROP COLUMN published_by CASCADE, "
        "DROP COLUMN published_at CASCADE"
    ),
    "ALTER TABLE tracing_familycontact DROP COLUMN officials CASCADE, DROP COLUMN origin_country CASCADE",
    (
        "ALTER TABLE protection_screening_protectionreferral DROP COLUMN confirmed_by CASCADE, "
        "DROP COLUMN confirmed_on CASCADE, DROP COLUMN outcome_by CASCADE"
    ),
    "ALTER TABLE protection_screening_protectionscreening DROP COLUMN origins CASCADE",
    "ALTER TABLE tracing_tracingenquiry DROP COLUMN asked CASCADE, DROP COLUMN country CASCADE",
    (
        "ALTER TABLE tracing_reunification DROP COLUMN next_visit_on CASCADE, "
        "DROP COLUMN visit_safety CASCADE, DROP COLUMN visit_seen CASCADE, "
        "DROP COLUMN country CASCADE, DROP COLUMN is_answered CASCADE"
    ),
    *(f"ALTER TABLE {table} DROP COLUMN editors CASCADE" for table in EDITED),
    *(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK (true)" for table, name in EDITED.items()),
    *(f"ALTER TABLE {table} ADD COLUMN edited_by uuid" for table in list(EDITED)[:2]),
)
# The rows of this test have no child, case or office, and codes that are not known any more.
FREE = """
DO $$
DECLARE
    one record;
    free CONSTANT regclass[] := ARRAY['agencies_file', 'best_interests_assessment', 'agreements_focalpointcontact',
        'protection_screening_origincontact', 'protection_screening_protectionscreening']::regclass[];
BEGIN
    FOR one IN SELECT conname, conrelid::regclass AS of_table FROM pg_constraint
                WHERE contype = 'f' AND conrelid = ANY (free) LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', one.of_table, one.conname);
    END LOOP;
    FOR one IN SELECT tgname, tgrelid::regclass AS of_table FROM pg_trigger
                WHERE NOT tgisinternal AND tgrelid = ANY (free) LOOP
        EXECUTE format('DROP TRIGGER %I ON %s', one.tgname, one.of_table);
    END LOOP;
END $$
"""


@pytest.fixture
def database(django_db_setup: None) -> Iterator[str]:
    databases.create(NAME, databases.template())
    yield NAME
    databases.drop(NAME)


def insert(connection: Any, table: str, **values: object) -> UUID:
    """A row with these values, and what every record of a file has."""
    key = uuid4()
    row = {"id": key, "recorded_by": uuid4(), "recorded_at": "2026-03-05 12:00:00+00"} | values
    columns, marks = ", ".join(row), ", ".join(["%s"] * len(row))
    connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", list(row.values()))
    return key


def test_upgrade_keeps_what_was_known(database: str) -> None:
    editor, file = uuid4(), uuid4()
    of_file = {"file_id": file, "version": 1, "sealed": b""}
    made = {"child_id": uuid4(), "made_by": "police", "country": "IND", "body": "consulate",
            "channel": "call", "facts": [], "broken_id": uuid4()}  # fmt: skip
    with databases.owner(database) as connection:
        for statement in (*BEFORE, FREE):
            connection.execute(statement)
        connection.execute(
            "DELETE FROM django_migrations WHERE app = ANY (%s) AND name > '0001_initial'",
            [list(APPS)],
        )
        connection.execute("SET ROLE saathi_warden")
        insert(
            connection,
            "agencies_file",
            id=file,
            kind="child",
            agency_id=uuid4(),
            office_id=uuid4(),
            is_protected=False,
        )
        for by in (editor, None):
            insert(
                connection, "best_interests_assessment", **of_file, case_id=uuid4(), view="told",
                view_method="", view_language="", interpreter="", occasion="contact", extent="short",
                assessed_on="2026-03-01", recommended="", state="draft", edited_by=by,
            )  # fmt: skip
        screening = uuid4()
        connection.execute(
            "INSERT INTO protection_screening_protectionscreening SELECT (jsonb_populate_record("
            "NULL::protection_screening_protectionscreening, %s::jsonb)).*",
            [_screening(screening, file)],
        )
        for safeguard in ("not_allowed", "no_permission", "not_screened"):
            insert(
                connection, CONTACTS, **of_file, **made, made_on="2026-03-04", safeguard=safeguard
            )
        early = insert(
            connection, CONTACTS, **of_file, **made, made_on="2026-02-01", safeguard="not_allowed"
        )
        insert(connection, OFFICES, focal_point_id=uuid4(), telephone="1", mail="", hours="")
    databases.migrate(database)
    with databases.owner(database) as connection:
        connection.execute("SET ROLE saathi_warden")
        editors = connection.execute("SELECT editors FROM best_interests_assessment").fetchall()
        found = connection.execute(
            "SELECT f.finding, f.screening_id, c.safeguard, c.id = %s, c.recorded_by = f.recorded_by "
            "FROM protection_screening_contactsafeguardfinding f "
            f"JOIN {CONTACTS} c ON c.id = f.contact_id",
            [early],
        ).fetchall()
        codes = connection.execute(f"SELECT safeguard FROM {CONTACTS} ORDER BY 1").fetchall()
        office = connection.execute(
            f"SELECT state, published_by, published_at = recorded_at FROM {OFFICES}"
        ).fetchall()
    assert sorted(len(item) for (item,) in editors) == [0, 1]
    assert [editor] in [entry for (entry,) in editors]
    assert sorted(found, key=str) == sorted(
        [
            ("not_allowed", screening, "not_met", False, True),
            ("no_permission", screening, "not_met", False, True),
            ("not_allowed", None, "not_met", True, True),
        ],
        key=str,
    )
    assert [code for (code,) in codes] == ["not_met", "not_met", "not_met", "not_screened"]
    assert office == [("published", None, True)]


def _screening(key: UUID, file: UUID) -> str:
    """A screening of 2 March that found a sign."""
    prompts = (
        "fears_officials fears_family fears_group is_of_persecuted_community was_recruited "
        "relatives_were_harmed is_registered lacks_nationality would_be_harmed "
        "traffickers_have_officials"
    )
    row = {
        "id": str(key), "file_id": str(file), "recorded_at": "2026-03-02T12:00:00Z",
        "recorded_by": str(uuid4()), "version": 1, "child_id": str(uuid4()),
        "screened_on": "2026-03-02", "training": "trained", "representative": "present",
        "prompts_version": "0.1", "result": "sign", "readers": [], "sealed": "\\x",
        **dict.fromkeys(prompts.split(), "no"),
    }  # fmt: skip
    return json.dumps(row)
