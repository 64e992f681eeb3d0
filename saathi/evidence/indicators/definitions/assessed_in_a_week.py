"""Children assessed within a week."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column, is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="assessed_in_a_week",
    theme=IndicatorTheme.HELP,
    title=_("Children assessed within a week"),
    question=_("Are needs looked at within seven days, for every child alike?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted") & is_true("has_case"),
    denominator=_("Children with a case"),
    counts=column("days_to_assessment").at_most(7),
    numerator=_("of them assessed within seven days of its opening"),
    by=(
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
        dimensions.AGE_DOCUMENTATION,
        dimensions.DISABILITY,
        dimensions.NATIONALITY,
        dimensions.RISK,
        dimensions.FORM,
    ),
    zero=_("No child was assessed in the first week."),
    caveats=(
        _("Cases of the last seven days count as not assessed yet."),
        _("Times are counted from what happened, not from its recording."),
    ),
    requirements=(
        "SRV-014",
        "RTS-009",
    ),
    lines=(
        198,
        2195,
    ),
)
