"""Indicators of help and its times."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column, is_true
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

ASSESSED_IN_A_WEEK = Indicator(
    name="assessed_in_a_week",
    theme=IndicatorTheme.HELP,
    title=_("Children assessed within a week"),
    question=_("Are needs looked at within seven days, for every child alike?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted") & is_true("has_case"),
    denominator=_("Children with a case"),
    counts=column("days_to_assessment").at_most(7),
    numerator=_("of them assessed within seven days of its opening"),
    by=(
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
        dimensions.AGE_DOCUMENTATION,
        dimensions.DISABILITY,
        dimensions.NATIONALITY,
        dimensions.RISK,
        dimensions.FORM,
    ),
    zero=_("No child was assessed in the first week."),
    caveats=(
        _("Cases of the last seven days count as not assessed yet."),
        _("Times are counted from what happened, not from its recording."),
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

CASES_CLOSED = Indicator(
    name="cases_closed",
    theme=IndicatorTheme.HELP,
    title=_("Cases closed, and why"),
    question=_("How do cases end?"),
    rows=counted_rows.CASES_CLOSED,
    denominator=_("Cases that were closed, by the year in which that was asked for"),
    counts=column("reason").is_one_of("lost_contact"),
    numerator=_("of them because contact was lost"),
    by=(
        dimensions.CLOSING_REASON,
        dimensions.EVALUATION,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
        dimensions.FORM,
    ),
    zero=_("Contact was lost with no child."),
    caveats=(_("Transfer, return and turning 18 close no case."),),
    requirements=(
        "CAS-011",
        "DAT-001",
    ),
    lines=(2279,),
)

CASES_OPENED = Indicator(
    name="cases_opened",
    theme=IndicatorTheme.HELP,
    title=_("Cases opened"),
    question=_("How many cases were opened?"),
    rows=counted_rows.CASES_OPENED,
    among=~column("closing_reason").is_one_of("opened_in_error"),
    denominator=_("Cases, by the year they were opened; those opened in error left out"),
    by=(
        dimensions.RISK,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
        dimensions.NATIONALITY,
    ),
    zero=_("No case was opened."),
    caveats=(_("A child may have several cases."),),
    requirements=("DAT-001",),
    lines=(2279,),
)

DUTIES_IN_TIME = Indicator(
    name="duties_in_time",
    theme=IndicatorTheme.HELP,
    title=_("Duties done in time"),
    question=_("Is what has to be done by a day done by that day, for every child alike?"),
    rows=counted_rows.DUTIES_DUE,
    denominator=_("Duties that were set, by the year they fall due"),
    counts=is_true("is_in_time"),
    numerator=_("of them done by their day"),
    by=(
        dimensions.DUTY,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
    ),
    zero=_("Nothing was done by its day."),
    caveats=(_("Duties of days to come count as not done yet."),),
    requirements=(
        "SRV-014",
        "RTS-009",
    ),
    lines=(
        198,
        2195,
    ),
)

MET_ALONE = Indicator(
    name="met_alone",
    theme=IndicatorTheme.HELP,
    title=_("Children who were met alone"),
    question=_("Does somebody speak with the child without others listening?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted") & is_true("has_case") & is_true("was_met"),
    denominator=_("Children with a case who were met at least once"),
    counts=is_true("was_met_alone"),
    numerator=_("of them met alone at least once"),
    by=(
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
        dimensions.AGE_DOCUMENTATION,
        dimensions.DISABILITY,
        dimensions.RISK,
    ),
    zero=_("No child was met alone."),
    caveats=(_("That she was met is what the worker recorded."),),
    requirements=(
        "SRV-014",
        "GDN-009",
    ),
    lines=(198,),
)

PLANNED_IN_A_MONTH = Indicator(
    name="planned_in_a_month",
    theme=IndicatorTheme.HELP,
    title=_("Children with a plan within a month"),
    question=_("Is there a plan within thirty days, for every child alike?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted") & is_true("has_case"),
    denominator=_("Children with a case"),
    counts=column("days_to_plan").at_most(30),
    numerator=_("of them with a plan within thirty days of its opening"),
    by=(
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
        dimensions.AGE_DOCUMENTATION,
        dimensions.DISABILITY,
        dimensions.NATIONALITY,
        dimensions.RISK,
        dimensions.FORM,
    ),
    zero=_("No child had a plan within a month."),
    caveats=(_("Cases of the last thirty days count as not planned yet."),),
    requirements=(
        "SRV-014",
        "RTS-009",
    ),
    lines=(
        198,
        2195,
    ),
)

PSYCHOSOCIAL_HELP_GIVEN = Indicator(
    name="psychosocial_help_given",
    theme=IndicatorTheme.HELP,
    title=_("Psychosocial needs that are met with help"),
    question=_("Where a child needs help for mind and feelings, does she get it?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted") & is_true("has_case") & is_true("needs_mind"),
    denominator=_("Children with a case whose assessment shows a psychological need"),
    counts=is_true("helps_mind"),
    numerator=_("of them who came to at least one psychosocial session"),
    by=(
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
        dimensions.AGE_DOCUMENTATION,
        dimensions.DISABILITY,
        dimensions.NATIONALITY,
        dimensions.FORM,
    ),
    zero=_("No child with such a need came to a session."),
    caveats=(
        _("One session may be far too few."),
        _("Help given elsewhere and not recorded is missing."),
    ),
    requirements=(
        "SRV-007",
        "RTS-009",
    ),
    lines=(246,),
    terms={"INSPIRE": "response and support services: counselling"},
)

PSYCHOSOCIAL_HELP_PLANNED = Indicator(
    name="psychosocial_help_planned",
    theme=IndicatorTheme.HELP,
    title=_("Psychosocial needs that a plan answers"),
    question=_("Where a child needs help for mind and feelings, does her plan say so?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted") & is_true("has_case") & is_true("needs_mind"),
    denominator=_("Children with a case whose assessment shows a psychological need"),
    counts=is_true("plans_mind"),
    numerator=_("of them with a goal for it in a plan"),
    by=(
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
        dimensions.FORM,
    ),
    zero=_("No plan answers such a need."),
    caveats=(_("A goal is not yet help given."),),
    requirements=("SRV-007",),
    lines=(246,),
    terms={"INSPIRE": "response and support services: counselling"},
)

VISITS_MADE = Indicator(
    name="visits_made",
    theme=IndicatorTheme.HELP,
    title=_("Visits and attempts"),
    question=_("How often are children met, and where?"),
    rows=counted_rows.VISITS_MADE,
    denominator=_("Visits and attempts"),
    counts=~column("outcome").is_one_of("not_met"),
    numerator=_("of them in which the child was met"),
    by=(
        dimensions.VISIT_KIND,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
    ),
    zero=_("No child was met. An attempt counts as an attempt."),
    caveats=(_("Counts visits, not children."),),
    requirements=("SRV-014",),
    lines=(198,),
)
