"""The current safety plan of a case."""

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.safety_plans.models import SafetyPlan
from saathi.protection.casework.safety_plans.vocabulary import SafetyPlanState

# What a plan says, in the order of the page and the print.
CONTENT = "warning_signs dangers child_does safe_people safe_places emergency_numbers workers_do"


def current_plan(staff: Staff, case: Case) -> SafetyPlan | None:
    """The current safety plan of a case, if there is one, not opened."""
    plans = access.visible(staff, SafetyPlan).filter(case=case, state=SafetyPlanState.CURRENT)
    return plans.first()
