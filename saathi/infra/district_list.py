"""Districts of the eight countries, by code, for forms and pages.

Not for a village, street or landmark: those identify a child and are sealed.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from saathi.infra.countries import Country
from saathi.infra.join_words import isolate_direction

DATA = Path(__file__).parent / "data" / "districts.csv"

type Choices = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class District:
    """One district: its code, its country (ISO 3166-1 alpha-3) and its name."""

    code: str
    country: str
    name: str


@cache
def load_districts() -> dict[str, District]:
    """Every district by its code."""
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return {row["code"]: District(**row) for row in rows}


def country_of_district(code: str) -> str:
    """The country of a district; empty for an unknown code."""
    district = load_districts().get(code)
    return district.country if district else ""


def short_district_name(code: str) -> str:
    """The district without its country; an unknown code is returned as it is."""
    district = load_districts().get(code)
    return district.name if district else code


def district_name(code: str) -> str:
    """The name of the district with its country; an unknown code is returned as it is."""
    district = load_districts().get(code)
    if district is None:
        return code
    return isolate_direction(f"{district.name}, {Country(district.country).label}")


def district_choices() -> list[tuple[str, str] | tuple[str, Choices]]:
    """The districts for a select, by country; the first choice is empty."""
    grouped: list[tuple[str, str] | tuple[str, Choices]] = [("", "—")]
    for country in Country:
        choices = [(d.code, d.name) for d in load_districts().values() if d.country == country]
        grouped.append((str(country.label), sorted(choices, key=lambda pair: pair[1])))
    return grouped


def country_choices() -> Choices:
    """The eight countries for a select; the first choice is empty."""
    return [("", "—"), *((country.value, str(country.label)) for country in Country)]
