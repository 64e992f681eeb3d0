"""A guardian, a consent and a decision of a child, through the actions."""

import datetime as dt
from collections.abc import Mapping

from saathi.agencies.models import Staff
from saathi.agencies.record_kit.actions import add_record
from saathi.consent import actions
from saathi.consent.models import Consent, Decision, Guardian
from saathi.consent.vocabulary import (
    ChildAgreement,
    ChildAnswer,
    ChildCapacity,
    ChildParticipation,
    ChildViewWeight,
    DecisionKind,
    DecisionMaker,
    GuardianKind,
    LegalBasis,
)
from saathi.people.models import Child

DAY = dt.date(2026, 3, 2)
TEXTS = dict.fromkeys(("what", "equal", "best", "develop", "views", "harm"), "A sentence")


def guardian(child: Child, actor: Staff, name: str = "Hari Rai", **facts: object) -> Guardian:
    usual = {"kind": GuardianKind.APPOINTED, "starts_on": DAY} | facts
    recorded = Guardian(file_id=child.file_id, child=child, **usual)
    recorded.name = name
    return add_record(record=recorded, actor=actor)


def consent(
    child: Child, actor: Staff, *, scopes: tuple[str, ...] = ("health",), **asked: object
) -> Consent:
    usual = {
        "basis": LegalBasis.CONSENT,
        "answer": ChildAnswer.YES,
        "capacity": ChildCapacity.FULL,
        "given_on": DAY,
    } | asked
    reason = str(usual.pop("reason", ""))
    recorded = Consent(file_id=child.file_id, child=child, scopes=list(scopes), **usual)
    recorded.reason = reason
    return actions.record_consent(consent=recorded, actor=actor)


def decision(
    child: Child, actor: Staff, *, texts: Mapping[str, str] = TEXTS, **made: object
) -> Decision:
    usual = {
        "child_participation": ChildParticipation.IN_PERSON,
        "weight": ChildViewWeight.FOLLOWED,
        "agreement": ChildAgreement.AGREES,
        "decided_on": DAY,
    } | made
    recorded = Decision(
        file_id=child.file_id,
        child=child,
        kind=DecisionKind.PLACEMENT,
        decided_by=DecisionMaker.TOGETHER,
        **usual,
    )
    for name, text in texts.items():
        setattr(recorded, name, text)
    return actions.record_decision(decision=recorded, actor=actor)


def guardians_consent(
    child: Child, actor: Staff, *, scopes: tuple[str, ...] = ("health",), **asked: object
) -> Consent:
    """A consent of the guardian alone, after the child was not asked."""
    alone = {
        "basis": LegalBasis.GUARDIAN,
        "answer": ChildAnswer.NOT_ASKED,
        "reason": "The guardian came to the office alone.",
    }
    acting_guardian = guardian(child, actor, starts_on=DAY - dt.timedelta(days=30))
    return consent(child, actor, scopes=scopes, guardian=acting_guardian, **(alone | asked))
