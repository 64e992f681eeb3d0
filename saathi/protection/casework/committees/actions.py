"""Write actions for follow-ups by local committees: request, end, record observations."""

import datetime as dt
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from saathi import audit
from saathi.agencies import access, definer_functions, notices, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.fields import payload_of
from saathi.agencies.sections import Section
from saathi.agencies.vocabulary import GrantKind, NoticeKind
from saathi.infra.reasons import Refused
from saathi.protection.casework.committees import queries, rules
from saathi.protection.casework.committees.models import CommitteeObservation, FollowUp
from saathi.protection.casework.committees.vocabulary import FollowUpState
from saathi.vault import store as vault


class CommitteeFollowUpRefused(Refused):
    """A follow-up that may not be requested; `reasons` give the codes."""


@transaction.atomic
def request_follow_up(*, follow_up: FollowUp, actor: Staff) -> FollowUp:
    """Requests a follow-up, readable for one person until a day; `CommitteeFollowUpRefused` with reasons.

    The committee member reads the texts of the follow-up, and nothing else of the file (CAS-007).
    """
    follow_up.asked_on = actor.office.today()
    access.require(actor, Permission.ASSIGN, follow_up)
    reasons = rules.reasons_against_follow_up(
        child_called=follow_up.called,
        focus_count=len(follow_up.look_at),
        until=follow_up.until,
        today=follow_up.asked_on,
        is_hidden_from_member=queries.is_hidden_from(follow_up.file_id, follow_up.asked_of),
    )
    if reasons:
        raise CommitteeFollowUpRefused(reasons)

    ends = dt.datetime.combine(
        follow_up.until + dt.timedelta(days=1), dt.time(), ZoneInfo(actor.office.time_zone)
    )
    follow_up.access = _grant_access(follow_up, ends, actor.id)
    writing.add(follow_up, actor=actor)

    grant = {"reads": int(Section.CASE), "writes": 0, "ends_at": ends}
    _log_grant(audit.AuditKind.GRANTED, follow_up, actor, **grant)
    notices.notify_staff(
        follow_up.asked_of_id, kind=NoticeKind.COMMITTEE_ASKED, record=follow_up.pk, actor=actor
    )
    return follow_up


def _grant_access(follow_up: FollowUp, ends: dt.datetime, by: UUID) -> UUID:
    """Grants the right to read this follow-up, and of the file only the case section."""
    values = [
        follow_up.file_id, follow_up.asked_of_id, GrantKind.SHARE.value, int(Section.CASE), 0, ends,
    ]  # fmt: skip
    return UUID(definer_functions.make_change("access_give", values, by=by))


def _log_grant(kind: audit.AuditKind, follow_up: FollowUp, actor: Staff, **grant: object) -> None:
    audit.record(
        kind,
        by=actor.id,
        agency=actor.agency_id,
        file_id=follow_up.file_id,
        objects=[follow_up.pk],
        detail={"staff": follow_up.asked_of_id} | grant,
    )


@transaction.atomic
def end_follow_up(*, follow_up: FollowUp, version: int, actor: Staff) -> FollowUp:
    """Ends a follow-up: the committee member can read nothing of the child any more."""
    access.require(actor, Permission.ASSIGN, follow_up)

    today = actor.office.today()
    writing.change(
        follow_up, actor=actor, version=version, state=FollowUpState.ENDED, ended_on=today
    )
    grant = [follow_up.file_id, follow_up.access]
    definer_functions.make_change("handover_close", grant, by=actor.id)

    _log_grant(audit.AuditKind.GRANT_ENDED, follow_up, actor)
    return follow_up


@transaction.atomic
def record_observation(*, observation: CommitteeObservation, actor: Staff) -> CommitteeObservation:
    """Records a committee's observation in the child's file and notifies the worker."""
    follow_up = observation.follow_up
    if follow_up.asked_of_id != actor.id:
        raise access.NotAllowed

    observation.recorded_by = actor.id
    vault.seal(observation, payload_of(observation))
    values = [
        follow_up.pk, observation.pk, observation.seen_on, observation.seen, observation.how,
        bytes(observation.sealed or b""),
    ]  # fmt: skip
    definer_functions.make_change("committee_tell", values, by=actor.id)

    audit.record(
        audit.AuditKind.WROTE,
        by=actor.id,
        agency=actor.agency_id,
        file_id=follow_up.file_id,
        objects=[observation.pk],
        detail={"action": "added", "model": CommitteeObservation._meta.label_lower},
    )
    return observation
