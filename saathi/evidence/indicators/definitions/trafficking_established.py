"""Children whose trafficking was established."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column, is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="trafficking_established",
    theme=IndicatorTheme.TRAFFICKING,
    title=_("Children of whom trafficking was established"),
    question=_("Of how many children did somebody who decides find that she was trafficked?"),
    rows=counted_rows.CHILDREN_BY_DECISION,
    among=is_true("is_counted") & column("finding").is_one_of("established"),
    denominator=_(
        "Children whose newest finding of the highest layer is that trafficking is established"
    ),
    by=(
        dimensions.LAYER,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONALITY,
        dimensions.FORM,
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
