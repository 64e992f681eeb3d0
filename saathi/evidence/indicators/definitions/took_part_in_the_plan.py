"""Plans in which the child took part."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="took_part_in_the_plan",
    theme=IndicatorTheme.VOICE,
    title=_("Plans in which the child took part"),
    question=_("Does the child take part in her own plan?"),
    rows=counted_rows.PLANS_MADE,
    among=column("contribution").is_known,
    denominator=_("Plans that say what the child’s part was"),
    counts=column("contribution").is_one_of("given"),
    numerator=_("of them in which the child took part"),
    by=(
        dimensions.CONTRIBUTION,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
        dimensions.FORM,
    ),
    zero=_("No child took part in a plan."),
    caveats=(_("Not to say, or not to be asked, are complete answers of their own."),),
    requirements=(
        "CPL-003",
        "CHP-001",
    ),
    lines=(1869,),
)
