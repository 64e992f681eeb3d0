"""Trafficking routes, inside a country and across borders in one table."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme, responsibilities_of

INDICATOR = Indicator(
    name="ways_of_children",
    theme=IndicatorTheme.FLOWS,
    title=_("From where to where"),
    question=_(
        "Where do the ways of children lead from each country: inside it, into other countries of "
        "the region, into other regions?"
    ),
    rows=counted_rows.JOURNEYS_BY_RECRUITMENT,
    among=is_true("is_counted"),
    denominator=_(
        "Children on a way from the country of recruitment to a place that was reached, once for "
        "each place"
    ),
    by=(
        dimensions.LEADS_TO,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.FORM,
    ),
    zero=_("No way on record leads there."),
    caveats=(
        _("A child who was brought to several places is on several ways."),
        _("Places that were planned and never reached are left out."),
        _("Not de-duplicated across borders."),
        _("Internal is said only where every place of the way is known."),
    ),
    requirements=(
        "FLW-003",
        "FLW-004",
        "FLW-005",
        "FLW-007",
    ),
    lines=(
        109,
        319,
        321,
    ),
    responsibilities=responsibilities_of("origin", "destination", "internal"),
)
