"""Records screenings, referrals, permissions and contacts. What others did is never refused."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from saathi import audit
from saathi.agencies import access, notices, records, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.fields import payload_of
from saathi.agencies.vocabulary import TeamRole
from saathi.infra.reasons import Refused
from saathi.protection.casework.cases.actions import duties
from saathi.protection.casework.cases.models import Case, Due, Seat
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.decisions.orders.actions import (
    BrokenSafeguardInput,
    record_broken_safeguard,
)
from saathi.protection.decisions.orders.vocabulary import AuthorityKind, Safeguard
from saathi.protection.returns.protection_screening import (
    contact_gate,
    outcome_rules,
    queries,
    rules,
)
from saathi.protection.returns.protection_screening import vocabulary as codes
from saathi.protection.returns.protection_screening.models import (
    PROMPTS,
    PROMPTS_VERSION,
    ContactPermission,
    OriginContact,
    ProtectionReferral,
    ProtectionScreening,
)


class ProtectionScreeningRefused(Refused):
    """A screening or referral that contradicts itself or an open claim; `reasons` give the codes."""


class OriginContactRefused(Refused):
    """A contact with the country of origin that is not allowed; `reasons` give the codes."""


@transaction.atomic
def add_screening(
    *, screening: ProtectionScreening, case: Case, actor: Staff
) -> ProtectionScreening:
    """Records a screening; an unfinished one is due again on its day. `ProtectionScreeningRefused`."""
    access.require(actor, Permission.WORK_ON_CASE, screening)
    facts = rules.ScreeningFacts(
        prompts={name: codes.ProtectionAnswer(getattr(screening, name)) for name in PROMPTS},
        result=codes.ProtectionScreeningResult(screening.result),
        grounds=screening.grounds,
        why_unfinished=screening.why_unfinished,
        continue_on=screening.continue_on,
    )
    gate, today = contact_gate.ask_gate(case.file_id), actor.office.today()
    if reasons := rules.reasons_against_screening(
        facts,
        is_claim_over=gate.is_claim_over,
        lacks=() if gate.is_claim_over else contact_gate.no_sign_lacks(case.file_id),
        today=today,
    ):
        raise ProtectionScreeningRefused(reasons)

    _finish_screening_duties(case, today, actor)
    if screening.result == codes.ProtectionScreeningResult.UNFINISHED:
        assert screening.continue_on is not None
        due = duties.add_standalone_duty(
            case=case, duty=Duty.SCREENING, due_on=screening.continue_on, actor=actor
        )
        screening.due = due.pk if due else None
    else:
        screening.continue_on = None
    screening.prompts_version = PROMPTS_VERSION
    screening.origins = contact_gate.countries_of_origin(case.file_id)
    return writing.add(screening, actor=actor)


def _finish_screening_duties(case: Case, today: dt.date, actor: Staff) -> None:
    """Ends the open duties to continue a screening: another one took place."""
    dues = access.visible(actor, Due).filter(case=case, duty=Duty.SCREENING, done_on=None)
    for due in dues:
        duties.finish_standalone_duty(due_id=due.pk, done_on=today, actor=actor)


@transaction.atomic
def name_screening_readers(
    *, screening: ProtectionScreening, readers: list[object], version: int, actor: Staff
) -> ProtectionScreening:
    """Changes which colleagues may read a screening, besides the recorder and the leaders."""
    access.require(actor, Permission.WORK_ON_CASE, screening)
    return writing.change(screening, actor=actor, version=version, readers=readers)


@transaction.atomic
def add_referral(*, referral: ProtectionReferral, actor: Staff) -> ProtectionReferral:
    """Records a referral for international protection; it is open until its outcome is recorded."""
    access.require(actor, Permission.WORK_ON_CASE, referral)
    referral.outcome = codes.ClaimOutcome.WAITING
    return writing.add(referral, actor=actor)


@transaction.atomic
def change_referral(
    *, referral: ProtectionReferral, columns: Mapping[str, object], version: int, actor: Staff
) -> ProtectionReferral:
    """Records filing, decision or appeal of a referral; `ProtectionScreeningRefused` with reasons."""
    access.require(actor, Permission.WORK_ON_CASE, referral)
    decided_on = columns["decided_on"]
    assert decided_on is None or isinstance(decided_on, dt.date)
    reasons = rules.reasons_against_claim_outcome(
        rules.ReferralFacts(
            referral.referred_on,
            codes.ClaimOutcome(referral.outcome),
            codes.ClaimAppeal(referral.appeal),
        ),
        codes.ClaimOutcome(str(columns["outcome"])),
        codes.ClaimAppeal(str(columns["appeal"])),
        decided_on,
    )
    if reasons:
        raise ProtectionScreeningRefused(reasons)
    return writing.change(
        referral,
        actor=actor,
        version=version,
        payload=payload_of(referral),
        **columns,
        **_unconfirmed(referral, columns, actor),
    )


def _unconfirmed(
    referral: ProtectionReferral, columns: Mapping[str, object], actor: Staff
) -> dict[str, object]:
    """The columns that end a confirmation, with who recorded the decision if it is another now."""
    decision = ("outcome", "decided_on", "appeal")
    before = referral.outcome, referral.decided_on, referral.appeal
    is_new = before != tuple(columns[name] for name in decision)
    author = {"outcome_by": actor.pk} if is_new else {}
    return {"confirmed_by": None, "confirmed_on": None, **author}


@transaction.atomic
def confirm_outcome(
    *, referral: ProtectionReferral, version: int, actor: Staff
) -> ProtectionReferral:
    """Confirms as a second person the decision on a referral: only then it ends a claim.

    `ProtectionScreeningRefused` with reasons.
    """
    access.require(actor, Permission.WORK_ON_CASE, referral)
    if reasons := outcome_rules.reasons_against_confirming(
        codes.ClaimOutcome(referral.outcome),
        is_confirmed=referral.confirmed_by is not None,
        is_author=actor.pk in {referral.recorded_by, referral.outcome_by},
        reads_signs=contact_gate.reads_signs(referral.file_id),
    ):
        raise ProtectionScreeningRefused(reasons)
    today = actor.office.today()
    writing.change(
        referral, actor=actor, version=version, confirmed_by=actor.pk, confirmed_on=today
    )
    audit.record(
        audit.AuditKind.APPROVED,
        by=actor.id,
        agency=actor.agency_id,
        file_id=referral.file_id,
        objects=[referral.pk],
    )
    return referral


@transaction.atomic
def ask_permission(*, permission: ContactPermission, actor: Staff) -> ContactPermission:
    """Asks a supervisor to permit a contact; `OriginContactRefused` if the request is incomplete.

    It can be asked before the screening is finished, but not opened.
    """
    access.require(actor, Permission.WORK_ON_CASE, permission)
    permission.asked_on = actor.office.today()
    reasons = rules.reasons_against_request(
        permission.facts, permission.ends_on, permission.asked_on
    )
    if permission.child_answer == codes.PermissionAnswer.TOO_YOUNG:
        too_young = contact_gate.reasons_against_too_young(
            permission.file_id, "child_answer", permission.why_no_words
        )
        reasons += too_young or queries.reasons_against_answer(permission, actor)
    else:
        reasons += queries.reasons_against_answer(permission, actor)
    if reasons:
        raise OriginContactRefused(reasons)

    writing.add(permission, actor=actor)
    notices.notify_supervisors(
        file_id=permission.file_id,
        kind=codes.CONTACT_ASKED_NOTICE,
        record=permission.file_id,
        actor=actor,
    )
    return permission


@transaction.atomic
def decide_permission(
    *, permission: ContactPermission, opens: bool, reason: str, version: int, actor: Staff
) -> ContactPermission:
    """Opens or refuses a contact, as a supervisor other than the author of the request.

    `OriginContactRefused` with reasons: what screening and referrals say is asked again now.
    """
    access.require(actor, Permission.APPROVE, permission)
    today = actor.office.today()
    if opens:
        facts = queries.permission_facts(permission, actor)
        gate = contact_gate.ask_gate(permission.file_id).gate
        if reasons := rules.reasons_against_opening(facts, gate, today=today):
            raise OriginContactRefused(reasons)
    elif reasons := rules.reasons_against_refusal(
        codes.PermissionState(permission.state),
        is_own=permission.recorded_by == actor.id,
        reason=reason,
    ):
        raise OriginContactRefused(reasons)

    records.open_texts(permission)
    permission.reason = reason.strip()
    writing.change(
        permission,
        actor=actor,
        version=version,
        payload=payload_of(permission),
        state=codes.PermissionState.OPEN if opens else codes.PermissionState.REFUSED,
        decided_by=actor.id,
        decided_on=today,
    )
    notices.notify_staff(
        permission.recorded_by,
        kind=codes.CONTACT_DECIDED_NOTICE,
        record=permission.file_id,
        actor=actor,
    )
    return permission


@transaction.atomic
def end_permission(
    *, permission: ContactPermission, actor: Staff, version: int | None = None
) -> ContactPermission:
    """Ends a permission or a request, such as when the child no longer wants the contact."""
    access.require(actor, Permission.WORK_ON_CASE, permission)
    if reasons := rules.reasons_against_ending(codes.PermissionState(permission.state)):
        raise OriginContactRefused(reasons)
    return writing.change(
        permission, actor=actor, version=version, state=codes.PermissionState.ENDED
    )


@transaction.atomic
def record_own_contact(
    *, contact: OriginContact, permission: ContactPermission, actor: Staff
) -> OriginContact:
    """Records a contact that our agency makes under a permission; `OriginContactRefused`."""
    access.require(actor, Permission.WORK_ON_CASE, contact)
    answer = contact_gate.ask_gate(contact.file_id)
    reasons = rules.reasons_against_contact(
        answer.gate, "said", is_represented=answer.is_represented
    )
    reasons += rules.reasons_against_use(
        codes.PermissionState(permission.state),
        has_legal_basis=queries.has_legal_basis(permission, actor),
        is_refused_elsewhere=queries.is_refused_elsewhere(permission),
        is_silent=queries.is_silent(permission),
        is_refused=bool(queries.earlier_refusals(permission, actor)),
    )
    if permission.decided_on is not None:
        reasons += rules.reasons_against_own_contact(
            contact.facts,
            contact.clues,
            permission.facts,
            is_day_covered=permission.decided_on <= contact.made_on <= permission.ends_on,
        )
    if reasons:
        raise OriginContactRefused(reasons)

    contact.made_by, contact.permission = codes.ContactMaker.US, permission
    contact.country, contact.body = permission.country, permission.body
    contact.safeguard = codes.ContactSafeguard.MET
    return writing.add(contact, actor=actor)


@transaction.atomic
def record_others_contact(
    *, contact: OriginContact, case: Case, authority: AuthorityKind | None, actor: Staff
) -> OriginContact:
    """Records that others contacted the country of origin, or staff without permission.

    If the child had not been screened or had not permitted it, that is a safeguard violation: the
    leaders and the legal representative are notified, and the authority is to be notified today.
    """
    access.require(actor, Permission.WORK_ON_CASE, contact)
    contact.safeguard = contact_gate.safeguard_of(contact)
    if contact.safeguard != codes.ContactSafeguard.MET:
        what = " — ".join(text for text in (contact.said, contact.rule) if text)
        contact.broken = record_broken_safeguard(
            case=case,
            data=BrokenSafeguardInput(
                Safeguard.CONTACTED_ORIGIN,
                contact.made_on,
                authority,
                texts={"what": what, "body": contact.body_name},
            ),
            actor=actor,
        )
        _notify_representatives(case, actor)
    return writing.add(contact, actor=actor)


def _notify_representatives(case: Case, actor: Staff) -> None:
    seats = access.visible(actor, Seat).filter(
        case=case, role=TeamRole.LEGAL_REPRESENTATIVE, staff__isnull=False, ended_on=None
    )
    for staff_id in seats.values_list("staff_id", flat=True):
        notices.notify_staff(
            staff_id, kind=codes.ORIGIN_CONTACTED_NOTICE, record=case.file_id, actor=actor
        )
