"""Decisions in which the child was heard."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="heard_in_decisions",
    theme=IndicatorTheme.VOICE,
    title=_("Decisions in which the child was heard"),
    question=_("Is the child heard in what is decided about her?"),
    rows=counted_rows.DECISIONS_MADE,
    denominator=_("Significant decisions about a child"),
    counts=column("heard").is_one_of("in_person", "represented"),
    numerator=_("of them in which she was heard, in person or through a representative"),
    by=(
        dimensions.DECISION,
        dimensions.CHILD_HEARD,
        dimensions.DECIDED_BY,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
    ),
    zero=_("No child was heard."),
    caveats=(_("A child who chose not to speak is not counted as heard; she is shown apart."),),
    requirements=(
        "CHP-001",
        "BID-007",
    ),
    lines=(267,),
)
