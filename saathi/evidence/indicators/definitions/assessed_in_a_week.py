"""Children assessed within a week."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import column, yes
from saathi.evidence.indicators.definition import Basis, Indicator, Theme, Unit
from saathi.evidence.indicators.dimensions import (
    AGE,
    DISABILITY,
    FORM,
    NATIONAL,
    NATIONALITY,
    PAPERS,
    RISK,
    SEX,
)

INDICATOR = Indicator(
    name="assessed_in_a_week",
    theme=Theme.HELP,
    title=_("Children assessed within a week"),
    question=_("Are needs looked at within seven days, for every child alike?"),
    unit=Unit.CHILDREN,
    basis=Basis.IDENTIFICATION,
    frame="children",
    when="identified",
    among=yes("is_counted") & yes("has_case"),
    denominator=_("Children with a case"),
    counts=column("days_to_assessment").at_most(7),
    numerator=_("of them assessed within seven days of its opening"),
    by=(
        SEX,
        AGE,
        NATIONAL,
        PAPERS,
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
