"""Places a child, records placements by others, and decides on exceptions."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from psycopg.errors import CheckViolation, UniqueViolation

from saathi import audit
from saathi.agencies import access, notices, records, writing
from saathi.agencies.authors import authors_of, with_editor
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.fields import payload_of
from saathi.infra.enough_text import has_enough_letters
from saathi.infra.reasons import Reason, Refused
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.care.placements import (
    agreement_rules,
    exception_rules,
    queries,
    rules,
    second_person,
    unsafe_place_rules,
)
from saathi.protection.care.placements import vocabulary as codes
from saathi.protection.care.placements.actions.answers import reasons_against_answer
from saathi.protection.care.placements.actions.following import (
    close_placement,
    count_removal,
    set_duty,
    set_end_duty,
)
from saathi.protection.care.placements.earlier_queries import (
    earlier_exception_until,
    had_exception,
    reads_consents,
)
from saathi.protection.care.placements.models import Placement, PlacementReview
from saathi.protection.care.placements.placement_facts import (
    first_review_of,
    last_day_of,
    placement_entry_for_rules,
)
from saathi.protection.casework.cases.vocabulary import Duty

# Where `rules.reasons_against_entry` says that the place itself is missing or of another kind.
_PLACE_FIELDS = frozenset({"facility", "assessment", "place"})

_PLACED_MEANWHILE = Reason(
    "facility",
    _(
        "This child was placed, or this facility was changed, while you wrote. Your entries are kept. "
        "Read the current placement, then save again."
    ),
)

_CONSENT_UNREAD = Reason(
    "no_consent",
    _(
        "The case worker has to record this placement: you cannot see whether consent or another legal "
        "basis is recorded."
    ),
)


class PlacementRefused(Refused):
    """A placement, its end or its review that cannot be saved; `reasons` give the codes."""


@transaction.atomic
def place_child(*, placement: Placement, actor: Staff) -> Placement:
    """Places a child by our decision, at once if nothing is unmet; otherwise requests an exception.

    Emergency shelter also begins at once where only the agreement of a second person is missing, who
    is asked for it (`agreement_rules.begins_at_once`).
    `PlacementRefused` with all that is unmet if no exception is requested or none is possible.
    """
    access.require(actor, Permission.WORK_ON_CASE, placement)
    _check_recorder(placement, actor)
    placement.basis = codes.PlacementBasis.OURS
    placement.counted_as = queries.counted_as(placement.child)
    unmet = _check(placement, actor)
    if not unmet:
        _forget_exception(placement)
        return _start_unless_refused(placement, actor)
    if _begins_at_once(placement, unmet):
        placement.exception_until = None
        _request(placement, unmet, actor)
        _start_unless_refused(placement, actor)
        _notify_supervisors(placement, codes.EXCEPTION_REQUESTED_NOTICE, actor)
        return placement
    if queries.has_proposal(placement.file_id, actor):
        text = _("An exception is already waiting for this child. Withdraw it first.")
        raise PlacementRefused([Reason("exception_why", text)])
    placement.state = codes.PlacementState.PROPOSED
    _request(placement, unmet, actor)
    writing.add(placement, actor=actor)
    _notify_supervisors(placement, codes.EXCEPTION_REQUESTED_NOTICE, actor)
    return placement


def _request(placement: Placement, unmet: Sequence[Reason], actor: Staff) -> None:
    """Sets who asks a second person for what; not saved yet."""
    placement.exception_state = codes.ExceptionState.REQUESTED
    placement.unmet = [reason.code for reason in unmet]
    placement.submitted_by = actor.id


def _begins_at_once(placement: Placement, unmet: Sequence[Reason]) -> bool:
    kind = codes.PlacementKind(placement.kind)
    return agreement_rules.begins_at_once(kind, [reason.code for reason in unmet])


def _start_unless_refused(placement: Placement, actor: Staff) -> Placement:
    """Starts a placement; `PlacementRefused` if something changed since it was checked."""
    try:
        with transaction.atomic():
            return _start(placement, actor)
    except IntegrityError as error:
        raise _refused_meanwhile(placement, error, actor) from error


def _check_recorder(placement: Placement, actor: Staff) -> None:
    kind = codes.PlacementKind(placement.kind)
    if reasons := unsafe_place_rules.reasons_against_recorder(kind, actor.role_kind):
        raise PlacementRefused(reasons)


def _refused_meanwhile(placement: Placement, error: IntegrityError, actor: Staff) -> Exception:
    """The reasons that began after the check, such as the last place given to another child."""
    if not isinstance(error.__cause__, CheckViolation | UniqueViolation):
        return error
    _check(placement, actor)
    return PlacementRefused([_PLACED_MEANWHILE])


def _check(placement: Placement, actor: Staff) -> tuple[Reason, ...]:
    """What is unmet; refuses an entry that is wrong, and an exception that is not possible."""
    current = queries.current_placement(placement.file_id, actor)
    reasons = rules.reasons_against_entry(
        placement_entry_for_rules(placement, actor.office.today())
    )
    reasons += rules.reasons_against_move(
        current.started_on if current else None,
        placement.started_on,
        has_reason=bool(placement.move_reason),
    )
    if any(reason.code in _PLACE_FIELDS for reason in reasons):
        raise PlacementRefused(reasons)  # without a place the rest cannot be judged
    unmet = rules.unmet_needs(queries.find_placement_needs(placement, actor))
    if rules.NO_BASIS in unmet and not reads_consents(placement.file_id, actor):
        raise PlacementRefused([_CONSENT_UNREAD])
    request = rules.ExceptionRequest(
        has_why=agreement_rules.is_explained(unmet, placement.exception_why),
        until=placement.exception_until,
        had_one_before=had_exception(placement),
        begins_at_once=_begins_at_once(placement, unmet),
    )
    refused = rules.reasons_against_exception(
        unmet, request, started_on=placement.started_on, today=actor.office.today()
    )
    if reasons or refused:
        raise PlacementRefused([*reasons, *refused])  # all at once
    return unmet


def _forget_exception(placement: Placement) -> None:
    """Leaves out an exception that is not needed."""
    placement.unmet, placement.exception_until = [], None
    placement.exception_state, placement.exception_why = codes.ExceptionState.NONE, ""


def _start(placement: Placement, actor: Staff) -> Placement:
    """Saves a placement that begins now: it ends the one before and plans the first review."""
    before = queries.current_placement(placement.file_id, actor)
    close_placement(placement, actor)
    placement.state = codes.PlacementState.CURRENT
    placement.next_review_on = first_review_of(placement)
    writing.add(placement, actor=actor)
    _follow(placement, actor)
    count_removal(placement, before, actor)
    return placement


def _follow(placement: Placement, actor: Staff) -> None:
    """Plans the first review and puts what is due on the worker's day."""
    assert placement.next_review_on is not None
    review = PlacementReview(
        file_id=placement.file_id,
        placement=placement,
        occasion=codes.ReviewOccasion.PLANNED,
        due_on=placement.next_review_on,
    )
    writing.add(review, actor=actor)
    set_duty(placement, Duty.PLACEMENT_REVIEW, placement.next_review_on, actor)
    is_ours = (
        placement.basis == codes.PlacementBasis.OURS
    )  # an inherited exception ends by an order, too
    set_end_duty(placement, last_day_of(placement) if is_ours else None, actor)


@transaction.atomic
def record_placement(*, placement: Placement, actor: Staff) -> Placement:
    """Records where others placed the child, now or earlier: a fact that is never refused.

    What is unmet is stored with it, and the supervisors are notified. An exception for the same place
    goes on, so that its end stays in sight; a place in words alone may be any of those before.
    """
    access.require(actor, Permission.WORK_ON_CASE, placement)
    _check_recorder(placement, actor)
    today = actor.office.today()
    placement.counted_as = queries.counted_as(placement.child)
    current = queries.current_placement(placement.file_id, actor)
    is_over = placement.ended_on is not None
    reasons = rules.reasons_against_entry(placement_entry_for_rules(placement, today))
    reasons += rules.reasons_against_earlier(
        placement.started_on, placement.ended_on, placement.end_reason, today=today
    )
    if not is_over:
        reasons += rules.reasons_against_move(
            current.started_on if current else None,
            placement.started_on,
            has_reason=bool(placement.move_reason),
        )
    if reasons:
        raise PlacementRefused(reasons)
    unmet = rules.unmet_needs(queries.find_placement_needs(placement, actor))
    placement.unmet = [each.code for each in unmet if each.code not in rules.OF_OURS_ALONE]
    if is_over:
        placement.state = codes.PlacementState.ENDED
        return writing.add(placement, actor=actor)
    placement.exception_until = exception_rules.inherited_until(
        placement.unmet,
        codes.PlacementBasis(placement.basis),
        earlier_exception_until(placement),
        is_in_words=placement.facility_id is None and placement.assessment_id is None,
    )
    _start(placement, actor)
    if placement.unmet:
        _notify_supervisors(placement, codes.PLACEMENT_UNMET_NOTICE, actor)
    return placement


def _notify_supervisors(placement: Placement, kind: Any, actor: Staff) -> None:
    file_id = placement.file_id
    notices.notify_supervisors(file_id=file_id, kind=kind, record=file_id, actor=actor)


@transaction.atomic
def change_request(
    *, placement: Placement, columns: Mapping[str, Any], version: int, actor: Staff
) -> Placement:
    """Changes a placement that waits for an exception, opened with its texts, and requests it again."""
    access.require(actor, Permission.WORK_ON_CASE, placement)
    if placement.state not in queries.OPEN_PROPOSALS:
        raise access.NotAllowed
    if reasons := reasons_against_answer(placement, columns, actor):
        raise PlacementRefused(reasons)
    for name, value in columns.items():
        setattr(placement, name, value)
    unmet = _check(placement, actor)
    writing.change(
        placement,
        actor=actor,
        version=version,
        payload=payload_of(placement),
        state=codes.PlacementState.PROPOSED,
        exception_state=codes.ExceptionState.REQUESTED,
        submitted_by=actor.id,
        decided_by=None,
        decided_on=None,
        unmet=[reason.code for reason in unmet],
        **columns,
        **with_editor(placement, actor),
    )
    _notify_supervisors(placement, codes.EXCEPTION_REQUESTED_NOTICE, actor)
    return placement


@transaction.atomic
def approve_exception(
    *, placement: Placement, version: int, actor: Staff, reasons: str = ""
) -> Placement:
    """Approves an exception as the second person: the child is placed, until the exception expires.

    `reasons` are required where a second person agrees, such as to a placement that the child does not
    want.
    """
    access.require(actor, Permission.APPROVE, placement)
    _check_second_person(placement, actor)
    records.open_texts(placement)
    unmet = _check(placement, actor)
    today = actor.office.today()
    if unmet and rules.is_exception_over(placement.exception_until, today=today):
        text = _("The exception would have expired. Return it for revision.")
        raise PlacementRefused([Reason("exception_until", text)])
    placement.unmet = second_person.unmet_codes(placement, [reason.code for reason in unmet])
    refused = agreement_rules.reasons_against_agreement(
        placement.unmet, has_reasons=has_enough_letters(reasons)
    )
    if refused:
        raise PlacementRefused(refused)
    placement.question = reasons or placement.question
    before = queries.current_placement(placement.file_id, actor)
    close_placement(placement, actor)
    writing.change(
        placement,
        actor=actor,
        version=version,
        payload=payload_of(placement),
        state=codes.PlacementState.CURRENT,
        exception_state=codes.ExceptionState.APPROVED,
        unmet=placement.unmet,
        next_review_on=first_review_of(placement),
        decided_by=actor.id,
        decided_on=today,
    )
    _follow(placement, actor)
    count_removal(placement, before, actor)
    tell_decision(placement, audit.AuditKind.APPROVED, actor)
    return placement


@transaction.atomic
def return_request(*, placement: Placement, version: int, actor: Staff) -> Placement:
    """Returns a request for an exception, opened with the question, to its worker."""
    access.require(actor, Permission.APPROVE, placement)
    _check_second_person(placement, actor)
    writing.change(
        placement,
        actor=actor,
        version=version,
        payload=payload_of(placement),
        state=codes.PlacementState.RETURNED,
        decided_by=actor.id,
        decided_on=actor.office.today(),
    )
    tell_decision(placement, audit.AuditKind.SENT_BACK, actor)
    return placement


def _check_second_person(placement: Placement, actor: Staff) -> None:
    reasons = rules.reasons_not_to_decide(
        codes.PlacementState(placement.state),
        authors={*authors_of(placement), placement.submitted_by},
        by=actor.id,
    )
    if reasons:
        raise PlacementRefused(reasons)


def tell_decision(placement: Placement, kind: audit.AuditKind, actor: Staff) -> None:
    """Audits what a second person decided on a placement, and notifies whoever asked."""
    audit.record(
        kind,
        by=actor.id,
        agency=actor.agency_id,
        file_id=placement.file_id,
        objects=[placement.pk],
    )
    notices.notify_staff(
        placement.submitted_by or placement.recorded_by,
        kind=codes.EXCEPTION_DECIDED_NOTICE,
        record=placement.file_id,
        actor=actor,
    )


@transaction.atomic
def withdraw_request(*, placement: Placement, version: int, actor: Staff) -> Placement:
    """Withdraws a request for an exception; the child was not placed there."""
    access.require(actor, Permission.WORK_ON_CASE, placement)
    if placement.state not in queries.OPEN_PROPOSALS:
        raise PlacementRefused([Reason("state", _("This request was decided already."))])
    return writing.change(
        placement, actor=actor, version=version, state=codes.PlacementState.WITHDRAWN
    )
