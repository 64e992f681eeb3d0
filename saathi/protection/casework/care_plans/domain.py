"""What plans contribute to shared pages."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from saathi.agencies import access
from saathi.agencies.domains import (
    Domain,
    EventKind,
    EventSource,
    FileGroup,
    FileLink,
    NotOnTimeline,
)
from saathi.agencies.models import Staff
from saathi.agencies.next_forms import NextForm
from saathi.agencies.record_kinds import RecordKind
from saathi.agencies.sections import Section
from saathi.agencies.significant_acts import SignificantAct
from saathi.consent.vocabulary import DecisionKind
from saathi.protection.casework.care_plans import queries
from saathi.protection.casework.care_plans.models import Goal, Plan, Step
from saathi.protection.casework.cases.models import Approval
from saathi.protection.casework.cases.vocabulary import ApprovalDecision, ApprovalSubject, Duty

PLAN_ACT = "plan_approval"


def _may_make_first_plan(staff: Staff, file_id: UUID) -> bool:
    """Whether there is no plan yet, and this staff member may make one."""
    may_write = access.may_write(staff, file_id, Section.PLAN)
    return may_write and not queries.has_plan(file_id)


DOMAIN = Domain(
    next_forms=(
        NextForm(
            "cases:record_assessment",
            _("Save and create a case plan"),
            "care_plans:create_plan",
            _may_make_first_plan,
        ),
    ),
    urls={"urls": "child/<uuid:file_id>/plan/"},
    file_links=(
        FileLink(
            55,
            Section.PLAN,
            _("Case plan"),
            "care_plans:show_newest_plan",
            "list-check",
            group=FileGroup.PLAN,
        ),
    ),
    duties={
        Duty.PLAN: "care_plans:show_newest_plan",
        Duty.PLAN_STEP: "care_plans:show_newest_plan",
    },
    records=(
        RecordKind(Plan, _("Case plan")),
        RecordKind(Goal, _("Case plan goal")),
        RecordKind(Step, _("Case plan step")),
    ),
    significant_acts=(
        SignificantAct(
            PLAN_ACT,
            Approval,
            ("decided_at", "asked_at"),
            _("Approval of the case plan was requested"),
            DecisionKind.PLAN,
            code="decision",
            texts={ApprovalDecision.APPROVED: _("The plan was approved")},
            by=("decided_by", "recorded_by"),
            key="subject_id",
            only={
                "subject": ApprovalSubject.PLAN,
                "decision__in": [ApprovalDecision.WAITING, ApprovalDecision.APPROVED],
            },
            page="care_plans:show_newest_plan",
        ),
    ),
    timeline=(
        EventSource("planned", Plan, "made_on", _("A case plan was created"), (EventKind.PLAN,)),
        NotOnTimeline(Goal, "a part of a plan"),
        NotOnTimeline(Step, "a part of a goal"),
    ),
)
