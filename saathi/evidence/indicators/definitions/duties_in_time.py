"""Duties done in time."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="duties_in_time",
    theme=IndicatorTheme.HELP,
    title=_("Duties done in time"),
    question=_("Is what has to be done by a day done by that day, for every child alike?"),
    rows=counted_rows.DUTIES_DUE,
    denominator=_("Duties that were set, by the year they fall due"),
    counts=is_true("is_in_time"),
    numerator=_("of them done by their day"),
    by=(
        dimensions.DUTY,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
    ),
    zero=_("Nothing was done by its day."),
    caveats=(_("Duties of days to come count as not done yet."),),
    requirements=(
        "SRV-014",
        "RTS-009",
    ),
    lines=(
        198,
        2195,
    ),
)
