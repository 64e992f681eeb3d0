"""Opens tracing requests, records the child's views and the enquiries, reviews and ends tracing."""

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from saathi.agencies import access, records, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.fields import payload_of
from saathi.infra.reasons import Reason, Refused
from saathi.people.around.models import Relation
from saathi.protection.casework.cases.queries import office_targets
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.decisions.best_interests.queries import first_assessment_day
from saathi.protection.decisions.orders import actions as orders
from saathi.protection.decisions.orders.vocabulary import Safeguard
from saathi.protection.returns.protection_screening.contact_gate import (
    ask_gate,
    reasons_against_too_young,
)
from saathi.protection.returns.tracing import (
    change_rules,
    enquiry_rules,
    filing_rules,
    kept_from,
    queries,
    rules,
    untold_words,
    view_rules,
)
from saathi.protection.returns.tracing.actions.tracing_duties import end_duty, set_duty
from saathi.protection.returns.tracing.cover_words import reasons_with_recipient, reasons_with_words
from saathi.protection.returns.tracing.enquiry_vocabulary import AskedParty
from saathi.protection.returns.tracing.models import (
    ChildTracingView,
    FamilyContact,
    RelationshipVerification,
    TracingEnquiry,
    TracingRequest,
)
from saathi.protection.returns.tracing.vocabulary import (
    OPEN_STATES,
    EnquiryResult,
    EnquiryWay,
    TracingActor,
    TracingState,
    TracingWish,
    ViewSubject,
)


class TracingRefused(Refused):
    """A step of tracing that the rules refuse; `reasons` give the codes."""


@transaction.atomic
def open_request(*, request: TracingRequest, actor: Staff) -> TracingRequest:
    """Opens a search for a person; its review and the assessment of other solutions become due.

    Without an assessment of best interests in the file, this is due today: tracing is not refused.
    """
    access.require(actor, Permission.WORK_ON_CASE, request)
    writing.add(request, actor=actor)
    today = actor.office.today()
    set_duty(request.file_id, Duty.TRACING_REVIEW, rules.review_day(today), actor=actor)
    solution_on = rules.solution_day(request.opened_on)
    set_duty(request.file_id, Duty.TRACING_SOLUTION, solution_on, actor=actor)
    if first_assessment_day(actor, request.file_id) is None:
        set_duty(request.file_id, Duty.BEST_INTERESTS, today, actor=actor)
    return request


@transaction.atomic
def change_request(
    *, request: TracingRequest, columns: Mapping[str, object], version: int, actor: Staff
) -> TracingRequest:
    """Changes what is known of the person sought; the earlier version is kept.

    `TracingRefused` for another relationship once a verification has begun, for another person while a
    "no" of the child holds, and for fewer words on who must not learn of it.
    """
    access.require(actor, Permission.WORK_ON_CASE, request)
    stored = access.visible(actor, TracingRequest).get(pk=request.pk)
    reasons = _reasons_against_other_sought(stored, columns, actor)
    reasons += change_rules.reasons_against_fewer_kept_from(
        records.open_texts(stored).get("keep_from", ""), request.keep_from
    )
    if reasons:
        raise TracingRefused(reasons)
    texts = payload_of(request)
    return writing.change(request, actor=actor, version=version, payload=texts, **columns)


def _reasons_against_other_sought(
    stored: TracingRequest, columns: Mapping[str, object], actor: Staff
) -> tuple[Reason, ...]:
    before = view_rules.SoughtPerson(stored.relation, stored.person_id)
    person = columns.get("person", stored.person)
    after = view_rules.SoughtPerson(
        str(columns.get("relation", stored.relation)),
        person.pk if isinstance(person, Relation) else None,
    )
    if before == after:
        return ()
    begun = access.visible(actor, RelationshipVerification).filter(request_id=stored.pk)
    return view_rules.reasons_against_other_sought(
        before,
        after,
        has_no=queries.has_no_that_holds(stored, actor),
        takes_answers=queries.takes_answers(stored, after, actor),
    ) + filing_rules.reasons_against_other_person(
        before.relation, after.relation, has_verification=begun.exists()
    )


@transaction.atomic
def record_view(*, view: ChildTracingView, actor: Staff) -> ChildTracingView:
    """Records what the child answered; after a wish the first step is due in 5 working days."""
    access.require(actor, Permission.WORK_ON_CASE, view)
    today = actor.office.today()
    wish = queries.last_wish([view])
    assert wish is not None
    has_words = bool(view.child_words.strip())
    has_said = bool(view.said_for_child.strip())
    reasons = rules.reasons_against_view(wish, has_words=has_words, has_said_for_child=has_said)
    if wish.wish == TracingWish.TOO_YOUNG:
        reasons += reasons_against_too_young(view.file_id, "wish", view.why_not)
    if reasons:
        raise TracingRefused(reasons)
    writing.add(view, actor=actor)
    if view.subject != ViewSubject.TRACING:
        return view
    if wish.wish != TracingWish.NOT_ASKED:
        end_duty(view.file_id, Duty.TRACING_WISH, done_on=view.asked_on, actor=actor)
    wish = queries.counting_wish(view.request, ViewSubject.TRACING, actor) or wish
    starts = wish.wait_until if wish.wish == TracingWish.LATER else wish.asked_on
    if wish.wish in {TracingWish.WANTS, TracingWish.LATER, TracingWish.TOO_YOUNG} and starts:
        days = office_targets(actor.office, today).days
        due_on = max(rules.first_step_day(starts, days), today)
        set_duty(view.file_id, Duty.TRACING_STEP, due_on, actor=actor)
    else:
        end_duty(view.file_id, Duty.TRACING_STEP, done_on=today, actor=actor)
    return view


@transaction.atomic
def add_enquiry(
    *, enquiry: TracingEnquiry, actor: Staff, is_kept_from: bool = False
) -> TracingEnquiry:
    """Records an enquiry; `TracingRefused` for our own that the child's view does not allow.

    What others did without us is recorded in any case. If they disclosed which child is meant before the
    child was asked, or asked in the country of origin while the screening does not allow it, it is
    also recorded as a safeguard violation, and so is what our own staff did against the rules, and that
    they asked a person who must not learn of the tracing, or is close to one (`is_kept_from`).
    """
    access.require(actor, Permission.WORK_ON_CASE, enquiry)
    wish = queries.counting_wish(enquiry.request, ViewSubject.TRACING, actor)
    elsewhere = None if wish else queries.view_of_others(enquiry.request, actor)
    reasons = rules.reasons_against_enquiry(
        wish, enquiry.facts, on=enquiry.made_on, elsewhere=elsewhere
    )
    target = queries.enquiry_target(enquiry, actor)
    against_foreign = _reasons_against_foreign(enquiry, target, actor)
    if enquiry.made_through == TracingActor.OURS:
        reasons += reasons_with_words(enquiry.cover_text)
        reasons += reasons_with_recipient(enquiry.to_whom)
        reasons += untold_words.open_and_check(enquiry, actor)
        reasons += kept_from.reasons_against_asking(
            enquiry.to_whom, enquiry.file_id, actor, is_said=is_kept_from
        )
        reasons += enquiry_rules.reasons_against_target(target)
        reasons += enquiry_rules.reasons_against_consulate(target, enquiry.to_whom)
        reasons += against_foreign + _reasons_against_abroad(enquiry)
        if reasons:
            raise TracingRefused(reasons)
    elif is_kept_from or reasons or against_foreign or enquiry.made_through == TracingActor.STAFF:
        record_contact_violation(
            enquiry,
            enquiry.made_on,
            actor,
            is_abroad=bool(against_foreign),
            is_kept_from=is_kept_from,
        )
    writing.add(enquiry, actor=actor)
    end_duty(enquiry.file_id, Duty.TRACING_STEP, done_on=actor.office.today(), actor=actor)
    return enquiry


def _reasons_against_abroad(enquiry: TracingEnquiry) -> tuple[Reason, ...]:
    if enquiry.way != EnquiryWay.ABROAD and enquiry.cross_border_id is None:
        return ()
    is_outgoing = queries.is_outgoing(enquiry.cross_border, enquiry.file_id)
    return rules.reasons_against_abroad(ask_gate(enquiry.file_id).gate, is_outgoing=is_outgoing)


def _reasons_against_foreign(
    enquiry: TracingEnquiry, target: enquiry_rules.EnquiryTarget, actor: Staff
) -> tuple[Reason, ...]:
    if not target.is_foreign:
        return ()
    gate = ask_gate(enquiry.file_id).gate
    is_consulate = enquiry.asked == AskedParty.CONSULATE
    official = queries.OfficialContact(
        enquiry.file_id, enquiry.country, is_consulate, enquiry.made_on
    )
    return enquiry_rules.reasons_against_foreign(
        target,
        gate,
        is_permitted=queries.is_permitted(official, gate, actor),
        is_outgoing=queries.is_outgoing(enquiry.cross_border, enquiry.file_id),
    )


def record_contact_violation(
    record: TracingEnquiry | FamilyContact,
    on: dt.date,
    actor: Staff,
    *,
    is_abroad: bool = False,
    is_kept_from: bool = False,
) -> None:
    """Records as a safeguard violation that the home was contacted without what we ask before."""
    case = queries.open_case(record.file_id, actor)
    if case is None:
        return
    what = (
        gettext("A member of our staff contacted the family without permission.")
        if record.made_through == TracingActor.STAFF
        else gettext("The family was contacted without our request before the child was asked.")
    )
    if is_abroad:
        what = gettext("Someone of the country of origin was asked without the safeguards.")
    if is_kept_from:
        text = gettext("A person who must not learn of the tracing, or someone close, was asked.")
        what = f"{what} {text}" if is_abroad or record.made_through == TracingActor.STAFF else text
    orders.record_broken_safeguard(
        case=case,
        data=orders.BrokenSafeguardInput(Safeguard.CONTACTED_ORIGIN, on, texts={"what": what}),
        actor=actor,
    )


@transaction.atomic
def record_result(
    *, enquiry: TracingEnquiry, columns: Mapping[str, object], version: int, actor: Staff
) -> TracingEnquiry:
    """Records the result of an opened enquiry; a person who was found is found in the request."""
    access.require(actor, Permission.WORK_ON_CASE, enquiry)
    for name, value in columns.items():
        setattr(enquiry, name, value)
    reasons = rules.reasons_against_result(
        enquiry.made_on,
        enquiry.result_on,
        enquiry.next_on,
        has_result=bool(enquiry.result),
    )
    if reasons:
        raise TracingRefused(reasons)
    texts = payload_of(enquiry)
    writing.change(enquiry, actor=actor, version=version, payload=texts, **columns)
    if enquiry.result == EnquiryResult.FOUND and enquiry.request.state == TracingState.OPEN:
        writing.change(enquiry.request, actor=actor, state=TracingState.FOUND)
    return enquiry


@transaction.atomic
def record_review(
    *, request: TracingRequest, columns: Mapping[str, object], version: int, actor: Staff
) -> TracingRequest:
    """Records the monthly review and, if assessed, another solution; the next review is due."""
    change_request(request=request, columns=columns, version=version, actor=actor)
    today = actor.office.today()
    end_duty(request.file_id, Duty.TRACING_REVIEW, done_on=today, actor=actor)
    set_duty(request.file_id, Duty.TRACING_REVIEW, rules.review_day(today), actor=actor)
    if request.solution_on is not None:
        end_duty(request.file_id, Duty.TRACING_SOLUTION, done_on=request.solution_on, actor=actor)
    return request


@transaction.atomic
def end_request(
    *, request: TracingRequest, state: TracingState, version: int, actor: Staff
) -> TracingRequest:
    """Moves an opened request, with its new texts, to another status; `TracingRefused` with reasons."""
    access.require(actor, Permission.WORK_ON_CASE, request)
    before = TracingState(request.state)
    if reasons := rules.reasons_not_to_end(before, state, request.why_ended):
        raise TracingRefused(reasons)
    today = actor.office.today()
    writing.change(
        request,
        actor=actor,
        version=version,
        payload=payload_of(request),
        state=state,
        ended_on=None if state in OPEN_STATES else today,
    )
    end_duties_of_ended_tracing(request.file_id, actor)
    return request


def end_duties_of_ended_tracing(file_id: UUID, actor: Staff) -> None:
    """Ends the duties of tracing, once no person is sought any more."""
    if not queries.open_requests(file_id, actor).exists():
        for duty in (Duty.TRACING_STEP, Duty.TRACING_REVIEW, Duty.TRACING_SOLUTION):
            end_duty(file_id, duty, done_on=actor.office.today(), actor=actor)
