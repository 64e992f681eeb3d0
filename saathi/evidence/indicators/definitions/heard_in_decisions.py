"""Decisions in which the child was heard."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import column
from saathi.evidence.indicators.definition import CountedUnit, Indicator, IndicatorTheme, TimeBasis
from saathi.evidence.indicators.dimensions import (
    AGE,
    CHILD_HEARD,
    DECIDED_BY,
    DECISION,
    NATIONAL,
    SEX,
)

INDICATOR = Indicator(
    name="heard_in_decisions",
    theme=IndicatorTheme.VOICE,
    title=_("Decisions in which the child was heard"),
    question=_("Is the child heard in what is decided about her?"),
    unit=CountedUnit.DECISIONS,
    basis=TimeBasis.DECISION,
    frame="decisions",
    when="decided",
    denominator=_("Significant decisions about a child"),
    counts=column("heard").is_one_of("in_person", "represented"),
    numerator=_("of them in which she was heard, in person or through a representative"),
    by=(
        DECISION,
        CHILD_HEARD,
        DECIDED_BY,
        SEX,
        AGE,
        NATIONAL,
    ),
    zero=_("No child was heard."),
    caveats=(_("A child who chose not to speak is not counted as heard; she is shown apart."),),
    requirements=(
        "CHP-001",
        "BID-007",
    ),
    lines=(267,),
)
