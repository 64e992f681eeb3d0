"""Actions on support sessions and livelihood support. A past event is never refused."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.people.models import Child
from saathi.protection.casework.services import rules
from saathi.protection.casework.services.actions.referring import ReferralNotPermitted
from saathi.protection.casework.services.livelihood_vocabulary import (
    LivelihoodCost,
    LivelihoodProvider,
)
from saathi.protection.casework.services.models import Livelihood, SessionNote, SupportSession
from saathi.protection.casework.services.vocabulary import (
    AttendanceStatus,
    LivelihoodRecipient,
    LivelihoodState,
    LivelihoodSustainability,
    ObservedChange,
    SessionNoteAudience,
    SupportProvider,
    SupportSessionKind,
)

type SealedTexts = Mapping[str, str]


@dataclass(frozen=True)
class SupportSessionInput:
    """A session as it was held; `note` is sealed in its own record, for `audience` only."""

    kind: SupportSessionKind
    provider: SupportProvider
    held_on: dt.date
    presence: AttendanceStatus
    minutes: int | None = None
    language: str = ""
    topics: Sequence[str] = ()
    change: ObservedChange = ObservedChange.NOT_RECORDED
    next_on: dt.date | None = None
    who: str = ""
    note: str = ""
    audience: SessionNoteAudience = SessionNoteAudience.SELF

    def columns(self) -> dict[str, Any]:
        """The columns of the session, without its sealed texts and its note."""
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
def record_support_session(
    *, child: Child, data: SupportSessionInput, actor: Staff
) -> SupportSession:
    """Records the session, and its note in a record of its own."""
    session = SupportSession(file_id=child.file_id, child=child, **data.columns())
    access.require(actor, Permission.WORK_ON_CASE, session)

    writing.add(session, actor=actor, payload={"who": data.who} if data.who else None)
    if data.note:
        note = SessionNote(file_id=child.file_id, session=session, audience=data.audience)
        writing.add(note, actor=actor, payload={"note": data.note})
    return session


@transaction.atomic
def change_support_session(
    *, session: SupportSession, data: SupportSessionInput, version: int, actor: Staff
) -> SupportSession:
    """Corrects the session. A new note is added to the earlier ones; none is overwritten."""
    access.require(actor, Permission.WORK_ON_CASE, session)

    writing.change(
        session,
        actor=actor,
        version=version,
        payload={"who": data.who} if data.who else None,
        **data.columns(),
    )
    if data.note:
        note = SessionNote(file_id=session.file_id, session=session, audience=data.audience)
        writing.add(note, actor=actor, payload={"note": data.note})
    return session


@dataclass(frozen=True)
class LivelihoodInput:
    """Livelihood support in its present state; `texts` are sealed: plan, who, result."""

    for_whom: LivelihoodRecipient
    state: LivelihoodState
    asked_on: dt.date
    given: Sequence[str] = ()
    provider: LivelihoodProvider = LivelihoodProvider.NOT_RECORDED
    cost: LivelihoodCost = LivelihoodCost.NOT_RECORDED
    given_on: dt.date | None = None
    follow_up_on: dt.date | None = None
    looked_on: dt.date | None = None
    lasting: LivelihoodSustainability | None = None
    ended_on: dt.date | None = None
    texts: SealedTexts = field(default_factory=dict)

    def columns(self) -> dict[str, Any]:
        """The columns of the record, without its sealed texts."""
        return {
            "for_whom": self.for_whom,
            "state": self.state,
            "asked_on": self.asked_on,
            "given": list(self.given),
            "provider": self.provider,
            "cost": self.cost,
            "given_on": self.given_on,
            "follow_up_on": self.follow_up_on,
            "looked_on": self.looked_on,
            "lasting": self.lasting or "",
            "ended_on": self.ended_on,
        }

    def payload(self) -> dict[str, str]:
        """The texts to seal: only those that were filled in."""
        return {key: text for key, text in self.texts.items() if text}


@transaction.atomic
def record_livelihood(*, child: Child, data: LivelihoodInput, actor: Staff) -> Livelihood:
    """Records support, requested or given, so that the family can live and keep the child."""
    record = Livelihood(file_id=child.file_id, child=child, **data.columns())
    access.require(actor, Permission.WORK_ON_CASE, record)

    return writing.add(record, actor=actor, payload=data.payload())


@transaction.atomic
def follow_up_livelihood(
    *, record: Livelihood, data: LivelihoodInput, version: int, actor: Staff
) -> Livelihood:
    """Updates livelihood support: given, reviewed or ended."""
    access.require(actor, Permission.WORK_ON_CASE, record)
    before = LivelihoodState(record.state)
    if data.state != before and data.state not in rules.LIVELIHOOD_TRANSITIONS[before]:
        raise ReferralNotPermitted([rules.INVALID_TRANSITION])

    return writing.change(
        record, actor=actor, version=version, payload=data.payload(), **data.columns()
    )
