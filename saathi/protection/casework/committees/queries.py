"""Queries for follow-ups: those assigned to a committee member, and whom one may ask."""

from uuid import UUID

from django.db.models import QuerySet

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.permissions import BUNDLES, Permission
from saathi.protection.casework.committees.models import CommitteeObservation, FollowUp
from saathi.protection.casework.committees.vocabulary import FollowUpState

PAGE_SIZE = 50


def list_assigned_follow_ups(staff: Staff) -> list[FollowUp]:
    """The follow-ups assigned to this person now, the soonest to end first."""
    assigned = access.visible(staff, FollowUp).filter(asked_of=staff.id, state=FollowUpState.ASKED)
    return list(assigned.order_by("until", "pk")[:PAGE_SIZE])


def get_assigned_follow_up(staff: Staff, follow_up_id: UUID) -> FollowUp:
    """One follow-up assigned to this person, with an entry in the access log; 404 for all others."""
    follow_up = access.get(staff, FollowUp, follow_up_id)
    if follow_up.asked_of_id != staff.pk:
        raise access.NotAllowed
    return follow_up


def list_own_observations(staff: Staff, follow_up: FollowUp) -> list[CommitteeObservation]:
    """This person's observations in one follow-up."""
    observations = access.visible(staff, CommitteeObservation).filter(follow_up=follow_up)
    return list(observations.order_by("-seen_on", "-recorded_at")[:PAGE_SIZE])


def committee_members_to_ask(staff: Staff) -> QuerySet[Staff]:
    """Possible committee members: active people of any agency who take in reports, except the actor."""
    kinds = [kind for kind, holds in BUNDLES.items() if Permission.RECORD_REPORT in holds]
    members = Staff.objects.filter(is_active=True, bundle__in=kinds).exclude(pk=staff.pk)
    return members.select_related("office__agency").order_by("agency__name", "name")
