"""Writes about consent, guardians, what a child was told, and decisions made with her."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.consent import resting, rules
from saathi.consent.models import (
    Accompaniment,
    Consent,
    Decision,
    Guardian,
    Information,
    OthersView,
)
from saathi.consent.vocabulary import (
    Accompanied,
    DecidedBy,
    DecisionKind,
    Speaker,
    ToldTo,
    Way,
)
from saathi.infra.reasons import Refused
from saathi.participation.vocabulary import Understood
from saathi.people.models import Child

type Words = Mapping[str, str]


class NotAccepted(Refused):
    """A consent or a decision that cannot stand like this; `reasons` tell why."""


@transaction.atomic
def record_guardian(
    *, child: Child, facts: rules.GuardianFacts, words: Words, by: Staff
) -> Guardian:
    """The guardian on record, beside those who were before."""
    guardian = Guardian(file_id=child.file_id, child=child, **_guardian(facts))
    access.require(by, Permission.WORK_ON_CASE, guardian)

    return writing.add(guardian, by=by, payload=writing.filled(words))


@transaction.atomic
def change_guardian(
    *, guardian: Guardian, facts: rules.GuardianFacts, words: Words, version: int, by: Staff
) -> Guardian:
    """What is known of the guardian now: an end, a conflict, a doubt. What stood before is kept."""
    access.require(by, Permission.WORK_ON_CASE, guardian)

    return writing.change(
        guardian, by=by, version=version, payload=writing.filled(words), **_guardian(facts)
    )


def _guardian(facts: rules.GuardianFacts) -> dict[str, object]:
    return {
        "kind": facts.kind,
        "starts_on": facts.starts_on,
        "ends_on": facts.ends_on,
        "is_independent": facts.is_independent,
        "has_conflict": facts.has_conflict,
        "may_be_involved": facts.may_be_involved,
    }


@transaction.atomic
def record_accompaniment(
    *, child: Child, state: Accompanied, as_of: dt.date, by: Staff
) -> Accompaniment:
    """Whether somebody who answers for her is with her, as it was on a day."""
    record = Accompaniment(file_id=child.file_id, child=child, state=state, as_of=as_of)
    access.require(by, Permission.WORK_ON_CASE, record)

    return writing.add(record, by=by)


@dataclass(frozen=True)
class ConsentTold:
    """A legal basis as it was found: for what, from whom, until when; `words` are sealed."""

    asked: rules.ConsentAsked
    scopes: Sequence[str]
    language: str = ""
    guardian: Guardian | None = None
    words: Words | None = None  # {"recipient", "withheld", "her_words"}


@transaction.atomic
def record_consent(*, child: Child, told: ConsentTold, by: Staff) -> Consent:
    """The basis on record; `NotAccepted` where it cannot stand like this (GDN-001, GDN-005)."""
    asked = told.asked
    consent = Consent(
        file_id=child.file_id,
        child=child,
        basis=asked.basis,
        scopes=list(told.scopes),
        answer=asked.answer,
        capacity=asked.capacity,
        language=told.language,
        guardian=told.guardian if asked.basis in rules.BY_GUARDIAN else None,
        given_on=asked.given_on,
        ends_on=asked.ends_on,
    )
    access.require(by, Permission.WORK_ON_CASE, consent)
    if reasons := rules.reasons_against_consent(asked, today=by.office.today()):
        raise NotAccepted(reasons)

    return writing.add(
        consent,
        by=by,
        payload=writing.filled(told.words) | writing.filled({"reason": asked.reason}),
    )


@transaction.atomic
def withdraw_consent(
    *, consent: Consent, earlier: Words, why: str, version: int, by: Staff
) -> list[str]:
    """What stopped with it, in words. Withdrawing is never refused (GDN-008).

    `earlier` are the opened words of the consent.
    """
    access.require(by, Permission.WORK_ON_CASE, consent)

    today = by.office.today()
    payload = dict(earlier) | writing.filled({"why_withdrawn": why})
    writing.change(consent, by=by, version=version, payload=payload, withdrawn_on=today)
    stopped = resting.resting_on(consent.pk, by=by)
    for one in stopped:
        one.stop(today)
    return [one.what for one in stopped]


@dataclass(frozen=True)
class InformationTold:
    """What the child was told, and how far she understood; `words`: who told her, what she asked."""

    about: Sequence[str]
    way: Way
    told_on: dt.date
    language: str
    understood: Understood
    words: Words | None = None
    told_to: ToldTo = ToldTo.CHILD


@transaction.atomic
def record_information(*, child: Child, told: InformationTold, by: Staff) -> Information:
    """That a child or her family was told something that they have a right to know (INF-007, MIG-003)."""
    record = Information(
        file_id=child.file_id,
        child=child,
        about=list(told.about),
        told_to=told.told_to,
        way=told.way,
        told_on=told.told_on,
        language=told.language,
        understood=told.understood,
    )
    access.require(by, Permission.WORK_ON_CASE, record)

    return writing.add(record, by=by, payload=writing.filled(told.words))


@dataclass(frozen=True)
class DecisionTold:
    """A decision, who took it, and the answers to the four principles in `made.texts`."""

    kind: DecisionKind
    decided_by: DecidedBy
    made: rules.DecisionMade
    review_on: dt.date | None = None

    def columns(self) -> dict[str, object]:
        """The columns of the record, without its envelope."""
        return {
            "kind": self.kind,
            "decided_by": self.decided_by,
            "decided_on": self.made.decided_on,
            "heard": self.made.heard,
            "weight": self.made.weight,
            "agreement": self.made.agreement,
            "told_on": self.made.told_on,
            "review_on": self.review_on,
        }


@transaction.atomic
def record_decision(*, child: Child, told: DecisionTold, by: Staff) -> Decision:
    """The decision on record; `NotAccepted` where a principle is not answered for (RTS-001)."""
    decision = Decision(file_id=child.file_id, child=child, **told.columns())
    access.require(by, Permission.WORK_ON_CASE, decision)
    _whole(told, by)

    return writing.add(decision, by=by, payload=writing.filled(told.made.texts))


@transaction.atomic
def change_decision(*, decision: Decision, told: DecisionTold, version: int, by: Staff) -> Decision:
    """The decision as it stands now: told to the child, her agreement, her answer."""
    access.require(by, Permission.WORK_ON_CASE, decision)
    _whole(told, by)

    return writing.change(
        decision, by=by, version=version, payload=writing.filled(told.made.texts), **told.columns()
    )


def _whole(told: DecisionTold, by: Staff) -> None:
    if reasons := rules.reasons_against_decision(told.made, today=by.office.today()):
        raise NotAccepted(reasons)


@transaction.atomic
def record_others_view(
    *, child: Child, speaker: Speaker, said_on: dt.date, words: Words, by: Staff
) -> OthersView:
    """What somebody else thinks of a matter, beside the child's own view (CHP-014)."""
    record = OthersView(file_id=child.file_id, child=child, speaker=speaker, said_on=said_on)
    access.require(by, Permission.WORK_ON_CASE, record)

    return writing.add(record, by=by, payload=writing.filled(words))
