"""Generates courts of the register for the demo's agency, published by a second person."""

import random

from saathi.synthetic.nation import SimulatedNation
from saathi.synthetic.parts import Day, SimulationPart
from saathi.synthetic.tables import CopyRows

DEMO_COURT_DISTRICT = "NP-DHA"  # of the first court
# Invented courts: none of these names is a court.
_COURTS = (
    (
        "children",
        "Court for children of Dhanusha (invented)",
        DEMO_COURT_DISTRICT,
        "NPL",
        "{video,child_room}",
    ),
    ("fast_track", "Fast-track court (invented)", "IN-BR-SIT", "IND", "{screen,waiting}"),
)


def court_id(nation: SimulatedNation, number: int) -> str:
    """The id of one of the demo's courts."""
    drawn = random.Random(f"court {number} {nation.demo['supervisor'].id}")  # noqa: S311 - invented
    return f"{drawn.getrandbits(128):032x}"


def add_courts(rows: CopyRows, nation: SimulatedNation, day: Day) -> None:
    """Adds the courts."""
    author, second = nation.demo["supervisor"], nation.demo["data_officer"]
    at = f"{day(60)} 05:00:00+00"
    for number, (kind, name, district, country, facilities) in enumerate(_COURTS):
        rows.add_row(
            "courts_specialcourt", court_id(nation, number), author.office.agency.id.hex,
            "published", author.id.hex, at, author.id.hex, at, "", second.id.hex, at, "", at,
            author.id.hex, "1", kind, name, country, district, "", facilities, "", "",
        )  # fmt: skip


SIMULATION = SimulationPart(
    tables={
        "courts_specialcourt": "id agency_id state changed_by changed_at proposed_by proposed_at "
        "why_returned published_by published_at why_withdrawn recorded_at recorded_by version kind "
        "name country district law facilities contact source",
    },
    nation=add_courts,
)
