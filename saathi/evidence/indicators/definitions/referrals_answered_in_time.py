"""Referrals answered in time."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import is_true
from saathi.evidence.indicators.definition import CountedUnit, Indicator, IndicatorTheme, TimeBasis
from saathi.evidence.indicators.dimensions import (
    AGE,
    DOCUMENTS_AT_REFERRAL,
    NATIONAL,
    SERVICE_KIND,
    SEX,
)

INDICATOR = Indicator(
    name="referrals_answered_in_time",
    theme=IndicatorTheme.HELP,
    title=_("Referrals answered in time"),
    question=_("Do services answer by the day they were asked to?"),
    unit=CountedUnit.REFERRALS,
    basis=TimeBasis.EVENT,
    frame="referrals",
    when="offered",
    denominator=_("Referrals to services"),
    counts=is_true("is_answered_in_time"),
    numerator=_("of them answered by the day that was set"),
    by=(
        SERVICE_KIND,
        DOCUMENTS_AT_REFERRAL,
        SEX,
        AGE,
        NATIONAL,
    ),
    zero=_("No service answered in time."),
    caveats=(_("Referrals that still wait count as not answered."),),
    requirements=("SRV-014",),
    lines=(198,),
)
