"""Children with a recorded statement."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import is_true
from saathi.evidence.indicators.definition import CountedUnit, Indicator, IndicatorTheme, TimeBasis
from saathi.evidence.indicators.dimensions import AGE, NATIONAL, RISK, SEX

INDICATOR = Indicator(
    name="children_who_spoke",
    theme=IndicatorTheme.VOICE,
    title=_("Children whose words are on record"),
    question=_("Of how many children are there words of her own on record?"),
    unit=CountedUnit.CHILDREN,
    basis=TimeBasis.IDENTIFICATION,
    frame="children",
    when="identified",
    among=is_true("is_counted") & is_true("has_case"),
    denominator=_("Children with a case"),
    counts=is_true("spoke"),
    numerator=_("of them with something she said or drew on record"),
    by=(
        SEX,
        AGE,
        NATIONAL,
        RISK,
    ),
    zero=_("No child’s own words are on record."),
    caveats=(_("What she said is never read for numbers, only that she did."),),
    requirements=(
        "DAT-008",
        "CHP-001",
    ),
    lines=(147,),
)
