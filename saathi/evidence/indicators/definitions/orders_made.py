"""Orders of authorities."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import column
from saathi.evidence.indicators.definition import CountedUnit, Indicator, IndicatorTheme, TimeBasis
from saathi.evidence.indicators.dimensions import AGE, AUTHORITY, NATIONAL, ORDER_KIND, SEX

INDICATOR = Indicator(
    name="orders_made",
    theme=IndicatorTheme.LAW,
    title=_("Orders of authorities"),
    question=_("What do authorities order about children?"),
    unit=CountedUnit.ORDERS,
    basis=TimeBasis.DECISION,
    frame="orders",
    when="made",
    denominator=_("Orders on record"),
    counts=~column("appeal").is_one_of("none"),
    numerator=_("of them challenged"),
    by=(
        ORDER_KIND,
        AUTHORITY,
        SEX,
        AGE,
        NATIONAL,
    ),
    zero=_("No order was challenged."),
    caveats=(_("Orders that nobody handed on are missing."),),
    requirements=("AUT-001",),
    lines=(2175,),
)
