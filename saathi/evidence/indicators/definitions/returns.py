"""Indicators of international protection and verification before a return."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions, return_dimensions
from saathi.evidence.indicators.conditions import column, is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

SCREENED_BEFORE_CONTACT = Indicator(
    name="screened_before_contact",
    theme=IndicatorTheme.LAW,
    title=_("Screened before contact with the country of origin"),
    question=_(
        "Are children screened for international protection before a consulate is informed?"
    ),
    rows=counted_rows.ORIGIN_CONTACTS_MADE,
    denominator=_("Contacts with a country of origin on record, by us or by others"),
    counts=~column("safeguard").is_one_of("not_screened"),
    numerator=_("of these, after a finished screening by a trained person"),
    by=(
        return_dimensions.CONTACT_SAFEGUARD,
        return_dimensions.CONTACT_MAKER,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
    ),
    zero=_("No contact was made after a screening."),
    caveats=(
        _("Counts contacts, not children. Contacts by others may not be known."),
        _("A child who was screened may still be contacted for without permission."),
    ),
    requirements=("INT-001", "INT-002"),
    lines=(2120,),
)

VERIFICATIONS_ANSWERED = Indicator(
    name="verifications_answered",
    theme=IndicatorTheme.LAW,
    title=_("Days waiting for verification"),
    question=_("How long do children wait for a verification of nationality or address?"),
    rows=counted_rows.VERIFICATIONS_ASKED,
    denominator=_("Verifications asked for"),
    counts=column("waited").is_one_of("to_30", "to_90"),
    numerator=_("of these, answered within 90 days"),
    by=(
        return_dimensions.VERIFICATION_WAIT,
        return_dimensions.VERIFICATION_ANSWER,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
    ),
    zero=_("No verification was answered within 90 days."),
    caveats=(_("An answer does not decide whether a child returns."),),
    requirements=("INT-003",),
    lines=(2120,),
)

OTHER_SOLUTIONS_FOUND = Indicator(
    name="other_solutions_found",
    theme=IndicatorTheme.LAW,
    title=_("Other solutions after a denied, declined or silent verification"),
    question=_("Does a denial or silence lead to another solution, or to waiting?"),
    rows=counted_rows.VERIFICATIONS_ASKED,
    among=column("answer").is_one_of("denied", "declined", "refused", "none"),
    denominator=_("Verifications that were denied, declined or not answered"),
    counts=is_true("is_solved_in_time"),
    numerator=_("of these, with another solution within 30 days"),
    by=(
        return_dimensions.VERIFICATION_ANSWER,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
    ),
    zero=_("No such verification led to another solution in time."),
    caveats=(_("A solution recorded elsewhere in the file is not counted."),),
    requirements=("INT-005",),
    lines=(2120,),
)
