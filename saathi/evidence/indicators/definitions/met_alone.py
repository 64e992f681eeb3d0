"""Children who were met alone."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import is_true
from saathi.evidence.indicators.definition import CountedUnit, Indicator, IndicatorTheme, TimeBasis
from saathi.evidence.indicators.dimensions import (
    AGE,
    AGE_DOCUMENTATION,
    DISABILITY,
    NATIONAL,
    RISK,
    SEX,
)

INDICATOR = Indicator(
    name="met_alone",
    theme=IndicatorTheme.HELP,
    title=_("Children who were met alone"),
    question=_("Does somebody speak with the child without others listening?"),
    unit=CountedUnit.CHILDREN,
    basis=TimeBasis.IDENTIFICATION,
    frame="children",
    when="identified",
    among=is_true("is_counted") & is_true("has_case") & is_true("was_met"),
    denominator=_("Children with a case who were met at least once"),
    counts=is_true("was_met_alone"),
    numerator=_("of them met alone at least once"),
    by=(
        SEX,
        AGE,
        NATIONAL,
        AGE_DOCUMENTATION,
        DISABILITY,
        RISK,
    ),
    zero=_("No child was met alone."),
    caveats=(_("That she was met is what the worker recorded."),),
    requirements=(
        "SRV-014",
        "GDN-009",
    ),
    lines=(198,),
)
