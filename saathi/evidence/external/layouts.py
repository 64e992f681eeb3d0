"""What is known beforehand of each kind of table: what its columns are called, and what stands for what.

Names of columns: GLOTIP export of 14 April 2025, NRM tables of 2022 and 2023, CTDC codebook of 2024.
"""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from saathi.evidence.external.vocabulary import Layout, Role

# For each role the headings by which it is guessed, in small letters; the first that is there holds.
HEADINGS: Mapping[Role, Sequence[str]] = {
    Role.NUMBER: ("txtvalue", "value", "people", "count", "number", "persons", "referrals"),
    Role.YEAR: ("year", "yearofregistration", "year of registration"),
    Role.PLACE: (
        "country",
        "iso3_code",
        "iso3",
        "countryofexploitation",
        "country of exploitation",
    ),
    Role.SEX: ("sex", "gender"),
    Role.AGE: ("age", "age band", "ageband", "agebroad", "age at exploitation", "age group"),
    Role.FORM: ("exploitation type", "form of exploitation", "exploitation"),
    Role.NATIONALITY: ("nationality", "citizenship", "citizenship_iso3"),
    Role.SPLIT: ("dimension",),
    Role.CATEGORY: ("category",),
    Role.SOURCE: ("first responder",),
    Role.MORE: ("indicator", "first responder type"),
}

PROXIES: Mapping[Layout, Sequence[str | Promise]] = {
    Layout.GLOTIP: (
        _("The country is the one that detected a person, not where she was recruited or exploited."),
        _("Citizenship stands for origin: it is not where she was recruited."),
        _("Repatriation stands for where she came from, and says nothing of where she wanted to be."),
        _("Age is age when detected, which may be years after she was trafficked."),
    ),
    Layout.NRM: (
        _("A referral stands for a person: one may be referred twice, and many never are."),
        _("Nationality stands for origin: it is not where a person was recruited."),
        _("Age is age when exploited, as the referral says it."),
        _("Referred is not found to be trafficked, and not the opposite either."),
    ),
    Layout.CTDC: (
        _("Citizenship stands for origin: there is no place of recruitment."),
        _("The country of exploitation stands for where she was identified first, where no other is known."),
        _("Rows of a synthetic set are nobody: their numbers are near those of the set behind it."),
        _("Age is a broad band; of whom it is not known she is in none of them."),
        _("Who is in it was helped by a contributing organisation: it is no picture of a country."),
    ),
    Layout.OTHER: (
        _("What its country, age and nationality stand for, its own notes must say."),
    ),
}  # fmt: skip


def counts_rows(layout: Layout) -> bool:
    """Whether a row is one person, so that rows are counted here."""
    return layout == Layout.CTDC


def guess(columns: Sequence[str], layout: Layout) -> dict[str, str]:
    """The column that probably stands for each role; none twice."""
    small = {" ".join(column.lower().split()): column for column in columns}
    found: dict[str, str] = {}
    for role, headings in HEADINGS.items():
        if role == Role.NUMBER and counts_rows(layout):
            continue
        for heading in headings:
            column = small.get(heading)
            if column is not None and column not in found.values():
                found[role.value] = column
                break
    return found
