"""Write actions for follow-ups by local committees: request, end, record observations."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from saathi.agencies import access, definer_functions, notices, writing
from saathi.agencies.access_checks import reasons_against_access
from saathi.agencies.access_log import log_change, log_write
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.queries import filter_hidden_principals
from saathi.agencies.sections import Section
from saathi.agencies.vocabulary import GrantKind
from saathi.audit import AuditKind
from saathi.infra.reasons import Reason, Refused
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.casework.committees import rules
from saathi.protection.casework.committees.models import CommitteeObservation, FollowUp
from saathi.protection.casework.committees.vocabulary import (
    COMMITTEE_ASKED_NOTICE,
    COMMITTEE_ENDED_NOTICE,
    FollowUpState,
)


class CommitteeFollowUpRefused(Refused):
    """A follow-up that may not be requested; `reasons` give the codes."""


class ObservationAnswered(Refused):
    """Someone has responded to the observation meanwhile."""


@transaction.atomic
def request_follow_up(*, follow_up: FollowUp, actor: Staff) -> FollowUp:
    """Requests a follow-up that one committee member can read until a day.

    The member reads the texts of the follow-up, and nothing else of the file (CAS-007).
    `CommitteeFollowUpRefused` with reasons.
    """
    follow_up.asked_on = actor.office.today()
    member = follow_up.asked_of
    access.require(actor, Permission.ASSIGN, follow_up)
    reasons = rules.reasons_against_follow_up(
        child_called=follow_up.called,
        focus_count=len(follow_up.look_at),
        until=follow_up.until,
        today=follow_up.asked_on,
        is_hidden_from_member=bool(filter_hidden_principals(follow_up.file_id, [member.pk])),
    )
    abroad = reasons_against_access(follow_up.file_id, member, GrantKind.SHARE)
    if reasons := (*reasons, *abroad):
        raise CommitteeFollowUpRefused(reasons)

    reads, writes = int(Section.CASE), 0
    ends = actor.office.start_of(follow_up.until + dt.timedelta(days=1))
    grant = [follow_up.file_id, member.pk, GrantKind.SHARE.value, reads, writes, ends]
    follow_up.access = UUID(definer_functions.make_change("access_give", grant, by=actor.id))
    writing.add(follow_up, actor=actor)

    detail = {"staff": member.pk, "reads": reads, "writes": writes, "ends_at": ends}
    log_change(AuditKind.GRANTED, follow_up, actor=actor, **detail)
    notices.notify_about(follow_up, member.pk, kind=COMMITTEE_ASKED_NOTICE, actor=actor)
    return follow_up


@transaction.atomic
def end_follow_up(*, follow_up: FollowUp, version: int, actor: Staff) -> FollowUp:
    """Ends a follow-up: the committee member can no longer read anything about the child."""
    access.require(actor, Permission.ASSIGN, follow_up)

    today, state = actor.office.today(), FollowUpState.ENDED
    writing.change(follow_up, actor=actor, version=version, state=state, ended_on=today)
    grant = [follow_up.file_id, follow_up.access]
    definer_functions.make_change("handover_close", grant, by=actor.id)

    log_change(AuditKind.GRANT_ENDED, follow_up, actor=actor, staff=follow_up.asked_of_id)
    member, kind = follow_up.asked_of_id, COMMITTEE_ENDED_NOTICE
    notices.notify_about(follow_up, member, kind=kind, actor=actor)
    return follow_up


@transaction.atomic
def respond_to_observation(
    *, observation: CommitteeObservation, actor: Staff
) -> CommitteeObservation:
    """Records that the actor responded to an observation; `ObservationAnswered` if a colleague did."""
    access.require(actor, Permission.WORK_ON_CASE, observation)
    if not definer_functions.make_change("committee_respond", [observation.pk], by=actor.id):
        reason = _("A colleague has already responded to this observation.")
        raise ObservationAnswered([Reason("responded", reason)])
    log_write(observation, actor=actor, action="responded")
    return observation


@transaction.atomic
def record_observation(*, observation: CommitteeObservation, actor: Staff) -> CommitteeObservation:
    """Records a committee's observation in the child's file and notifies the worker."""
    if observation.follow_up.asked_of_id != actor.id:
        raise access.NotAllowed
    if reasons := rules.reasons_against_observation(
        observation.seen_on, asked_on=observation.follow_up.asked_on
    ):
        raise CommitteeFollowUpRefused(reasons)

    values = "follow_up_id pk seen_on seen how sealed"
    return writing.add_by_function(observation, "committee_tell", values, actor=actor)
