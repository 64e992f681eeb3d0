"""What waits for the decision of a second person or a panel, for the page of approvals."""

from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.functions import Coalesce

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.protection.decisions.best_interests import rules
from saathi.protection.decisions.best_interests.models import (
    BestInterestsAssessment,
    Determination,
    Reconsideration,
)
from saathi.protection.decisions.best_interests.queries import is_author
from saathi.protection.decisions.best_interests.vocabulary import (
    AssessmentExtent,
    AssessmentState,
    DeterminationState,
    ReconsiderationOutcome,
)


def pending_assessments(staff: Staff) -> QuerySet[Any]:
    """The assessments on which this person decides, for the page of approvals.

    A short one says where the child stays tonight, so it is an emergency.
    """
    found = access.visible(staff, BestInterestsAssessment, by_row=True)
    is_short = ExpressionWrapper(Q(extent=AssessmentExtent.SHORT), output_field=BooleanField())
    waiting = found.filter(state=AssessmentState.SUBMITTED).exclude(is_author(staff))
    return waiting.annotate(is_emergency=is_short)


def pending_determinations(staff: Staff) -> QuerySet[Any]:
    """The determinations whose report is ready for the panel, and which this person may record."""
    found = access.visible(staff, Determination, by_row=True)
    waiting = found.filter(state__in=[DeterminationState.READY, DeterminationState.LISTED])
    own = is_author(staff) | Q(reported_by=staff.pk) | Q(case__worker=staff.pk)
    return waiting.exclude(own).annotate(waits_since=Coalesce(F("reported_on"), F("opened_on")))


def pending_reconsiderations(staff: Staff) -> QuerySet[Any]:
    """The new facts and requests of others that wait for an answer."""
    reconsiderations = access.visible(staff, Reconsideration, by_row=True)
    waiting = reconsiderations.filter(
        outcome=ReconsiderationOutcome.OPEN, determination__state__in=[*rules.IN_FORCE]
    )
    return waiting.exclude(recorded_by=staff.pk)
