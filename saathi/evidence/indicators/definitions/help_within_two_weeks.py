"""Help that began within two weeks."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

INDICATOR = Indicator(
    name="help_within_two_weeks",
    theme=IndicatorTheme.HELP,
    title=_("Help that began within two weeks"),
    question=_(
        "Do girls and boys, nationals and others, with and without papers, wait equally long?"
    ),
    rows=counted_rows.REFERRALS_OFFERED,
    among=~column("state").is_one_of("child_declined"),
    denominator=_("Referrals to services that the child did not decline"),
    counts=column("days_to_help").at_most(14),
    numerator=_("of them in which help began within fourteen days of the offer"),
    by=(
        dimensions.SERVICE_KIND,
        dimensions.DOCUMENTS_AT_REFERRAL,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
        dimensions.NATIONALITY,
    ),
    zero=_("No help began within two weeks."),
    caveats=(
        _("Referrals of the last fourteen days count as not begun yet."),
        _("Caste, ethnicity, religion and ability are not told apart."),
    ),
    requirements=(
        "SRV-014",
        "RTS-009",
    ),
    lines=(
        198,
        2195,
    ),
)
