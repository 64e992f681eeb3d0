"""Districts of recruitment."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme, Responsibility

INDICATOR = Indicator(
    name="origin_by_district",
    theme=IndicatorTheme.FLOWS,
    title=_("Districts of recruitment"),
    question=_("Where are children recruited, so that prevention goes there?"),
    rows=counted_rows.JOURNEYS_BY_RECRUITMENT,
    among=is_true("is_counted"),
    denominator=_("Children on a way from the place of recruitment to a place of exploitation"),
    by=(
        dimensions.ORIGIN_DISTRICT,
        dimensions.FLOW_KIND,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.FORM,
    ),
    zero=_("No way on record begins there."),
    caveats=(
        _("A child who was brought to two places is on two ways."),
        _("Home and place of recruitment may differ."),
    ),
    requirements=("FLW-008",),
    lines=(322,),
    responsibilities={"origin": (Responsibility.PREVENT,)},
)
