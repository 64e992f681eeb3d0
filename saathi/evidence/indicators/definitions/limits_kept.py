"""Time limits kept."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import is_true
from saathi.evidence.indicators.definition import CountedUnit, Indicator, IndicatorTheme, TimeBasis
from saathi.evidence.indicators.dimensions import AGE, NATIONAL, SEX, TRIGGERING_EVENT

INDICATOR = Indicator(
    name="limits_kept",
    theme=IndicatorTheme.LAW,
    title=_("Time limits kept"),
    question=_("Are the times that the law sets kept?"),
    unit=CountedUnit.LIMITS,
    basis=TimeBasis.EVENT,
    frame="limits",
    when="happened",
    denominator=_("Time limits that ran, by the year of what started them"),
    counts=is_true("is_in_time"),
    numerator=_("of them met in time"),
    by=(
        TRIGGERING_EVENT,
        SEX,
        AGE,
        NATIONAL,
    ),
    zero=_("No time limit was kept."),
    caveats=(_("Limits that still run count as not met yet."),),
    requirements=(
        "AUT-006",
        "SRV-014",
    ),
    lines=(198,),
)
