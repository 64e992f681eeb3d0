"""Referrals answered in time."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import yes
from saathi.evidence.indicators.definition import Basis, Indicator, Theme, Unit
from saathi.evidence.indicators.dimensions import AGE, HAS_PAPERS, NATIONAL, SERVICE, SEX

INDICATOR = Indicator(
    name="referrals_answered_in_time",
    theme=Theme.HELP,
    title=_("Referrals answered in time"),
    question=_("Do services answer by the day they were asked to?"),
    unit=Unit.REFERRALS,
    basis=Basis.EVENT,
    frame="referrals",
    when="offered",
    denominator=_("Referrals to services"),
    counts=yes("is_answered_in_time"),
    numerator=_("of them answered by the day that was set"),
    by=(
        SERVICE,
        HAS_PAPERS,
        SEX,
        AGE,
        NATIONAL,
    ),
    zero=_("No service answered in time."),
    caveats=(_("Referrals that still wait count as not answered."),),
    requirements=("SRV-014",),
    lines=(198,),
)
