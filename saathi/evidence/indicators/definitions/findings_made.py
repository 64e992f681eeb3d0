"""Findings about trafficking."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="findings_made",
    theme=IndicatorTheme.LAW,
    title=_("Findings about trafficking"),
    question=_("What is found, and by whom?"),
    rows=counted_rows.FINDINGS_MADE,
    among=~column("move").is_one_of("withdrawn"),
    denominator=_("Findings whether a child was trafficked, each time anew"),
    counts=column("finding").is_one_of("not_established"),
    numerator=_("of them that trafficking is not established"),
    by=(
        dimensions.LAYER,
        dimensions.FINDING,
        dimensions.AUTHORITY,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
    ),
    zero=_("Nobody found that trafficking is not established."),
    caveats=(_("A child may have several findings. None opens or shuts help."),),
    requirements=(
        "AUT-002",
        "IDN-020",
    ),
    lines=(2287,),
    terms={"HTCDS": "TraffickingStatus"},
)
