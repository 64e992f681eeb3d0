"""Children who were met alone."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="met_alone",
    theme=IndicatorTheme.HELP,
    title=_("Children who were met alone"),
    question=_("Does somebody speak with the child without others listening?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted") & is_true("has_case") & is_true("was_met"),
    denominator=_("Children with a case who were met at least once"),
    counts=is_true("was_met_alone"),
    numerator=_("of them met alone at least once"),
    by=(
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
        dimensions.AGE_DOCUMENTATION,
        dimensions.DISABILITY,
        dimensions.RISK,
    ),
    zero=_("No child was met alone."),
    caveats=(_("That she was met is what the worker recorded."),),
    requirements=(
        "SRV-014",
        "GDN-009",
    ),
    lines=(198,),
)
