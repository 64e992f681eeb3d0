"""How children want it to go on."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import yes
from saathi.evidence.indicators.definition import Basis, Indicator, Theme, Unit
from saathi.evidence.indicators.dimensions import AGE, NATIONAL, REFUSES, SEX, WANTS

INDICATOR = Indicator(
    name="views_of_ways_on",
    theme=Theme.VOICE,
    title=_("How children want it to go on"),
    question=_("What do children want, and what must not happen to them?"),
    unit=Unit.CHILDREN,
    basis=Basis.EVENT,
    frame="voices",
    when="said",
    among=yes("is_counted") & yes("has_case") & yes("spoke_of_ways"),
    denominator=_("Children who said how it is to go on and let it be counted"),
    by=(SEX, AGE, NATIONAL, WANTS, REFUSES),
    zero=_("No child’s wish is counted. That says nothing of what children want."),
    caveats=(
        _("Only children who agreed that it is counted. Their words are read by nobody here."),
        _("All that a child said counts together, in the year in which she first spoke of it."),
    ),
    requirements=("DAT-008", "CHP-001"),
    lines=(147,),
)
