"""Children with a recorded statement."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="children_who_spoke",
    theme=IndicatorTheme.VOICE,
    title=_("Children whose words are on record"),
    question=_("Of how many children are there words of her own on record?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted") & is_true("has_case"),
    denominator=_("Children with a case"),
    counts=is_true("spoke"),
    numerator=_("of them with something she said or drew on record"),
    by=(
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
        dimensions.RISK,
    ),
    zero=_("No child’s own words are on record."),
    caveats=(_("What she said is never read for numbers, only that she did."),),
    requirements=(
        "DAT-008",
        "CHP-001",
    ),
    lines=(147,),
)
