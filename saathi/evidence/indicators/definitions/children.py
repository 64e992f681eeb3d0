"""Indicators of the children on record."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column, is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

AGES_DOCUMENTED = Indicator(
    name="ages_documented",
    theme=IndicatorTheme.CHILDREN,
    title=_("Children whose age a document tells"),
    question=_("Of how many children does a document tell the age?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted") & is_true("has_case"),
    denominator=_("Children with a case"),
    counts=column("papers").is_one_of("document"),
    numerator=_("of them with a document of age on record"),
    by=(
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONALITY,
        dimensions.NATIONAL,
    ),
    zero=_("No document of age is on record. Children are believed all the same."),
    caveats=(
        _("A document may be wrong, imposed or forged."),
        _("No child is refused anything for want of a document."),
    ),
    requirements=(
        "RTS-009",
        "IDN-012",
    ),
    lines=(2195,),
)

BACKGROUND_ASKED = Indicator(
    name="background_asked",
    theme=IndicatorTheme.CHILDREN,
    title=_("Children asked how they lived before"),
    question=_("Of how many children is anything known of home, school and living before?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted") & is_true("has_case"),
    denominator=_("Children with a case"),
    counts=is_true("has_background"),
    numerator=_("of them asked about one thing at least"),
    by=(dimensions.SEX, dimensions.AGE, dimensions.NATIONAL),
    zero=_("No child was asked. Nothing can be said of what put children at risk."),
    caveats=(_("To be asked is not to answer: a child may choose not to say."),),
    requirements=("DAT-003", "DAT-007"),
    lines=(2289, 143),
)

CHILDREN_BY_NATIONALITY = Indicator(
    name="children_by_nationality",
    theme=IndicatorTheme.CHILDREN,
    title=_("Children by nationality and papers"),
    question=_("Are children without nationality or papers reached as others are?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted") & is_true("has_case"),
    denominator=_("Children with a case"),
    counts=column("nationality").is_one_of("stateless", "disputed")
    | ~column("nationality").is_known,
    numerator=_("of them stateless, of disputed nationality, or of none that is known"),
    by=(
        dimensions.NATIONALITY_COUNTRY,
        dimensions.AGE_DOCUMENTATION,
        dimensions.SEX,
        dimensions.AGE,
    ),
    zero=_("Of every child a nationality is on record."),
    caveats=(
        _("Nationality is neither origin nor home."),
        _(
            "Caste, ethnicity, religion and ability are not recorded yet: equity by them cannot be told."
        ),
    ),
    requirements=(
        "RTS-009",
        "RTS-004",
    ),
    lines=(2195,),
)

CHILDREN_UNACCOMPANIED = Indicator(
    name="children_unaccompanied",
    theme=IndicatorTheme.CHILDREN,
    title=_("Children who were alone"),
    question=_("How many children had nobody with them who answers for them?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted")
    & is_true("has_case")
    & column("accompanied").is_one_of("parent", "separated", "alone"),
    denominator=_("Children with a case of whom it is known who was with them"),
    counts=column("accompanied").is_one_of("separated", "alone"),
    numerator=_("of them alone, or with relatives apart from parents and guardian"),
    by=(
        dimensions.ACCOMPANIED,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONALITY,
        dimensions.NATIONAL,
    ),
    zero=_("Every child of whom it is known was with a parent or guardian."),
    caveats=(_("Children of whom it is not known are left out of the whole."),),
    requirements=(
        "GDN-004",
        "RTS-009",
    ),
    lines=(2195,),
)

CHILDREN_WITH_A_CASE = Indicator(
    name="children_with_a_case",
    theme=IndicatorTheme.CHILDREN,
    title=_("Children with a case"),
    question=_("How many children came into care of this register, and who are they?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted") & is_true("has_case"),
    denominator=_("Children with a case, each once, in the year of the first"),
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
    zero=_("No child of whom this is on record. Children whom nobody found are not in it."),
    caveats=(
        _("Only what was recorded is counted: where less is looked for, less is found."),
        _("The age is that of the younger where the year of birth leaves two."),
    ),
    requirements=(
        "DAT-001",
        "DAT-002",
    ),
    lines=(
        2279,
        2287,
    ),
    terms={
        "HTCDS": "Gender, AgeWhenTrafficked (age here is age when identified), Citizenship",
        "INSPIRE": "response and support services: children reached",
    },
)

CHILDREN_WITH_A_GUARDIAN = Indicator(
    name="children_with_a_guardian",
    theme=IndicatorTheme.CHILDREN,
    title=_("Children alone who have a guardian"),
    question=_("Does a child who was alone get a guardian?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted")
    & is_true("has_case")
    & column("accompanied").is_one_of("separated", "alone"),
    denominator=_("Children with a case who were alone, or apart from parents and guardian"),
    counts=is_true("has_guardian"),
    numerator=_("of them with a guardian who is not the head of an institution"),
    by=(
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
        dimensions.AGE_DOCUMENTATION,
        dimensions.DISABILITY,
    ),
    zero=_("No child who was alone has a guardian on record."),
    caveats=(_("A guardian who was appointed and not recorded is missing."),),
    requirements=("GDN-004",),
    lines=(2195,),
)

RECORDS_OF_ONE_CHILD = Indicator(
    name="records_of_one_child",
    theme=IndicatorTheme.CHILDREN,
    title=_("Records that are no child of their own"),
    question=_("How many records turned out to be the same child as another, or a mistake?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("has_case"),
    denominator=_("Records with a case, before any are taken out"),
    counts=~is_true("is_counted"),
    numerator=_("of them joined with another record, closed as a double, or opened in error"),
    by=(
        dimensions.RECORD_STATUS,
        dimensions.SEX,
        dimensions.AGE,
    ),
    zero=_("No record was found to be double. It may be that nobody looked."),
    caveats=(
        _("All other numbers of children leave these records out."),
        _("Pairs that nobody has decided on yet are counted as two children, and shown apart."),
    ),
    requirements=(
        "DAT-006",
        "DAT-007",
    ),
    lines=(372,),
)
