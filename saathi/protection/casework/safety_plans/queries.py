"""The current safety plan of a case, and who in the team reads it."""

from uuid import UUID

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.permissions import TEAM_READS
from saathi.protection.casework.cases.covers import current_seats
from saathi.protection.casework.cases.models import Case, Seat
from saathi.protection.casework.safety_plans.models import SafetyPlan
from saathi.protection.casework.safety_plans.vocabulary import SafetyPlanState
from saathi.protection.casework.urgent_care.models import UrgentCare
from saathi.protection.casework.urgent_care.vocabulary import CareReason, CareStepCode

# What a plan says, in the order of the page and the print.
CONTENT = "warning_signs dangers child_does safe_people safe_places emergency_numbers workers_do"


def is_protocol_step_open(staff: Staff, case: Case) -> bool:
    """Whether open care after signs of self-harm still requires a safety plan."""
    care = access.visible(staff, UrgentCare).filter(
        file=case.file_id, reason=CareReason.SELF_HARM, ended_on=None
    )
    return care.exclude(steps__code=CareStepCode.SAFETY_PLAN).exists()


def current_plan(staff: Staff, case: Case) -> SafetyPlan | None:
    """The current safety plan of a case, if there is one, not opened."""
    plans = access.visible(staff, SafetyPlan).filter(case=case, state=SafetyPlanState.CURRENT)
    return plans.first()


def team_readers(case: Case) -> set[UUID]:
    """Who in the child's team, covering colleagues included, reads safety plans. One query."""
    roles = [role for role, reads in TEAM_READS.items() if reads & SafetyPlan.section]
    seats = Seat.objects.filter(case=case, role__in=roles, staff__is_active=True)
    return set(current_seats(seats, case.office.today()).values_list("staff_id", flat=True))
