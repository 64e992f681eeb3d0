"""Mandatory reporting by country: shown before staff promise a child confidentiality."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DUTIES_FILE = Path(__file__).parent / "data" / "duties_to_report_VERIFY.csv"


@dataclass(frozen=True, slots=True)
class ReportingDuty:
    """A reporting duty: who reports what, to which body, by when, under which law. None is verified."""

    country: str  # ISO 3166 alpha-3
    who: str
    what: str
    to_whom: str
    by_when: str
    law: str


@cache
def all_duties() -> tuple[ReportingDuty, ...]:
    """Every reporting duty shipped with Saathi."""
    with DUTIES_FILE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return tuple(ReportingDuty(**row) for row in rows)


def reporting_duties_in_country(country: str) -> tuple[ReportingDuty, ...]:
    """The known duties in a country; an empty list does not mean that there is none."""
    return tuple(duty for duty in all_duties() if duty.country == country)
