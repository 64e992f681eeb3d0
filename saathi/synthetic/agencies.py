"""Makes the rows of agencies, offices, staff and their principals; and one hidden file."""

from datetime import date, timedelta

from saathi.synthetic.children import SimulatedChild
from saathi.synthetic.chunk import LoadChunk
from saathi.synthetic.nation import DEMO_DISTRICT, SimulatedNation, principals, time_zone, weekend
from saathi.synthetic.tables import NULL, CopyRows

FOUNDED_AT = "2019-07-17 04:15:00+00"

# Columns are listed here and in the domains' parts, not read from the models, because rows are
# written as text in this order.
AGENCY_TABLES = {
    "agencies_agency": "id name kind country is_active recorded_at",
    "agencies_office": "id agency_id parent_id name level country district time_zone weekend "
    "is_active recorded_at",
    "agencies_holiday": 'id office_id "on" name',
    "agencies_staff": "id email name agency_id office_id bundle post title language is_active "
    "recorded_at version",
    "agencies_principal": "staff_id principal",
    "agencies_file": "id kind agency_id office_id is_protected recorded_at recorded_by",
    "vault_key": "file_id wrapped kek_id created_at",
    "agencies_grant": "id file_id principal kind reads writes starts_at ends_at given_by",
    "agencies_hidden": "id file_id principal since hidden_by",
    "agencies_notice": "id staff_id kind record given_at given_by read_at",
}


def agency_rows(nation: SimulatedNation, today: date) -> CopyRows:
    """The rows of all agencies, offices and staff."""
    agency_tables = CopyRows()
    for body in nation.agencies:
        agency_tables.add_row(
            "agencies_agency", body.id.hex, body.name, body.kind, body.country, "t", FOUNDED_AT
        )
    for place in nation.offices:
        country = place.agency.country
        parent = place.parent.id.hex if place.parent else NULL
        agency_tables.add_row(
            "agencies_office", place.id.hex, place.agency.id.hex, parent, place.name, place.level,
            country, place.district, time_zone(country), weekend(country), "t", FOUNDED_AT,
        )  # fmt: skip
    holiday = today + timedelta(days=9)
    for number, place in enumerate(nation.offices, 1):
        agency_tables.add_row(
            "agencies_holiday", f"{number:032x}", place.id.hex, holiday.isoformat(), "Demo holiday"
        )
    for worker in nation.staff:
        agency_tables.add_row(
            "agencies_staff", worker.id.hex, worker.email, worker.name,
            worker.office.agency.id.hex, worker.office.id.hex, worker.role_kind, "", "",
            worker.language, "t", FOUNDED_AT, "1",
        )  # fmt: skip
        for principal in principals(worker):
            agency_tables.add_row("agencies_principal", worker.id.hex, principal.hex)
    return agency_tables


def hide_one_file(chunk: LoadChunk, children: list[SimulatedChild]) -> None:
    """Hides a file of the demo's office from a case worker who is a neighbour of the family."""
    office = chunk.nation.holders[DEMO_DISTRICT][0]
    hidden = next(
        (child for child in children if child.office is office and not child.is_demo), None
    )
    if hidden is not None:
        chunk.rows.add_row(
            "agencies_hidden", chunk.new_id(), hidden.file, chunk.nation.demo["case_worker"].id.hex,
            chunk.working_time(hidden.recorded), chunk.nation.demo["supervisor"].id.hex,
        )  # fmt: skip
