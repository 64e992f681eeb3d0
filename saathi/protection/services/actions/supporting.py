"""Writes about sessions of support and help for a livelihood. What happened is never refused."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.people.models import Child
from saathi.protection.services import rules
from saathi.protection.services.actions.referring import NotSoYet
from saathi.protection.services.models import Livelihood, SessionNote, SupportSession
from saathi.protection.services.vocabulary import (
    Audience,
    Change,
    ForWhom,
    Lasting,
    LivelihoodState,
    Presence,
    Provider,
    SessionKind,
)

type Words = Mapping[str, str]


@dataclass(frozen=True)
class SupportTold:
    """A session as it was held; `note` is sealed apart, for `audience` alone."""

    kind: SessionKind
    provider: Provider
    held_on: dt.date
    minutes: int | None = None
    presence: Presence = Presence.CAME
    language: str = ""
    topics: Sequence[str] = ()
    change: Change = Change.NOT_JUDGED
    next_on: dt.date | None = None
    who: str = ""
    note: str = ""
    audience: Audience = Audience.SELF

    def columns(self) -> dict[str, Any]:
        """The columns of the session, without its envelope and its note."""
        return {
            "kind": self.kind,
            "provider": self.provider,
            "held_on": self.held_on,
            "minutes": self.minutes,
            "presence": self.presence,
            "language": self.language,
            "topics": list(self.topics),
            "change": self.change,
            "next_on": self.next_on,
        }


@transaction.atomic
def record_session(*, child: Child, told: SupportTold, by: Staff) -> SupportSession:
    """The session, and what was written of it in a record of its own."""
    session = SupportSession(file_id=child.file_id, child=child, **told.columns())
    access.require(by, Permission.WORK_ON_CASE, session)

    writing.add(session, by=by, payload={"who": told.who} if told.who else None)
    if told.note:
        note = SessionNote(file_id=child.file_id, session=session, audience=told.audience)
        writing.add(note, by=by, payload={"note": told.note})
    return session


@transaction.atomic
def change_session(
    *, session: SupportSession, told: SupportTold, version: int, by: Staff
) -> SupportSession:
    """The session, corrected. A note that is new stands beside earlier ones; none is overwritten."""
    access.require(by, Permission.WORK_ON_CASE, session)

    writing.change(
        session,
        by=by,
        version=version,
        payload={"who": told.who} if told.who else None,
        **told.columns(),
    )
    if told.note:
        note = SessionNote(file_id=session.file_id, session=session, audience=told.audience)
        writing.add(note, by=by, payload={"note": told.note})
    return session


@dataclass(frozen=True)
class LivelihoodTold:
    """Help for a livelihood as it stands; `words` are sealed: plan, who, result."""

    for_whom: ForWhom
    state: LivelihoodState
    asked_on: dt.date
    given: Sequence[str] = ()
    given_on: dt.date | None = None
    follow_up_on: dt.date | None = None
    looked_on: dt.date | None = None
    lasting: Lasting | None = None
    ended_on: dt.date | None = None
    words: Words = field(default_factory=dict)

    def columns(self) -> dict[str, Any]:
        """The columns of the record, without its envelope."""
        return {
            "for_whom": self.for_whom,
            "state": self.state,
            "asked_on": self.asked_on,
            "given": list(self.given),
            "given_on": self.given_on,
            "follow_up_on": self.follow_up_on,
            "looked_on": self.looked_on,
            "lasting": self.lasting or "",
            "ended_on": self.ended_on,
        }

    def payload(self) -> dict[str, str]:
        """What the envelope holds: only what was filled in."""
        return {key: text for key, text in self.words.items() if text}


@transaction.atomic
def record_livelihood(*, child: Child, told: LivelihoodTold, by: Staff) -> Livelihood:
    """Help asked for, or given, so that the family can live and the child need not be sent away."""
    record = Livelihood(file_id=child.file_id, child=child, **told.columns())
    access.require(by, Permission.WORK_ON_CASE, record)

    return writing.add(record, by=by, payload=told.payload())


@transaction.atomic
def follow_livelihood(
    *, record: Livelihood, told: LivelihoodTold, version: int, by: Staff
) -> Livelihood:
    """The help as it stands now: given, looked at again, ended."""
    access.require(by, Permission.WORK_ON_CASE, record)
    before = LivelihoodState(record.state)
    if told.state != before and told.state not in rules.LIVELIHOOD_TRANSITIONS[before]:
        raise NotSoYet([rules.NOT_THAT_STATE])

    return writing.change(record, by=by, version=version, payload=told.payload(), **told.columns())
