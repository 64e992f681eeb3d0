"""Closings with the child’s own evaluation."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="evaluated_by_the_child",
    theme=IndicatorTheme.VOICE,
    title=_("Closings with the child’s own evaluation"),
    question=_("Is the child asked what she thinks of the help when it ends?"),
    rows=counted_rows.CASES_CLOSED,
    among=~column("evaluation").is_one_of("died"),
    denominator=_("Cases that were closed, except where the child died"),
    counts=column("evaluation").is_one_of("given"),
    numerator=_("of them with her own evaluation"),
    by=(
        dimensions.EVALUATION,
        dimensions.CLOSING_REASON,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
    ),
    zero=_("No child gave her own evaluation."),
    caveats=(_("That an evaluation was given says nothing of what is in it."),),
    requirements=(
        "REI-014",
        "CHP-001",
    ),
    lines=(1672,),
)
