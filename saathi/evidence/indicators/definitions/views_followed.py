"""Decisions that follow the child’s view."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="views_followed",
    theme=IndicatorTheme.VOICE,
    title=_("Decisions that follow the child’s view"),
    question=_("What weight had the child’s view?"),
    rows=counted_rows.DECISIONS_MADE,
    among=column("weight").is_one_of("followed", "in_part", "otherwise"),
    denominator=_("Decisions in which the child gave a view"),
    counts=column("weight").is_one_of("followed", "in_part"),
    numerator=_("of them in which it was followed, wholly or in part"),
    by=(
        dimensions.VIEW_WEIGHT,
        dimensions.DECISION,
        dimensions.DECIDED_BY,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
    ),
    zero=_("No view of a child was followed."),
    caveats=(_("What weight it had is judged by those who decided."),),
    requirements=(
        "CHP-001",
        "CPL-005",
    ),
    lines=(267,),
)
