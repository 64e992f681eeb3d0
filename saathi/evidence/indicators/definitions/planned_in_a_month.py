"""Children with a plan within a month."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import column, is_true
from saathi.evidence.indicators.definition import CountedUnit, Indicator, IndicatorTheme, TimeBasis
from saathi.evidence.indicators.dimensions import (
    AGE,
    AGE_DOCUMENTATION,
    DISABILITY,
    FORM,
    NATIONAL,
    NATIONALITY,
    RISK,
    SEX,
)

INDICATOR = Indicator(
    name="planned_in_a_month",
    theme=IndicatorTheme.HELP,
    title=_("Children with a plan within a month"),
    question=_("Is there a plan within thirty days, for every child alike?"),
    unit=CountedUnit.CHILDREN,
    basis=TimeBasis.IDENTIFICATION,
    frame="children",
    when="identified",
    among=is_true("is_counted") & is_true("has_case"),
    denominator=_("Children with a case"),
    counts=column("days_to_plan").at_most(30),
    numerator=_("of them with a plan within thirty days of its opening"),
    by=(
        SEX,
        AGE,
        NATIONAL,
        AGE_DOCUMENTATION,
        DISABILITY,
        NATIONALITY,
        RISK,
        FORM,
    ),
    zero=_("No child had a plan within a month."),
    caveats=(_("Cases of the last thirty days count as not planned yet."),),
    requirements=(
        "SRV-014",
        "RTS-009",
    ),
    lines=(
        198,
        2195,
    ),
)
