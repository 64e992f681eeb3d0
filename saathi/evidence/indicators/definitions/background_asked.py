"""Children who were asked about their social background."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import is_true
from saathi.evidence.indicators.definition import CountedUnit, Indicator, IndicatorTheme, TimeBasis
from saathi.evidence.indicators.dimensions import AGE, NATIONAL, SEX

INDICATOR = Indicator(
    name="background_asked",
    theme=IndicatorTheme.CHILDREN,
    title=_("Children asked how they lived before"),
    question=_("Of how many children is anything known of home, school and living before?"),
    unit=CountedUnit.CHILDREN,
    basis=TimeBasis.IDENTIFICATION,
    frame="children",
    when="identified",
    among=is_true("is_counted") & is_true("has_case"),
    denominator=_("Children with a case"),
    counts=is_true("has_background"),
    numerator=_("of them asked about one thing at least"),
    by=(SEX, AGE, NATIONAL),
    zero=_("No child was asked. Nothing can be said of what put children at risk."),
    caveats=(_("To be asked is not to answer: a child may choose not to say."),),
    requirements=("DAT-003", "DAT-007"),
    lines=(2289, 143),
)
