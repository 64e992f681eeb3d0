"""Safeguards that were violated."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="safeguards_broken",
    theme=IndicatorTheme.LAW,
    title=_("Safeguards that were broken"),
    question=_(
        "What was done to children that must not be done, and did an authority put it right?"
    ),
    rows=counted_rows.SAFEGUARDS_BROKEN,
    denominator=_("Broken safeguards on record"),
    counts=column("alert").is_one_of("mended"),
    numerator=_("of them put right after an authority was told"),
    by=(
        dimensions.SAFEGUARD,
        dimensions.AUTHORITY,
        dimensions.ALERT_STATE,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
        dimensions.FORM,
    ),
    zero=_("Of no broken safeguard is it on record that it was put right."),
    caveats=(_("Only what somebody dared to record is counted."),),
    requirements=(
        "AUT-005",
        "NCR-010",
    ),
    lines=(1498,),
)
