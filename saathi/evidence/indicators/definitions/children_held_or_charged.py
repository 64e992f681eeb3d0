"""Children detained, charged or deported."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="children_held_or_charged",
    theme=IndicatorTheme.LAW,
    title=_("Children held, charged or sent away"),
    question=_("How often were children arrested, detained, charged or deported?"),
    rows=counted_rows.SAFEGUARDS_BROKEN,
    among=column("safeguard").is_one_of("detained", "charged", "deported"),
    denominator=_(
        "Times a child was held, charged or punished, or sent to another country without a decision for her"
    ),
    by=(
        dimensions.SAFEGUARD,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
        dimensions.FORM,
    ),
    zero=_("None is on record. It may still have happened."),
    caveats=(_("Counts times, not children."),),
    requirements=("NCR-010",),
    lines=(1498,),
)
