"""The events of cases on the timeline of a file: the case itself, meetings with the child, approvals."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from saathi.agencies.domains import EventKind, EventSource
from saathi.agencies.sections import RISK_SECTIONS
from saathi.protection.casework.cases import models
from saathi.protection.casework.cases.vocabulary import (
    ApprovalDecision,
    ApprovalSubject,
    ChildSafety,
    NotMetReason,
    ReviewKind,
    VisitOutcome,
)
from saathi.web.components import Text

_WITHDRAWN = _("A request for approval was withdrawn")
_REPLACED = _("A request for approval was replaced by a changed version")

_CASES = (
    EventSource(
        "opened", models.Case, "opened_on", _("The case was opened"), (EventKind.CASE_STATUS,)
    ),
    EventSource(
        "closed", models.Case, "closed_on", _("The case was closed"), (EventKind.CASE_STATUS,)
    ),
    EventSource(
        "closing_asked",
        models.Closing,
        "asked_on",
        _("Case closure was requested"),
        (EventKind.CASE_STATUS,),
    ),
    EventSource(
        "reopened",
        models.Closing,
        "reopened_on",
        _("The case was reopened"),
        (EventKind.CASE_STATUS,),
    ),
)
_NOT_MET: Mapping[str, Text] = {
    NotMetReason.NOBODY_THERE: _("The child was not met at a visit: no one was there"),
    NotMetReason.CHILD_AWAY: _("The child was not met at a visit: the child was elsewhere"),
    NotMetReason.CHILD_REFUSED: _(
        "The child was not met at a visit: the child did not want to be met"
    ),
    NotMetReason.PREVENTED_BY_OTHERS: _(
        "The child was not met at a visit: others prevented contact with the child"
    ),
    NotMetReason.UNSAFE: _("The child was not met at a visit: contact was not safe"),
    NotMetReason.MOVED: _("The child was not met at a visit: the child no longer lives there"),
    NotMetReason.NO_ANSWER: _("The child was not met: no answer by telephone"),
    NotMetReason.WORKER_PREVENTED: _(
        "The child was not met at a visit: the worker could not get there"
    ),
}
_MEETINGS = (
    EventSource(
        "assessed",
        models.Assessment,
        "assessed_on",
        _("Needs and wishes were assessed"),
        (EventKind.VISITS,),
        only={"at_registration": False},
    ),
    EventSource(
        "risk_at_registration",
        models.Assessment,
        "assessed_on",
        _("A risk level was set at registration"),
        (EventKind.VISITS,),
        only={"at_registration": True},
    ),
    EventSource(
        "visited",
        models.Visit,
        "happened_at",
        kinds=(EventKind.VISITS,),
        code="outcome",
        texts={
            VisitOutcome.MET_ALONE: _("The child was visited and met alone"),
            VisitOutcome.MET_WITH_OTHERS: _("The child was visited; others were present"),
            VisitOutcome.NOT_MET: _("The child was not met at a visit"),
        },
        only={"outcome__in": [VisitOutcome.MET_ALONE, VisitOutcome.MET_WITH_OTHERS]},
    ),
    EventSource(
        "not_met",
        models.Visit,
        "happened_at",
        _("The child was not met at a visit"),
        kinds=(EventKind.VISITS,),
        code="not_met_because",
        texts=_NOT_MET,
        only={"outcome": VisitOutcome.NOT_MET},
    ),
    EventSource(
        "found_safe",
        models.Visit,
        "happened_at",
        _("A visit found the child not safe"),
        kinds=(EventKind.VISITS,),
        code="child_safe",
        texts={
            ChildSafety.YES: _("A visit found the child safe"),
            ChildSafety.NO: _("A visit found the child not safe"),
        },
        only={"child_safe__in": [ChildSafety.YES, ChildSafety.NO]},
        sections=RISK_SECTIONS,
    ),
    EventSource(
        "reviewed",
        models.Review,
        "reviewed_on",
        kinds=(EventKind.VISITS, EventKind.PLAN),
        code="kind",
        texts={
            ReviewKind.REVIEW: _("The plan was reviewed with the child"),
            ReviewKind.COMING_OF_AGE: _("Turning 18 was discussed with the child"),
        },
    ),
)
_APPROVALS = (
    EventSource(
        "plan_decided",
        models.Approval,
        "decided_at",
        _WITHDRAWN,
        (EventKind.PLAN,),
        code="decision",
        texts={
            ApprovalDecision.APPROVED: _("The plan was approved"),
            ApprovalDecision.SENT_BACK: _("The plan was returned for revision"),
            ApprovalDecision.REPLACED: _REPLACED,
        },
        by="decided_by",
        only={"subject": ApprovalSubject.PLAN},
    ),
    EventSource(
        "closing_decided",
        models.Approval,
        "decided_at",
        _WITHDRAWN,
        (EventKind.PLAN,),
        code="decision",
        texts={
            ApprovalDecision.APPROVED: _("Case closure was approved"),
            ApprovalDecision.SENT_BACK: _("Case closure was returned for revision"),
            ApprovalDecision.REPLACED: _REPLACED,
        },
        by="decided_by",
        only={"subject": ApprovalSubject.CLOSING},
    ),
)

TIMELINE_EVENTS: Final = (*_CASES, *_MEETINGS, *_APPROVALS)
