"""The current safety plan of a case."""

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.safety_plans.models import SafetyPlan
from saathi.protection.casework.safety_plans.vocabulary import SafetyPlanState
from saathi.protection.casework.urgent_care.models import UrgentCare
from saathi.protection.casework.urgent_care.vocabulary import CareReason, CareStepCode

# What a plan says, in the order of the page and the print.
CONTENT = "warning_signs dangers child_does safe_people safe_places emergency_numbers workers_do"


def is_protocol_step_open(staff: Staff, case: Case) -> bool:
    """Whether open care after signs of self-harm still waits for a safety plan."""
    care = access.visible(staff, UrgentCare).filter(
        file=case.file_id, reason=CareReason.SELF_HARM, ended_on=None
    )
    return care.exclude(steps__code=CareStepCode.SAFETY_PLAN).exists()


def current_plan(staff: Staff, case: Case) -> SafetyPlan | None:
    """The current safety plan of a case, if there is one, not opened."""
    plans = access.visible(staff, SafetyPlan).filter(case=case, state=SafetyPlanState.CURRENT)
    return plans.first()
