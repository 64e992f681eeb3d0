"""Time limits kept."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="limits_kept",
    theme=IndicatorTheme.LAW,
    title=_("Time limits kept"),
    question=_("Are the times that the law sets kept?"),
    rows=counted_rows.TIME_LIMITS_STARTED,
    denominator=_("Time limits that ran, by the year of what started them"),
    counts=is_true("is_in_time"),
    numerator=_("of them met in time"),
    by=(
        dimensions.TRIGGERING_EVENT,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
    ),
    zero=_("No time limit was kept."),
    caveats=(_("Limits that still run count as not met yet."),),
    requirements=(
        "AUT-006",
        "SRV-014",
    ),
    lines=(198,),
)
