"""Makes the rows of the nation itself: agencies, offices, staff and their principals."""

from datetime import date, timedelta

from saathi.simulation import forms, service_network
from saathi.simulation.nation import SimulatedNation, principals, time_zone, weekend
from saathi.simulation.tables import NULL, CopyRows

FOUNDED_AT = "2019-07-17 04:15:00+00"


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
            worker.office.agency.id.hex, worker.office.id.hex, worker.bundle, "", "",
            worker.language, "t", FOUNDED_AT, "1",
        )  # fmt: skip
        for principal in principals(worker):
            agency_tables.add_row("agencies_principal", worker.id.hex, principal.hex)
    for add in (service_network.add_network_rows, forms.add_form_version):
        add(agency_tables, nation, lambda ago: (today - timedelta(days=ago)).isoformat())
    return agency_tables
