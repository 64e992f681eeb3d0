"""Indicators of best interests."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column, is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

BEST_INTERESTS_CONSIDERED = Indicator(
    name="best_interests_considered",
    theme=IndicatorTheme.LAW,
    title=_("Best interests considered before return or separation"),
    question=_("Are best interests formally considered before a return or a separation?"),
    rows=counted_rows.ORDERS_MADE,
    among=column("kind").is_one_of("placement", "restoration", "repatriation"),
    denominator=_("Orders of placement, return to the family or return to another country"),
    counts=is_true("is_considered"),
    numerator=_(
        "of these, orders in or after the month of an approved best interests assessment or a determination"
    ),
    by=(
        dimensions.ORDER_KIND,
        dimensions.AUTHORITY,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
    ),
    zero=_("No order was preceded by an assessment or determination."),
    caveats=(_("Only assessments and determinations on record are counted."),),
    requirements=("BID-007",),
    lines=(267,),
)

BEST_INTERESTS_IN_TIME = Indicator(
    name="best_interests_in_time",
    theme=IndicatorTheme.LAW,
    title=_("Best interests assessed within 72 hours"),
    question=_("Are best interests assessed within 72 hours of an emergency removal?"),
    rows=counted_rows.TIME_LIMITS_STARTED,
    among=column("asked").is_one_of("assess"),
    denominator=_("Emergency removals with a time limit for the assessment"),
    counts=is_true("is_in_time"),
    numerator=_("of these, assessed in time"),
    by=(dimensions.SEX, dimensions.AGE, dimensions.NATIONAL),
    zero=_("No assessment was made in time."),
    caveats=(_("Time limits that are still running count as not met yet."),),
    requirements=("BID-007",),
    lines=(267,),
)
