"""Indicators of children who returned: followed up, at school, with a mentor, trafficked again."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators import reintegration_dimensions as after_return
from saathi.evidence.indicators.conditions import column, is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

_PERSON = (dimensions.SEX, dimensions.AGE, dimensions.NATIONAL)
_RETURNED = _("Children whose follow-up after a return began, by the month of return")
_OUTCOMES = (
    after_return.LIVING_AFTER_RETURN,
    after_return.SCHOOL_AFTER_RETURN,
    after_return.WORK_AFTER_RETURN,
)
_LATEST = _("Returns of the last 15 months cannot count yet: read the latest years with care.")
_NOT_KNOWN = _(
    "Children who could not be followed up are “not known” and stay in the total: those who are "
    "reached may do better than the others."
)

FOLLOWED_AFTER_RETURN = Indicator(
    name="followed_after_return",
    theme=IndicatorTheme.HELP,
    title=_("Returned children followed up after 12 months"),
    question=_("What is known of returned children a year later?"),
    rows=counted_rows.CHILDREN_RETURNED,
    denominator=_RETURNED,
    counts=is_true("is_followed_a_year"),
    numerator=_("of these, reached by a contact in the months 11 to 15"),
    by=(*_OUTCOMES, *_PERSON),
    zero=_("No returned child was reached after a year."),
    caveats=(
        _("Where children live is an outcome to understand, never a target."),
        _NOT_KNOWN,
        _LATEST,
    ),
    requirements=("MEV-007", "REI-003"),
    lines=(1386,),
)

FOLLOWED_TWO_YEARS_AFTER_RETURN = Indicator(
    name="followed_two_years_after_return",
    theme=IndicatorTheme.HELP,
    title=_("Returned children followed up after 24 months"),
    question=_("Is anyone still in contact with returned children after two years?"),
    rows=counted_rows.CHILDREN_RETURNED,
    denominator=_RETURNED,
    counts=is_true("is_followed_two_years"),
    numerator=_("of these, reached by a contact 22 months after the return or later"),
    by=_PERSON,
    zero=_("No returned child was reached after two years."),
    caveats=(_("Returns of the last two years cannot count yet."),),
    requirements=("MEV-007", "REI-011"),
    lines=(1386, 2233),
)

LEARNING_AFTER_RETURN = Indicator(
    name="learning_after_return",
    theme=IndicatorTheme.HELP,
    title=_("Returned children at school or in training after 12 months"),
    question=_("Do returned children learn?"),
    rows=counted_rows.CHILDREN_RETURNED,
    denominator=_RETURNED,
    counts=column("school").is_one_of("school", "course"),
    numerator=_("of these, known to go to school or a course"),
    by=(after_return.SCHOOL_AFTER_RETURN, *_PERSON),
    zero=_("No returned child is known to go to school or a course."),
    caveats=(_NOT_KNOWN, _LATEST),
    requirements=("MEV-007", "REI-009"),
    lines=(1386, 1630),
)

RETURNED_AND_TRAFFICKED_AGAIN = Indicator(
    name="returned_and_trafficked_again",
    theme=IndicatorTheme.TRAFFICKING,
    title=_("Returned children who were trafficked again"),
    question=_("How many returned children were trafficked again?"),
    rows=counted_rows.CHILDREN_RETURNED,
    denominator=_RETURNED,
    counts=is_true("is_trafficked_again"),
    numerator=_("of these, with a sign of retrafficking that a worker confirmed"),
    by=_PERSON,
    zero=_("No retrafficking was confirmed. Children who were not followed up may be affected."),
    caveats=(_("Only what someone noticed and checked is counted."), _NOT_KNOWN),
    requirements=("MEV-007", "REI-004"),
    lines=(1386, 1382),
)

MENTOR_AFTER_RETURN = Indicator(
    name="mentor_after_return",
    theme=IndicatorTheme.HELP,
    title=_("Returned children with a mentor"),
    question=_("Does each returned child have a person to turn to?"),
    rows=counted_rows.CHILDREN_RETURNED,
    denominator=_RETURNED,
    counts=is_true("has_mentor"),
    numerator=_("of these, with an approved mentor at any time"),
    by=_PERSON,
    zero=_("No returned child has a mentor."),
    caveats=(_("Some children do not want a mentor."),),
    requirements=("REI-001",),
    lines=(1383,),
)

COMMITTEE_AFTER_RETURN = Indicator(
    name="committee_after_return",
    theme=IndicatorTheme.HELP,
    title=_("Returned children whose family a care committee supports"),
    question=_("Is the family of each returned child supported by its community?"),
    rows=counted_rows.CHILDREN_RETURNED,
    denominator=_RETURNED,
    counts=is_true("has_committee"),
    numerator=_("of these, with the support of a care committee at any time"),
    by=_PERSON,
    zero=_("No family of a returned child is supported by a care committee."),
    caveats=(_("Some families do not want a committee to know about them."),),
    requirements=("REI-002", "REI-007"),
    lines=(1382, 2239),
)

FAMILY_CARE_AFTER_RETURN = Indicator(
    name="family_care_after_return",
    theme=IndicatorTheme.HELP,
    title=_("Returned children living in a family at the final evaluation"),
    question=_("Do returned children live in a family, with residential care as the last resort?"),
    rows=counted_rows.CHILDREN_RETURNED,
    denominator=_RETURNED,
    counts=column("care_outcome").is_one_of("family", "kin", "foster"),
    numerator=_("of these, living with the family, relatives or a foster family"),
    by=(after_return.CARE_OUTCOME, *_PERSON),
    zero=_("No returned child is known to live in a family at the final evaluation."),
    caveats=(
        _("Where children live is an outcome to understand, never a target."),
        _("Children without a final evaluation are “not known” and stay in the total."),
    ),
    requirements=("MEV-007", "REI-005"),
    lines=(1386, 1390),
)

_SUPPORTS = _(
    "Livelihood supports given in the follow-up after a return, by the month they were given"
)
_SUPPORT = (
    after_return.LIVELIHOOD_FOR,
    after_return.LIVELIHOOD_PROVIDER,
    after_return.LIVELIHOOD_COST,
)
_NO_COMPARISON = _("This is a change, not an impact: families without support are not compared.")
_NOT_REVIEWED = _("Supports whose effect was not reviewed are “not known” and stay in the total.")

STEADIER_INCOME_AFTER_LIVELIHOOD = Indicator(
    name="steadier_income_after_livelihood",
    theme=IndicatorTheme.HELP,
    title=_("Livelihood supports after which income was steadier"),
    question=_("Does livelihood support help families of returned children?"),
    rows=counted_rows.LIVELIHOODS_GIVEN,
    denominator=_SUPPORTS,
    counts=column("income").is_one_of("steadier"),
    numerator=_("of these, with a steadier or higher income at the last review within 15 months"),
    by=(
        after_return.LIVELIHOOD_INCOME,
        after_return.LIVELIHOOD_CHILD_WORK,
        after_return.LIVELIHOOD_SCHOOL,
        after_return.LIVELIHOOD_SAFETY,
        *_SUPPORT,
    ),
    zero=_("After no support is a steadier income known."),
    caveats=(_NO_COMPARISON, _NOT_REVIEWED, _LATEST),
    requirements=("REI-012",),
    lines=(1385,),
)

HARM_AFTER_LIVELIHOOD = Indicator(
    name="harm_after_livelihood",
    theme=IndicatorTheme.HELP,
    title=_("Livelihood supports that made something worse"),
    question=_("Does livelihood support harm families of returned children?"),
    rows=counted_rows.LIVELIHOODS_GIVEN,
    denominator=_SUPPORTS,
    counts=column("made_worse").is_one_of("yes"),
    numerator=_("of these, after which the child or family said that something became worse"),
    by=_SUPPORT,
    zero=_("No harm was reported. Families may not have been asked."),
    caveats=(_NOT_REVIEWED,),
    requirements=("REI-012",),
    lines=(1385,),
)
