"""Psychosocial needs that a plan answers."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="psychosocial_help_planned",
    theme=IndicatorTheme.HELP,
    title=_("Psychosocial needs that a plan answers"),
    question=_("Where a child needs help for mind and feelings, does her plan say so?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted") & is_true("has_case") & is_true("needs_mind"),
    denominator=_("Children with a case whose assessment shows a psychological need"),
    counts=is_true("plans_mind"),
    numerator=_("of them with a goal for it in a plan"),
    by=(
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
        dimensions.FORM,
    ),
    zero=_("No plan answers such a need."),
    caveats=(_("A goal is not yet help given."),),
    requirements=("SRV-007",),
    lines=(246,),
    terms={"INSPIRE": "response and support services: counselling"},
)
