"""Services offered to children."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import column
from saathi.evidence.indicators.definition import Basis, Indicator, Theme, Unit
from saathi.evidence.indicators.dimensions import (
    AGE,
    HAS_PAPERS,
    HELPED,
    HER_ANSWER,
    NATIONAL,
    NATIONALITY,
    REFERRAL,
    SERVICE,
    SEX,
)

INDICATOR = Indicator(
    name="services_offered",
    theme=Theme.HELP,
    title=_("Services offered to children"),
    question=_("Which services are children offered, and do they begin?"),
    unit=Unit.REFERRALS,
    basis=Basis.EVENT,
    frame="referrals",
    when="offered",
    denominator=_("Referrals to services, by the year they were offered"),
    counts=column("days_to_help").is_known,
    numerator=_("of them in which help began"),
    by=(
        SERVICE,
        REFERRAL,
        HER_ANSWER,
        HELPED,
        HAS_PAPERS,
        SEX,
        AGE,
        NATIONAL,
        NATIONALITY,
    ),
    zero=_("No help began from a referral."),
    caveats=(
        _("Counts referrals, not children."),
        _("A child may decline a service, and keeps every right if she does."),
    ),
    requirements=(
        "SRV-007",
        "RTS-009",
    ),
    lines=(
        246,
        2195,
    ),
    terms={"INSPIRE": "response and support services: services offered"},
)
