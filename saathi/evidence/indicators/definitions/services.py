"""Indicators of referrals, and of the help that services give."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column, is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

HELP_WITHIN_TWO_WEEKS = Indicator(
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

REFERRALS_ANSWERED_IN_TIME = Indicator(
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

REFERRALS_DECLINED_BY_SERVICES = Indicator(
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

SERVICES_OFFERED = Indicator(
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

SUPPORT_SESSIONS_HELD = Indicator(
    name="support_sessions_held",
    theme=IndicatorTheme.HELP,
    title=_("Sessions of support"),
    question=_("How much support is given, by whom, and does the child come?"),
    rows=counted_rows.SESSIONS_HELD,
    denominator=_("Sessions of support, by the year they were set for"),
    counts=column("presence").is_one_of("came", "part"),
    numerator=_("of them to which the child came, wholly or for a part"),
    by=(
        dimensions.SESSION_KIND,
        dimensions.PROVIDER,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
        dimensions.FORM,
    ),
    zero=_("No child came to a session."),
    caveats=(_("Counts sessions, not children."),),
    requirements=("SRV-007",),
    lines=(246,),
    terms={"INSPIRE": "response and support services: counselling"},
)
