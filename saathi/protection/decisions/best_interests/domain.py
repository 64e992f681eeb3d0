"""What best interests contribute to shared pages."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Exists
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from saathi.agencies.access import FileRights
from saathi.agencies.domains import (
    Domain,
    EventKind,
    EventSource,
    FileAction,
    FileAlert,
    FileGroup,
    FileLink,
    MenuEntry,
    NoticePage,
    NotOnTimeline,
)
from saathi.agencies.models import Staff
from saathi.agencies.pending_decisions import PendingDecisions
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kinds import RecordKind
from saathi.agencies.sections import Section
from saathi.agencies.significant_acts import SignificantAct
from saathi.agencies.waiting_work import WaitingWork
from saathi.consent.vocabulary import DecisionKind
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.decisions.best_interests import (
    models,
    pending_queries,
    queries,
    removal_alerts,
)
from saathi.protection.decisions.best_interests.vocabulary import (
    DeterminationState,
    Solution,
)
from saathi.protection.decisions.orders.models import RunningTimeLimit
from saathi.protection.decisions.orders.vocabulary import LimitCode, LimitTrigger
from saathi.web.components import ActionLink, AlertBox

LIST = "best_interests:list_best_interests"
AGENDA = "best_interests:list_determinations"
_DECIDED = [
    state.value
    for state in DeterminationState
    if state
    not in {
        DeterminationState.OPENED,
        DeterminationState.READY,
        DeterminationState.LISTED,
        DeterminationState.DEFERRED,
    }
]
_SUBJECTS: Mapping[str, str] = {
    Solution.FAMILY: DecisionKind.RETURN_HOME,
    Solution.RETURN: DecisionKind.RETURN_ABROAD,
    Solution.THIRD_COUNTRY: DecisionKind.RETURN_ABROAD,
}


def removal_column(rights: FileRights, _today: dt.date) -> Any:
    """Whether an emergency removal was recorded after which best interests were not assessed yet."""
    return Exists(
        rights.records(RunningTimeLimit).filter(
            happening=LimitTrigger.REMOVED, code=LimitCode.ASSESS, met_at=None
        )
    )


def removal_alert(rights: FileRights, _is_open: bool) -> list[AlertBox]:  # noqa: FBT001 - the value of the column
    """The alert with the way to the short assessment."""
    page = reverse("best_interests:add_short_assessment", args=[rights.file_id])
    action = ActionLink(_("Short assessment"), page)
    text = _("It is due within 72 hours of the removal.")
    return [AlertBox(_("Best interests not assessed after the removal"), text, action, "attend")]


def waiting_assessments(_staff: Staff, count: int) -> list[AlertBox]:
    """The number of assessments of others that wait for this person."""
    if not count:
        return []
    title = ngettext(
        "%(count)d best interests assessment is waiting for approval",
        "%(count)d best interests assessments are waiting for approval",
        count,
    )
    page = reverse("best_interests:list_waiting_assessments")
    action = ActionLink(_("Approve or return"), page)
    return [AlertBox(title % {"count": count}, "", action, "attend", "scale")]


def waiting_meetings(_staff: Staff, count: int) -> list[AlertBox]:
    """The number of determinations whose report waits for the panel."""
    if not count:
        return []
    title = ngettext(
        "%(count)d best interests determination is waiting for a meeting",
        "%(count)d best interests determinations are waiting for a meeting",
        count,
    )
    action = ActionLink(_("Open the agenda"), reverse(AGENDA))
    return [AlertBox(title % {"count": count}, "", action, "calm", "scale")]


APPROVERS = frozenset({Permission.APPROVE})
DOMAIN = Domain(
    urls={"agenda_views": ""},
    menu=(MenuEntry(58, "best_interests", _("Best interests"), "scale", AGENDA, APPROVERS),),
    file_links=(
        FileLink(
            118, Section.DECISIONS, _("Best interests"), LIST, "scale", group=FileGroup.DECISIONS
        ),
    ),
    file_actions=(
        FileAction(
            24,
            Section.DECISIONS,
            _("Short best interests assessment"),
            "best_interests:add_short_assessment",
            "scale",
            needs_case=True,
        ),
    ),
    file_alerts=(
        FileAlert(
            48,
            "removal_unassessed",
            Section.LEGAL | Section.DECISIONS,
            removal_column,
            removal_alert,
            needs_open_case=True,
        ),
    ),
    duties={
        Duty.BEST_INTERESTS: LIST,
        Duty.BEST_INTERESTS_REVIEW: LIST,
        Duty.TELL_DECISION: LIST,
        Duty.APPEAL: LIST,
    },
    waiting=(
        WaitingWork(
            1,
            frozenset({Permission.WORK_ON_CASE, Permission.APPROVE}),
            removal_alerts.removals_boxes,
            removal_alerts.removals_column,
        ),
        WaitingWork(42, APPROVERS, waiting_assessments, queries.submitted_column),
        WaitingWork(43, APPROVERS, waiting_meetings, queries.meetings_column),
    ),
    decisions=(
        PendingDecisions(
            "assessment",
            _("Best interests assessment"),
            pending_queries.pending_assessments,
            "recorded_at",
            "best_interests:answer_assessment",
            of=("file", "id"),
            is_emergency="is_emergency",
        ),
        PendingDecisions(
            "determination",
            _("Best interests determination"),
            pending_queries.pending_determinations,
            "waits_since",
            "best_interests:show_determination",
            by="reported_by",
            of=("id",),
        ),
        PendingDecisions(
            "review",
            _("New fact about a determination"),
            pending_queries.pending_reconsiderations,
            "raised_on",
            "best_interests:answer_reconsideration",
            of=("file", "id"),
        ),
    ),
    notices={
        "bia_submitted": NoticePage(LIST),
        "bia_answered": NoticePage(LIST),
        "bid_ready": NoticePage(LIST),
        "bid_decided": NoticePage(LIST),
        "bid_again": NoticePage(LIST),
    },
    records=(
        RecordKind(models.BestInterestsAssessment, _("Best interests assessment")),
        RecordKind(models.AssessedOption, _("Option of an assessment")),
        RecordKind(models.Determination, _("Best interests determination")),
        RecordKind(models.SolutionOption, _("Option of a determination")),
        RecordKind(models.PanelMember, _("Panel member")),
        RecordKind(models.Reconsideration, _("New fact about a determination")),
    ),
    significant_acts=(
        SignificantAct(
            "best_interests",
            models.Determination,
            ("decided_on",),
            _("Best interests were determined"),
            DecisionKind.PLACEMENT,
            code="solution",
            subjects=_SUBJECTS,
            by=("decided_by",),
            only={"state__in": _DECIDED},
            page=LIST,
            answers_itself=True,
        ),
    ),
    timeline=(
        EventSource(
            "best_interests_assessed",
            models.BestInterestsAssessment,
            "assessed_on",
            _("Best interests assessment"),
            (EventKind.VISITS,),
            page=LIST,
        ),
        EventSource(
            "best_interests_determined",
            models.Determination,
            "decided_on",
            _("Best interests were determined"),
            (EventKind.LEGAL,),
            by="decided_by",
            page=LIST,
        ),
        EventSource(
            "best_interests_again",
            models.Reconsideration,
            "raised_on",
            _("Review of a determination requested"),
            (EventKind.LEGAL,),
            page=LIST,
        ),
        NotOnTimeline(models.AssessedOption, "its assessment is an event"),
        NotOnTimeline(models.SolutionOption, "its determination is an event"),
        NotOnTimeline(models.PanelMember, "its determination is an event"),
    ),
)
