"""What waits for the decision of a second person, for the page of approvals."""

from django.db.models import Q, QuerySet

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.protection.casework.reintegration.models import FinalEvaluation, Mentor
from saathi.protection.casework.reintegration.vocabulary import (
    EvaluationExceptionState,
    MentorState,
)


def pending_mentors(staff: Staff) -> QuerySet[Mentor]:
    """The mentors who wait for a second person: not proposed or changed by this one."""
    mentors = access.visible(staff, Mentor, by_row=True)
    own = Q(recorded_by=staff.pk) | Q(submitted_by=staff.pk) | Q(editors__contains=[staff.pk])
    return mentors.filter(state=MentorState.PROPOSED).exclude(own)


def pending_evaluations(staff: Staff) -> QuerySet[FinalEvaluation]:
    """The final evaluations whose reason for closing waits for a second person."""
    final_evaluations = access.visible(staff, FinalEvaluation, by_row=True)
    waiting = final_evaluations.filter(exception_state=EvaluationExceptionState.ASKED)
    return waiting.exclude(recorded_by=staff.pk)
