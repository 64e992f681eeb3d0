"""Indicators of referrals, and of the help that services provide."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column, is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

HELP_WITHIN_TWO_WEEKS = Indicator(
    name="help_within_two_weeks",
    theme=IndicatorTheme.HELP,
    title=_("Help that began within 14 days"),
    question=_("Do children wait equally long, whatever their sex, nationality or documents?"),
    rows=counted_rows.REFERRALS_OFFERED,
    among=~column("state").is_one_of("child_declined"),
    denominator=_("Referrals to services that the child did not decline"),
    counts=column("days_to_help").at_most(14),
    numerator=_("of these, referrals after which help began within 14 days of the offer"),
    by=(
        dimensions.SERVICE_KIND,
        dimensions.DOCUMENTS_AT_REFERRAL,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
        dimensions.NATIONALITY,
    ),
    zero=_("No help began within 14 days."),
    caveats=(
        _("Referrals from the last 14 days count as referrals without help yet."),
        _("Data are not disaggregated by caste, ethnicity, religion or disability."),
    ),
    requirements=("SRV-014", "RTS-009"),
    lines=(198, 2195),
)

REFERRALS_ANSWERED_IN_TIME = Indicator(
    name="referrals_answered_in_time",
    theme=IndicatorTheme.HELP,
    title=_("Referrals with a response in time"),
    question=_("Do services respond by the requested date?"),
    rows=counted_rows.REFERRALS_OFFERED,
    denominator=_("Referrals to services"),
    counts=is_true("is_answered_in_time"),
    numerator=_("of these, with a response by the date set"),
    by=(
        dimensions.SERVICE_KIND,
        dimensions.DOCUMENTS_AT_REFERRAL,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
    ),
    zero=_("No service responded in time."),
    caveats=(_("Referrals awaiting a response count as without a response."),),
    requirements=("SRV-014",),
    lines=(198,),
)

REFERRALS_DECLINED_BY_SERVICES = Indicator(
    name="referrals_declined_by_services",
    theme=IndicatorTheme.HELP,
    title=_("Referrals declined by services"),
    question=_("How often do services decline a child, and for which reasons?"),
    rows=counted_rows.REFERRALS_OFFERED,
    denominator=_("Referrals to services"),
    counts=column("state").is_one_of("declined"),
    numerator=_("of these, declined by the service"),
    by=(
        dimensions.SERVICE_KIND,
        dimensions.DECLINE_REASON,
        dimensions.DOCUMENTS_AT_REFERRAL,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
        dimensions.NATIONALITY,
    ),
    zero=_("No recorded referral was declined by a service."),
    caveats=(_("The reason is as given by the service or as understood by the worker."),),
    requirements=("RTS-009",),
    lines=(2195,),
)

SERVICES_OFFERED = Indicator(
    name="services_offered",
    theme=IndicatorTheme.HELP,
    title=_("Services offered to children"),
    question=_("Which services are offered to children, and does help begin?"),
    rows=counted_rows.REFERRALS_OFFERED,
    denominator=_("Referrals to services, by year of the offer"),
    counts=column("days_to_help").is_known,
    numerator=_("of these, referrals after which help began"),
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
    zero=_("No help began after a referral."),
    caveats=(
        _("Counts referrals, not children."),
        _("A child may decline a service without losing any right."),
    ),
    requirements=("SRV-007", "RTS-009"),
    lines=(246, 2195),
    terms={"INSPIRE": "response and support services: services offered"},
)

SUPPORT_SESSIONS_HELD = Indicator(
    name="support_sessions_held",
    theme=IndicatorTheme.HELP,
    title=_("Support sessions"),
    question=_("How much support is provided, by which services, and does the child attend?"),
    rows=counted_rows.SESSIONS_HELD,
    denominator=_("Support sessions, by scheduled year"),
    counts=column("presence").is_one_of("came", "part"),
    numerator=_("of these, attended by the child, fully or in part"),
    by=(
        dimensions.SESSION_KIND,
        dimensions.PROVIDER,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
        dimensions.FORM,
    ),
    zero=_("No child attended a session."),
    caveats=(_("Counts sessions, not children."),),
    requirements=("SRV-007",),
    lines=(246,),
    terms={"INSPIRE": "response and support services: counselling"},
)
