"""Goals reached."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="goals_reached",
    theme=IndicatorTheme.VOICE,
    title=_("Goals reached"),
    question=_("How many goals of plans are reached?"),
    rows=counted_rows.GOALS_MADE,
    denominator=_("Goals of plans, by the year of the plan"),
    counts=column("state").is_one_of("reached"),
    numerator=_("of them reached by now"),
    by=(
        dimensions.FACET,
        dimensions.GOAL_STATE,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
    ),
    zero=_("No goal is reached yet."),
    caveats=(_("Goals of new plans had less time."),),
    requirements=(
        "CPL-002",
        "REI-014",
    ),
    lines=(1672,),
)
