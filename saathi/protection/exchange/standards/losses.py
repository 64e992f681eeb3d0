"""Descriptions of losses between our codes and a standard's, for senders and recipients."""

from collections.abc import Mapping
from typing import Final

from saathi.infra.reasons import mark as _

# Losses of single codes.
CODE_LOSSES: Final[Mapping[str, str]] = {
    "merged": _("Several codes of ours become one code of the standard."),
    "no_place": _("The standard has no code for it, and it becomes “other”."),
    "nearest": _("The nearest code of the standard means something else in part."),
    "wider": _("The code of the standard is wider than what was recorded."),
    "left_empty": _(
        "The standard has no code for it. The cell stays empty, as if nothing had been recorded."
    ),
    "stateless_empty": _(
        "That a child is stateless, or the nationality disputed, cannot be said. The cell stays empty."
    ),
    "sex_as_gender": _(
        "Whether a child was recorded as a girl or a boy becomes the standard’s word for gender."
    ),
    "adult_words": _(
        "The standard has no words for girls and boys. They become its words for women and men."
    ),
    "other_gender": _(
        "Gender recorded as “other” becomes the nearest word of the standard, which says more."
    ),
    "own_column": _(
        "The standard has no bands of age. They are in a column of Saathi’s own, which is none of the "
        "standard’s."
    ),
    "band_cut": _("The standard’s bands of age cut through ours. The cell stays empty."),
    "bands_only": _("A day, or an age in years, is not given: it would be finer than bands."),
    "date_to_year": _("The day on which the first case was opened becomes its year."),
    "other_year": _(
        "The year is not that of the first case, which the standard asks for. The cell stays empty."
    ),
    "country_of_case": _(
        "The country is that of the first case, which the standard takes for the country of exploitation. "
        "Where the child was exploited is not told."
    ),
    "one_status": _(
        "Of findings that are side by side the one of the highest authority is told, and not whether it "
        "is final."
    ),
    "avoided_term": _(
        "The standard’s word is one that the Luxembourg guidelines advise against. It is in the file "
        "alone."
    ),
    "armed": _(
        "The standard knows armed groups that are not of a state, and no others. It is not recorded which, "
        "so that it becomes “other”."
    ),
    "means_as_control": _(
        "Means of the Palermo Protocol, by which a child was brought there, are given as ways of keeping "
        "control."
    ),
    "said_not_found": _("What is said of somebody is in the file as if it had been found."),
    "no_variable": _("The standard has no variable for it."),
    "only_trafficked": _(
        "The standard is about trafficked persons. Other children have no row, and who found it is not "
        "told."
    ),
}
# Losses of rows, whatever their codes.
ROW_LOSSES: Final[Mapping[str, str]] = {
    "age_middle": _(
        "Of an age known as a span of years the middle decides the band. Of more than five years nothing "
        "is written."
    ),
    "several_empty": _(
        "The standard takes one value where several are recorded. The cell stays empty."
    ),
    "cases_together": _(
        "Of several cases of a child the first gives year and country, the last gives the status."
    ),
    "episodes_together": _("Several episodes of a child become one row."),
}
# Variables and codes of the standard that none of our codes fills.
STANDARD_LOSSES: Final[Mapping[str, str]] = {
    "tells_who": _("It would tell who the child is, or where."),
    "points_at_few": _("It would point at few families where it is rare."),
    "free_text": _("It is free text, in which anything may be told."),
    "not_of_a_child": _("It is about organisations, staff or others, and not about the child."),
    "second_table": _("It needs a second table of places and days."),
    "not_recorded_so": _("Saathi does not record it in this way."),
    "given_up": _("The standard itself gives it up."),
    "never_written": _("No code of ours leads to it."),
}
# Losses of a file as a whole, by standard.
FILE_LOSSES: Final[Mapping[str, str]] = {
    "joined": _("Several values of one variable are in one cell, with a semicolon between them."),
    "one_or_empty": _(
        "One or empty: no, not known and not asked look the same. Shares are of those of whom "
        "something is known."
    ),
}
# Losses of tables of counts.
TABLE_LOSSES: Final[Mapping[str, str]] = {
    "counts": _(
        "A row is a count of children and no child. A child of whom several codes are recorded is counted "
        "with each."
    ),
    "own_kept": _(
        "Saathi’s own columns stay beside those of the standard, so that no two rows become one."
    ),
}
LOSS_TEXTS: Final[Mapping[str, str]] = {
    **CODE_LOSSES,
    **ROW_LOSSES,
    **STANDARD_LOSSES,
    **FILE_LOSSES,
    **TABLE_LOSSES,
}
