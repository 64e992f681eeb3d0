"""Screenings for international protection, permissions and contacts, through the actions."""

import datetime as dt
from typing import Any

from saathi.agencies.country_protocols import ProtocolShareableFact
from saathi.agencies.models import Staff
from saathi.protection.casework.cases.models import Case
from saathi.protection.decisions.orders.vocabulary import AuthorityKind
from saathi.protection.returns.protection_screening import actions
from saathi.protection.returns.protection_screening import vocabulary as codes
from saathi.protection.returns.protection_screening.models import (
    PROMPTS,
    ContactPermission,
    OriginContact,
    ProtectionReferral,
    ProtectionScreening,
)
from saathi.protection.returns.verifications.actions import add_verification
from saathi.protection.returns.verifications.models import OriginVerification
from saathi.protection.returns.verifications.vocabulary import (
    VerificationRoute,
    VerificationSubject,
)
from tests.factories import rights

DAY = dt.date(2026, 3, 2)


def new_screening(case: Case, **found: Any) -> ProtectionScreening:
    """A screening by a trained person, not saved; without a sign unless stated otherwise."""
    usual = {
        "screened_on": DAY,
        "training": codes.ScreenerTraining.TRAINED,
        "representative": codes.RepresentativePresence.PRESENT,
        "result": codes.ProtectionScreeningResult.NO_SIGN,
        **dict.fromkeys(PROMPTS, codes.ProtectionAnswer.NO),
    }
    screening = ProtectionScreening(file_id=case.file_id, child=case.child, **(usual | found))
    screening.screener = "Sarita Rai, lawyer"
    screening.child_words = "The officer there knows my boss."
    screening.why_unfinished = "She was tired."
    return screening


def screened(case: Case, actor: Staff, **found: Any) -> ProtectionScreening:
    """A saved screening; called while acting as the actor."""
    return actions.add_screening(screening=new_screening(case, **found), case=case, actor=actor)


def sign(case: Case, actor: Staff, **found: Any) -> ProtectionScreening:
    """A screening that found a sign of a need for protection."""
    usual = {
        "result": codes.ProtectionScreeningResult.SIGN,
        "fears_officials": codes.ProtectionAnswer.YES,
    }
    return screened(case, actor, **(usual | found))


def referred(screening: ProtectionScreening, actor: Staff, **to: Any) -> ProtectionReferral:
    """A referral without a decision yet."""
    usual = {"body": codes.ProtectionBody.ASYLUM, "referred_on": DAY}
    referral = ProtectionReferral(file_id=screening.file_id, screening=screening, **(usual | to))
    return actions.add_referral(referral=referral, actor=actor)


def asked(case: Case, actor: Staff, **asks: Any) -> ContactPermission:
    """A request to contact the consulate of India, with the child's consent."""
    today = actor.office.today()
    usual = {
        "child_answer": codes.PermissionAnswer.AGREES,
        "country": "IND",
        "body": codes.OriginBody.CONSULATE,
        "through": codes.ContactRoute.AGENCY,
        "facts": [ProtocolShareableFact.AGE, ProtocolShareableFact.GENDER],
        "ends_on": today + dt.timedelta(days=60),
    }
    if "consent" not in asks:
        asks["consent"] = rights.consent(case.child, actor, scopes=("origin",))
    words = asks.pop("words", "")
    permission = ContactPermission(file_id=case.file_id, child=case.child, **(usual | asks))
    permission.child_words = words
    permission.best = "The child wants a travel document."
    permission.body_name = "Consul (invented)"
    return actions.ask_permission(permission=permission, actor=actor)


def permit(permission: ContactPermission, supervisor: Staff) -> ContactPermission:
    """The request, permitted; called while acting as the supervisor."""
    found = ContactPermission.objects.get(pk=permission.pk)
    return actions.decide_permission(
        permission=found, opens=True, reason="", version=found.version, actor=supervisor
    )


def our_contact(permission: ContactPermission, actor: Staff, **made: Any) -> OriginContact:
    """A letter under the permission, today."""
    usual = {
        "made_on": actor.office.today(),
        "channel": codes.ContactChannel.LETTER,
        "facts": ["age"],
    }
    contact = OriginContact(file_id=permission.file_id, child=permission.child, **(usual | made))
    contact.said = "Asked for a travel document."
    contact.body_name = "Consul (invented)"
    return actions.record_own_contact(contact=contact, permission=permission, actor=actor)


def others_contact(case: Case, actor: Staff, **made: Any) -> OriginContact:
    """The head of the home telephoned the embassy."""
    usual = {
        "made_by": codes.ContactMaker.HOME,
        "made_on": actor.office.today(),
        "body": codes.OriginBody.CONSULATE,
        "channel": codes.ContactChannel.CALL,
        "country": "IND",
    }
    contact = OriginContact(file_id=case.file_id, child=case.child, **(usual | made))
    contact.said = "The head of the home gave her name."
    return actions.record_others_contact(
        contact=contact, case=case, authority=AuthorityKind.WELFARE_COMMITTEE, actor=actor
    )


def verification(
    case: Case, actor: Staff, contact: OriginContact, **asks: Any
) -> OriginVerification:
    """A verification on top of a contact, which waits for another two weeks."""
    today = actor.office.today()
    usual = {
        "subjects": [VerificationSubject.NATIONALITY],
        "asked_on": today,
        "route": VerificationRoute.AGENCY
        if contact.made_by == codes.ContactMaker.US
        else VerificationRoute.OTHERS,
        "next_on": today + dt.timedelta(days=14),
    }
    found = OriginVerification(
        file_id=case.file_id, child=case.child, contact=contact, **(usual | asks)
    )
    found.asked_of = "Consul (invented)"
    return add_verification(verification=found, case=case, actor=actor)


def confirmed(referral: ProtectionReferral, actor: Staff) -> ProtectionReferral:
    """A decision that a second person confirmed; called while acting as that person."""
    found = ProtectionReferral.objects.get(pk=referral.pk)
    return actions.confirm_outcome(referral=found, version=found.version, actor=actor)
