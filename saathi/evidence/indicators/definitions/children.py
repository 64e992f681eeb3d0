"""Indicators of the children on record."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column, is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

AGES_DOCUMENTED = Indicator(
    name="ages_documented",
    theme=IndicatorTheme.CHILDREN,
    title=_("Children with documented age"),
    question=_("For how many children is the age documented?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted") & is_true("has_case"),
    denominator=_("Children with a case"),
    counts=column("papers").is_one_of("document"),
    numerator=_("of these, with an age document on record"),
    by=(dimensions.SEX, dimensions.AGE, dimensions.NATIONALITY, dimensions.NATIONAL),
    zero=_("No age document is recorded. Age stated without a document is also accepted."),
    caveats=(
        _("A document may be wrong, imposed or forged."),
        _("No child is refused assistance because a document is missing."),
    ),
    requirements=("RTS-009", "IDN-012"),
    lines=(2195,),
)

BACKGROUND_ASKED = Indicator(
    name="background_asked",
    theme=IndicatorTheme.CHILDREN,
    title=_("Children asked about their previous living situation"),
    question=_(
        "For how many children is there information on previous home, school and living situation?"
    ),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted") & is_true("has_case"),
    denominator=_("Children with a case"),
    counts=is_true("has_background"),
    numerator=_("of these, asked about at least one topic"),
    by=(dimensions.SEX, dimensions.AGE, dimensions.NATIONAL),
    zero=_("No child was asked. No conclusion about risk factors is possible."),
    caveats=(_("Being asked does not mean answering: a child may choose not to say."),),
    requirements=("DAT-003", "DAT-007"),
    lines=(2289, 143),
)

CHILDREN_BY_NATIONALITY = Indicator(
    name="children_by_nationality",
    theme=IndicatorTheme.CHILDREN,
    title=_("Children by nationality and documents"),
    question=_("Are children without nationality or documents reached equally?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted") & is_true("has_case"),
    denominator=_("Children with a case"),
    counts=column("nationality").is_one_of("stateless", "disputed")
    | ~column("nationality").is_known,
    numerator=_("of these, stateless, of disputed nationality, or of unknown nationality"),
    by=(
        dimensions.NATIONALITY_COUNTRY,
        dimensions.AGE_DOCUMENTATION,
        dimensions.SEX,
        dimensions.AGE,
    ),
    zero=_("A nationality is recorded for every child."),
    caveats=(
        _("Nationality is not the same as origin or place of residence."),
        _(
            "Statistics never include caste, ethnicity or religion, so equity is not "
            "measured by these characteristics. Disability is not part of this indicator."
        ),
    ),
    requirements=("RTS-009", "RTS-004"),
    lines=(2195,),
)

CHILDREN_UNACCOMPANIED = Indicator(
    name="children_unaccompanied",
    theme=IndicatorTheme.CHILDREN,
    title=_("Unaccompanied and separated children"),
    question=_("How many children were without a parent or guardian?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted")
    & is_true("has_case")
    & column("accompanied").is_one_of("parent", "separated", "alone"),
    denominator=_("Children with a case, where it is known who accompanied them"),
    counts=column("accompanied").is_one_of("separated", "alone"),
    numerator=_("of these, unaccompanied or separated"),
    by=(
        dimensions.ACCOMPANIED,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONALITY,
        dimensions.NATIONAL,
    ),
    zero=_("Every child with this information was with a parent or guardian."),
    caveats=(_("Children without this information are excluded from the denominator."),),
    requirements=("GDN-004", "RTS-009"),
    lines=(2195,),
)

CHILDREN_WITH_A_CASE = Indicator(
    name="children_with_a_case",
    theme=IndicatorTheme.CHILDREN,
    title=_("Children with a case"),
    question=_("How many children were registered, and who are they?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted") & is_true("has_case"),
    denominator=_("Children with a case, each counted once, in the year of the first case"),
    by=(
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONALITY,
        dimensions.NATIONAL,
        dimensions.DISABILITY,
        dimensions.HOME_DISTRICT,
        dimensions.ACCOMPANIED,
        dimensions.RISK,
        dimensions.FORM,
        dimensions.RECORDED_LATE,
    ),
    zero=_(
        "No child is recorded in this category. Children who were not identified are not included."
    ),
    caveats=(
        _("Only recorded information is counted. Numbers are lower where fewer checks are made."),
        _("If the year of birth allows two ages, the lower age is used."),
    ),
    requirements=("DAT-001", "DAT-002"),
    lines=(2279, 2287),
    terms={
        "HTCDS": "Gender, AgeWhenTrafficked (age here is age when identified), Citizenship",
        "INSPIRE": "response and support services: children reached",
    },
)

CHILDREN_WITH_A_GUARDIAN = Indicator(
    name="children_with_a_guardian",
    theme=IndicatorTheme.CHILDREN,
    title=_("Unaccompanied and separated children with a guardian"),
    question=_("Do unaccompanied and separated children get a guardian?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted")
    & is_true("has_case")
    & column("accompanied").is_one_of("separated", "alone"),
    denominator=_("Children with a case who were unaccompanied or separated"),
    counts=is_true("has_guardian"),
    numerator=_("of these, with a guardian who is not the head of an institution"),
    by=(
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
        dimensions.AGE_DOCUMENTATION,
        dimensions.DISABILITY,
    ),
    zero=_("No unaccompanied or separated child has a recorded guardian."),
    caveats=(_("Guardians who were appointed but not recorded are not counted."),),
    requirements=("GDN-004",),
    lines=(2195,),
)

RECORDS_OF_ONE_CHILD = Indicator(
    name="records_of_one_child",
    theme=IndicatorTheme.CHILDREN,
    title=_("Duplicate and erroneous records"),
    question=_("How many records were duplicates or errors?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("has_case"),
    denominator=_("Records with a case, before exclusions"),
    counts=~is_true("is_counted"),
    numerator=_("of these, merged with another record, closed as a duplicate, or opened in error"),
    by=(dimensions.RECORD_STATUS, dimensions.SEX, dimensions.AGE),
    zero=_("No record was found to be a duplicate. Records may not have been checked."),
    caveats=(
        _("All other indicators about children exclude these records."),
        _("Pairs that have not been decided are counted as two children and shown separately."),
    ),
    requirements=("DAT-006", "DAT-007"),
    lines=(372,),
)
