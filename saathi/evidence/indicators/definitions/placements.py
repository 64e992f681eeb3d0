"""Indicators of placements: care in families, moves, length of stays, quality, what was missing."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column, is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme
from saathi.evidence.indicators.placement_dimensions import (
    CARE_KIND,
    FACILITY_CARE_KIND,
    LAST_INSPECTION,
    PLACED_BY,
    PLACEMENT_END,
    STAY_LENGTH,
)

_PERSON = (dimensions.SEX, dimensions.AGE, dimensions.NATIONAL)
_BEGUN = _("Placements by the month in which they began")
_ENDED = _("Placements that have ended, by the month in which they began")
_MOVES = _("A child who moves has several placements, and each is counted.")
_RECENT = _("Placements that have not ended are not counted: read the latest years with care.")

PLACED_IN_FAMILIES = Indicator(
    name="placed_in_families",
    theme=IndicatorTheme.HELP,
    title=_("Placements in families"),
    question=_("How many children are cared for in families, and how many in facilities?"),
    rows=counted_rows.PLACEMENTS_BEGUN,
    denominator=_BEGUN,
    counts=column("care").is_one_of("family"),
    numerator=_("of these, in kinship or foster care"),
    by=(CARE_KIND, PLACED_BY, *_PERSON),
    zero=_("No child was placed in a family."),
    caveats=(_MOVES,),
    requirements=("REI-005",),
    lines=(1390,),
)

PLACEMENTS_AFTER_A_MOVE = Indicator(
    name="placements_after_a_move",
    theme=IndicatorTheme.HELP,
    title=_("Placements to which a child moved from another one"),
    question=_("How often do children move?"),
    rows=counted_rows.PLACEMENTS_BEGUN,
    denominator=_BEGUN,
    counts=is_true("is_moved"),
    numerator=_("of these, begun by a move from another placement"),
    by=(CARE_KIND, *_PERSON),
    zero=_("No child moved."),
    caveats=(_("A move into a family can be good for the child."), _MOVES),
    requirements=("REI-005",),
    lines=(1390,),
)

LONG_STAYS_IN_FACILITIES = Indicator(
    name="long_stays_in_facilities",
    theme=IndicatorTheme.HELP,
    title=_("Stays in facilities of more than 6 months"),
    question=_("How long do children stay in facilities?"),
    rows=counted_rows.PLACEMENTS_BEGUN,
    among=is_true("is_ended") & column("care").is_one_of("facility"),
    denominator=_ENDED,
    counts=column("stay").is_one_of("year", "longer"),
    numerator=_("of these, longer than 6 months"),
    by=(STAY_LENGTH, CARE_KIND, PLACEMENT_END, *_PERSON),
    zero=_("No stay was longer than 6 months."),
    caveats=(_RECENT, _MOVES),
    requirements=("REI-005",),
    lines=(1390,),
)

PLACED_WHERE_INSPECTION_PASSED = Indicator(
    name="placed_where_inspection_passed",
    theme=IndicatorTheme.HELP,
    title=_("Placements in facilities that passed their last inspection"),
    question=_(
        "Do children from abroad and national children live in facilities of the same quality?"
    ),
    rows=counted_rows.FACILITY_PLACEMENTS_BEGUN,
    denominator=_("Placements in facilities by the month in which they began"),
    counts=column("inspection").is_one_of("passed", "with_notice"),
    numerator=_(
        "of these, in a facility that had passed its last inspection, with or without a notice"
    ),
    by=(LAST_INSPECTION, FACILITY_CARE_KIND, *_PERSON),
    zero=_("No child was placed in a facility that had passed an inspection."),
    caveats=(
        _(
            "A facility passes if no critical criterion is unmet and most others are met. The rule is "
            "the same in every country; the criteria are those of the country."
        ),
        _(
            "A facility that was never inspected, or not in full, has not passed. Few inspections also "
            "lower this share."
        ),
        _("An inspection counts until the next one. Inspections after the placement do not count."),
        _MOVES,
    ),
    requirements=("MEV-009",),
    lines=(2227,),
)

PLACED_WITHOUT_NEEDS = Indicator(
    name="placed_without_needs",
    theme=IndicatorTheme.HELP,
    title=_("Placements in which something required was missing"),
    question=_(
        "How many children are placed in unlicensed or failed facilities, or otherwise unsafely?"
    ),
    rows=counted_rows.PLACEMENTS_BEGUN,
    denominator=_BEGUN,
    counts=is_true("is_unmet"),
    numerator=_("of these, with something missing on the first day"),
    by=(PLACED_BY, CARE_KIND, *_PERSON),
    zero=_("Nothing was missing."),
    caveats=(_("Only what the register of facilities and the file show is counted."),),
    requirements=("FAC-012",),
    lines=(1412,),
)
