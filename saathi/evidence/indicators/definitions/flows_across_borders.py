"""Trafficking routes across borders."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column, is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme, responsibilities_of

INDICATOR = Indicator(
    name="flows_across_borders",
    theme=IndicatorTheme.FLOWS,
    title=_("Ways across borders"),
    question=_("Into which countries and regions are children brought?"),
    rows=counted_rows.JOURNEYS_BY_RECRUITMENT,
    among=is_true("is_counted") & column("kind").is_one_of("cross_border"),
    denominator=_("Children on a way that ends in another country than the one of recruitment"),
    by=(
        dimensions.DESTINATION,
        dimensions.DESTINATION_REGION,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.FORM,
    ),
    zero=_("No way on record leads there."),
    caveats=(
        _("Places that were planned and never reached are left out."),
        _("Not de-duplicated across borders."),
    ),
    requirements=(
        "FLW-003",
        "FLW-004",
        "FLW-007",
    ),
    lines=(
        321,
        319,
    ),
    terms={"CTDC": "CountryOfExploitation"},
    responsibilities=responsibilities_of("origin", "destination"),
)
