"""What safety plans contribute to shared pages."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.domains import (
    Domain,
    EventKind,
    EventSource,
    FileAction,
    FileGroup,
    FileLink,
    NoticePage,
)
from saathi.agencies.record_kinds import RecordKind
from saathi.agencies.sections import Section
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.casework.safety_plans.models import SafetyPlan

DOMAIN = Domain(
    urls={"views": ""},
    file_links=(
        FileLink(
            58,
            Section.PLAN,
            _("Safety plan"),
            "safety_plans:show_safety_plan",
            "shield",
            group=FileGroup.PLAN,
        ),
    ),
    file_actions=(
        FileAction(
            14,
            Section.PLAN,
            _("Make a safety plan"),
            "safety_plans:make_safety_plan",
            "shield",
            needs_case=True,
        ),
    ),
    notices={
        "safety_plan_made": NoticePage("safety_plans:show_safety_plan"),
        "safety_plan_danger": NoticePage("safety_plans:show_safety_plan"),
    },
    duties={Duty.SAFETY_PLAN: "safety_plans:show_safety_plan"},
    records=(RecordKind(SafetyPlan, _("Safety plan")),),
    timeline=(
        EventSource(
            "safety_plan",
            SafetyPlan,
            "made_on",
            _("A safety plan was made"),
            (EventKind.PLAN,),
            page="safety_plans:show_safety_plan",
        ),
        EventSource(
            "safety_plan_reviewed",
            SafetyPlan,
            "reviewed_on",
            _("The safety plan was reviewed"),
            (EventKind.PLAN,),
            by="",
            page="safety_plans:show_safety_plan",
        ),
    ),
)
