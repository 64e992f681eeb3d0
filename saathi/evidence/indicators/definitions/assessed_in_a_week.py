"""Children assessed within a week."""

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
    name="assessed_in_a_week",
    theme=IndicatorTheme.HELP,
    title=_("Children assessed within a week"),
    question=_("Are needs looked at within seven days, for every child alike?"),
    unit=CountedUnit.CHILDREN,
    basis=TimeBasis.IDENTIFICATION,
    frame="children",
    when="identified",
    among=is_true("is_counted") & is_true("has_case"),
    denominator=_("Children with a case"),
    counts=column("days_to_assessment").at_most(7),
    numerator=_("of them assessed within seven days of its opening"),
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
    zero=_("No child was assessed in the first week."),
    caveats=(
        _("Cases of the last seven days count as not assessed yet."),
        _("Times are counted from what happened, not from its recording."),
    ),
    requirements=(
        "SRV-014",
        "RTS-009",
    ),
    lines=(
        198,
        2195,
    ),
)
