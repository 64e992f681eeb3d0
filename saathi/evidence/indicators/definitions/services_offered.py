"""Services offered to children."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import column
from saathi.evidence.indicators.definition import CountedUnit, Indicator, IndicatorTheme, TimeBasis
from saathi.evidence.indicators.dimensions import (
    AGE,
    CHILD_REFERRAL_ANSWER,
    DOCUMENTS_AT_REFERRAL,
    NATIONAL,
    NATIONALITY,
    REFERRAL_OUTCOME,
    REFERRAL_STATE,
    SERVICE_KIND,
    SEX,
)

INDICATOR = Indicator(
    name="services_offered",
    theme=IndicatorTheme.HELP,
    title=_("Services offered to children"),
    question=_("Which services are children offered, and do they begin?"),
    unit=CountedUnit.REFERRALS,
    basis=TimeBasis.EVENT,
    frame="referrals",
    when="offered",
    denominator=_("Referrals to services, by the year they were offered"),
    counts=column("days_to_help").is_known,
    numerator=_("of them in which help began"),
    by=(
        SERVICE_KIND,
        REFERRAL_STATE,
        CHILD_REFERRAL_ANSWER,
        REFERRAL_OUTCOME,
        DOCUMENTS_AT_REFERRAL,
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
