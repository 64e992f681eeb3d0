"""Assessments and determinations in words: for the file, the meeting and print."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.agencies.authors import authors_of
from saathi.agencies.models import Staff
from saathi.agencies.record_kit.rows import format_day, format_field, labelled_values
from saathi.consent.acts import RecordedSignificantAct
from saathi.infra.route_countries import country_name
from saathi.people.panels import Panel, PanelRow
from saathi.protection.decisions.best_interests.models import (
    AssessedOption,
    BestInterestsAssessment,
    Determination,
    PanelMember,
    Reconsideration,
    SolutionOption,
)
from saathi.protection.decisions.best_interests.panel_forms import member_name
from saathi.protection.decisions.best_interests.vocabulary import (
    AssessmentExtent,
    AssessmentState,
    DeterminationState,
)
from saathi.web.components import (
    ActionLink,
    AlertBox,
    DisplayTable,
    DisplayTableCell,
    DisplayTableColumn,
    LabelledValue,
    join_facts,
)

MAX_SIDE_BY_SIDE = 6  # options beside the column with the questions
_VIEW = "view view_method view_language interpreter said why_not_heard"
_COMPARED = "real_today condition supports opposes origin way destination said set_aside"


def shown(pairs: Sequence[LabelledValue]) -> list[LabelledValue]:
    """The lines with a value."""
    return [pair for pair in pairs if pair.text or pair.missing]


def assessment_title(assessment: BestInterestsAssessment) -> str:
    """The occasion and the day."""
    occasion = str(assessment.get_occasion_display())
    return join_facts((occasion, format_day(assessment.assessed_on)))


def assessment_pairs(
    assessment: BestInterestsAssessment, names: Mapping[UUID, str]
) -> list[LabelledValue]:
    """All that an opened assessment says, without empty lines."""
    decided_by = names.get(assessment.decided_by, "") if assessment.decided_by else ""
    is_agreed = assessment.state == AssessmentState.AGREED
    is_short = assessment.extent == AssessmentExtent.SHORT
    view = "view view_language said why_not_heard" if is_short else _VIEW  # as the form asks
    return shown(
        [
            LabelledValue(_("Type"), str(assessment.get_extent_display())),
            *labelled_values(
                assessment,
                f"place people safety sources {view} urgent_steps recommended recommendation "
                "review_on question",
            ),
            LabelledValue(_("Recorded by"), names.get(assessment.recorded_by, "")),
            LabelledValue(_("Approved by") if is_agreed else _("Returned by"), decided_by),
        ]
    )


def last_assessed_on(
    assessments: Sequence[BestInterestsAssessment], determinations: Sequence[Determination]
) -> dt.date | None:
    """The day of the latest approved assessment, or of the latest determination; None without one."""
    days = [each.assessed_on for each in assessments if each.state == AssessmentState.AGREED]
    days += [each.decided_on for each in determinations if each.decided_on]
    return max(days, default=None)


def step_alert(
    step: RecordedSignificantAct, assessments: Sequence[BestInterestsAssessment]
) -> AlertBox:
    """That no assessment since a significant step is approved, and whether one waits for approval."""
    title = _("No best interests assessment since %(step)s") % {"step": step.label}
    is_waiting = any(
        each.state == AssessmentState.SUBMITTED and each.assessed_on >= step.on
        for each in assessments
    )
    text = _("An assessment waits for approval.") if is_waiting else ""
    return AlertBox(title, text, kind="attend", icon="scale")


def assessed_option_row(option: AssessedOption, actions: Sequence[ActionLink] = ()) -> PanelRow:
    """An assessed option with its factors by weight."""
    fields = "supporting opposing neutral not_known said remarks unknown_why"
    title, pairs = str(option.get_option_display()), shown(labelled_values(option, fields))
    return PanelRow(title, pairs=pairs, actions=actions)


def determination_title(determination: Determination) -> str:
    """The occasion and the day on which it was opened."""
    occasion = str(determination.get_occasion_display())
    return join_facts((occasion, format_day(determination.opened_on)))


def report_pairs(determination: Determination) -> list[LabelledValue]:
    """The report of an opened determination."""
    order = determination.order
    about_order = ""
    if order is not None:
        effect = str(determination.get_order_effect_display())
        kind = str(order.get_kind_display())
        about_order = join_facts((effect, kind, format_day(order.made_on)))
    return shown(
        [
            *labelled_values(determination, f"authority body {_VIEW}"),
            *labelled_values(
                determination,
                "guardian guardian_said representative representative_said parents parents_said "
                "caregiver caregiver_said unheard_why",
            ),
            *labelled_values(determination, "meeting_on deferred_until missing"),
            LabelledValue(_("Order"), about_order),
            *_assessment_pairs_of_report(determination),
        ]
    )


def _assessment_pairs_of_report(determination: Determination) -> list[LabelledValue]:
    """That the panel has no factors, and why; empty if there is an assessment."""
    if determination.assessment_id is not None:
        return []
    none = LabelledValue(_("Assessment with the factors"), _("No full assessment"))
    return [none, *labelled_values(determination, "no_assessment_why")]


def decision_pairs(determination: Determination) -> list[LabelledValue]:
    """The decision of an opened determination, and how the child was informed."""
    if determination.decided_on is None:
        return []
    return shown(
        labelled_values(
            determination,
            "solution decided_on reasons for_child conditions weight weight_why siblings siblings_why "
            "dissent supervisor_reasons review_on challenge told_on told_by told_language response",
        )
        + [LabelledValue(_("Country of the solution"), country_name(determination.country))]
        * bool(determination.country)
    )


def options_table(options: Sequence[SolutionOption]) -> DisplayTable | None:
    """The options side by side: a column for each, a row for each question; None without options."""
    compared = list(options)[:MAX_SIDE_BY_SIDE]
    if not compared:
        return None
    rows = []
    for name in _COMPARED.split():
        [first] = labelled_values(compared[0], name)
        cells = [DisplayTableCell(format_field(option, name) or "—") for option in compared]
        rows.append([DisplayTableCell(first.term), *cells])
    columns = [DisplayTableColumn(str(option.get_option_display())) for option in compared]
    return DisplayTable(
        _("Comparison of the options"), [DisplayTableColumn(_("Question")), *columns], rows
    )


def option_rows(options: Sequence[SolutionOption]) -> list[PanelRow]:
    """The options one below the other."""
    return [
        PanelRow(str(each.get_option_display()), pairs=shown(labelled_values(each, _COMPARED)))
        for each in options
    ]


def option_panels(options: Sequence[SolutionOption]) -> list[Panel]:
    """The options side by side; those beyond the width of a page follow as rows."""
    table = options_table(options)
    further = option_rows(list(options)[MAX_SIDE_BY_SIDE:])
    return [Panel(_("Options"), table=table, rows=further, empty=_("No option yet."))]


def member_row(member: PanelMember, **row: Any) -> PanelRow:
    """A panel member with function, declarations and vote."""
    return PanelRow(
        member_name(member),
        state=str(member.get_vote_display()) if member.vote else "",
        pairs=shown(labelled_values(member, "function conflict conflict_about undertaking")),
        **row,
    )


def reconsideration_row(again: Reconsideration, **row: Any) -> PanelRow:
    """A new fact or request with its answer."""
    return PanelRow(
        join_facts((str(again.get_cause_display()), format_day(again.raised_on))),
        state=str(again.get_outcome_display()),
        needs_attention=not again.outcome,
        is_over=bool(again.outcome),
        pairs=shown(labelled_values(again, "fact reasons decided_on review_on")),
        **row,
    )


def days_waiting(row: Any, today: dt.date) -> str:
    """How long a determination of a list waits for its next step; empty if for none."""
    if row.waiting_since is None:
        return ""
    days = (today - row.waiting_since).days
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


def needs_attention(determination: Determination, today: dt.date) -> bool:
    """Whether a step is overdue: deferred or review date past, or the child not informed."""
    days = (determination.deferred_until, determination.review_on)
    is_open = determination.state not in {DeterminationState.ENDED, DeterminationState.REOPENED}
    return determination.state == DeterminationState.DECIDED or (
        is_open and any(day is not None and day < today for day in days)
    )


def is_independent_of_determination(determination: Determination, reader: Staff) -> bool:
    """Whether this person is neither the case worker nor an author of the report."""
    others = {determination.reported_by, determination.case.worker_id}
    return reader.pk not in authors_of(determination) | others
