"""Converts records to the input of the rules."""

from collections.abc import Mapping
from typing import Any

from saathi.agencies.record_kit.fields import sealed_texts_of
from saathi.consent import rules
from saathi.consent.models import Consent, Decision, Guardian
from saathi.consent.vocabulary import (
    ChildAgreement,
    ChildAnswer,
    ChildCapacity,
    ChildParticipation,
    ChildViewWeight,
    GuardianKind,
    GuardianYesNo,
    LegalBasis,
)


def facts_of_guardian(guardian: Guardian) -> rules.GuardianFacts:
    """A guardian's record as input of the rules."""
    return rules.GuardianFacts(
        kind=GuardianKind(guardian.kind),
        starts_on=guardian.starts_on,
        ends_on=guardian.ends_on,
        may_be_involved=GuardianYesNo(guardian.may_be_involved),
        has_conflict=GuardianYesNo(guardian.has_conflict),
        is_independent=GuardianYesNo(guardian.is_independent),
    )


def facts_of_consent(consent: Consent) -> rules.ConsentFacts:
    """A new consent as input of the rules."""
    return rules.ConsentFacts(
        basis=LegalBasis(consent.basis),
        answer=ChildAnswer(consent.answer),
        capacity=ChildCapacity(consent.capacity),
        given_on=consent.given_on,
        ends_on=consent.ends_on,
        reason=consent.reason,
        guardian=facts_of_guardian(consent.guardian) if consent.guardian else None,
    )


def answer_of_consent(consent: Consent) -> rules.ConsentAnswer:
    """A recorded consent or legal basis as the record of the child's answer."""
    return rules.ConsentAnswer(
        basis=LegalBasis(consent.basis),
        scopes=consent.scopes,
        answer=ChildAnswer(consent.answer),
        given_on=consent.given_on,
        recorded_at=consent.recorded_at,
        is_withdrawn=consent.withdrawn_on is not None,
    )


def facts_of_decision(values: Mapping[str, Any]) -> rules.DecisionFacts:
    """A decision as input for the rules, from the values of a form, or of a record and texts."""
    return rules.DecisionFacts(
        child_participation=ChildParticipation(values["child_participation"]),
        weight=ChildViewWeight(values["weight"]),
        agreement=ChildAgreement(values["agreement"]),
        decided_on=values["decided_on"],
        informed_on=values.get("informed_on"),
        texts={name: values.get(name, "") for name in sealed_texts_of(Decision)},
    )
