"""Duties to report by country: shown before anybody promises a child to keep something secret."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DUTIES_FILE = Path(__file__).parent / "data" / "duties_to_report_VERIFY.csv"


@dataclass(frozen=True, slots=True)
class ReportingDuty:
    """Who must report what, to whom, by when, and by which law. None of them is verified."""

    country: str  # ISO 3166 alpha-3
    who: str
    what: str
    to_whom: str
    by_when: str
    law: str


@cache
def all_duties() -> tuple[ReportingDuty, ...]:
    """Every duty that comes with Saathi."""
    with DUTIES_FILE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return tuple(ReportingDuty(**row) for row in rows)


def duties_in(country: str) -> tuple[ReportingDuty, ...]:
    """The duties known in a country; none known does not mean that there is none."""
    return tuple(duty for duty in all_duties() if duty.country == country)
