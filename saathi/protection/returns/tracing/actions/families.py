"""Records claims, verifications and home assessments, and arranges contact with the family."""

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from saathi import audit
from saathi.agencies import access, notices, records, writing
from saathi.agencies.authors import authors_of, with_editor
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.fields import payload_of
from saathi.infra.reasons import Reason
from saathi.protection.casework.cases.models import Due
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.returns.protection_screening.contact_gate import ask_gate
from saathi.protection.returns.tracing import (
    best_interests,
    change_rules,
    enquiry_rules,
    family_rules,
    filing_rules,
    kept_from,
    queries,
)
from saathi.protection.returns.tracing.actions.searches import (
    TracingRefused,
    record_contact_violation,
)
from saathi.protection.returns.tracing.actions.tracing_duties import end_duty, set_duty
from saathi.protection.returns.tracing.enquiry_vocabulary import CONTACT_OFFICIALS, ContactOfficial
from saathi.protection.returns.tracing.models import (
    FamilyClaim,
    FamilyContact,
    HomeAssessment,
    RelationshipVerification,
    VerificationItem,
)
from saathi.protection.returns.tracing.vocabulary import (
    UNDECIDED_CLAIMS,
    VERIFICATION_SUBMITTED_NOTICE,
    ClaimSign,
    ClaimState,
    ContactStep,
    SafetyCheck,
    SignsAssessed,
    TracingActor,
    VerificationOutcome,
    VerificationState,
    ViewSubject,
)


@transaction.atomic
def save_claim(
    *,
    claim: FamilyClaim,
    actor: Staff,
    columns: Mapping[str, object] | None = None,
    version: int = 0,
) -> FamilyClaim:
    """Records a claim, or changes an opened one to these columns; the duty to verify it follows.

    Recorded warning signs are not removed.
    """
    access.require(actor, Permission.WORK_ON_CASE, claim)
    recorded = [] if columns is None else [ClaimSign(sign) for sign in claim.signs]
    for name, value in (columns or {}).items():
        setattr(claim, name, value)
    signs = [ClaimSign(sign) for sign in claim.signs]
    reasons = family_rules.reasons_against_claim(
        SignsAssessed(claim.assessed),
        signs,
        state=ClaimState(claim.state),
        refusal=claim.refusal,
    )
    reasons += change_rules.reasons_against_fewer_signs(recorded, signs)
    if reasons:
        raise TracingRefused(reasons)
    if columns is None:
        writing.add(claim, actor=actor)
    else:
        texts = payload_of(claim)
        writing.change(claim, actor=actor, version=version, payload=texts, **columns)
    _set_claim_duty(claim.file_id, actor)
    return claim


@transaction.atomic
def refuse_claim(*, claim: FamilyClaim, version: int, actor: Staff) -> FamilyClaim:
    """Refuses an opened claim with its reasons; `NotAllowed` once a verification decided it."""
    if claim.state not in UNDECIDED_CLAIMS:
        raise access.NotAllowed
    return save_claim(
        claim=claim, actor=actor, columns={"state": ClaimState.REFUSED}, version=version
    )


def _set_claim_duty(file_id: UUID, actor: Staff) -> None:
    """Makes the verification of the earliest open claim due; ends the duty if no claim is open."""
    claims = access.visible(actor, FamilyClaim).filter(file_id=file_id, state=ClaimState.OPEN)
    earliest = claims.order_by("claimed_on").values_list("claimed_on", flat=True).first()
    today = actor.office.today()
    due_on = family_rules.claim_due_on(earliest) if earliest else None
    dues = access.visible(actor, Due).filter(file_id=file_id, duty=Duty.FAMILY_CLAIM, done_on=None)
    if due_on is None or dues.exclude(due_on=due_on).exists():
        end_duty(file_id, Duty.FAMILY_CLAIM, done_on=today, actor=actor)
    if due_on is not None:
        set_duty(file_id, Duty.FAMILY_CLAIM, due_on, actor=actor)


@transaction.atomic
def save_verification(
    *,
    verification: RelationshipVerification,
    actor: Staff,
    columns: Mapping[str, object] | None = None,
    version: int = 0,
    is_kept_from: bool = False,
) -> RelationshipVerification:
    """Begins a verification, or changes an open one that was opened; two workers ask the two sides.

    `is_kept_from`: the person is one of those who must not learn of the tracing, which is refused.
    """
    access.require(actor, Permission.WORK_ON_CASE, verification)
    _require_open(verification)
    for name, value in (columns or {}).items():
        setattr(verification, name, value)
    reasons = _reasons_against_filing(verification) + family_rules.reasons_against_workers(
        verification.child_worker_id, verification.family_worker_id
    )
    reasons += kept_from.reasons_against_kept_from(
        kept_from.kept_from_words(verification.file_id, actor)[::-1],
        verification.claim,
        name=verification.name,
        is_said=is_kept_from,
    )
    if reasons:
        raise TracingRefused(reasons)
    if columns is None:
        return writing.add(verification, actor=actor)
    return writing.change(
        verification,
        actor=actor,
        version=version,
        payload=payload_of(verification),
        **columns,
        **with_editor(verification, actor),
    )


def _reasons_against_filing(verification: RelationshipVerification) -> tuple[Reason, ...]:
    claim = verification.claim
    return filing_rules.reasons_against_filing(
        verification.relation, verification.request.relation, claim.relation if claim else ""
    )


def _reasons_against_finding(
    verification: RelationshipVerification, outcome: VerificationOutcome, actor: Staff
) -> tuple[Reason, ...]:
    facts = queries.verification_facts(verification, outcome, actor)
    is_verified = outcome == VerificationOutcome.VERIFIED
    against_filing = _reasons_against_filing(verification) if is_verified else ()
    return against_filing + family_rules.reasons_against_finding(facts)


def _require_open(verification: RelationshipVerification) -> None:
    if verification.state != VerificationState.OPEN:
        raise access.NotAllowed


@transaction.atomic
def save_item(
    *,
    item: VerificationItem,
    actor: Staff,
    columns: Mapping[str, object] | None = None,
    version: int = 0,
) -> VerificationItem:
    """Adds a question to an open verification, or changes an opened one; who does so is an author."""
    access.require(actor, Permission.WORK_ON_CASE, item)
    _require_open(item.verification)
    if editor := with_editor(item.verification, actor):
        writing.change(item.verification, actor=actor, **editor)
    if columns is None:
        return writing.add(item, actor=actor)
    texts = payload_of(item)
    return writing.change(item, actor=actor, version=version, payload=texts, **columns)


@transaction.atomic
def submit_finding(
    *,
    verification: RelationshipVerification,
    outcome: VerificationOutcome,
    version: int,
    actor: Staff,
) -> RelationshipVerification:
    """Submits the finding of an opened verification to a second person; the supervisors are notified."""
    access.require(actor, Permission.WORK_ON_CASE, verification)
    _require_open(verification)
    if reasons := _reasons_against_finding(verification, outcome, actor):
        raise TracingRefused(reasons)
    writing.change(
        verification,
        actor=actor,
        version=version,
        payload=payload_of(verification),
        outcome=outcome,
        state=VerificationState.SUBMITTED,
        submitted_by=actor.id,
        **with_editor(verification, actor),
    )
    notices.notify_supervisors(
        file_id=verification.file_id,
        kind=VERIFICATION_SUBMITTED_NOTICE,
        record=verification.file_id,
        actor=actor,
    )
    return verification


@transaction.atomic
def confirm_finding(
    *, verification: RelationshipVerification, version: int, actor: Staff
) -> RelationshipVerification:
    """Confirms a finding as the second person; the claim, if any, has it too."""
    access.require(actor, Permission.APPROVE, verification)
    _check_second_person(verification, actor)
    records.open_texts(verification)
    outcome = VerificationOutcome(verification.outcome)
    if reasons := _reasons_against_finding(verification, outcome, actor):
        raise TracingRefused(reasons)
    writing.change(
        verification,
        actor=actor,
        version=version,
        state=VerificationState.CONFIRMED,
        decided_by=actor.id,
        decided_on=actor.office.today(),
    )
    claim = verification.claim
    if claim is not None and verification.outcome != VerificationOutcome.DOUBTFUL:
        is_verified = queries.is_verified(verification)
        state = ClaimState.VERIFIED if is_verified else ClaimState.NOT_VERIFIED
        writing.change(claim, actor=actor, state=state)
        _set_claim_duty(claim.file_id, actor)
    log_decision(audit.AuditKind.APPROVED, verification, actor)
    return verification


@transaction.atomic
def return_finding(
    *, verification: RelationshipVerification, version: int, actor: Staff
) -> RelationshipVerification:
    """Sends an opened finding back with the question that it has now."""
    access.require(actor, Permission.APPROVE, verification)
    _check_second_person(verification, actor)
    writing.change(
        verification,
        actor=actor,
        version=version,
        payload=payload_of(verification),
        state=VerificationState.OPEN,
        submitted_by=None,
    )
    log_decision(audit.AuditKind.SENT_BACK, verification, actor)
    return verification


def _check_second_person(verification: RelationshipVerification, actor: Staff) -> None:
    reasons = family_rules.reasons_not_to_confirm(
        VerificationState(verification.state),
        involved={
            *authors_of(verification),
            verification.submitted_by,
            verification.child_worker_id,
            verification.family_worker_id,
        },
        by=actor.id,
    )
    if reasons:
        raise TracingRefused(reasons)


@transaction.atomic
def save_home(
    *,
    home: HomeAssessment,
    actor: Staff,
    columns: Mapping[str, object] | None = None,
    version: int = 0,
) -> HomeAssessment:
    """Records a home assessment, or changes an opened one; `TracingRefused` with reasons.

    An edit does not make a recorded finding better: that is a new assessment.
    """
    access.require(actor, Permission.WORK_ON_CASE, home)
    before = queries.home_facts(home)
    for name, value in (columns or {}).items():
        setattr(home, name, value)
    facts = queries.home_facts(home)
    assert before is not None
    assert facts is not None
    reasons = family_rules.reasons_against_home_result(
        facts,
        conditions=home.conditions,
        reasons_given=home.reasons,
        others_done=home.others_done,
    )
    if columns is not None:
        reasons += change_rules.reasons_against_home_change(before, facts)
    if reasons:
        raise TracingRefused(reasons)
    if columns is None:
        return writing.add(home, actor=actor)
    return writing.change(home, actor=actor, version=version, payload=payload_of(home), **columns)


@transaction.atomic
def add_contact(*, contact: FamilyContact, actor: Staff) -> FamilyContact:
    """Plans a contact, or records one that others arranged; `TracingRefused` with reasons for our own.

    What others or our own staff did against the rules is also recorded as a safeguard violation.
    """
    access.require(actor, Permission.WORK_ON_CASE, contact)
    reasons = family_rules.reasons_against_contact(
        _contact_facts(contact, contact.contact_on, actor)
    )
    against_officials = _reasons_against_officials(contact, actor)
    if contact.made_through == TracingActor.OURS:
        reasons += against_officials + enquiry_rules.reasons_against_unsaid_officials(
            contact.officials, contact.origin_country
        )
        if reasons:
            raise TracingRefused(reasons)
    is_staff = contact.made_through == TracingActor.STAFF
    if is_staff or against_officials or any(reason.code == "child_view" for reason in reasons):
        record_contact_violation(
            contact, contact.contact_on, actor, is_abroad=bool(against_officials)
        )
    return writing.add(contact, actor=actor)


def _reasons_against_officials(contact: FamilyContact, actor: Staff) -> tuple[Reason, ...]:
    """Why the office of the country of origin that takes part must not; empty if none does."""
    if contact.officials not in CONTACT_OFFICIALS:
        return ()
    gate = ask_gate(contact.file_id).gate
    official = queries.OfficialContact(
        contact.file_id,
        contact.origin_country,
        contact.officials == ContactOfficial.CONSULATE,
        contact.contact_on,
    )
    is_permitted = queries.is_permitted(official, gate, actor)
    return enquiry_rules.reasons_against_officials(
        contact.officials, gate, is_permitted=is_permitted
    )


def _contact_facts(contact: FamilyContact, on: dt.date, actor: Staff) -> family_rules.ContactFacts:
    verification = contact.verification
    view = queries.counting_wish(verification.request, ViewSubject.CONTACT, actor)
    return family_rules.ContactFacts(
        step=ContactStep(contact.step),
        on=on,
        safety=SafetyCheck(contact.safety),
        is_verified=queries.is_verified(verification),
        home=queries.home_facts(queries.latest_home(verification.pk, actor)),
        view=view,
        has_best_interests=best_interests.covers_contact(verification.file_id, actor, on=on),
    )


@transaction.atomic
def record_contact(
    *, contact: FamilyContact, columns: Mapping[str, object], version: int, actor: Staff
) -> FamilyContact:
    """Records how an opened contact went, with its new texts, and what the child said."""
    access.require(actor, Permission.WORK_ON_CASE, contact)
    texts = payload_of(contact)
    return writing.change(contact, actor=actor, version=version, payload=texts, **columns)


def log_decision(kind: audit.AuditKind, record: RelationshipVerification, actor: Staff) -> None:
    """Logs that a second person decided."""
    audit.record(
        kind, by=actor.id, agency=actor.agency_id, file_id=record.file_id, objects=[record.pk]
    )
