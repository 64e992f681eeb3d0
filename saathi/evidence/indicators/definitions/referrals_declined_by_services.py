"""Children whom a service declined."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import column
from saathi.evidence.indicators.definition import Basis, Indicator, Theme, Unit
from saathi.evidence.indicators.dimensions import (
    AGE,
    HAS_PAPERS,
    NATIONAL,
    NATIONALITY,
    SERVICE,
    SEX,
    WHY_DECLINED,
)

INDICATOR = Indicator(
    name="referrals_declined_by_services",
    theme=Theme.HELP,
    title=_("Children whom a service declined"),
    question=_("How often do services decline a child, and for what?"),
    unit=Unit.REFERRALS,
    basis=Basis.EVENT,
    frame="referrals",
    when="offered",
    denominator=_("Referrals to services"),
    counts=column("state").is_("declined"),
    numerator=_("of them declined by the service"),
    by=(
        SERVICE,
        WHY_DECLINED,
        HAS_PAPERS,
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
