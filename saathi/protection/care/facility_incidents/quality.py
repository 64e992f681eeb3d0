"""Quality of care by country, measured in the same way in each: what the page of comparison shows.

Only counts of facilities leave the database, and none of fewer than `LEAST`, at the end of the last
quarter: no figure, and no difference between the figures of two days, is that of one facility. The
page is for those who keep the register or inspect; nothing of it is released.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import connection
from django.utils.translation import gettext as _

from saathi.infra.countries import country_name
from saathi.protection.care.standards import tables
from saathi.protection.care.standards.rules import in_domain_order
from saathi.protection.care.standards.vocabulary import StandardDomain
from saathi.web.components import DisplayTable, DisplayTableCell, DisplayTableColumn

# The least number of facilities of which a figure is shown; the database has the same floor. [derived]
LEAST: Final = 5
_HIDDEN: Final = "–"


@dataclass(frozen=True, slots=True)
class CountryQuality:
    """What is counted in one country; None where too few facilities would be counted."""

    country: str
    facilities: int
    licensed: int
    inspected: int  # within the last 12 months
    assessed: int | None  # with a final inspection at any time
    critical: int | None  # of these, with a critical criterion that is not met
    examined: int | None  # with an inspection that examined discrimination
    discrimination: int | None  # of these, in which it was found
    places: int
    incidents: int  # within the last 12 months


def share_text(part: int | None, whole: int | None) -> str:
    """A share in whole per cent; a dash if it is hidden or if there is nothing to divide by."""
    if part is None or not whole or whole < LEAST:
        return _HIDDEN
    return f"{round(100 * part / whole)} %"


def rate_text(incidents: int, places: int) -> str:
    """Incidents for each hundred places; a dash if no places are recorded."""
    return f"{100 * incidents / places:.1f}" if places else _HIDDEN


def list_quality(today: dt.date) -> list[CountryQuality]:
    """The countries with at least `LEAST` published facilities, by code."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM facility_quality(%s, %s)", [today, LEAST])
        return [CountryQuality(*row) for row in cursor.fetchall()]


def list_criteria(today: dt.date) -> Mapping[str, Mapping[str, tuple[int, int]]]:
    """By criterion of the Saathi model set and country: the facilities in which it was seen and is met."""
    results: dict[str, dict[str, tuple[int, int]]] = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM facility_quality_criteria(%s, %s)", [today, LEAST])
        for country, reference, seen, met in cursor.fetchall():
            results.setdefault(reference, {})[country] = (seen, met)
    return results


def quality_table(rows: Sequence[CountryQuality]) -> DisplayTable:
    """The countries side by side."""
    columns = [
        DisplayTableColumn(_("Country")),
        DisplayTableColumn(_("Facilities"), is_number=True),
        DisplayTableColumn(_("Licensed"), is_number=True),
        DisplayTableColumn(_("Inspected within 12 months"), is_number=True),
        DisplayTableColumn(_("A critical criterion not met"), is_number=True),
        DisplayTableColumn(_("Discrimination found"), is_number=True),
        DisplayTableColumn(_("Incidents per 100 places"), is_number=True),
    ]
    cells = [
        [
            DisplayTableCell(country_name(row.country)),
            DisplayTableCell(str(row.facilities)),
            DisplayTableCell(share_text(row.licensed, row.facilities)),
            DisplayTableCell(share_text(row.inspected, row.facilities)),
            DisplayTableCell(share_text(row.critical, row.assessed)),
            DisplayTableCell(share_text(row.discrimination, row.examined)),
            DisplayTableCell(rate_text(row.incidents, row.places)),
        ]
        for row in rows
    ]
    return DisplayTable(_("Quality of care by country"), columns, cells)


def criteria_table(found: Mapping[str, Mapping[str, tuple[int, int]]]) -> DisplayTable:
    """The share of facilities that meet each criterion of the model set, by country: six at most."""
    countries = sorted({country for row in found.values() for country in row})[:6]
    criteria = in_domain_order(tables.model_criteria())
    rows = [
        [
            DisplayTableCell(f"{item.code} {StandardDomain(item.domain).label}: {item.text}"),
            *(
                DisplayTableCell(share_text(met, seen))
                for seen, met in (found[item.code].get(country, (0, 0)) for country in countries)
            ),
        ]
        for item in criteria
        if item.code in found
    ]
    columns = [
        DisplayTableColumn(_("Criterion of the Saathi model set")),
        *(DisplayTableColumn(country_name(country), is_number=True) for country in countries),
    ]
    return DisplayTable(_("Facilities that meet the criterion"), columns, rows)
