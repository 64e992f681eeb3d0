"""An upgrade makes facilities of the shelters in the directory; nothing is lost, nothing is twice."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests import databases

NAME = "before_shelters"
BEFORE = (
    "DROP TRIGGER copied_from_facility ON services_service",
    "ALTER TABLE services_service DROP COLUMN facility_id CASCADE",
    "ALTER TABLE services_referral DROP COLUMN country CASCADE",
    (
        "CREATE UNIQUE INDEX services_service_once ON services_service "
        "(agency_id, organisation, name, district) WHERE withdrawn_on IS NULL"
    ),
    "DELETE FROM django_migrations WHERE app = 'services' AND name >= '0013'",
)
ENTRY = {
    "organisation": "Sathi Samuha", "kinds": ["shelter"], "about": "For some weeks", "age_low": 6,
    "age_high": 17, "serves": ["girls"], "languages": ["ne"], "accessible": ["step_free", "outreach"],
    "respects": [], "friendly": [], "country": "NPL", "district": "NP-DHA", "area": "",
    "is_place_secret": False, "address": "Station Road", "phone": "041-1", "contact": "", "opening": "",
    "cost": "free", "withdrawn_on": None, "why_withdrawn": "", "state": "published",
    "recorded_at": "2026-01-05", "changed_at": "2026-01-05", "published_at": "2026-01-06",
    "why_returned": "", "version": 1,
}  # fmt: skip


@pytest.fixture
def database(django_db_setup: None) -> Iterator[str]:
    databases.create(NAME, databases.template())
    yield NAME
    databases.drop(NAME)


def insert(connection: Any, table: str, **values: object) -> UUID:
    row = {"id": uuid4()} | values
    columns, marks = ", ".join(row), ", ".join(["%s"] * len(row))
    connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", list(row.values()))
    return row["id"]  # type: ignore[return-value]


def shelters(connection: Any, agency: UUID, author: UUID, second: UUID) -> dict[str, UUID]:
    """Entries of the directory, and a facility that is in both registers."""
    by = {"agency_id": agency, "recorded_by": author, "changed_by": author, "published_by": second}
    facility = insert(
        connection, "facilities_facility", name="Asha house", kind="shelter",
        operator="Society", operator_kind="civil", country="NPL", district="NP-DHA", about="", services=[],
        languages=[], accessible=[], source="", state="published", recorded_at="2026-01-01",
        changed_at="2026-01-01", published_at="2026-01-02", why_returned="", why_withdrawn="",
        girls_places=12, version=1, **by,
    )  # fmt: skip
    many: dict[str, dict[str, object]] = {
        "Open house": {},
        "Safe house": {"is_place_secret": True, "address": ""},
        "Asha House": {"kinds": ["shelter", "education"]},
        "Closed house": {"state": "archived", "withdrawn_on": "2026-02-01", "why_withdrawn": "Burnt"},
        "Draft house": {"state": "draft", "published_at": None, "published_by": None},
        "Legal desk": {"kinds": ["legal"]},
    }  # fmt: skip
    found = {
        name: insert(connection, "services_service", **ENTRY | by | {"name": name} | more)
        for name, more in many.items()
    }
    # the same house again, recorded later, by another organisation in the same agency
    other = ENTRY | by | {
        "name": "Open house", "organisation": "Another society", "recorded_at": "2026-01-06",
    }  # fmt: skip
    return found | {"facility": facility, "again": insert(connection, "services_service", **other)}


@pytest.mark.requirement("FAC-001")
def test_upgrade_makes_facilities_of_shelters_once(database: str) -> None:
    agency, author, second = uuid4(), uuid4(), uuid4()
    with databases.owner(database) as connection:
        for statement in BEFORE:
            connection.execute(statement)
        connection.execute("SET ROLE saathi_warden")
        insert(
            connection, "agencies_agency", id=agency, name="A", kind="ngo", country="NPL", is_active=True,
            recorded_at="2026-01-01",
        )  # fmt: skip
        connection.execute("SET ROLE saathi_warden")
        ids = shelters(connection, agency, author, second)
    databases.migrate(database)
    with databases.owner(database) as connection:
        connection.execute("SET ROLE saathi_warden")
        rows = connection.execute(
            "SELECT s.id, s.facility_id, s.name = f.name AND s.organisation = f.operator, s.address, f.name, "
            "f.state, f.withdrawn_on IS NOT NULL, f.published_by, a.address_class, a.address "
            "FROM services_service s JOIN facilities_facility f ON f.id = s.facility_id "
            "LEFT JOIN facilities_facilityaddress a ON a.facility_id = f.id AND a.state = 'published'"
        ).fetchall()
        found: dict[object, tuple[object, ...]] = {row[0]: row[1:] for row in rows}
        kept = connection.execute(
            "SELECT facility_id, address, version FROM services_service WHERE id = %s",
            [ids["Legal desk"]],
        ).fetchone()
        limits = connection.execute(
            "SELECT serves, age_low, phone, about, accessible FROM services_service WHERE id = %s",
            [ids["Safe house"]],
        ).fetchone()
        licences = connection.execute("SELECT count(*) FROM facilities_facilitylicence").fetchone()
        proposed = connection.execute(
            "SELECT address FROM facilities_facilityaddress WHERE facility_id = %s AND state = 'proposed'",
            [ids["facility"]],
        ).fetchone()
    assert len(found) == 6
    assert all(row[1] and row[2] == "" for row in found.values())
    assert found[ids["Asha House"]][0] == ids["facility"]
    assert found[ids["Asha House"]][3] == "Asha house"
    assert found[ids["Open house"]][4:] == ("published", False, second, "public", "Station Road")
    assert found[ids["Safe house"]][4:] == ("published", False, second, "restricted", "")
    assert found[ids["Closed house"]][4:6] == ("archived", True)
    assert found[ids["Draft house"]][4:7] == ("draft", False, None)
    assert found[ids["again"]][0] != found[ids["Open house"]][0]
    assert str(found[ids["again"]][3]).startswith("Open house (")
    assert kept == (None, "Station Road", 1)
    # what the register does not know yet is still said: limits, the number to call, the description
    assert limits == (["girls"], 6, "041-1", "For some weeks", ["step_free", "outreach"])
    assert licences == (0,)  # no licence is invented: placements need one, or an exception
    assert proposed == (
        "Station Road",
    )  # of a facility that was known, a second person publishes it
