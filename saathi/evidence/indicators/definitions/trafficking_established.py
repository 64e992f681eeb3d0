"""Children whose trafficking was established."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import column, is_true
from saathi.evidence.indicators.definition import CountedUnit, Indicator, IndicatorTheme, TimeBasis
from saathi.evidence.indicators.dimensions import AGE, FORM, LAYER, NATIONALITY, SEX

INDICATOR = Indicator(
    name="trafficking_established",
    theme=IndicatorTheme.TRAFFICKING,
    title=_("Children of whom trafficking was established"),
    question=_("Of how many children did somebody who decides find that she was trafficked?"),
    unit=CountedUnit.CHILDREN,
    basis=TimeBasis.DECISION,
    frame="children",
    when="decided",
    among=is_true("is_counted") & column("finding").is_one_of("established"),
    denominator=_(
        "Children whose newest finding of the highest layer is that trafficking is established"
    ),
    by=(
        LAYER,
        SEX,
        AGE,
        NATIONALITY,
        FORM,
    ),
    zero=_("Nobody established it in that year. Help does not wait for it."),
    caveats=(
        _("A finding follows the law and the effort of its country."),
        _(
            "Of several layers the highest counts: authority final, preliminary, then practitioners."
        ),
    ),
    requirements=(
        "AUT-002",
        "IDN-020",
    ),
    lines=(2287,),
    terms={"HTCDS": "TraffickingStatus: ActualVictim"},
)
