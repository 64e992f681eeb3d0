"""Decisions that follow the child’s view."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import column
from saathi.evidence.indicators.definition import CountedUnit, Indicator, IndicatorTheme, TimeBasis
from saathi.evidence.indicators.dimensions import (
    AGE,
    DECIDED_BY,
    DECISION,
    NATIONAL,
    SEX,
    VIEW_WEIGHT,
)

INDICATOR = Indicator(
    name="views_followed",
    theme=IndicatorTheme.VOICE,
    title=_("Decisions that follow the child’s view"),
    question=_("What weight had the child’s view?"),
    unit=CountedUnit.DECISIONS,
    basis=TimeBasis.DECISION,
    frame="decisions",
    when="decided",
    among=column("weight").is_one_of("followed", "in_part", "otherwise"),
    denominator=_("Decisions in which the child gave a view"),
    counts=column("weight").is_one_of("followed", "in_part"),
    numerator=_("of them in which it was followed, wholly or in part"),
    by=(
        VIEW_WEIGHT,
        DECISION,
        DECIDED_BY,
        SEX,
        AGE,
        NATIONAL,
    ),
    zero=_("No view of a child was followed."),
    caveats=(_("What weight it had is judged by those who decided."),),
    requirements=(
        "CHP-001",
        "CPL-005",
    ),
    lines=(267,),
)
