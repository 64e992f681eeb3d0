"""Generates facilities of the register with their licences, for the placements of simulated children."""

import random
from dataclasses import dataclass
from functools import cache
from typing import Final

from saathi.synthetic.nation import DEMO_DISTRICT, SimulatedNation
from saathi.synthetic.parts import Day, SimulationPart
from saathi.synthetic.tables import NULL, CopyRows

OF_DEMO: Final = 4  # the first facilities are in the district of the demo
SUSPENDED: Final = 2  # the number of the one whose licence is suspended
UNLICENSED: Final = 3  # the number of the one that applied for a licence
_PER_STAFF: Final = 0.1
_MOST: Final = 1_000
# Invented: none of these names is a facility.
_NAMES: Final = ("Lotus house", "House of the lake", "Garden home", "Home at the crossroads")
_KINDS: Final = ("childrens_home", "shelter", "group_home", "religious")
_LARGE_KINDS: Final = ("childrens_home", "shelter", "hostel", "religious")


def count_facilities(nation: SimulatedNation) -> int:
    """The number of facilities of a nation, at most a thousand."""
    return min(_MOST, OF_DEMO + int(_PER_STAFF * len(nation.staff)))


@cache
def _facility_id(number: int, keeper: str) -> str:
    drawn = random.Random(f"facility {number} {keeper}")  # noqa: S311 - invented
    return f"{drawn.getrandbits(128):032x}"


def facility_id(nation: SimulatedNation, number: int) -> str:
    """The id of one of the facilities."""
    return _facility_id(number, nation.demo["supervisor"].id.hex)


def _district(nation: SimulatedNation, number: int) -> str:
    districts = sorted(nation.holders)
    return DEMO_DISTRICT if number < OF_DEMO else districts[number % len(districts)]


def facility_country(nation: SimulatedNation, number: int) -> str:
    """The country of one of the facilities."""
    return {"NP": "NPL", "IN": "IND", "BD": "BGD"}[_district(nation, number)[:2]]


def add_facilities(rows: CopyRows, nation: SimulatedNation, day: Day) -> None:
    """Adds the facilities, published by a second person, and their licences."""
    author, second = nation.demo["supervisor"], nation.demo["data_officer"]
    at = f"{day(400)} 05:00:00+00"
    for number in range(count_facilities(nation)):
        is_demo = number < OF_DEMO
        district, country = _district(nation, number), facility_country(nation, number)
        kinds = _KINDS if is_demo else _LARGE_KINDS
        name = _NAMES[number % len(_NAMES)]
        name = f"{name} (invented)" if is_demo else f"{name} {number} (invented)"
        rows.add_row(
            "facilities_facility", facility_id(nation, number), author.office.agency.id.hex,
            "published", author.id.hex, at, author.id.hex, at, "", second.id.hex, at, "", at,
            author.id.hex, "1", name, kinds[number % len(kinds)], "Society for children (invented)",
            "civil", country, district, "", NULL, NULL, NULL, NULL, NULL, NULL,
            "12" if is_demo else "80", "0", "17", "8", "12", "{school,health}", "{}", "{}",
            "Invented for the simulation",
        )  # fmt: skip
        _add_licences(rows, nation, number, day)


def shelter_id(district: str, served: str) -> str:
    """The id of the shelter of a district that the directory of services lists."""
    drawn = random.Random(f"shelter {district} {served}")  # noqa: S311 - invented
    return f"{drawn.getrandbits(128):032x}"


@dataclass(frozen=True)
class SimulatedShelter:
    """A shelter for girls or for boys that the directory of services lists."""

    district: str
    served: str  # girls or boys
    name: str
    operator: str
    country: str
    ages: tuple[str, str]
    languages: str
    agency: str
    author: str


def add_shelter(
    rows: CopyRows, nation: SimulatedNation, day: Day, shelter: SimulatedShelter
) -> None:
    """Adds a licensed shelter, published by a second person, with a confidential address."""
    second = nation.demo["data_officer"].id.hex
    key, at = shelter_id(shelter.district, shelter.served), f"{day(400)} 05:00:00+00"
    places = ("20", *shelter.ages)
    none = (NULL, NULL, NULL)
    groups = (*places, *none) if shelter.served == "girls" else (*none, *places)
    rows.add_row(
        "facilities_facility", key, shelter.agency, "published", shelter.author, at, shelter.author, at,
        "", second, at, "", at, shelter.author, "1", shelter.name, "shelter", shelter.operator, "civil",
        shelter.country, shelter.district, "", *groups, *none, "6", "10", "{counselling,school}",
        shelter.languages, "{}", "Invented for the simulation",
    )  # fmt: skip
    drawn = random.Random(f"licence {key}")  # noqa: S311 - invented
    rows.add_row(
        "facilities_facilitylicence", f"{drawn.getrandbits(128):032x}", key, "registered",
        "District office (invented)", "S/081", day(390), NULL, "", f"{day(390)} 05:00:00+00",
        shelter.author, "recorded", second, f"{day(389)} 05:00:00+00", "",
    )  # fmt: skip


def _add_licences(rows: CopyRows, nation: SimulatedNation, number: int, day: Day) -> None:
    author, second = nation.demo["supervisor"], nation.demo["data_officer"]
    records = [("registered", 390)]
    if number == UNLICENSED:
        records = [("applied", 390)]
    elif number == SUSPENDED:
        records.append(("suspended", 4))
    for place, (status, days) in enumerate(records):
        drawn = random.Random(f"licence {number} {place} {author.id}")  # noqa: S311 - invented
        at = f"{day(days)} 05:00:00+00"
        published = (second.id.hex, at) if status == "registered" else (NULL, NULL)
        rows.add_row(
            "facilities_facilitylicence", f"{drawn.getrandbits(128):032x}",
            facility_id(nation, number), status, "District office (invented)", f"{number}/081",
            day(days), NULL, "", at, author.id.hex, "recorded", *published, "",
        )  # fmt: skip


SIMULATION = SimulationPart(
    tables={
        "facilities_facility": "id agency_id state changed_by changed_at proposed_by proposed_at "
        "why_returned published_by published_at why_withdrawn recorded_at recorded_by version name "
        "kind operator operator_kind country district about girls_places girls_age_low "
        "girls_age_high boys_places boys_age_low boys_age_high mixed_places mixed_age_low "
        "mixed_age_high day_ratio night_ratio services languages accessible source",
        "facilities_facilitylicence": "id facility_id status authority number from_on until_on "
        "conditions recorded_at recorded_by state published_by published_at why_withdrawn",
        # filled with the failed inspection that stopped the placements (`inspections.simulation`)
        "facilities_placementstop": "id facility_id reason source_id from_on ended_on recorded_at",
    },
    nation=add_facilities,
)
