"""Indicators of family tracing and of children's return to the family."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column, is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

FAMILY_CONTACT_IN_90_DAYS = Indicator(
    name="family_contact_in_90_days",
    theme=IndicatorTheme.HELP,
    title=_("Contact with the family within 90 days of the child’s wish"),
    question=_("How soon after the child’s wish is there contact with the person sought?"),
    rows=counted_rows.SEARCHES_OPENED,
    among=column("wish").is_one_of("wants"),
    denominator=_("Persons that a child wants to find, by year of the tracing request"),
    counts=column("days_to_contact").at_most(90),
    numerator=_("of these, persons contacted within 90 days of the wish"),
    by=(dimensions.SEX, dimensions.AGE, dimensions.NATIONAL),
    zero=_("No contact took place within 90 days. Tracing may go on."),
    caveats=(
        _("A child may want to find several persons; each is counted."),
        _("Contact that is not safe, or that the child no longer wants, is rightly not made."),
    ),
    requirements=("TRC-001",),
    lines=(1829,),
)

REUNIFIED_VERIFIED = Indicator(
    name="reunified_verified",
    theme=IndicatorTheme.HELP,
    title=_("Children reunified with a verified relationship"),
    question=_("Was the relationship verified before the child was handed over?"),
    rows=counted_rows.RETURNS_MADE,
    denominator=_("Handovers of children to the family, by us or by others"),
    counts=is_true("is_verified"),
    numerator=_("of these, with a relationship verified and confirmed by a second person"),
    by=(dimensions.SEX, dimensions.AGE, dimensions.NATIONAL),
    zero=_("No handover on record was to a person whose relationship was verified."),
    caveats=(_("Handovers by others are counted only if they were recorded."),),
    requirements=("TRC-007",),
    lines=(1396,),
)
