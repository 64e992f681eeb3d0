"""Children with a plan within a month."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column, is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="planned_in_a_month",
    theme=IndicatorTheme.HELP,
    title=_("Children with a plan within a month"),
    question=_("Is there a plan within thirty days, for every child alike?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted") & is_true("has_case"),
    denominator=_("Children with a case"),
    counts=column("days_to_plan").at_most(30),
    numerator=_("of them with a plan within thirty days of its opening"),
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
    zero=_("No child had a plan within a month."),
    caveats=(_("Cases of the last thirty days count as not planned yet."),),
    requirements=(
        "SRV-014",
        "RTS-009",
    ),
    lines=(
        198,
        2195,
    ),
)
