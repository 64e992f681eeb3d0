"""What cases contribute to shared pages: visits, assessments, reviews, approvals and closing."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.domains import (
    Domain,
    EventKind,
    EventSource,
    FileGroup,
    FileLink,
    NoticePage,
    NotOnTimeline,
)
from saathi.agencies.sections import Section
from saathi.protection.casework.cases import models
from saathi.protection.casework.cases.vocabulary import (
    ApprovalDecision,
    ApprovalSubject,
    Duty,
    ReviewKind,
    VisitOutcome,
)
from saathi.web.page_names import CHILD_FILE, MY_DAY

_WITHDRAWN = _("A request for approval was withdrawn")

_CASES = (
    EventSource("opened", models.Case, "opened_on", _("The case was opened"), (EventKind.HANDS,)),
    EventSource("closed", models.Case, "closed_on", _("The case was closed"), (EventKind.HANDS,)),
    EventSource(
        "closing_asked",
        models.Closing,
        "asked_on",
        _("Closing the case was asked for"),
        (EventKind.HANDS,),
    ),
    EventSource(
        "reopened",
        models.Closing,
        "reopened_on",
        _("The case was opened again"),
        (EventKind.HANDS,),
    ),
)
_MEETINGS = (
    EventSource(
        "assessed",
        models.Assessment,
        "assessed_on",
        _("Needs and wishes were assessed"),
        (EventKind.MET,),
    ),
    EventSource(
        "visited",
        models.Visit,
        "happened_at",
        kinds=(EventKind.MET,),
        code="outcome",
        texts={
            VisitOutcome.MET_ALONE: _("The child was visited and met alone"),
            VisitOutcome.MET_WITH_OTHERS: _("The child was visited; others were present"),
            VisitOutcome.NOT_MET: _("The child was not met at a visit"),
        },
    ),
    EventSource(
        "reviewed",
        models.Review,
        "reviewed_on",
        kinds=(EventKind.MET, EventKind.PLAN),
        code="kind",
        texts={
            ReviewKind.REVIEW: _("The plan was reviewed with the child"),
            ReviewKind.COMING_OF_AGE: _("The 18th birthday was talked over with the child"),
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
            ApprovalDecision.SENT_BACK: _("The plan was sent back with a question"),
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
            ApprovalDecision.APPROVED: _("The closing was approved"),
            ApprovalDecision.SENT_BACK: _("The closing was sent back with a question"),
        },
        by="decided_by",
        only={"subject": ApprovalSubject.CLOSING},
    ),
)

DOMAIN = Domain(
    urls={"urls": "child/<uuid:file_id>/"},
    file_links=(
        FileLink(
            50,
            Section.NEEDS,
            _("Needs and health"),
            "cases:list_assessments",
            "heart",
            group=FileGroup.PLAN,
        ),
        FileLink(
            60, Section.VISITS, _("Visits"), "cases:list_visits", "home", group=FileGroup.SERVICES
        ),
        FileLink(
            80, Section.PLAN, _("Reviews"), "cases:list_reviews", "refresh", group=FileGroup.PLAN
        ),
    ),
    duties={
        Duty.ASSESSMENT: "cases:record_assessment",
        Duty.VISIT: "cases:record_visit",
        Duty.REVIEW: "cases:list_reviews",
        Duty.COMING_OF_AGE: "cases:list_reviews",
    },
    notices={
        "case_assigned": NoticePage(CHILD_FILE),
        "approval_given": NoticePage(MY_DAY, is_of_record=False),
        "sent_back": NoticePage(MY_DAY, is_of_record=False),
        "coming_of_age": NoticePage("cases:list_reviews"),
    },
    timeline=(
        *_CASES,
        *_MEETINGS,
        *_APPROVALS,
        NotOnTimeline(models.Seat, "the file shows the team; the access log has its changes"),
        NotOnTimeline(models.Due, "it is still to come; what was done has a record of its own"),
    ),
)
