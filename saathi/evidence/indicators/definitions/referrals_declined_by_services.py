"""Children whose referral a service declined."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import column
from saathi.evidence.indicators.definition import CountedUnit, Indicator, IndicatorTheme, TimeBasis
from saathi.evidence.indicators.dimensions import (
    AGE,
    DECLINE_REASON,
    DOCUMENTS_AT_REFERRAL,
    NATIONAL,
    NATIONALITY,
    SERVICE_KIND,
    SEX,
)

INDICATOR = Indicator(
    name="referrals_declined_by_services",
    theme=IndicatorTheme.HELP,
    title=_("Children whom a service declined"),
    question=_("How often do services decline a child, and for what?"),
    unit=CountedUnit.REFERRALS,
    basis=TimeBasis.EVENT,
    frame="referrals",
    when="offered",
    denominator=_("Referrals to services"),
    counts=column("state").is_one_of("declined"),
    numerator=_("of them declined by the service"),
    by=(
        SERVICE_KIND,
        DECLINE_REASON,
        DOCUMENTS_AT_REFERRAL,
        SEX,
        AGE,
        NATIONAL,
        NATIONALITY,
    ),
    zero=_("No service declined a child on record."),
    caveats=(_("The reason is the one that the service gave or the worker understood."),),
    requirements=("RTS-009",),
    lines=(2195,),
)
