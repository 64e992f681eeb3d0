"""A guardian, a consent and a decision of a child, through the actions."""

import datetime as dt

from saathi.agencies.models import Staff
from saathi.consent import actions, rules
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
    return actions.record_guardian(guardian=recorded, actor=actor)


def consent(
    child: Child, actor: Staff, *, scopes: tuple[str, ...] = ("health",), **asked: object
) -> Consent:
    usual = {
        "basis": LegalBasis.CONSENT,
        "answer": ChildAnswer.YES,
        "capacity": ChildCapacity.FULL,
        "given_on": DAY,
    } | asked
    told = actions.ConsentInput(rules.ConsentFacts(**usual), list(scopes))
    return actions.record_consent(child=child, data=told, actor=actor)


def decision(child: Child, actor: Staff, **made: object) -> Decision:
    usual = {
        "heard": ChildParticipation.IN_PERSON,
        "weight": ChildViewWeight.FOLLOWED,
        "agreement": ChildAgreement.AGREES,
        "decided_on": DAY,
        "texts": TEXTS,
    } | made
    told = actions.DecisionInput(
        DecisionKind.PLACEMENT, DecisionMaker.TOGETHER, rules.DecisionFacts(**usual)
    )
    return actions.record_decision(child=child, data=told, actor=actor)
