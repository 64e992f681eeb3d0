"""Closings with the child’s own evaluation."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import column
from saathi.evidence.indicators.definition import CountedUnit, Indicator, IndicatorTheme, TimeBasis
from saathi.evidence.indicators.dimensions import AGE, CLOSING_REASON, EVALUATION, NATIONAL, SEX

INDICATOR = Indicator(
    name="evaluated_by_the_child",
    theme=IndicatorTheme.VOICE,
    title=_("Closings with the child’s own evaluation"),
    question=_("Is the child asked what she thinks of the help when it ends?"),
    unit=CountedUnit.CASES,
    basis=TimeBasis.DECISION,
    frame="closings",
    when="asked",
    among=~column("evaluation").is_one_of("died"),
    denominator=_("Cases that were closed, except where the child died"),
    counts=column("evaluation").is_one_of("given"),
    numerator=_("of them with her own evaluation"),
    by=(
        EVALUATION,
        CLOSING_REASON,
        SEX,
        AGE,
        NATIONAL,
    ),
    zero=_("No child gave her own evaluation."),
    caveats=(_("That an evaluation was given says nothing of what is in it."),),
    requirements=(
        "REI-014",
        "CHP-001",
    ),
    lines=(1672,),
)
