"""Trafficking routes inside a country."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column, is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme, responsibilities_of

INDICATOR = Indicator(
    name="flows_inside_a_country",
    theme=IndicatorTheme.FLOWS,
    title=_("Ways inside a country"),
    question=_("Between which districts of one country are children brought?"),
    rows=counted_rows.JOURNEYS_BY_RECRUITMENT,
    among=is_true("is_counted") & column("kind").is_one_of("internal"),
    denominator=_("Children on a way that never leaves the country of recruitment"),
    by=(
        dimensions.ORIGIN_DISTRICT,
        dimensions.DESTINATION_DISTRICT,
        dimensions.DISTRICT_PAIR,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.FORM,
    ),
    zero=_("No way inside the country is on record."),
    caveats=(_("Internal is said only where every place of the way is known."),),
    requirements=("FLW-005",),
    lines=(109,),
    responsibilities=responsibilities_of("internal"),
)
