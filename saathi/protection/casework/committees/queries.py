"""Queries for follow-ups: a member's own, members who can be asked, and reported danger."""

from typing import Any
from uuid import UUID

from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.functions import JSONObject

from saathi.agencies import access, definer_functions
from saathi.agencies.models import Staff
from saathi.agencies.permissions import SHIPPED_ROLES, Permission
from saathi.infra.any_of import AnyOf
from saathi.infra.query_columns import count_column, rows_column
from saathi.people.queries import code_of_file
from saathi.protection.casework.committees.models import CommitteeObservation, FollowUp
from saathi.protection.casework.committees.vocabulary import ChildCondition, FollowUpState

MAX_DANGERS_SHOWN = 10  # on My day
MAX_ASKED = 1_000


def assigned_follow_ups(staff: Staff) -> QuerySet[FollowUp]:
    """The follow-ups assigned to this person now, the soonest to end first."""
    assigned = access.visible(staff, FollowUp).filter(asked_of=staff.id, state=FollowUpState.ASKED)
    return assigned.order_by("until", "pk")


def has_request_ended(staff: Staff, follow_up_id: UUID) -> bool:  # noqa: ARG001 - the caller of the function
    """Whether a request to this person has ended; nothing else about it is open to them."""
    ended = definer_functions.call_function("SELECT committee_request_ended(%s)", [follow_up_id])
    return bool(ended)


def reported_danger(observations: QuerySet[CommitteeObservation]) -> QuerySet[CommitteeObservation]:
    """The observations that report danger without a response yet."""
    return observations.filter(how=ChildCondition.DANGER, responded_at=None)


def waiting_work_column(staff: Staff, files: list[UUID], may: frozenset[Permission]) -> Any:
    """The latest ten dangers to respond to, and how many follow-ups this person must do."""
    dangers = rows_column(
        _danger_to_respond_to(staff, files, may),
        file_id="file_id",
        seen_on="seen_on",
        code=code_of_file(staff),
    )
    asked: Any = Value(0)
    if Permission.RECORD_REPORT in may:
        asked = count_column(assigned_follow_ups(staff), MAX_ASKED)
    return JSONObject(dangers=dangers, asked=asked)


def _danger_to_respond_to(
    staff: Staff, files: list[UUID], may: frozenset[Permission]
) -> QuerySet[CommitteeObservation]:
    """Reported danger in the worker's own cases and in the offices that a supervisor leads."""
    visible = access.visible(staff, CommitteeObservation)
    mine: Any = AnyOf("file_id", files)
    if Permission.APPROVE in may:
        mine = Q(mine) | Q(file__office__in=staff.acts_as)
    return reported_danger(visible).filter(mine).order_by("-recorded_at")[:MAX_DANGERS_SHOWN]


def committee_members_to_ask(staff: Staff) -> QuerySet[Staff]:
    """Possible committee members: active people of the country who receive reports, except the actor.

    Those of the actor's district come first.
    """
    kinds = [kind for kind, holds in SHIPPED_ROLES.items() if Permission.RECORD_REPORT in holds]
    in_country = Q(is_active=True, role_kind__in=kinds, office__country=staff.office.country)
    members = Staff.objects.filter(in_country).exclude(pk=staff.pk)
    is_near = Case(When(office__district=staff.office.district, then=0), default=1)
    return members.select_related("office__agency").order_by(is_near, "agency__name", "name")
