"""Children's wishes for the next steps."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import is_true
from saathi.evidence.indicators.definition import CountedUnit, Indicator, IndicatorTheme, TimeBasis
from saathi.evidence.indicators.dimensions import AGE, NATIONAL, PATHS_REFUSED, PATHS_WANTED, SEX

INDICATOR = Indicator(
    name="views_of_ways_on",
    theme=IndicatorTheme.VOICE,
    title=_("How children want it to go on"),
    question=_("What do children want, and what must not happen to them?"),
    unit=CountedUnit.CHILDREN,
    basis=TimeBasis.EVENT,
    frame="voices",
    when="said",
    among=is_true("is_counted") & is_true("has_case") & is_true("spoke_of_ways"),
    denominator=_("Children who said how it is to go on and let it be counted"),
    by=(SEX, AGE, NATIONAL, PATHS_WANTED, PATHS_REFUSED),
    zero=_("No child’s wish is counted. That says nothing of what children want."),
    caveats=(
        _("Only children who agreed that it is counted. Their words are read by nobody here."),
        _("All that a child said counts together, in the year in which she first spoke of it."),
    ),
    requirements=("DAT-008", "CHP-001"),
    lines=(147,),
)
