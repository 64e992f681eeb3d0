"""Generates care committees of the register for the demo's agency, with confirmed meetings."""

import random
from typing import Final

from saathi.synthetic.nation import SimulatedNation
from saathi.synthetic.parts import Day, SimulationPart
from saathi.synthetic.tables import NULL, CopyRows

# Invented committees: none of these names is a committee.
_COMMITTEES: Final = (
    (
        "care", "Care committee of the river wards (invented)", "NPL", "NP-DHA", "Wards 3 to 5",
        "{children,caregivers,school,women,local_gov}", "11", "2", "vote", "yes",
    ),
    (
        "reintegration", "Reintegration committee (invented)", "IND", "IN-BR-SIT", "Two villages",
        "{protection,police,school,leaders,organisation}", "9", "0", "no_seat", "not_all",
    ),
)  # fmt: skip
_MEETINGS: Final = (
    (40, "{children,caregivers,school}", "2", "{livelihood,school}",
     "Two families get seed. School asks for uniforms."),
    (12, "{children,women,local_gov}", "1", "{stigma,proposed}",
     "Children propose a weekly club. It begins next month."),
)  # fmt: skip


def committee_id(nation: SimulatedNation, number: int) -> str:
    """The id of one of the demo's committees."""
    drawn = random.Random(f"care committee {number} {nation.demo['supervisor'].id}")  # noqa: S311 - invented
    return f"{drawn.getrandbits(128):032x}"


def add_committees(rows: CopyRows, nation: SimulatedNation, day: Day) -> None:
    """Adds the committees; the first has two meetings that count and one to be confirmed."""
    author, second = nation.demo["supervisor"], nation.demo["data_officer"]
    at = f"{day(60)} 05:00:00+00"
    for number, content in enumerate(_COMMITTEES):
        rows.add_row(
            "care_committees_carecommittee", committee_id(nation, number),
            author.office.agency.id.hex, "published", author.id.hex, at, author.id.hex, at, "",
            second.id.hex, at, "", at, author.id.hex, "1", *content, "", day(400), "",
        )  # fmt: skip
    drawn = random.Random(f"care meetings {author.id}")  # noqa: S311 - an invented world
    for days, *said in _MEETINGS:
        held = f"{day(days)} 05:00:00+00"
        rows.add_row(
            "care_committees_committeemeeting", f"{drawn.getrandbits(128):032x}",
            committee_id(nation, 0), day(days), *said, held, author.id.hex, "recorded",
            second.id.hex, held, "",
        )  # fmt: skip
    rows.add_row(
        "care_committees_committeemeeting", f"{drawn.getrandbits(128):032x}",
        committee_id(nation, 0), day(3), "{caregivers,school}", "0", "{safety}",
        "The teacher speaks with parents about recruiters.", f"{day(3)} 05:00:00+00", author.id.hex,
        "proposed", NULL, NULL, "",
    )  # fmt: skip


SIMULATION = SimulationPart(
    tables={
        "care_committees_carecommittee": "id agency_id state changed_by changed_at proposed_by "
        "proposed_at why_returned published_by published_at why_withdrawn recorded_at recorded_by "
        "version kind name country district area groups seats child_seats child_role pledge contact "
        "since source",
        "care_committees_committeemeeting": "id committee_id held_on groups children_present "
        "subjects decided recorded_at recorded_by state published_by published_at why_withdrawn",
    },
    nation=add_committees,
)
