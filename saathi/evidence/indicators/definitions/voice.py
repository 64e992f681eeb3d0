"""Indicators of the child's part."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column, is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

CHILDREN_WHO_SPOKE = Indicator(
    name="children_who_spoke",
    theme=IndicatorTheme.VOICE,
    title=_("Children whose words are on record"),
    question=_("Of how many children are there words of her own on record?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted") & is_true("has_case"),
    denominator=_("Children with a case"),
    counts=is_true("spoke"),
    numerator=_("of them with something she said or drew on record"),
    by=(
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
        dimensions.RISK,
    ),
    zero=_("No child’s own words are on record."),
    caveats=(_("What she said is never read for numbers, only that she did."),),
    requirements=(
        "DAT-008",
        "CHP-001",
    ),
    lines=(147,),
)

CONSENTS_TAKEN_BACK = Indicator(
    name="consents_taken_back",
    theme=IndicatorTheme.VOICE,
    title=_("Consents that were taken back"),
    question=_("Do children use their right to take a consent back?"),
    rows=counted_rows.CONSENTS_GIVEN,
    among=column("basis").is_one_of("consent", "assent"),
    denominator=_("Consents and assents of children, by the year they were given"),
    counts=is_true("is_withdrawn"),
    numerator=_("of them taken back by now"),
    by=(
        dimensions.BASIS,
        dimensions.CONSENT_ANSWER,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
    ),
    zero=_("No consent was taken back. It may be that children do not know that they may."),
    caveats=(_("A child has several consents."),),
    requirements=("GDN-001",),
    lines=(1806,),
)

EVALUATED_BY_THE_CHILD = Indicator(
    name="evaluated_by_the_child",
    theme=IndicatorTheme.VOICE,
    title=_("Closings with the child’s own evaluation"),
    question=_("Is the child asked what she thinks of the help when it ends?"),
    rows=counted_rows.CASES_CLOSED,
    among=~column("evaluation").is_one_of("died"),
    denominator=_("Cases that were closed, except where the child died"),
    counts=column("evaluation").is_one_of("given"),
    numerator=_("of them with her own evaluation"),
    by=(
        dimensions.EVALUATION,
        dimensions.CLOSING_REASON,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
    ),
    zero=_("No child gave her own evaluation."),
    caveats=(_("That an evaluation was given says nothing of what is in it."),),
    requirements=(
        "REI-014",
        "CHP-001",
    ),
    lines=(1672,),
)

GOALS_DECIDED_WITH_THE_CHILD = Indicator(
    name="goals_decided_with_the_child",
    theme=IndicatorTheme.VOICE,
    title=_("Goals decided by or with the child"),
    question=_("Who decides what is to be reached?"),
    rows=counted_rows.GOALS_MADE,
    denominator=_("Goals of plans"),
    counts=column("decided_by").is_one_of("child", "child_with_team"),
    numerator=_("of them decided by the child, or by the child together with the team"),
    by=(
        dimensions.GOAL_DECIDED_BY,
        dimensions.FACET,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
    ),
    zero=_("No goal was decided by or with a child."),
    caveats=(_("A child has several goals."),),
    requirements=("CPL-010",),
    lines=(1869,),
)

GOALS_REACHED = Indicator(
    name="goals_reached",
    theme=IndicatorTheme.VOICE,
    title=_("Goals reached"),
    question=_("How many goals of plans are reached?"),
    rows=counted_rows.GOALS_MADE,
    denominator=_("Goals of plans, by the year of the plan"),
    counts=column("state").is_one_of("reached"),
    numerator=_("of them reached by now"),
    by=(
        dimensions.FACET,
        dimensions.GOAL_STATE,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
    ),
    zero=_("No goal is reached yet."),
    caveats=(_("Goals of new plans had less time."),),
    requirements=(
        "CPL-002",
        "REI-014",
    ),
    lines=(1672,),
)

HEARD_IN_DECISIONS = Indicator(
    name="heard_in_decisions",
    theme=IndicatorTheme.VOICE,
    title=_("Decisions in which the child was heard"),
    question=_("Is the child heard in what is decided about her?"),
    rows=counted_rows.DECISIONS_MADE,
    denominator=_("Significant decisions about a child"),
    counts=column("heard").is_one_of("in_person", "represented"),
    numerator=_("of them in which she was heard, in person or through a representative"),
    by=(
        dimensions.DECISION,
        dimensions.CHILD_HEARD,
        dimensions.DECIDED_BY,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
    ),
    zero=_("No child was heard."),
    caveats=(_("A child who chose not to speak is not counted as heard; she is shown apart."),),
    requirements=(
        "CHP-001",
        "BID-007",
    ),
    lines=(267,),
)

LIMITS_EXPLAINED = Indicator(
    name="limits_explained",
    theme=IndicatorTheme.VOICE,
    title=_("Children who know what cannot be kept secret"),
    question=_(
        "Was it explained to the child what a worker cannot keep to herself, and did she understand?"
    ),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted") & is_true("has_case"),
    denominator=_("Children with a case"),
    counts=is_true("knows_limits"),
    numerator=_("of them who could say in their own words what was explained"),
    by=(
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
    ),
    zero=_("No child could say it in her own words."),
    caveats=(_("How far she understood is judged by the worker."),),
    requirements=("GDN-009",),
    lines=(1806,),
)

LOCAL_RISKS_TOLD = Indicator(
    name="local_risks_told",
    theme=IndicatorTheme.VOICE,
    title=_("Risks that children name"),
    question=_("What puts children at risk, and where, as they say themselves?"),
    rows=counted_rows.CHILDREN_WHO_SPOKE,
    among=is_true("is_counted") & is_true("has_case") & is_true("spoke_of_risks"),
    denominator=_("Children who named a risk and let it be counted"),
    by=(dimensions.SEX, dimensions.AGE, dimensions.LOCAL_RISKS, dimensions.RISK_DISTRICT),
    zero=_("No child named a risk. That says nothing of what risks there are."),
    caveats=(
        _("Only children who agreed that it is counted. Their words are read by nobody here."),
        _(
            "A district that children name more often may only be one where more children are asked."
        ),
        _("Of a child who named several districts the latest counts."),
    ),
    requirements=("DAT-008",),
    lines=(147,),
)

RIGHTS_EXPLAINED = Indicator(
    name="rights_explained",
    theme=IndicatorTheme.VOICE,
    title=_("Children who know their rights and legal help"),
    question=_("Was the child told of her rights and of legal help, and did she understand?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted") & is_true("has_case"),
    denominator=_("Children with a case"),
    counts=is_true("knows_rights"),
    numerator=_("of them told of rights or legal help, who could say it in their own words"),
    by=(
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
        dimensions.NATIONALITY,
    ),
    zero=_("No child was told so that she could say it in her own words."),
    caveats=(_("How far she understood is judged by the worker."),),
    requirements=(
        "INF-008",
        "RTS-009",
    ),
    lines=(998,),
)

SERVICES_FOUND_GOOD = Indicator(
    name="services_found_good",
    theme=IndicatorTheme.VOICE,
    title=_("Services that children found good"),
    question=_("How often do children say that a service was good for them?"),
    rows=counted_rows.OPINIONS_GIVEN,
    denominator=_("Opinions of services that children let be counted"),
    counts=column("found").is_one_of("good"),
    numerator=_("of them that it was good"),
    by=(
        dimensions.SERVICE_KIND,
        dimensions.CHILD_RATING,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
    ),
    zero=_("No opinion of a service is counted. That says nothing of how services are."),
    caveats=(
        _("Only of children who agreed that it is counted. Their words are read by nobody here."),
        _("A child who speaks again of a service counts again."),
        _("Who is helped by a service may not like to say what is bad."),
    ),
    requirements=("DAT-008", "CHP-006"),
    lines=(147,),
)

TOOK_PART_IN_THE_PLAN = Indicator(
    name="took_part_in_the_plan",
    theme=IndicatorTheme.VOICE,
    title=_("Plans in which the child took part"),
    question=_("Does the child take part in her own plan?"),
    rows=counted_rows.PLANS_MADE,
    among=column("contribution").is_known,
    denominator=_("Plans that say what the child’s part was"),
    counts=column("contribution").is_one_of("given"),
    numerator=_("of them in which the child took part"),
    by=(
        dimensions.CONTRIBUTION,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
        dimensions.FORM,
    ),
    zero=_("No child took part in a plan."),
    caveats=(_("Not to say, or not to be asked, are complete answers of their own."),),
    requirements=(
        "CPL-003",
        "CHP-001",
    ),
    lines=(1869,),
)

VIEWS_FOLLOWED = Indicator(
    name="views_followed",
    theme=IndicatorTheme.VOICE,
    title=_("Decisions that follow the child’s view"),
    question=_("What weight had the child’s view?"),
    rows=counted_rows.DECISIONS_MADE,
    among=column("weight").is_one_of("followed", "in_part", "otherwise"),
    denominator=_("Decisions in which the child gave a view"),
    counts=column("weight").is_one_of("followed", "in_part"),
    numerator=_("of them in which it was followed, wholly or in part"),
    by=(
        dimensions.VIEW_WEIGHT,
        dimensions.DECISION,
        dimensions.DECIDED_BY,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
    ),
    zero=_("No view of a child was followed."),
    caveats=(_("What weight it had is judged by those who decided."),),
    requirements=(
        "CHP-001",
        "CPL-005",
    ),
    lines=(267,),
)

VIEWS_OF_HELP = Indicator(
    name="views_of_help",
    theme=IndicatorTheme.VOICE,
    title=_("What children think of help"),
    question=_("Which help do children find good, which bad, and what do they miss?"),
    rows=counted_rows.CHILDREN_WHO_SPOKE,
    among=is_true("is_counted") & is_true("has_case") & is_true("spoke_of_help"),
    denominator=_("Children who spoke of help and let it be counted"),
    by=(
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
        dimensions.HELP_FOUND_GOOD,
        dimensions.HELP_FOUND_BAD,
        dimensions.HELP_MISSED,
        *dimensions.HELP_DIMENSIONS,
    ),
    zero=_("No child’s view of help is counted. That says nothing of how it is."),
    caveats=(
        _("Only children who agreed that it is counted. Their words are read by nobody here."),
        _("All that a child said counts together, in the year in which she first spoke of it."),
        _("Who is helped by us may not like to say what is bad."),
    ),
    requirements=("DAT-008", "CHP-001"),
    lines=(147,),
)

VIEWS_OF_WAYS_ON = Indicator(
    name="views_of_ways_on",
    theme=IndicatorTheme.VOICE,
    title=_("How children want it to go on"),
    question=_("What do children want, and what must not happen to them?"),
    rows=counted_rows.CHILDREN_WHO_SPOKE,
    among=is_true("is_counted") & is_true("has_case") & is_true("spoke_of_ways"),
    denominator=_("Children who said how it is to go on and let it be counted"),
    by=(
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
        dimensions.PATHS_WANTED,
        dimensions.PATHS_REFUSED,
    ),
    zero=_("No child’s wish is counted. That says nothing of what children want."),
    caveats=(
        _("Only children who agreed that it is counted. Their words are read by nobody here."),
        _("All that a child said counts together, in the year in which she first spoke of it."),
    ),
    requirements=("DAT-008", "CHP-001"),
    lines=(147,),
)
