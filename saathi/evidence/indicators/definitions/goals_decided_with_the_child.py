"""Goals decided by or with the child."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="goals_decided_with_the_child",
    theme=IndicatorTheme.VOICE,
    title=_("Goals decided by or with the child"),
    question=_("Who decides what is to be reached?"),
    rows=counted_rows.GOALS_MADE,
    denominator=_("Goals of plans"),
    counts=column("decided_by").is_one_of("child", "child_with_team"),
    numerator=_("of them decided by the child, or by the child together with the team"),
    by=(
        dimensions.GOAL_DECIDED_BY,
        dimensions.FACET,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
    ),
    zero=_("No goal was decided by or with a child."),
    caveats=(_("A child has several goals."),),
    requirements=("CPL-010",),
    lines=(1869,),
)
