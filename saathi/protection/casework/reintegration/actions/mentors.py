"""Proposes, approves, changes and ends mentors, and records the child's opinion of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from saathi import audit
from saathi.agencies import access, notices, records, writing
from saathi.agencies.authors import authors_of, with_editor
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.fields import payload_of
from saathi.infra.reasons import Reason
from saathi.protection.casework.reintegration import mentor_rules, queries
from saathi.protection.casework.reintegration import vocabulary as codes
from saathi.protection.casework.reintegration.actions.monitoring import ReintegrationRefused
from saathi.protection.casework.reintegration.models import Mentor
from saathi.protection.returns.protection_screening.contact_gate import reasons_against_too_young


@transaction.atomic
def propose_mentor(*, mentor: Mentor, actor: Staff) -> Mentor:
    """Proposes a mentor; the supervisors are notified. What is missing blocks only the approval."""
    access.require(actor, Permission.WORK_ON_CASE, mentor)
    mentor.state, mentor.submitted_by = codes.MentorState.PROPOSED, actor.id
    mentor.earlier_finding = _earlier_finding(mentor, actor)
    writing.add(mentor, actor=actor)
    _notify_supervisors(mentor, actor)
    return mentor


@transaction.atomic
def record_mentor_by_others(*, mentor: Mentor, actor: Staff) -> Mentor:
    """Records that a person acts as mentor without our approval: a fact, which is never refused."""
    access.require(actor, Permission.WORK_ON_CASE, mentor)
    mentor.state = codes.MentorState.BY_OTHERS
    mentor.earlier_finding = _earlier_finding(mentor, actor)
    writing.add(mentor, actor=actor)
    _notify_supervisors(mentor, actor)
    return mentor


@transaction.atomic
def edit_mentor(
    *, mentor: Mentor, columns: Mapping[str, Any], version: int, actor: Staff
) -> Mentor:
    """Edits a mentor who is not approved yet, opened with the texts, and submits them again.

    What is on record against the person stays: `ReintegrationRefused` with reasons.
    """
    access.require(actor, Permission.WORK_ON_CASE, mentor)
    if mentor.state not in {*mentor_rules.WAITING, codes.MentorState.BY_OTHERS}:
        raise access.NotAllowed
    before = Mentor.objects.get(pk=mentor.pk)
    records.open_texts(before)
    kept, after = _kept(before), {**_kept(mentor), **columns}
    if reasons := mentor_rules.reasons_against_mentor_change(kept, after):
        raise ReintegrationRefused(reasons)
    are_texts_new = any(after[name] != kept[name] for name in mentor_rules.KEPT_TEXTS)
    writing.change(
        mentor,
        actor=actor,
        version=version,
        payload=payload_of(mentor) if are_texts_new else None,
        earlier_finding=_earlier_finding(mentor, actor),
        state=codes.MentorState.PROPOSED,
        submitted_by=actor.id,
        decided_by=None,
        decided_on=None,
        **columns,
        **with_editor(mentor, actor),
    )
    _notify_supervisors(mentor, actor)
    return mentor


def _kept(mentor: Mentor) -> dict[str, str]:
    return {
        name: getattr(mentor, name) for name in (*mentor_rules.FINDINGS, *mentor_rules.KEPT_TEXTS)
    }


def _earlier_finding(mentor: Mentor, actor: Staff) -> codes.EarlierMentorFinding:
    mentors = queries.opened_mentors(mentor.file_id, actor)
    is_found = bool(queries.earlier_proposals(mentor, mentors))
    return codes.EarlierMentorFinding.FOUND if is_found else codes.EarlierMentorFinding.NONE


def _notify_supervisors(mentor: Mentor, actor: Staff) -> None:
    file_id, kind = mentor.file_id, codes.MENTOR_ASKED_NOTICE
    notices.notify_supervisors(file_id=file_id, kind=kind, record=file_id, actor=actor)


def missing_for_approval(
    mentor: Mentor, actor: Staff, mentors: Sequence[Mentor]
) -> tuple[Reason, ...]:
    """All that the approval of a mentor lacks today; `mentors` are all of the child, opened."""
    facts = mentor_rules.MentorFacts(
        child_choice=codes.MentorChoice(mentor.child_choice),
        screening=codes.MentorScreening(mentor.screening),
        screened_on=mentor.screened_on,
        ties=codes.MentorTies(mentor.ties),
        reach=codes.MentorReach(mentor.reach),
        has_contact=bool(mentor.contact.strip()),
        has_screener=bool(mentor.screened_by.strip()),
        has_other=queries.has_other_mentor(mentor, actor),
        has_earlier_finding=bool(queries.earlier_proposals(mentor, mentors)),
        earlier_reason=mentor.earlier_reason,
    )
    missing = mentor_rules.missing_for_approval(facts, today=actor.office.today())
    if facts.child_choice == codes.MentorChoice.TOO_YOUNG:
        agreed = str(facts.child_choice.label)  # the caregiver: this is the reason
        missing += reasons_against_too_young(mentor.file_id, "child_choice", agreed)
    return missing


@transaction.atomic
def approve_mentor(
    *, mentor: Mentor, version: int, actor: Staff, earlier_reason: str = ""
) -> Mentor:
    """Approves a mentor as the second person; `ReintegrationRefused` with all that is missing.

    `earlier_reason`: why what is on record is about another person, or no longer holds.
    """
    access.require(actor, Permission.APPROVE, mentor)
    _check_second_person(mentor, actor)
    records.open_texts(mentor)
    mentor.earlier_reason = earlier_reason
    mentors = queries.opened_mentors(mentor.file_id, actor)
    if reasons := missing_for_approval(mentor, actor, mentors):
        raise ReintegrationRefused(reasons)
    is_found = bool(queries.earlier_proposals(mentor, mentors))
    finding = codes.EarlierMentorFinding.EXPLAINED if is_found else codes.EarlierMentorFinding.NONE
    return _decide(mentor, codes.MentorState.APPROVED, version, actor, {"earlier_finding": finding})


@transaction.atomic
def return_mentor(*, mentor: Mentor, version: int, actor: Staff) -> Mentor:
    """Returns a proposal, opened with its question, to its worker."""
    access.require(actor, Permission.APPROVE, mentor)
    _check_second_person(mentor, actor)
    return _decide(mentor, codes.MentorState.RETURNED, version, actor, {})


def _check_second_person(mentor: Mentor, actor: Staff) -> None:
    reasons = mentor_rules.reasons_not_to_decide(
        codes.MentorState(mentor.state),
        authors={*authors_of(mentor), mentor.submitted_by},
        actor_id=actor.id,
    )
    if reasons:
        raise ReintegrationRefused(reasons)


def _decide(
    mentor: Mentor,
    state: codes.MentorState,
    version: int,
    actor: Staff,
    columns: Mapping[str, str],
) -> Mentor:
    writing.change(
        mentor,
        actor=actor,
        version=version,
        payload=payload_of(mentor),
        state=state,
        decided_by=actor.id,
        decided_on=actor.office.today(),
        **columns,
    )
    is_approved = state == codes.MentorState.APPROVED
    kind = audit.AuditKind.APPROVED if is_approved else audit.AuditKind.SENT_BACK
    audit.record(
        kind, by=actor.id, agency=actor.agency_id, file_id=mentor.file_id, objects=[mentor.pk]
    )
    notices.notify_staff(
        mentor.recorded_by,
        kind=codes.MENTOR_DECIDED_NOTICE,
        record=mentor.file_id,
        actor=actor,
    )
    return mentor


@transaction.atomic
def rate_mentor(
    *, mentor: Mentor, columns: Mapping[str, Any], version: int, actor: Staff
) -> Mentor:
    """Records the child's opinion of a mentor, opened with the words; the latest counts, a finding stays."""
    access.require(actor, Permission.WORK_ON_CASE, mentor)
    reasons = mentor_rules.reasons_against_rating(
        codes.MentorRating(columns["rating"]),
        codes.MentorReached(columns["reached"]),
        state=codes.MentorState(mentor.state),
        before=codes.MentorRating(mentor.rating),
    )
    if reasons:
        raise ReintegrationRefused(reasons)
    texts = payload_of(mentor)
    return writing.change(mentor, actor=actor, version=version, payload=texts, **columns)


@transaction.atomic
def end_mentor(*, mentor: Mentor, columns: Mapping[str, Any], version: int, actor: Staff) -> Mentor:
    """Ends the support of a mentor, opened with the explanation; another one may be proposed."""
    access.require(actor, Permission.WORK_ON_CASE, mentor)
    reasons = mentor_rules.reasons_against_mentor_end(
        codes.MentorState(mentor.state),
        columns["end_reason"],
        has_note=bool(mentor.end_note.strip()),
    )
    if reasons:
        raise ReintegrationRefused(reasons)
    state, texts = codes.MentorState.ENDED, payload_of(mentor)
    return writing.change(
        mentor, actor=actor, version=version, payload=texts, state=state, **columns
    )
