"""Write actions for consent, guardians, information given to a child, and decisions."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.fields import payload_of
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
    DecisionKind,
    DecisionMaker,
)
from saathi.infra.reasons import Refused
from saathi.people.models import Child

type Texts = Mapping[str, str]


class ConsentRecordRefused(Refused):
    """A consent or decision that the rules do not accept; `reasons` give the codes."""


@transaction.atomic
def record_guardian(*, guardian: Guardian, actor: Staff) -> Guardian:
    """Records a guardian; earlier guardians stay on record."""
    access.require(actor, Permission.WORK_ON_CASE, guardian)

    return writing.add(guardian, actor=actor)


@transaction.atomic
def change_guardian(
    *, guardian: Guardian, columns: Mapping[str, object], version: int, actor: Staff
) -> Guardian:
    """Changes a guardian: end, conflict of interest, doubt. The earlier version is kept.

    `guardian` has its new texts; `columns` are the new values of its columns.
    """
    access.require(actor, Permission.WORK_ON_CASE, guardian)

    texts = payload_of(guardian)
    return writing.change(guardian, actor=actor, version=version, payload=texts, **columns)


@transaction.atomic
def record_accompaniment(*, record: Accompaniment, actor: Staff) -> Accompaniment:
    """Records whether an adult responsible for the child was with the child on a day."""
    access.require(actor, Permission.WORK_ON_CASE, record)

    return writing.add(record, actor=actor)


@dataclass(frozen=True)
class ConsentInput:
    """A legal basis: scope, person who consents, validity. The `texts` are sealed."""

    facts: rules.ConsentFacts
    scopes: Sequence[str]
    language: str = ""
    guardian: Guardian | None = None
    texts: Texts | None = None  # {"recipient", "withheld", "her_words"}


@transaction.atomic
def record_consent(*, child: Child, data: ConsentInput, actor: Staff) -> Consent:
    """Records a legal basis; `ConsentRecordRefused` if the rules do not accept it (GDN-001, GDN-005)."""
    access.require(actor, Permission.WORK_ON_CASE, Consent(file_id=child.file_id))

    return add_consent(child=child, data=data, actor=actor)


def add_consent(*, child: Child, data: ConsentInput, actor: Staff) -> Consent:
    """The same for an actor whose access was checked, such as one who registers the child."""
    facts = data.facts
    consent = Consent(
        file_id=child.file_id,
        child=child,
        basis=facts.basis,
        scopes=list(data.scopes),
        answer=facts.answer,
        capacity=facts.capacity,
        language=data.language,
        guardian=data.guardian if facts.basis in rules.GUARDIAN_BASES else None,
        given_on=facts.given_on,
        ends_on=facts.ends_on,
    )
    if reasons := rules.reasons_against_consent(facts, today=actor.office.today()):
        raise ConsentRecordRefused(reasons)

    return writing.add(
        consent,
        actor=actor,
        payload=writing.nonblank_texts(data.texts)
        | writing.nonblank_texts({"reason": facts.reason}),
    )


@transaction.atomic
def withdraw_consent(
    *, consent: Consent, earlier_texts: Texts, reason: str, version: int, actor: Staff
) -> list[str]:
    """Withdraws a consent and returns descriptions of what stopped. Withdrawal is never refused (GDN-008).

    `earlier_texts` are the opened texts of the consent.
    """
    access.require(actor, Permission.WORK_ON_CASE, consent)

    today = actor.office.today()
    payload = dict(earlier_texts) | writing.nonblank_texts({"why_withdrawn": reason})
    writing.change(consent, actor=actor, version=version, payload=payload, withdrawn_on=today)
    stopped = dependents.find_dependents(consent.pk, actor=actor)
    for dependent in stopped:
        dependent.stop(today)
    return [dependent.description for dependent in stopped]


@transaction.atomic
def record_information(*, information: Information, actor: Staff) -> Information:
    """Records that a child or family received information they have a right to (INF-007, MIG-003)."""
    access.require(actor, Permission.WORK_ON_CASE, information)

    return writing.add(information, actor=actor)


@dataclass(frozen=True)
class DecisionInput:
    """A decision, who made it, and the answers to the four principles in `facts.texts`."""

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
    """Records a decision; `ConsentRecordRefused` if a principle is not answered (RTS-001)."""
    decision = Decision(file_id=child.file_id, child=child, **data.columns())
    access.require(actor, Permission.WORK_ON_CASE, decision)
    _require_complete(data, actor)

    return writing.add(decision, actor=actor, payload=writing.nonblank_texts(data.facts.texts))


@transaction.atomic
def change_decision(
    *, decision: Decision, data: DecisionInput, version: int, actor: Staff
) -> Decision:
    """Changes a decision: informing the child, the child's agreement, the answer to the child."""
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
def record_others_view(*, view: OthersView, actor: Staff) -> OthersView:
    """Records another person's view of a matter beside the child's own (CHP-014)."""
    access.require(actor, Permission.WORK_ON_CASE, view)

    return writing.add(view, actor=actor)
