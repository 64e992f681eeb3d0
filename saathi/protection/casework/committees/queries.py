"""Queries for follow-ups: those assigned to a committee member, and whom one may ask."""

from django.db.models import QuerySet

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.permissions import BUNDLES, Permission
from saathi.protection.casework.committees.models import FollowUp
from saathi.protection.casework.committees.vocabulary import FollowUpState


def assigned_follow_ups(staff: Staff) -> QuerySet[FollowUp]:
    """The follow-ups assigned to this person now, the soonest to end first."""
    assigned = access.visible(staff, FollowUp).filter(asked_of=staff.id, state=FollowUpState.ASKED)
    return assigned.order_by("until", "pk")


def committee_members_to_ask(staff: Staff) -> QuerySet[Staff]:
    """Possible committee members: active people of any agency who take in reports, except the actor."""
    kinds = [kind for kind, holds in BUNDLES.items() if Permission.RECORD_REPORT in holds]
    members = Staff.objects.filter(is_active=True, bundle__in=kinds).exclude(pk=staff.pk)
    return members.select_related("office__agency").order_by("agency__name", "name")
