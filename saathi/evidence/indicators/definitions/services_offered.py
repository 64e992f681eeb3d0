"""Services offered to children."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="services_offered",
    theme=IndicatorTheme.HELP,
    title=_("Services offered to children"),
    question=_("Which services are children offered, and do they begin?"),
    rows=counted_rows.REFERRALS_OFFERED,
    denominator=_("Referrals to services, by the year they were offered"),
    counts=column("days_to_help").is_known,
    numerator=_("of them in which help began"),
    by=(
        dimensions.SERVICE_KIND,
        dimensions.REFERRAL_STATE,
        dimensions.CHILD_REFERRAL_ANSWER,
        dimensions.REFERRAL_OUTCOME,
        dimensions.DOCUMENTS_AT_REFERRAL,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
        dimensions.NATIONALITY,
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
