"""Districts of the eight countries, by code: what forms offer and pages name.

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
    """The country a district lies in; empty for a code that nobody knows."""
    found = load_districts().get(code)
    return found.country if found else ""


def short_district_name(code: str) -> str:
    """The district without its country; an unknown code names itself."""
    found = load_districts().get(code)
    return found.name if found else code


def district_name(code: str) -> str:
    """The district as a page names it, with its country; an unknown code names itself."""
    found = load_districts().get(code)
    if found is None:
        return code
    return isolate_direction(f"{found.name}, {Country(found.country).label}")


def district_choices() -> list[tuple[str, str] | tuple[str, Choices]]:
    """The districts for a select, by country; the first choice leaves it open."""
    grouped: list[tuple[str, str] | tuple[str, Choices]] = [("", "—")]
    for country in Country:
        found = [(d.code, d.name) for d in load_districts().values() if d.country == country]
        grouped.append((str(country.label), sorted(found, key=lambda pair: pair[1])))
    return grouped


def country_choices() -> Choices:
    """The eight countries for a select; the first choice leaves it open."""
    return [("", "—"), *((country.value, str(country.label)) for country in Country)]
