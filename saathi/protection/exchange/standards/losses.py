"""Descriptions of losses between our codes and a standard's, for senders and recipients."""

from collections.abc import Mapping
from typing import Final

from saathi.infra.reasons import mark as _

# Losses of single codes.
CODE_LOSSES: Final[Mapping[str, str]] = {
    "merged": _("Several Saathi codes are merged into one code of the standard."),
    "no_place": _("The standard has no code for it. It is exported as “other”."),
    "nearest": _("The nearest code of the standard differs partly in meaning."),
    "wider": _("The code of the standard is broader than what was recorded."),
    "left_empty": _(
        "The standard has no code for it. The cell is left empty, as if nothing had been recorded."
    ),
    "stateless_empty": _(
        "The standard has no code for statelessness or disputed nationality. The cell is left empty."
    ),
    "sex_as_gender": _(
        "Whether a child was recorded as a girl or a boy is mapped to the standard’s term"
        " for gender."
    ),
    "adult_words": _(
        "The standard has no terms for girls and boys. Its terms for women and men are used."
    ),
    "other_gender": _(
        "Gender recorded as “other” is mapped to the nearest term of the standard, which "
        "is more specific."
    ),
    "own_column": _(
        "The standard has no age bands. They are in a separate Saathi column that is not "
        "part of the standard."
    ),
    "band_cut": _(
        "The age bands of the standard do not match Saathi’s age bands. The cell is left empty."
    ),
    "bands_only": _(
        "Exact dates and ages in years are not exported, because they are more detailed "
        "than age bands."
    ),
    "date_to_year": _("Only the year of the date on which the first case was opened is exported."),
    "other_year": _(
        "The year is not that of the first case, which the standard requires. The cell is"
        " left empty."
    ),
    "country_of_case": _(
        "The country is that of the first case, which the standard treats as the country "
        "of exploitation. The actual country of exploitation is not exported."
    ),
    "one_status": _(
        "If there are several findings, only that of the highest authority is exported, "
        "without saying whether it is final."
    ),
    "avoided_term": _(
        "The term of the standard is one that the Luxembourg guidelines advise against. "
        "It is used only in the exported file."
    ),
    "armed": _(
        "The standard covers non-state armed groups only. The type of group is not "
        "recorded, so it is exported as “other”."
    ),
    "means_as_control": _(
        "The means of the Palermo Protocol by which a child was trafficked are mapped to "
        "means of control."
    ),
    "said_not_found": _("Allegations appear in the exported file as if they were findings."),
    "no_variable": _("The standard has no variable for it."),
    "only_trafficked": _(
        "The standard covers trafficked persons only. Other children have no row, and the"
        " source of the finding is not exported."
    ),
}
# Losses of rows, whatever their codes.
ROW_LOSSES: Final[Mapping[str, str]] = {
    "age_middle": _(
        "If an age is known as a range, its midpoint sets the age band. Ranges of more "
        "than five years are left empty."
    ),
    "several_empty": _(
        "The standard accepts one value where several are recorded. The cell is left empty."
    ),
    "cases_together": _(
        "If a child has several cases, year and country come from the first and the "
        "status from the last."
    ),
    "episodes_together": _("Several episodes of a child are merged into one row."),
}
# Variables and codes of the standard that none of our codes fills.
STANDARD_LOSSES: Final[Mapping[str, str]] = {
    "tells_who": _("It could reveal the identity or location of the child."),
    "points_at_few": _("Where it is rare, it could identify individual families."),
    "free_text": _("It is free text, which can contain any information."),
    "not_of_a_child": _("It describes organisations, staff or other people, not the child."),
    "second_table": _("It requires a second table of places and dates."),
    "not_recorded_so": _("Saathi does not record it in this form."),
    "given_up": _("The standard itself has discontinued it."),
    "never_written": _("No Saathi code maps to it."),
}
# Losses of a file as a whole, by standard.
FILE_LOSSES: Final[Mapping[str, str]] = {
    "joined": _("Several values of one variable are in one cell, separated by semicolons."),
    "one_or_empty": _(
        "Values are “1” or empty: “no”, “not known” and “not asked” cannot be "
        "distinguished. Percentages refer to children for whom the information is known."
    ),
}
# Losses of tables of counts.
TABLE_LOSSES: Final[Mapping[str, str]] = {
    "counts": _(
        "Each row is a count of children, not a child. A child with several codes is "
        "counted under each."
    ),
    "own_kept": _(
        "Saathi’s own columns are kept next to those of the standard, so that rows stay distinct."
    ),
}
LOSS_TEXTS: Final[Mapping[str, str]] = {
    **CODE_LOSSES,
    **ROW_LOSSES,
    **STANDARD_LOSSES,
    **FILE_LOSSES,
    **TABLE_LOSSES,
}
