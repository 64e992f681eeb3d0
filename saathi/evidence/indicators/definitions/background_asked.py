"""Children who were asked about their social background."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="background_asked",
    theme=IndicatorTheme.CHILDREN,
    title=_("Children asked how they lived before"),
    question=_("Of how many children is anything known of home, school and living before?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted") & is_true("has_case"),
    denominator=_("Children with a case"),
    counts=is_true("has_background"),
    numerator=_("of them asked about one thing at least"),
    by=(dimensions.SEX, dimensions.AGE, dimensions.NATIONAL),
    zero=_("No child was asked. Nothing can be said of what put children at risk."),
    caveats=(_("To be asked is not to answer: a child may choose not to say."),),
    requirements=("DAT-003", "DAT-007"),
    lines=(2289, 143),
)
