"""Safeguards that were violated."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import column
from saathi.evidence.indicators.definition import CountedUnit, Indicator, IndicatorTheme, TimeBasis
from saathi.evidence.indicators.dimensions import (
    AGE,
    ALERT_STATE,
    AUTHORITY,
    FORM,
    NATIONAL,
    SAFEGUARD,
    SEX,
)

INDICATOR = Indicator(
    name="safeguards_broken",
    theme=IndicatorTheme.LAW,
    title=_("Safeguards that were broken"),
    question=_(
        "What was done to children that must not be done, and did an authority put it right?"
    ),
    unit=CountedUnit.SAFEGUARDS,
    basis=TimeBasis.EVENT,
    frame="safeguards",
    when="happened",
    denominator=_("Broken safeguards on record"),
    counts=column("alert").is_one_of("mended"),
    numerator=_("of them put right after an authority was told"),
    by=(
        SAFEGUARD,
        AUTHORITY,
        ALERT_STATE,
        SEX,
        AGE,
        NATIONAL,
        FORM,
    ),
    zero=_("Of no broken safeguard is it on record that it was put right."),
    caveats=(_("Only what somebody dared to record is counted."),),
    requirements=(
        "AUT-005",
        "NCR-010",
    ),
    lines=(1498,),
)
