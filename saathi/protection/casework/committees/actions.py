"""Write actions for follow-ups by local committees: request, end, record observations."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.db import transaction

from saathi import audit
from saathi.agencies import access, definer_functions, notices, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.vocabulary import GrantKind
from saathi.infra.reasons import Refused
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.committees import queries, rules
from saathi.protection.casework.committees.models import CommitteeObservation, FollowUp
from saathi.protection.casework.committees.vocabulary import (
    COMMITTEE_ASKED_NOTICE,
    ChildCondition,
    ChildSighting,
    FollowUpFocus,
    FollowUpState,
)
from saathi.vault import store as vault


class CommitteeFollowUpRefused(Refused):
    """A follow-up that may not be requested; `reasons` give the codes."""


@dataclass(frozen=True)
class CommitteeFollowUpInput:
    """The committee member, what to look at, until when; `texts` are sealed."""

    committee_member: Staff
    focus: Sequence[FollowUpFocus]
    until: dt.date
    texts: Mapping[str, str] = field(default_factory=dict)  # called, where, keep_in_mind


@dataclass(frozen=True)
class CommitteeObservationInput:
    """What the committee observed on a day; `texts` are sealed."""

    seen_on: dt.date
    seen: ChildSighting
    condition: ChildCondition
    texts: Mapping[str, str] = field(default_factory=dict)  # words, her_words


@transaction.atomic
def request_follow_up(*, case: Case, data: CommitteeFollowUpInput, actor: Staff) -> FollowUp:
    """Requests a follow-up, readable for one person until a day; `CommitteeFollowUpRefused` with reasons.

    The committee member reads what is written here, and nothing else of the file (CAS-007).
    """
    today = actor.office.today()
    follow_up = FollowUp(
        file_id=case.file_id,
        case=case,
        asked_of=data.committee_member,
        look_at=list(data.focus),
        asked_on=today,
        until=data.until,
    )
    access.require(actor, Permission.ASSIGN, follow_up)
    reasons = rules.reasons_against_follow_up(
        child_called=data.texts.get("called", ""),
        focus_count=len(data.focus),
        until=data.until,
        today=today,
        is_hidden_from_member=queries.is_hidden_from(case.file_id, data.committee_member),
    )
    if reasons:
        raise CommitteeFollowUpRefused(reasons)

    ends = _end_of_day(data.until, actor)
    follow_up.access = _grant_access(follow_up, ends, actor.id)
    writing.add(follow_up, actor=actor, payload={k: text for k, text in data.texts.items() if text})

    _log_grant(follow_up, data.committee_member, ends, actor)
    notices.notify_staff(
        data.committee_member.pk, kind=COMMITTEE_ASKED_NOTICE, record=follow_up.pk, actor=actor
    )
    return follow_up


def _end_of_day(day: dt.date, actor: Staff) -> dt.datetime:
    zone = ZoneInfo(actor.office.time_zone)
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), zone)


def _grant_access(follow_up: FollowUp, ends: dt.datetime, by: uuid.UUID) -> uuid.UUID:
    """Grants the right to read this follow-up, and of the file only the case section."""
    values = [
        follow_up.file_id, follow_up.asked_of_id, GrantKind.SHARE.value, int(Section.CASE), 0, ends,
    ]  # fmt: skip
    return uuid.UUID(definer_functions.make_change("access_give", values, by=by))


def _log_grant(follow_up: FollowUp, member: Staff, ends: dt.datetime, actor: Staff) -> None:
    audit.record(
        audit.AuditKind.GRANTED,
        by=actor.id,
        agency=actor.agency_id,
        file_id=follow_up.file_id,
        objects=[follow_up.pk],
        detail={
            "staff": member.pk,
            "reads": int(Section.CASE),
            "writes": 0,
            "ends_at": ends,
        },
    )


@transaction.atomic
def end_follow_up(*, follow_up: FollowUp, version: int, actor: Staff) -> FollowUp:
    """Ends a follow-up: the committee member can read nothing of the child any more."""
    access.require(actor, Permission.ASSIGN, follow_up)

    writing.change(
        follow_up,
        actor=actor,
        version=version,
        state=FollowUpState.ENDED,
        ended_on=actor.office.today(),
    )
    definer_functions.make_change(
        "handover_close", [follow_up.file_id, follow_up.access], by=actor.id
    )

    audit.record(
        audit.AuditKind.GRANT_ENDED,
        by=actor.id,
        agency=actor.agency_id,
        file_id=follow_up.file_id,
        objects=[follow_up.pk],
        detail={"staff": follow_up.asked_of_id},
    )
    return follow_up


@transaction.atomic
def record_observation(
    *, follow_up: FollowUp, data: CommitteeObservationInput, actor: Staff
) -> CommitteeObservation:
    """Records a committee's observation in the child's file and notifies the worker."""
    if follow_up.asked_of_id != actor.id:
        raise access.NotAllowed

    observation = CommitteeObservation(
        id=uuid.uuid4(),
        file_id=follow_up.file_id,
        follow_up=follow_up,
        seen_on=data.seen_on,
        seen=data.seen,
        how=data.condition,
        recorded_by=actor.id,
    )
    texts = {key: text for key, text in data.texts.items() if text}
    vault.seal(observation, texts)
    values = [
        follow_up.pk, observation.pk, observation.seen_on, data.seen.value, data.condition.value,
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
