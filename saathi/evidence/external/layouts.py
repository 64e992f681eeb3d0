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
        _("The country is where the person was detected, not where they were recruited or "
          "exploited."),
        _("Citizenship is a proxy for origin. It is not the place of recruitment."),
        _("Repatriation is a proxy for origin. It does not show where the person wanted to "
          "live."),
        _("Age is the age at detection, which may be years after the trafficking."),
    ),
    SeriesLayout.NRM: (
        _("Each referral is counted as one person. A person may be referred more than once, "
            "and many are never referred."),
        _("Nationality is a proxy for origin. It is not the place of recruitment."),
        _("Age is the age at exploitation, as stated in the referral."),
        _("A referral does not establish whether the person was trafficked."),
    ),
    SeriesLayout.CTDC: (
        _("Citizenship is a proxy for origin. The place of recruitment is not recorded."),
        _("If the country of exploitation is not known, the country of first identification "
            "is used."),
        _("Rows of a synthetic data set are not real persons. Their counts are close to "
          "those of the original data set."),
        _("Ages are given in broad age groups. Persons of unknown age are not in any group."),
        _("The data cover persons assisted by contributing organisations. They are not "
          "representative of a country."),
    ),
    SeriesLayout.OTHER: (
        _("See the source notes for the meaning of country, age and nationality."),
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
