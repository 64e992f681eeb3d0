"""Children whose referral a service declined."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="referrals_declined_by_services",
    theme=IndicatorTheme.HELP,
    title=_("Children whom a service declined"),
    question=_("How often do services decline a child, and for what?"),
    rows=counted_rows.REFERRALS_OFFERED,
    denominator=_("Referrals to services"),
    counts=column("state").is_one_of("declined"),
    numerator=_("of them declined by the service"),
    by=(
        dimensions.SERVICE_KIND,
        dimensions.DECLINE_REASON,
        dimensions.DOCUMENTS_AT_REFERRAL,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
        dimensions.NATIONALITY,
    ),
    zero=_("No service declined a child on record."),
    caveats=(_("The reason is the one that the service gave or the worker understood."),),
    requirements=("RTS-009",),
    lines=(2195,),
)
