"""A thousand facilities with licences and inspections, and 100,000 placements for a million children.

Facilities are as many as asked for in an installation of any size; placements, proceedings and follow-ups
are fewer in a smaller one, by its number of children.
"""
# ruff: noqa: PLC0415 - Django and its settings wait until the bench has a server

from typing import Any, Final

from bench.measuring import statements
from bench.spreading import OPEN_CASES_FIRST, copy_rows, spread

FACILITIES: Final = 1_000
PER: Final = 1_000_000
# How many files have such records, for one million children. The placements are the number: 87,000 files
# have about 100,000, since some children moved. The others are guesses of the field, not findings.
SPREAD: Final = {
    "placements": 87_000, "proceedings compensation protection_measures": 60_000, "reintegration": 40_000,
}  # fmt: skip
NEW_ID: Final = "md5(r.id::text || m.target)::uuid"

# Copies are kept by agencies of the same country in turn, so that no one agency keeps a thousand.
FACILITY_COPIES: Final = """
CREATE TEMPORARY TABLE copied ON COMMIT DROP AS
WITH source AS (
    SELECT f.id, f.country, row_number() OVER (ORDER BY f.id) AS n, count(*) OVER () AS all_of_them
    FROM facilities_facility f WHERE f.state = 'published'
    AND NOT EXISTS (SELECT 1 FROM facilities_placementstop s WHERE s.facility_id = f.id)
    AND EXISTS (SELECT 1 FROM facilities_facilitylicence l WHERE l.facility_id = f.id AND l.status = 'registered')
), keeper AS (
    SELECT a.id, a.country, row_number() OVER (PARTITION BY a.country ORDER BY a.id) - 1 AS n,
           count(*) OVER (PARTITION BY a.country) AS all_of_them
    FROM agencies_agency a WHERE a.is_active
)
SELECT s.id AS source, t.n::text AS target, k.id AS agency
FROM generate_series(1, %(missing)s) t (n) JOIN source s ON s.n = 1 + t.n %% s.all_of_them
JOIN keeper k ON k.country = s.country AND k.n = (t.n / s.all_of_them) %% k.all_of_them
"""
# Each facility without an inspection gets those of an inspected one of its country that did not fail.
INSPECTED: Final = """
CREATE TEMPORARY TABLE inspected ON COMMIT DROP AS
WITH source AS (
    SELECT f.id, f.country, row_number() OVER (PARTITION BY f.country ORDER BY f.id) - 1 AS n,
           count(*) OVER (PARTITION BY f.country) AS all_of_them
    FROM facilities_facility f WHERE NOT EXISTS (SELECT 1 FROM facilities_placementstop s WHERE s.facility_id = f.id)
    AND EXISTS (SELECT 1 FROM inspections_inspection i WHERE i.facility_id = f.id AND i.state = 'final')
), target AS (
    SELECT f.id, f.country, row_number() OVER (PARTITION BY f.country ORDER BY f.id) AS n FROM facilities_facility f
    WHERE f.state = 'published' AND NOT EXISTS (SELECT 1 FROM inspections_inspection i WHERE i.facility_id = f.id)
)
SELECT s.id AS source, t.id AS facility, t.id::text AS target, t.country
FROM target t JOIN source s ON s.country = t.country AND s.n = t.n %% s.all_of_them
"""
NUMBERED: Final = statements("""
CREATE TEMPORARY TABLE IF NOT EXISTS numbered (id uuid, country text, n bigint, all_of_them bigint);
TRUNCATE numbered;
INSERT INTO numbered SELECT f.id, f.country, row_number() OVER (PARTITION BY f.country ORDER BY f.id) - 1,
       count(*) OVER (PARTITION BY f.country)
FROM facilities_facility f WHERE f.state = 'published';
CREATE INDEX IF NOT EXISTS numbered_by_country ON numbered (country, n);
ANALYZE numbered
""")
# A copied placement in a facility is in any facility of the child's country.
ANY_FACILITY: Final = """
CASE WHEN r.facility_id IS NOT NULL THEN coalesce((SELECT f.id FROM numbered f WHERE f.country = m.country
AND f.n = mod(abs(hashtext(m.target::text)::bigint), (SELECT g.all_of_them FROM numbered g WHERE g.country = m.country
LIMIT 1))), r.facility_id) END
"""
PREMISES: Final = """
INSERT INTO premises_regulatedpremises (id, agency_id, state, changed_by, changed_at, why_returned, published_by,
    published_at, why_withdrawn, recorded_at, recorded_by, version, name, kind, operator, country, district, duties,
    law, check_result, checked_by, breach, action)
SELECT md5('premises' || f.id)::uuid, f.agency_id, 'published', f.changed_by, f.changed_at, '', f.published_by,
    f.published_at, '', f.recorded_at, f.recorded_by, 1, 'Hotel ' || f.id, 'hotel', 'Operator (invented)', f.country,
    f.district, '{identity}', 'Invented for the bench', 'not_checked', '', '', ''
FROM facilities_facility f WHERE f.state = 'published' ON CONFLICT DO NOTHING
"""


def spread_care(maintenance: Any, leader: Any) -> None:
    """Brings the installation to a thousand facilities, and the records in files to their numbers."""
    with maintenance.transaction():
        _copy_facilities(maintenance)
        _copy_inspections(maintenance, leader)
        maintenance.execute(PREMISES)
    for statement in NUMBERED:
        maintenance.execute(statement)
    [(children,)] = maintenance.execute("SELECT count(*) FROM people_child").fetchall()
    numbers = {apps: number * children // PER for apps, number in SPREAD.items()}
    changed = {"facility_id": ANY_FACILITY}
    spread(maintenance, numbers, first=OPEN_CASES_FIRST, changed=changed)


def _copy_facilities(maintenance: Any) -> None:
    """Copies facilities with their licences, under other names, until there are a thousand."""
    from saathi.protection.care.facilities.models import Facility, FacilityLicence

    [(there,)] = maintenance.execute(
        "SELECT count(*) FROM facilities_facility WHERE state = 'published'"
    ).fetchall()
    maintenance.execute(FACILITY_COPIES, {"missing": max(0, FACILITIES - there)})
    named = {"id": NEW_ID, "agency_id": "m.agency", "name": "left(r.name, 150) || ' ' || m.target"}
    copy_rows(maintenance, Facility, named, "JOIN copied m ON m.source = r.id")
    of_facility = {"id": NEW_ID, "facility_id": "md5(r.facility_id::text || m.target)::uuid"}
    joined = "JOIN copied m ON m.source = r.facility_id"
    copy_rows(maintenance, FacilityLicence, of_facility, joined)


def _copy_inspections(maintenance: Any, leader: Any) -> None:
    """Copies inspections with findings and notices; in the leader's country, by the leader's agency."""
    from saathi.protection.care.inspections.models import (
        FacilityNotice,
        Inspection,
        InspectionFinding,
    )

    maintenance.execute(INSPECTED, {})
    ours = f"m.country = '{leader.office.country}'"
    agency = f"CASE WHEN {ours} THEN '{leader.agency_id}'::uuid ELSE r.agency_id END"
    of_facility = {"id": NEW_ID, "agency_id": agency, "facility_id": "m.facility"}
    inspection = {"inspection_id": "md5(r.inspection_id::text || m.target)::uuid"}
    joined = "JOIN inspected m ON m.source = r.facility_id"
    copy_rows(maintenance, Inspection, of_facility, joined)
    copy_rows(maintenance, FacilityNotice, of_facility | inspection, joined)
    joined = (
        "JOIN inspections_inspection i ON i.id = r.inspection_id "
        "JOIN inspected m ON m.source = i.facility_id "
        "ORDER BY m.target, r.place"  # beside each other, as an inspection that begins writes them
    )
    copy_rows(maintenance, InspectionFinding, {"id": NEW_ID} | inspection, joined)
