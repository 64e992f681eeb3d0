"""Psychosocial needs that a plan answers."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import is_true
from saathi.evidence.indicators.definition import CountedUnit, Indicator, IndicatorTheme, TimeBasis
from saathi.evidence.indicators.dimensions import AGE, FORM, NATIONAL, SEX

INDICATOR = Indicator(
    name="psychosocial_help_planned",
    theme=IndicatorTheme.HELP,
    title=_("Psychosocial needs that a plan answers"),
    question=_("Where a child needs help for mind and feelings, does her plan say so?"),
    unit=CountedUnit.CHILDREN,
    basis=TimeBasis.IDENTIFICATION,
    frame="children",
    when="identified",
    among=is_true("is_counted") & is_true("has_case") & is_true("needs_mind"),
    denominator=_("Children with a case whose assessment shows a psychological need"),
    counts=is_true("plans_mind"),
    numerator=_("of them with a goal for it in a plan"),
    by=(
        SEX,
        AGE,
        NATIONAL,
        FORM,
    ),
    zero=_("No plan answers such a need."),
    caveats=(_("A goal is not yet help given."),),
    requirements=("SRV-007",),
    lines=(246,),
    terms={"INSPIRE": "response and support services: counselling"},
)
