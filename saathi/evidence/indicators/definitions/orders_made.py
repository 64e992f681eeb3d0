"""Orders of authorities."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="orders_made",
    theme=IndicatorTheme.LAW,
    title=_("Orders of authorities"),
    question=_("What do authorities order about children?"),
    rows=counted_rows.ORDERS_MADE,
    denominator=_("Orders on record"),
    counts=~column("appeal").is_one_of("none"),
    numerator=_("of them challenged"),
    by=(
        dimensions.ORDER_KIND,
        dimensions.AUTHORITY,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
    ),
    zero=_("No order was challenged."),
    caveats=(_("Orders that nobody handed on are missing."),),
    requirements=("AUT-001",),
    lines=(2175,),
)
