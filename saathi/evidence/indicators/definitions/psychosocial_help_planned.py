"""Psychosocial needs that a plan answers."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import yes
from saathi.evidence.indicators.definition import Basis, Indicator, Theme, Unit
from saathi.evidence.indicators.dimensions import AGE, FORM, NATIONAL, SEX

INDICATOR = Indicator(
    name="psychosocial_help_planned",
    theme=Theme.HELP,
    title=_("Psychosocial needs that a plan answers"),
    question=_("Where a child needs help for mind and feelings, does her plan say so?"),
    unit=Unit.CHILDREN,
    basis=Basis.IDENTIFICATION,
    frame="children",
    when="identified",
    among=yes("is_counted") & yes("has_case") & yes("needs_mind"),
    denominator=_("Children with a case whose assessment shows a psychological need"),
    counts=yes("plans_mind"),
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
