"""Orders of authorities."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import column
from saathi.evidence.indicators.definition import Basis, Indicator, Theme, Unit
from saathi.evidence.indicators.dimensions import AGE, AUTHORITY, NATIONAL, ORDER, SEX

INDICATOR = Indicator(
    name="orders_made",
    theme=Theme.LAW,
    title=_("Orders of authorities"),
    question=_("What do authorities order about children?"),
    unit=Unit.ORDERS,
    basis=Basis.DECISION,
    frame="orders",
    when="made",
    denominator=_("Orders on record"),
    counts=~column("appeal").is_("none"),
    numerator=_("of them challenged"),
    by=(
        ORDER,
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
