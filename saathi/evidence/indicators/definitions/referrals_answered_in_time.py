"""Referrals answered in time."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="referrals_answered_in_time",
    theme=IndicatorTheme.HELP,
    title=_("Referrals answered in time"),
    question=_("Do services answer by the day they were asked to?"),
    rows=counted_rows.REFERRALS_OFFERED,
    denominator=_("Referrals to services"),
    counts=is_true("is_answered_in_time"),
    numerator=_("of them answered by the day that was set"),
    by=(
        dimensions.SERVICE_KIND,
        dimensions.DOCUMENTS_AT_REFERRAL,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
    ),
    zero=_("No service answered in time."),
    caveats=(_("Referrals that still wait count as not answered."),),
    requirements=("SRV-014",),
    lines=(198,),
)
