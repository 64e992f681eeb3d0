"""Psychosocial needs that are met with help."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="psychosocial_help_given",
    theme=IndicatorTheme.HELP,
    title=_("Psychosocial needs that are met with help"),
    question=_("Where a child needs help for mind and feelings, does she get it?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted") & is_true("has_case") & is_true("needs_mind"),
    denominator=_("Children with a case whose assessment shows a psychological need"),
    counts=is_true("helps_mind"),
    numerator=_("of them who came to at least one psychosocial session"),
    by=(
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
        dimensions.AGE_DOCUMENTATION,
        dimensions.DISABILITY,
        dimensions.NATIONALITY,
        dimensions.FORM,
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
