"""Visits and attempts."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import column
from saathi.evidence.indicators.definition import CountedUnit, Indicator, IndicatorTheme, TimeBasis
from saathi.evidence.indicators.dimensions import AGE, NATIONAL, SEX, VISIT_KIND

INDICATOR = Indicator(
    name="visits_made",
    theme=IndicatorTheme.HELP,
    title=_("Visits and attempts"),
    question=_("How often are children met, and where?"),
    unit=CountedUnit.VISITS,
    basis=TimeBasis.EVENT,
    frame="visits",
    when="happened",
    denominator=_("Visits and attempts"),
    counts=~column("outcome").is_one_of("not_met"),
    numerator=_("of them in which the child was met"),
    by=(
        VISIT_KIND,
        SEX,
        AGE,
        NATIONAL,
    ),
    zero=_("No child was met. An attempt counts as an attempt."),
    caveats=(_("Counts visits, not children."),),
    requirements=("SRV-014",),
    lines=(198,),
)
