"""Goals decided by or with the child."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import column
from saathi.evidence.indicators.definition import CountedUnit, Indicator, IndicatorTheme, TimeBasis
from saathi.evidence.indicators.dimensions import AGE, FACET, GOAL_DECIDED_BY, NATIONAL, SEX

INDICATOR = Indicator(
    name="goals_decided_with_the_child",
    theme=IndicatorTheme.VOICE,
    title=_("Goals decided by or with the child"),
    question=_("Who decides what is to be reached?"),
    unit=CountedUnit.GOALS,
    basis=TimeBasis.EVENT,
    frame="goals",
    when="made",
    denominator=_("Goals of plans"),
    counts=column("decided_by").is_one_of("child", "child_with_team"),
    numerator=_("of them decided by the child, or by the child together with the team"),
    by=(
        GOAL_DECIDED_BY,
        FACET,
        SEX,
        AGE,
        NATIONAL,
    ),
    zero=_("No goal was decided by or with a child."),
    caveats=(_("A child has several goals."),),
    requirements=("CPL-010",),
    lines=(1869,),
)
