"""Safeguards that were broken."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import column
from saathi.evidence.indicators.definition import Basis, Indicator, Theme, Unit
from saathi.evidence.indicators.dimensions import (
    AGE,
    ALERT,
    AUTHORITY,
    FORM,
    NATIONAL,
    SAFEGUARD,
    SEX,
)

INDICATOR = Indicator(
    name="safeguards_broken",
    theme=Theme.LAW,
    title=_("Safeguards that were broken"),
    question=_(
        "What was done to children that must not be done, and did an authority put it right?"
    ),
    unit=Unit.SAFEGUARDS,
    basis=Basis.EVENT,
    frame="safeguards",
    when="happened",
    denominator=_("Broken safeguards on record"),
    counts=column("alert").is_("mended"),
    numerator=_("of them put right after an authority was told"),
    by=(
        SAFEGUARD,
        AUTHORITY,
        ALERT,
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
