"""Indicators of child participation."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column, is_true
from saathi.evidence.indicators.definition import DefinitionBreak, Indicator, IndicatorTheme

_CLOSING_IS_A_SUBJECT = DefinitionBreak(
    dt.date(2026, 11, 29),
    _("“Case closure” is now a separate subject. Previously, it was counted as another decision."),
)

CHILDREN_WHO_SPOKE = Indicator(
    name="children_who_spoke",
    theme=IndicatorTheme.VOICE,
    title=_("Children with a recorded statement"),
    question=_("How many children have a recorded statement?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted") & is_true("has_case"),
    denominator=_("Children with a case"),
    counts=is_true("spoke"),
    numerator=_("of these, with a recorded statement or drawing"),
    by=(dimensions.SEX, dimensions.AGE, dimensions.NATIONAL, dimensions.RISK),
    zero=_("No statement by a child is recorded."),
    caveats=(_("Statistics count that the child made a statement. They never use its content."),),
    requirements=("DAT-008", "CHP-001"),
    lines=(147,),
)

CONSENTS_TAKEN_BACK = Indicator(
    name="consents_taken_back",
    theme=IndicatorTheme.VOICE,
    title=_("Consents withdrawn"),
    question=_("Do children use their right to withdraw consent?"),
    rows=counted_rows.CONSENTS_GIVEN,
    among=column("basis").is_one_of("consent", "assent"),
    denominator=_("Consents and assents of children, by year given"),
    counts=is_true("is_withdrawn"),
    numerator=_("of these, withdrawn so far"),
    by=(
        dimensions.BASIS,
        dimensions.CONSENT_ANSWER,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
    ),
    zero=_("No consent was withdrawn. Children may not know that they can withdraw it."),
    caveats=(_("A child can have several consents."),),
    breaks=(
        DefinitionBreak(
            dt.date(2026, 11, 30),
            _(
                "A refusal is now recorded without another legal basis. It is no consent and is "
                "not counted here."
            ),
        ),
    ),
    requirements=("GDN-001",),
    lines=(1806,),
)

EVALUATED_BY_THE_CHILD = Indicator(
    name="evaluated_by_the_child",
    theme=IndicatorTheme.VOICE,
    title=_("Case closures with the child’s own evaluation"),
    question=_("Is the child asked to evaluate the help when it ends?"),
    rows=counted_rows.CASES_CLOSED,
    among=~column("evaluation").is_one_of("died"),
    denominator=_("Cases that were closed, except where the child died"),
    counts=column("evaluation").is_one_of("given"),
    numerator=_("of these, with the child’s own evaluation"),
    by=(
        dimensions.EVALUATION,
        dimensions.CLOSING_REASON,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
    ),
    zero=_("No child gave an evaluation."),
    caveats=(_("The indicator counts evaluations, not what they say."),),
    breaks=(
        DefinitionBreak(
            dt.date(2026, 11, 29),
            _(
                "“Turned 18, and needs no further help” and “Moved away, and services are "
                "handed on” are now separate reasons. Previously, such cases were closed "
                "as safe or at the child’s request."
            ),
        ),
    ),
    requirements=("REI-014", "CHP-001"),
    lines=(1672,),
)

GOALS_DECIDED_WITH_THE_CHILD = Indicator(
    name="goals_decided_with_the_child",
    theme=IndicatorTheme.VOICE,
    title=_("Goals decided by or with the child"),
    question=_("Who decides the goals?"),
    rows=counted_rows.GOALS_MADE,
    denominator=_("Case plan goals"),
    counts=column("decided_by").is_one_of("child", "child_with_team"),
    numerator=_("of these, decided by the child, or by the child together with the team"),
    by=(
        dimensions.GOAL_DECIDED_BY,
        dimensions.FACET,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
    ),
    zero=_("No goal was decided by or with a child."),
    caveats=(_("A child can have several goals."),),
    requirements=("CPL-010",),
    lines=(1869,),
)

GOALS_REACHED = Indicator(
    name="goals_reached",
    theme=IndicatorTheme.VOICE,
    title=_("Goals achieved"),
    question=_("How many case plan goals were achieved?"),
    rows=counted_rows.GOALS_MADE,
    denominator=_("Case plan goals, by year of the plan"),
    counts=column("state").is_one_of("reached"),
    numerator=_("of these, achieved so far"),
    by=(
        dimensions.FACET,
        dimensions.GOAL_STATE,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
    ),
    zero=_("No goal has been achieved yet."),
    caveats=(_("Goals of recent case plans have had less time."),),
    requirements=("CPL-002", "REI-014"),
    lines=(1672,),
)

HEARD_IN_DECISIONS = Indicator(
    name="heard_in_decisions",
    theme=IndicatorTheme.VOICE,
    title=_("Decisions in which the child was heard"),
    question=_("Is the child heard in decisions about them?"),
    rows=counted_rows.DECISIONS_MADE,
    denominator=_("Significant decisions about a child"),
    counts=column("heard").is_one_of("in_person", "represented"),
    numerator=_("of these, with the child heard, in person or through a representative"),
    by=(
        dimensions.DECISION,
        dimensions.CHILD_HEARD,
        dimensions.DECIDED_BY,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
    ),
    zero=_("No child was heard."),
    caveats=(
        _("Children who chose not to speak are not counted as heard. They are shown separately."),
    ),
    breaks=(_CLOSING_IS_A_SUBJECT,),
    requirements=("CHP-001", "BID-007"),
    lines=(267,),
)

HEARD_BEFORE_ORDERS = Indicator(
    name="heard_before_orders",
    theme=IndicatorTheme.VOICE,
    title=_("Orders made after the child was heard"),
    question=_("Do courts, committees and other authorities hear the child before they decide?"),
    rows=counted_rows.ORDERS_MADE,
    denominator=_("Orders on record, including those that do not say whether the child was heard"),
    counts=column("heard").is_one_of("yes"),
    numerator=_("of these, made after the child was heard"),
    by=(
        dimensions.ORDER_HEARD,
        dimensions.AUTHORITY,
        dimensions.ORDER_KIND,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
    ),
    zero=_("No order says that the child was heard."),
    caveats=(
        _("Orders recorded before the question was asked count as not answered."),
        _("Orders that were not passed on to us are not counted."),
    ),
    requirements=("CHP-001",),
    lines=(267,),
)

LOCAL_RISKS_TOLD = Indicator(
    name="local_risks_told",
    theme=IndicatorTheme.VOICE,
    title=_("Risks named by children"),
    question=_("What puts children at risk, and where, according to children?"),
    rows=counted_rows.CHILDREN_WHO_SPOKE,
    among=is_true("is_counted") & is_true("has_case") & is_true("spoke_of_risks"),
    denominator=_("Children who named a risk and agreed to its use in statistics"),
    by=(dimensions.SEX, dimensions.AGE, dimensions.LOCAL_RISKS, dimensions.RISK_DISTRICT),
    zero=_("No child named a risk. This does not mean that there are no risks."),
    caveats=(
        _(
            "Covers only children who agreed to statistical use. Their words are not read "
            "for this indicator."
        ),
        _(
            "Children may name a district more often only because more children were asked about it."
        ),
        _("If a child named several districts, only the latest counts."),
    ),
    requirements=("DAT-008",),
    lines=(147,),
)

SERVICES_FOUND_GOOD = Indicator(
    name="services_found_good",
    theme=IndicatorTheme.VOICE,
    title=_("Services that children found good"),
    question=_("How often do children say that a service was good for them?"),
    rows=counted_rows.OPINIONS_GIVEN,
    denominator=_("Opinions on services, used in statistics with the child’s agreement"),
    counts=column("found").is_one_of("good"),
    numerator=_("of these, rated good"),
    by=(
        dimensions.SERVICE_KIND,
        dimensions.CHILD_RATING,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
    ),
    zero=_("No opinion on a service is counted. This says nothing about the quality of services."),
    caveats=(
        _(
            "Covers only children who agreed to statistical use. Their words are not read "
            "for this indicator."
        ),
        _("A child who gives another opinion on a service is counted again."),
        _("Children who receive a service may be reluctant to criticise it."),
    ),
    requirements=("DAT-008", "CHP-006"),
    lines=(147,),
)

TOOK_PART_IN_THE_PLAN = Indicator(
    name="took_part_in_the_plan",
    theme=IndicatorTheme.VOICE,
    title=_("Case plans in which the child took part"),
    question=_("Does the child take part in their own case plan?"),
    rows=counted_rows.PLANS_MADE,
    among=column("contribution").is_known,
    denominator=_("Case plans that record the child’s participation"),
    counts=column("contribution").is_one_of("given"),
    numerator=_("of these, plans in which the child took part"),
    by=(
        dimensions.CONTRIBUTION,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
        dimensions.FORM,
    ),
    zero=_("No child took part in a case plan."),
    caveats=(_("“Chose not to say” and “not asked” are valid answers."),),
    breaks=(
        DefinitionBreak(
            dt.date(2026, 11, 29),
            _(
                "“The child could not be reached” can now be recorded. Previously, such "
                "plans were recorded with another answer or with none."
            ),
        ),
    ),
    requirements=("CPL-003", "CHP-001"),
    lines=(1869,),
)

VIEWS_FOLLOWED = Indicator(
    name="views_followed",
    theme=IndicatorTheme.VOICE,
    title=_("Decisions that follow the child’s view"),
    question=_("What weight was given to the child’s view?"),
    rows=counted_rows.DECISIONS_MADE,
    among=column("weight").is_one_of("followed", "in_part", "otherwise"),
    denominator=_("Decisions in which the child gave a view"),
    counts=column("weight").is_one_of("followed", "in_part"),
    numerator=_("of these, decisions that follow the child’s view, fully or in part"),
    by=(
        dimensions.VIEW_WEIGHT,
        dimensions.DECISION,
        dimensions.DECIDED_BY,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
    ),
    zero=_("No decision followed the child’s view."),
    caveats=(_("The decision makers judge what weight the view had."),),
    breaks=(_CLOSING_IS_A_SUBJECT,),
    requirements=("CHP-001", "CPL-005"),
    lines=(267,),
)

VIEWS_OF_HELP = Indicator(
    name="views_of_help",
    theme=IndicatorTheme.VOICE,
    title=_("Children’s views on help"),
    question=_("Which help do children find good or bad, and which help do they lack?"),
    rows=counted_rows.CHILDREN_WHO_SPOKE,
    among=is_true("is_counted") & is_true("has_case") & is_true("spoke_of_help"),
    denominator=_("Children who gave a view on help and agreed to its use in statistics"),
    by=(
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
        dimensions.HELP_FOUND_GOOD,
        dimensions.HELP_FOUND_BAD,
        dimensions.HELP_MISSED,
        *dimensions.HELP_DIMENSIONS,
    ),
    zero=_("No child’s view on help is counted. This says nothing about the quality of help."),
    caveats=(
        _(
            "Covers only children who agreed to statistical use. Their words are not read "
            "for this indicator."
        ),
        _(
            "All statements of a child count together, in the year of the first statement on "
            "the topic."
        ),
        _("Children who receive our help may be reluctant to criticise it."),
    ),
    requirements=("DAT-008", "CHP-001"),
    lines=(147,),
)

VIEWS_OF_WAYS_ON = Indicator(
    name="views_of_ways_on",
    theme=IndicatorTheme.VOICE,
    title=_("Children’s wishes for the future"),
    question=_("What do children want, and what do they not want to happen?"),
    rows=counted_rows.CHILDREN_WHO_SPOKE,
    among=is_true("is_counted") & is_true("has_case") & is_true("spoke_of_ways"),
    denominator=_(
        "Children who stated their wishes for the future and agreed to their use in statistics"
    ),
    by=(
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
        dimensions.PATHS_WANTED,
        dimensions.PATHS_REFUSED,
    ),
    zero=_("No child’s wish is counted. This says nothing about what children want."),
    caveats=(
        _(
            "Covers only children who agreed to statistical use. Their words are not read "
            "for this indicator."
        ),
        _(
            "All statements of a child count together, in the year of the first statement on "
            "the topic."
        ),
    ),
    requirements=("DAT-008", "CHP-001"),
    lines=(147,),
)
