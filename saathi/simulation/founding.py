"""Makes the rows of the nation itself: agencies, offices, staff and whom they act as."""

from datetime import date, timedelta

from saathi.simulation import forms, network
from saathi.simulation.nation import Nation, principals, time_zone, weekend
from saathi.simulation.tables import NULL, Sheets

FOUNDED = "2019-07-17 04:15:00+00"


def sheets(nation: Nation, today: date) -> Sheets:
    """Every row of agencies, offices and staff."""
    found = Sheets()
    for body in nation.bodies:
        found.add("agencies_agency", body.id.hex, body.name, body.kind, body.country, "t", FOUNDED)
    for place in nation.offices:
        country = place.agency.country
        parent = place.parent.id.hex if place.parent else NULL
        found.add(
            "agencies_office", place.id.hex, place.agency.id.hex, parent, place.name, place.level,
            country, place.district, time_zone(country), weekend(country), "t", FOUNDED,
        )  # fmt: skip
    holiday = today + timedelta(days=9)
    for number, place in enumerate(nation.offices, 1):
        found.add(
            "agencies_holiday", f"{number:032x}", place.id.hex, holiday.isoformat(), "Demo holiday"
        )
    for worker in nation.staff:
        found.add(
            "agencies_staff", worker.id.hex, worker.email, worker.name,
            worker.office.agency.id.hex, worker.office.id.hex, worker.bundle, "", "",
            worker.language, "t", FOUNDED, "1",
        )  # fmt: skip
        for principal in principals(worker):
            found.add("agencies_principal", worker.id.hex, principal.hex)
    for add in (network.sheets, forms.sheets):
        add(found, nation, lambda ago: (today - timedelta(days=ago)).isoformat())
    return found
