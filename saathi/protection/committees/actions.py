"""Asks a local committee to look after a child, ends that, and takes in what it tells."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.db import transaction

from saathi import audit
from saathi.agencies import access, notices, warden, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.vocabulary import GrantKind, NoticeKind
from saathi.infra.reasons import Refused
from saathi.protection.cases.models import Case
from saathi.protection.committees import queries, rules
from saathi.protection.committees.models import FollowUp, Told
from saathi.protection.committees.vocabulary import FollowUpState, HowItIs, LookAt, Seen
from saathi.vault import store as vault


class NotSo(Refused):
    """A committee that may not be asked like this; `reasons` say why."""


@dataclass(frozen=True)
class Asked:
    """Whom a committee is asked through, what to look at, until when; `words` are sealed."""

    asked_of: Staff
    look_at: Sequence[LookAt]
    until: dt.date
    words: Mapping[str, str] = field(default_factory=dict)  # called, where, keep_in_mind


@dataclass(frozen=True)
class Looked:
    """What the committee saw on a day; `words` are sealed."""

    seen_on: dt.date
    seen: Seen
    how: HowItIs
    words: Mapping[str, str] = field(default_factory=dict)  # words, her_words


@transaction.atomic
def ask(*, case: Case, asked: Asked, by: Staff) -> FollowUp:
    """The follow-up that was asked for, read by one person until a day; `NotSo` with reasons.

    She reads what is written here, and nothing of the file (CAS-007).
    """
    today = by.office.today()
    follow_up = FollowUp(
        file_id=case.file_id,
        case=case,
        asked_of=asked.asked_of,
        look_at=list(asked.look_at),
        asked_on=today,
        until=asked.until,
    )
    access.require(by, Permission.ASSIGN, follow_up)
    reasons = rules.reasons_not_to_ask(
        called=asked.words.get("called", ""),
        look_at=len(asked.look_at),
        until=asked.until,
        today=today,
        is_hidden_there=queries.is_hidden_from(case.file_id, asked.asked_of),
    )
    if reasons:
        raise NotSo(reasons)

    ends = _end_of(asked.until, by)
    follow_up.access = _open_to(follow_up, ends, by.id)
    writing.add(follow_up, by=by, payload={k: text for k, text in asked.words.items() if text})

    audit.record(
        audit.Kind.GRANTED,
        by=by.id,
        agency=by.agency_id,
        file_id=case.file_id,
        objects=[follow_up.pk],
        detail={
            "staff": asked.asked_of.pk,
            "reads": int(Section.CASE),
            "writes": 0,
            "ends_at": ends,
        },
    )
    notices.tell(asked.asked_of.pk, kind=NoticeKind.COMMITTEE_ASKED, record=follow_up.pk, by=by)
    return follow_up


def _end_of(day: dt.date, by: Staff) -> dt.datetime:
    zone = ZoneInfo(by.office.time_zone)
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), zone)


def _open_to(follow_up: FollowUp, ends: dt.datetime, by: uuid.UUID) -> uuid.UUID:
    """The right to read this follow-up, and of the file nothing but how the case stands."""
    values = [
        follow_up.file_id, follow_up.asked_of_id, GrantKind.SHARE.value, int(Section.CASE), 0, ends,
    ]  # fmt: skip
    return uuid.UUID(warden.change("access_give", values, by=by))


@transaction.atomic
def end(*, follow_up: FollowUp, version: int, by: Staff) -> FollowUp:
    """The follow-up ended: whoever was asked reads nothing of the child any more."""
    access.require(by, Permission.ASSIGN, follow_up)

    writing.change(
        follow_up, by=by, version=version, state=FollowUpState.ENDED, ended_on=by.office.today()
    )
    warden.change("handover_close", [follow_up.file_id, follow_up.access], by=by.id)

    audit.record(
        audit.Kind.GRANT_ENDED,
        by=by.id,
        agency=by.agency_id,
        file_id=follow_up.file_id,
        objects=[follow_up.pk],
        detail={"staff": follow_up.asked_of_id},
    )
    return follow_up


@transaction.atomic
def tell(*, follow_up: FollowUp, looked: Looked, by: Staff) -> Told:
    """What the committee saw, on record in the child's file; her worker hears of it."""
    if follow_up.asked_of_id != by.id:
        raise access.NotAllowed

    told = Told(
        id=uuid.uuid4(),
        file_id=follow_up.file_id,
        follow_up=follow_up,
        seen_on=looked.seen_on,
        seen=looked.seen,
        how=looked.how,
        recorded_by=by.id,
    )
    words = {key: text for key, text in looked.words.items() if text}
    vault.seal(told, words)
    values = [
        follow_up.pk, told.pk, told.seen_on, looked.seen.value, looked.how.value,
        bytes(told.sealed or b""),
    ]  # fmt: skip
    warden.change("committee_tell", values, by=by.id)

    audit.record(
        audit.Kind.WROTE,
        by=by.id,
        agency=by.agency_id,
        file_id=follow_up.file_id,
        objects=[told.pk],
        detail={"action": "added", "model": Told._meta.label_lower},
    )
    return told
