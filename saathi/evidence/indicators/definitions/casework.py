"""Indicators of support and its timing."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators import counted_rows, dimensions
from saathi.evidence.indicators.conditions import column, is_true
from saathi.evidence.indicators.definition import DefinitionBreak, Indicator, IndicatorTheme

ASSESSED_IN_A_WEEK = Indicator(
    name="assessed_in_a_week",
    theme=IndicatorTheme.HELP,
    title=_("Children assessed within 7 days"),
    question=_("Are needs assessed within 7 days for all children equally?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted") & is_true("has_case"),
    denominator=_("Children with a case"),
    counts=column("days_to_assessment").at_most(7),
    numerator=_("of these, assessed within 7 days of case opening"),
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
    zero=_("No child was assessed within 7 days."),
    caveats=(
        _("Cases opened in the last 7 days count as not assessed yet."),
        _("Times are counted from the event, not from when it was recorded."),
    ),
    requirements=("SRV-014", "RTS-009"),
    lines=(198, 2195),
)

CASES_CLOSED = Indicator(
    name="cases_closed",
    theme=IndicatorTheme.HELP,
    title=_("Case closures by reason"),
    question=_("How do cases end?"),
    rows=counted_rows.CASES_CLOSED,
    denominator=_("Closed cases, by year of the closure request"),
    counts=column("reason").is_one_of("lost_contact"),
    numerator=_("of these, closed because contact was lost"),
    by=(
        dimensions.CLOSING_REASON,
        dimensions.EVALUATION,
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
        dimensions.FORM,
    ),
    zero=_("No case was closed because contact was lost."),
    caveats=(_("Transfer, return or turning 18 does not by itself close a case."),),
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
    requirements=("CAS-011", "DAT-001"),
    lines=(2279,),
)

CASES_OPENED = Indicator(
    name="cases_opened",
    theme=IndicatorTheme.HELP,
    title=_("Cases opened"),
    question=_("How many cases were opened?"),
    rows=counted_rows.CASES_OPENED,
    among=~column("closing_reason").is_one_of("opened_in_error"),
    denominator=_("Cases by year of opening, excluding those opened in error"),
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
    title=_("Tasks completed on time"),
    question=_("Are tasks completed by the due date for all children equally?"),
    rows=counted_rows.DUTIES_DUE,
    denominator=_("Tasks that were set, by year of the due date"),
    counts=is_true("is_in_time"),
    numerator=_("of these, completed by the due date"),
    by=(dimensions.DUTY, dimensions.SEX, dimensions.AGE, dimensions.NATIONAL),
    zero=_("No task was completed by its due date."),
    caveats=(
        _("Years in the future are not shown."),
        _("In the current year, tasks that are not yet due count as not completed."),
    ),
    breaks=(
        DefinitionBreak(
            dt.date(2026, 11, 29),
            _(
                "Sending a referral and renewing an expiring document are now separate "
                "tasks. Previously, a referral not yet sent counted as awaiting a response."
            ),
        ),
        DefinitionBreak(
            dt.date(2026, 12, 2),
            _("Checking a threat to a child is a task as well; it is recorded since."),
        ),
    ),
    requirements=("SRV-014", "RTS-009"),
    lines=(198, 2195),
)

MET_ALONE = Indicator(
    name="met_alone",
    theme=IndicatorTheme.HELP,
    title=_("Children who were met alone"),
    question=_("Does the worker speak with the child in private?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted") & is_true("has_case") & is_true("was_met"),
    denominator=_("Children with a case who were met at least once"),
    counts=is_true("was_met_alone"),
    numerator=_("of these, met alone at least once"),
    by=(
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
        dimensions.AGE_DOCUMENTATION,
        dimensions.DISABILITY,
        dimensions.RISK,
    ),
    zero=_("No child was met alone."),
    caveats=(_("Meetings are counted as recorded by the case worker."),),
    requirements=("SRV-014", "GDN-009"),
    lines=(198,),
)

PLANNED_IN_A_MONTH = Indicator(
    name="planned_in_a_month",
    theme=IndicatorTheme.HELP,
    title=_("Children with a plan within 30 days"),
    question=_("Is there a plan within 30 days for all children equally?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted") & is_true("has_case"),
    denominator=_("Children with a case"),
    counts=column("days_to_plan").at_most(30),
    numerator=_("of these, with a plan within 30 days of case opening"),
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
    zero=_("No child had a plan within 30 days."),
    caveats=(
        _(
            "Cases opened in the last 30 days that have no plan yet count as cases without "
            "a plan within 30 days."
        ),
    ),
    requirements=("SRV-014", "RTS-009"),
    lines=(198, 2195),
)

PSYCHOSOCIAL_HELP_GIVEN = Indicator(
    name="psychosocial_help_given",
    theme=IndicatorTheme.HELP,
    title=_("Psychosocial needs with support provided"),
    question=_("If a child has a psychosocial need, does the child receive support?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted") & is_true("has_case") & is_true("needs_mind"),
    denominator=_("Children with a case whose assessment shows a psychological need"),
    counts=is_true("helps_mind"),
    numerator=_("of these, attended at least one psychosocial session"),
    by=(
        dimensions.SEX,
        dimensions.AGE,
        dimensions.NATIONAL,
        dimensions.AGE_DOCUMENTATION,
        dimensions.DISABILITY,
        dimensions.NATIONALITY,
        dimensions.FORM,
    ),
    zero=_("No child with such a need attended a session."),
    caveats=(
        _("One session may be far too few."),
        _("Help given elsewhere and not recorded is not counted."),
    ),
    requirements=("SRV-007", "RTS-009"),
    lines=(246,),
    terms={"INSPIRE": "response and support services: counselling"},
)

PSYCHOSOCIAL_HELP_PLANNED = Indicator(
    name="psychosocial_help_planned",
    theme=IndicatorTheme.HELP,
    title=_("Psychosocial needs addressed in a plan"),
    question=_("If a child has a psychosocial need, does the plan address it?"),
    rows=counted_rows.CHILDREN_BY_IDENTIFICATION,
    among=is_true("is_counted") & is_true("has_case") & is_true("needs_mind"),
    denominator=_("Children with a case whose assessment shows a psychological need"),
    counts=is_true("plans_mind"),
    numerator=_("of these, with a goal for this need in a plan"),
    by=(dimensions.SEX, dimensions.AGE, dimensions.NATIONAL, dimensions.FORM),
    zero=_("No plan addresses such a need."),
    caveats=(_("A goal does not mean that help was given."),),
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
    numerator=_("of these, visits in which the child was met"),
    by=(dimensions.VISIT_KIND, dimensions.SEX, dimensions.AGE, dimensions.NATIONAL),
    zero=_("No child was met. Attempted visits may have taken place."),
    caveats=(_("Counts visits, not children."),),
    requirements=("SRV-014",),
    lines=(198,),
)
