"""Psychosocial needs that are met with help."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import yes
from saathi.evidence.indicators.definition import Basis, Indicator, Theme, Unit
from saathi.evidence.indicators.dimensions import (
    AGE,
    DISABILITY,
    FORM,
    NATIONAL,
    NATIONALITY,
    PAPERS,
    SEX,
)

INDICATOR = Indicator(
    name="psychosocial_help_given",
    theme=Theme.HELP,
    title=_("Psychosocial needs that are met with help"),
    question=_("Where a child needs help for mind and feelings, does she get it?"),
    unit=Unit.CHILDREN,
    basis=Basis.IDENTIFICATION,
    frame="children",
    when="identified",
    among=yes("is_counted") & yes("has_case") & yes("needs_mind"),
    denominator=_("Children with a case whose assessment shows a psychological need"),
    counts=yes("helps_mind"),
    numerator=_("of them who came to at least one psychosocial session"),
    by=(
        SEX,
        AGE,
        NATIONAL,
        PAPERS,
        DISABILITY,
        NATIONALITY,
        FORM,
    ),
    zero=_("No child with such a need came to a session."),
    caveats=(
        _("One session may be far too few."),
        _("Help given elsewhere and not recorded is missing."),
    ),
    requirements=(
        "SRV-007",
        "RTS-009",
    ),
    lines=(246,),
    terms={"INSPIRE": "response and support services: counselling"},
)
