"""The region of a country, by which nationalities and destinations are grouped (report line 321)."""

import csv
from collections.abc import Mapping
from functools import cache

from saathi.evidence.warehouse.steps import REGIONS


@cache
def country_regions() -> Mapping[str, str]:
    """The region of each country that belongs to one; other countries are elsewhere."""
    lines = REGIONS.read_text("utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return {row["country"]: row["region"] for row in rows}
