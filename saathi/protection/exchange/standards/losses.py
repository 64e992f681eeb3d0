"""Descriptions of losses between our codes and a standard's, for senders and recipients."""

from collections.abc import Mapping
from typing import Final

from saathi.infra.reasons import mark_for_translation as _

# Losses of single codes.
CODE_LOSSES: Final[Mapping[str, str]] = {
    "merged": _("Several Saathi codes are merged into one code of the standard."),
    "no_place": _("The standard has no code for this value. It is exported as “other”."),
    "nearest": _("The nearest code of the standard differs partly in meaning."),
    "wider": _("The code of the standard is broader than what was recorded."),
    "left_empty": _(
        "The standard has no code for this value. The cell is left empty, as if nothing "
        "had been recorded."
    ),
    "stateless_empty": _(
        "The standard has no code for statelessness or disputed nationality. The cell is left empty."
    ),
    "sex_as_gender": _("“Girl” and “boy” are mapped to the standard’s terms for gender."),
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
        "The year is not the year of the first case, which the standard requires. The cell "
        "is left empty."
    ),
    "country_of_case": _(
        "The country of the first case is exported, because the standard treats it as the "
        "country of exploitation. The actual country of exploitation is not exported."
    ),
    "one_status": _(
        "If there are several findings, only the finding of the highest authority is "
        "exported, without saying whether it is final."
    ),
    "avoided_term": _(
        "The Luxembourg guidelines advise against the standard’s term. It is used only in "
        "the exported file."
    ),
    "armed": _(
        "The standard covers non-state armed groups only. The type of group is not "
        "recorded, so it is exported as “other”."
    ),
    "means_as_control": _(
        "The means of trafficking under the Palermo Protocol are mapped to means of control."
    ),
    "said_not_found": _("Allegations appear in the exported file as if they were findings."),
    "no_variable": _("The standard has no such variable."),
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
        "Several values are recorded, but the standard accepts only one. The cell is left empty."
    ),
    "cases_together": _(
        "If a child has several cases, the first case gives the year and country, and the "
        "last case the status."
    ),
    "episodes_together": _("Several episodes of a child are merged into one row."),
}
# Variables and codes of the standard that none of our codes fills.
STANDARD_LOSSES: Final[Mapping[str, str]] = {
    "tells_who": _("Could reveal the identity or location of the child."),
    "points_at_few": _("Could identify individual families where the characteristic is rare."),
    "free_text": _("Free text, which can contain any information."),
    "not_of_a_child": _("About organisations, staff or other people, not the child."),
    "second_table": _("Requires a second table of places and dates."),
    "not_recorded_so": _("Not recorded in Saathi in this form."),
    "given_up": _("Discontinued by the standard itself."),
    "never_written": _("No corresponding Saathi code."),
}
# Losses of a file as a whole, by standard.
FILE_LOSSES: Final[Mapping[str, str]] = {
    "joined": _("Several values of one variable are in one cell, separated by semicolons."),
    "one_or_empty": _(
        "Values are “1” or empty: “no”, “not known” and “not asked” cannot be "
        "distinguished. Percentages refer to children with this information."
    ),
}
# Losses of tables of counts.
TABLE_LOSSES: Final[Mapping[str, str]] = {
    "counts": _(
        "Each row is a count of children, not a child. A child with several codes is "
        "counted under each."
    ),
    "own_kept": _(
        "Saathi’s own columns are kept next to the columns of the standard, so that rows "
        "stay distinct."
    ),
}
LOSS_TEXTS: Final[Mapping[str, str]] = {
    **CODE_LOSSES,
    **ROW_LOSSES,
    **STANDARD_LOSSES,
    **FILE_LOSSES,
    **TABLE_LOSSES,
}
