"""Reads the 736 rows of detected persons that ship with the package, as printed in the source."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import StringIO

from saathi.evidence.printed_counts import Count, parse_count
from saathi.evidence.vocabulary import GlotipAgeGroup, GlotipDimension, GlotipExploitationType, Sex
from saathi.infra.countries import Country

_DIMENSIONS = {
    "Total": GlotipDimension.TOTAL,
    "by form of exploitation": GlotipDimension.FORM,
    "by citizenship": GlotipDimension.CITIZENSHIP,
    "by country of repatriation": GlotipDimension.REPATRIATION,
}
_FORMS = {
    "Sexual exploitation": GlotipExploitationType.SEXUAL,
    "Forced labour": GlotipExploitationType.LABOUR,
    "Other forms of exploitation": GlotipExploitationType.OTHER,
}
_SEXES = {"Total": Sex.ALL, "Female": Sex.FEMALE, "Male": Sex.MALE, "Other": Sex.OTHER}
_AGES = {
    "Total": GlotipAgeGroup.ALL,
    "0 to 17 years": GlotipAgeGroup.CHILDREN,
    "18 years or over": GlotipAgeGroup.ADULTS,
}


@dataclass(frozen=True, slots=True)
class DetectedRow:
    """One row of the source.

    `category` is the form, citizenship or country as printed, blank where the source leaves it
    blank; `form` is None along dimensions without a form of exploitation.
    """

    source_row: int
    country: Country
    dimension: GlotipDimension
    category: str
    form: GlotipExploitationType | None
    sex: Sex
    age: GlotipAgeGroup
    year: int
    printed: str
    count: Count


@cache
def detected_rows() -> tuple[DetectedRow, ...]:
    """Every row about detected persons in the eight countries, in the order of the source."""
    path = files("saathi.evidence") / "data" / "glotip_detected.csv"
    return tuple(_row(line) for line in csv.DictReader(StringIO(path.read_text("utf-8"))))


def _row(line: dict[str, str]) -> DetectedRow:
    dimension = _DIMENSIONS[line["dimension"]]
    form = {
        GlotipDimension.TOTAL: GlotipExploitationType.ALL,
        GlotipDimension.FORM: _FORMS.get(line["category"]),
    }.get(dimension)
    return DetectedRow(
        source_row=int(line["source_row"]),
        country=Country(line["iso3"]),
        dimension=dimension,
        category=line["category"],
        form=form,
        sex=_SEXES[line["sex"]],
        age=_AGES[line["age"]],
        year=int(line["year"]),
        printed=line["value"],
        count=parse_count(line["value"]),
    )
