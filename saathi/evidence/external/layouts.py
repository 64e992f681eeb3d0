"""The known layouts of tables: the names of their columns, and their proxies.

Names of columns: GLOTIP export of 14 April 2025, NRM tables of 2022 and 2023, CTDC codebook of
2024.
"""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from saathi.evidence.external.vocabulary import SeriesColumnRole, SeriesLayout

# The headings by which each role is guessed, in lower case; the first one present is used.
HEADINGS: Mapping[SeriesColumnRole, Sequence[str]] = {
    SeriesColumnRole.NUMBER: (
        "txtvalue",
        "value",
        "people",
        "count",
        "number",
        "persons",
        "referrals",
    ),
    SeriesColumnRole.YEAR: ("year", "yearofregistration", "year of registration"),
    SeriesColumnRole.PLACE: (
        "country",
        "iso3_code",
        "iso3",
        "countryofexploitation",
        "country of exploitation",
    ),
    SeriesColumnRole.SEX: ("sex", "gender"),
    SeriesColumnRole.AGE: (
        "age",
        "age band",
        "ageband",
        "agebroad",
        "age at exploitation",
        "age group",
    ),
    SeriesColumnRole.FORM: ("exploitation type", "form of exploitation", "exploitation"),
    SeriesColumnRole.NATIONALITY: ("nationality", "citizenship", "citizenship_iso3"),
    SeriesColumnRole.SPLIT: ("dimension",),
    SeriesColumnRole.CATEGORY: ("category",),
    SeriesColumnRole.SOURCE: ("first responder",),
    SeriesColumnRole.MORE: ("indicator", "first responder type"),
}

PROXIES: Mapping[SeriesLayout, Sequence[str | Promise]] = {
    SeriesLayout.GLOTIP: (
        _("The country is the one that detected a person, not where she was recruited or exploited."),
        _("Citizenship stands for origin: it is not where she was recruited."),
        _("Repatriation stands for where she came from, and says nothing of where she wanted to be."),
        _("Age is age when detected, which may be years after she was trafficked."),
    ),
    SeriesLayout.NRM: (
        _("A referral stands for a person: one may be referred twice, and many never are."),
        _("Nationality stands for origin: it is not where a person was recruited."),
        _("Age is age when exploited, as the referral says it."),
        _("Referred is not found to be trafficked, and not the opposite either."),
    ),
    SeriesLayout.CTDC: (
        _("Citizenship stands for origin: there is no place of recruitment."),
        _("The country of exploitation stands for where she was identified first, where no other is known."),
        _("Rows of a synthetic set are nobody: their numbers are near those of the set behind it."),
        _("Age is a broad band; of whom it is not known she is in none of them."),
        _("Who is in it was helped by a contributing organisation: it is no picture of a country."),
    ),
    SeriesLayout.OTHER: (
        _("What its country, age and nationality stand for, its own notes must say."),
    ),
}  # fmt: skip


def has_person_rows(layout: SeriesLayout) -> bool:
    """Whether a row is one person, so that rows are counted here."""
    return layout == SeriesLayout.CTDC


def guess_columns(columns: Sequence[str], layout: SeriesLayout) -> dict[str, str]:
    """The likely column of each role; no column twice."""
    small = {" ".join(column.lower().split()): column for column in columns}
    column_of_role: dict[str, str] = {}
    for role, headings in HEADINGS.items():
        if role == SeriesColumnRole.NUMBER and has_person_rows(layout):
            continue
        for heading in headings:
            column = small.get(heading)
            if column is not None and column not in column_of_role.values():
                column_of_role[role.value] = column
                break
    return column_of_role
