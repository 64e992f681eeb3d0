"""Writes about consent, guardians, what a child was told, and decisions made with her."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.consent import dependents, rules
from saathi.consent.models import (
    Accompaniment,
    Consent,
    Decision,
    Guardian,
    Information,
    OthersView,
)
from saathi.consent.vocabulary import (
    AccompanimentStatus,
    DecisionKind,
    DecisionMaker,
    InformationAudience,
    InformationMethod,
    Speaker,
)
from saathi.infra.reasons import Refused
from saathi.participation.vocabulary import UnderstandingLevel
from saathi.people.models import Child

type Texts = Mapping[str, str]


class ConsentRecordRefused(Refused):
    """A consent or a decision that cannot stand like this; `reasons` tell why."""


@transaction.atomic
def record_guardian(
    *, child: Child, facts: rules.GuardianFacts, texts: Texts, actor: Staff
) -> Guardian:
    """The guardian on record, beside those who were before."""
    guardian = Guardian(file_id=child.file_id, child=child, **_guardian_columns(facts))
    access.require(actor, Permission.WORK_ON_CASE, guardian)

    return writing.add(guardian, actor=actor, payload=writing.nonblank_texts(texts))


@transaction.atomic
def change_guardian(
    *, guardian: Guardian, facts: rules.GuardianFacts, texts: Texts, version: int, actor: Staff
) -> Guardian:
    """What is known of the guardian now: an end, a conflict, a doubt. What stood before is kept."""
    access.require(actor, Permission.WORK_ON_CASE, guardian)

    return writing.change(
        guardian,
        actor=actor,
        version=version,
        payload=writing.nonblank_texts(texts),
        **_guardian_columns(facts),
    )


def _guardian_columns(facts: rules.GuardianFacts) -> dict[str, object]:
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
    *, child: Child, state: AccompanimentStatus, as_of: dt.date, actor: Staff
) -> Accompaniment:
    """Whether somebody who answers for her is with her, as it was on a day."""
    record = Accompaniment(file_id=child.file_id, child=child, state=state, as_of=as_of)
    access.require(actor, Permission.WORK_ON_CASE, record)

    return writing.add(record, actor=actor)


@dataclass(frozen=True)
class ConsentInput:
    """A legal basis as it was found: for what, from whom, until when; `words` are sealed."""

    facts: rules.ConsentFacts
    scopes: Sequence[str]
    language: str = ""
    guardian: Guardian | None = None
    texts: Texts | None = None  # {"recipient", "withheld", "her_words"}


@transaction.atomic
def record_consent(*, child: Child, data: ConsentInput, actor: Staff) -> Consent:
    """The basis on record; `ConsentRecordRefused` where it cannot stand like this (GDN-001, GDN-005)."""
    asked = data.facts
    consent = Consent(
        file_id=child.file_id,
        child=child,
        basis=asked.basis,
        scopes=list(data.scopes),
        answer=asked.answer,
        capacity=asked.capacity,
        language=data.language,
        guardian=data.guardian if asked.basis in rules.GUARDIAN_BASES else None,
        given_on=asked.given_on,
        ends_on=asked.ends_on,
    )
    access.require(actor, Permission.WORK_ON_CASE, consent)
    if reasons := rules.reasons_against_consent(asked, today=actor.office.today()):
        raise ConsentRecordRefused(reasons)

    return writing.add(
        consent,
        actor=actor,
        payload=writing.nonblank_texts(data.texts)
        | writing.nonblank_texts({"reason": asked.reason}),
    )


@transaction.atomic
def withdraw_consent(
    *, consent: Consent, earlier_texts: Texts, reason: str, version: int, actor: Staff
) -> list[str]:
    """What stopped with it, in words. Withdrawing is never refused (GDN-008).

    `earlier` are the opened words of the consent.
    """
    access.require(actor, Permission.WORK_ON_CASE, consent)

    today = actor.office.today()
    payload = dict(earlier_texts) | writing.nonblank_texts({"why_withdrawn": reason})
    writing.change(consent, actor=actor, version=version, payload=payload, withdrawn_on=today)
    stopped = dependents.find_dependents(consent.pk, actor=actor)
    for one in stopped:
        one.stop(today)
    return [one.description for one in stopped]


@dataclass(frozen=True)
class InformationInput:
    """What the child was told, and how far she understood; `words`: who told her, what she asked."""

    topics: Sequence[str]
    method: InformationMethod
    told_on: dt.date
    language: str
    understood: UnderstandingLevel
    texts: Texts | None = None
    audience: InformationAudience = InformationAudience.CHILD


@transaction.atomic
def record_information(*, child: Child, data: InformationInput, actor: Staff) -> Information:
    """That a child or her family was told something that they have a right to know (INF-007, MIG-003)."""
    record = Information(
        file_id=child.file_id,
        child=child,
        about=list(data.topics),
        told_to=data.audience,
        way=data.method,
        told_on=data.told_on,
        language=data.language,
        understood=data.understood,
    )
    access.require(actor, Permission.WORK_ON_CASE, record)

    return writing.add(record, actor=actor, payload=writing.nonblank_texts(data.texts))


@dataclass(frozen=True)
class DecisionInput:
    """A decision, who took it, and the answers to the four principles in `made.texts`."""

    kind: DecisionKind
    decided_by: DecisionMaker
    facts: rules.DecisionFacts
    review_on: dt.date | None = None

    def columns(self) -> dict[str, object]:
        """The columns of the record, without its envelope."""
        return {
            "kind": self.kind,
            "decided_by": self.decided_by,
            "decided_on": self.facts.decided_on,
            "heard": self.facts.heard,
            "weight": self.facts.weight,
            "agreement": self.facts.agreement,
            "told_on": self.facts.told_on,
            "review_on": self.review_on,
        }


@transaction.atomic
def record_decision(*, child: Child, data: DecisionInput, actor: Staff) -> Decision:
    """The decision on record; `ConsentRecordRefused` where a principle is not answered for (RTS-001)."""
    decision = Decision(file_id=child.file_id, child=child, **data.columns())
    access.require(actor, Permission.WORK_ON_CASE, decision)
    _require_complete(data, actor)

    return writing.add(decision, actor=actor, payload=writing.nonblank_texts(data.facts.texts))


@transaction.atomic
def change_decision(
    *, decision: Decision, data: DecisionInput, version: int, actor: Staff
) -> Decision:
    """The decision as it stands now: told to the child, her agreement, her answer."""
    access.require(actor, Permission.WORK_ON_CASE, decision)
    _require_complete(data, actor)

    return writing.change(
        decision,
        actor=actor,
        version=version,
        payload=writing.nonblank_texts(data.facts.texts),
        **data.columns(),
    )


def _require_complete(data: DecisionInput, actor: Staff) -> None:
    if reasons := rules.reasons_against_decision(data.facts, today=actor.office.today()):
        raise ConsentRecordRefused(reasons)


@transaction.atomic
def record_others_view(
    *, child: Child, speaker: Speaker, said_on: dt.date, texts: Texts, actor: Staff
) -> OthersView:
    """What somebody else thinks of a matter, beside the child's own view (CHP-014)."""
    record = OthersView(file_id=child.file_id, child=child, speaker=speaker, said_on=said_on)
    access.require(actor, Permission.WORK_ON_CASE, record)

    return writing.add(record, actor=actor, payload=writing.nonblank_texts(texts))
