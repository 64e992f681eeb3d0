"""A guardian, a consent and a decision of a child, through the actions."""

import datetime as dt

from saathi.agencies.models import Staff
from saathi.consent import actions, rules
from saathi.consent.models import Consent, Decision, Guardian
from saathi.consent.vocabulary import (
    Agreement,
    Answer,
    Capacity,
    DecidedBy,
    DecisionKind,
    GuardianKind,
    Heard,
    LegalBasis,
    Weight,
)
from saathi.people.models import Child

DAY = dt.date(2026, 3, 2)
TEXTS = dict.fromkeys(("what", "equal", "best", "develop", "views", "harm"), "A sentence")


def guardian(child: Child, by: Staff, name: str = "Hari Rai", **facts: object) -> Guardian:
    usual = {"kind": GuardianKind.APPOINTED, "starts_on": DAY} | facts
    return actions.record_guardian(
        child=child, facts=rules.GuardianFacts(**usual), words={"name": name}, by=by
    )


def consent(
    child: Child, by: Staff, *, scopes: tuple[str, ...] = ("health",), **asked: object
) -> Consent:
    usual = {
        "basis": LegalBasis.CONSENT,
        "answer": Answer.YES,
        "capacity": Capacity.FULL,
        "given_on": DAY,
    } | asked
    told = actions.ConsentTold(rules.ConsentAsked(**usual), list(scopes))
    return actions.record_consent(child=child, told=told, by=by)


def decision(child: Child, by: Staff, **made: object) -> Decision:
    usual = {
        "heard": Heard.IN_PERSON,
        "weight": Weight.FOLLOWED,
        "agreement": Agreement.AGREES,
        "decided_on": DAY,
        "texts": TEXTS,
    } | made
    told = actions.DecisionTold(
        DecisionKind.PLACEMENT, DecidedBy.TOGETHER, rules.DecisionMade(**usual)
    )
    return actions.record_decision(child=child, told=told, by=by)
