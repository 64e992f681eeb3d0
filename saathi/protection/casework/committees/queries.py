"""Queries for follow-ups: those of a committee member, the members who can be asked, reported danger."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case, Count, Q, QuerySet, Value, When, Window

from saathi.agencies import access, definer_functions
from saathi.agencies.models import Staff
from saathi.agencies.permissions import BUNDLES, Permission
from saathi.people.queries import code_of_file
from saathi.protection.casework.committees.models import CommitteeObservation, FollowUp
from saathi.protection.casework.committees.vocabulary import ChildCondition, FollowUpState

MAX_DANGERS_SHOWN = 10  # on My day


def assigned_follow_ups(staff: Staff) -> QuerySet[FollowUp]:
    """The follow-ups assigned to this person now, the soonest to end first."""
    assigned = access.visible(staff, FollowUp).filter(asked_of=staff.id, state=FollowUpState.ASKED)
    return assigned.order_by("until", "pk")


def has_request_ended(staff: Staff, follow_up_id: UUID) -> bool:  # noqa: ARG001 - the caller of the function
    """Whether this person was asked by a request that has ended; nothing else of it is open to them."""
    ended = definer_functions.call_function("SELECT committee_request_ended(%s)", [follow_up_id])
    return bool(ended)


def reported_danger(observations: QuerySet[CommitteeObservation]) -> QuerySet[CommitteeObservation]:
    """The observations that report danger without a response yet."""
    return observations.filter(how=ChildCondition.DANGER, responded_at=None)


@dataclass(frozen=True, slots=True)
class ReportedDanger:
    """Danger that a committee reported, without a response; the code if the child is visible."""

    file_id: UUID
    seen_on: dt.date
    code: str | None


def list_waiting_work(staff: Staff, files: Sequence[UUID]) -> tuple[list[ReportedDanger], int]:
    """Danger to respond to, latest first and at most ten, and how many follow-ups this person is asked for.

    One query.
    """
    asked = assigned_follow_ups(staff).annotate(code=Value(""), count=Window(Count("pk")))
    dangers = _danger_to_respond_to(staff, files).annotate(count=Value(0))
    rows = dangers.values_list("file_id", "seen_on", "child_code", "count")
    if access.has_permission(staff, Permission.RECORD_REPORT):
        rows = rows.union(asked.values_list("file_id", "until", "code", "count")[:1], all=True)
    found = [(ReportedDanger(file, day, code), count) for file, day, code, count in rows]
    return [danger for danger, count in found if not count], sum(count for _row, count in found)


def _danger_to_respond_to(staff: Staff, files: Sequence[UUID]) -> QuerySet[CommitteeObservation]:
    """Reported danger in the files of a worker's own cases, and in the offices that a supervisor leads."""
    visible = access.visible(staff, CommitteeObservation)
    mine = Q(file__in=files)
    if access.has_permission(staff, Permission.APPROVE):
        mine |= Q(file__office__in=staff.acts_as)
    found = reported_danger(visible).filter(mine).annotate(child_code=code_of_file(staff))
    return found.order_by("-recorded_at")[:MAX_DANGERS_SHOWN]


def committee_members_to_ask(staff: Staff) -> QuerySet[Staff]:
    """Possible committee members: active people of the country who receive reports, except the actor.

    Those of the actor's district come first.
    """
    kinds = [kind for kind, holds in BUNDLES.items() if Permission.RECORD_REPORT in holds]
    in_country = Q(is_active=True, bundle__in=kinds, office__country=staff.office.country)
    members = Staff.objects.filter(in_country).exclude(pk=staff.pk)
    is_near = Case(When(office__district=staff.office.district, then=0), default=1)
    return members.select_related("office__agency").order_by(is_near, "agency__name", "name")
