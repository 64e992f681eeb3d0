"""Opens a transfer and records what is prepared: request, answer, placement, safety, papers, views."""

import datetime as dt
import secrets
from collections.abc import Mapping
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.fields import payload_of
from saathi.infra import clock
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.returns.protection_screening.contact_gate import reasons_against_too_young
from saathi.protection.returns.transfers import (
    basis_queries,
    basis_rules,
    crossing_texts,
    escort_queries,
    evidence_rules,
    identifying_queries,
    journey_rules,
    leg_queries,
    notice_kinds,
    paper_rules,
    queries,
    shelter_names,
    step_rules,
)
from saathi.protection.returns.transfers import vocabulary as codes
from saathi.protection.returns.transfers.actions.stages import (
    TransferRefused,
    follow_record,
    is_own_side,
    notify_other_side,
    reload_stage,
    require_own_side,
)
from saathi.protection.returns.transfers.models import (
    ReceivingPlacement,
    Transfer,
    TransferAnswer,
    TransferDocument,
    TransferJourney,
    TransferSafetyAssessment,
    TransferView,
)

# Without letters and digits that look alike.
_LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
# What the preparation of a transfer may change.
CHANGEABLE: Final = frozenset(
    {
        "kind",
        "chain",
        "agreement",
        "our_focal_point",
        "their_focal_point",
        "coordination",
        "planned_on",
    }
)


def new_reference() -> str:
    """A random reference: both countries use it, and it says nothing about the child."""
    drawn = "".join(secrets.choice(_LETTERS) for _each in range(12))
    return "-".join((drawn[:4], drawn[4:8], drawn[8:]))


@transaction.atomic
def open_transfer(*, transfer: Transfer, actor: Staff) -> Transfer:
    """Opens a transfer that is considered. An incoming one has the reference of the other side.

    `TransferRefused` if both countries are the same, with an agreement or focal points of others,
    for a planned day in the past, and while another transfer of the child out of the country is open.
    """
    require_own_side(actor, transfer)
    if queries.open_case(transfer.file_id, actor) is None:
        text = _("Open a case first: what follows from a transfer is recorded in it.")
        raise TransferRefused([Reason("state", text)])
    if transfer.direction == codes.TransferDirection.INCOMING:
        transfer.to_country = transfer.to_country or actor.office.country
    else:
        transfer.from_country = transfer.from_country or actor.office.country
    transfer.reference = transfer.reference.strip().upper() or new_reference()
    reasons = step_rules.reasons_against_transfer(
        codes.TransferDirection(transfer.direction),
        transfer.from_country,
        transfer.to_country,
        here=transfer.file.office.country,
    )
    reasons = (
        *reasons,
        *_reasons_against_texts(transfer, actor),
        *basis_rules.reasons_against_basis(basis_queries.basis_facts(transfer)),
        *_reasons_against_planned_day(transfer, actor),
        *leg_queries.reasons_against_leg(transfer, actor),
        *leg_queries.reasons_against_reference(transfer),
    )
    if reasons:
        raise TransferRefused(reasons)
    transfer.state = codes.TransferState.CONSIDERED
    transfer.state_since = transfer.opened_on
    transfer.chain = transfer.chain or [transfer.from_country, transfer.to_country]
    return writing.add(transfer, actor=actor)


def _reasons_against_texts(transfer: Transfer, actor: Staff) -> tuple[Reason, ...]:
    texts = crossing_texts.texts_of(transfer, crossing_texts.TEXTS_OF_TRANSFER)
    shelters = shelter_names.names_here(actor)
    return step_rules.reasons_against_words(texts) + step_rules.reasons_against_names(
        texts, shelters
    )


def _reasons_against_planned_day(transfer: Transfer, actor: Staff) -> tuple[Reason, ...]:
    reasons = basis_rules.reasons_against_planned_day(
        codes.TransferDirection(transfer.direction),
        transfer.planned_on,
        today=actor.office.today(),
    )
    return reasons + leg_queries.reasons_against_day_of_leg(transfer, transfer.planned_on, actor)


@transaction.atomic
def change_transfer(
    *, transfer: Transfer, columns: Mapping[str, Any], version: int, actor: Staff
) -> Transfer:
    """Changes an opened transfer before its submission: agreement, focal points, kind, planned day."""
    require_own_side(actor, transfer)
    if not columns.keys() <= CHANGEABLE:
        raise access.NotAllowed
    if reasons := step_rules.reasons_against_change(codes.TransferState(transfer.state)):
        raise TransferRefused(reasons)
    texts = payload_of(transfer)
    reasons = _reasons_against_texts(transfer, actor)
    if columns.get("kind", transfer.kind) != transfer.kind:
        reasons += step_rules.reasons_against_kind(codes.TransferState(transfer.state))
    is_moved = columns.get("planned_on", transfer.planned_on) != transfer.planned_on
    for name, value in columns.items():
        setattr(transfer, name, value)
    reasons += _reasons_against_new_basis(transfer, columns)
    if is_moved:
        reasons += _reasons_against_planned_day(transfer, actor)
    if reasons:
        raise TransferRefused(reasons)
    return writing.change(transfer, actor=actor, version=version, payload=texts, **columns)


def _reasons_against_new_basis(
    transfer: Transfer, columns: Mapping[str, Any]
) -> tuple[Reason, ...]:
    """Only what is chosen now: an entry of the register may change after it was chosen."""
    reasons = basis_rules.reasons_against_basis(basis_queries.basis_facts(transfer))
    return tuple(reason for reason in reasons if reason.code in columns)


@transaction.atomic
def record_answer(*, answer: TransferAnswer, actor: Staff) -> TransferAnswer:
    """Records an answer, of the receiver or from a letter; `TransferRefused` with reasons.

    A refusal ends the transfer in any stage before the departure; no answer waits until a date. With
    a receiver in the system, a letter is recorded but does not accept the transfer.
    """
    access.require(actor, Permission.WORK_ON_CASE, answer)
    transfer, code = answer.transfer, codes.TransferAnswerCode(answer.answer)
    state = codes.TransferState(transfer.state)
    request = queries.newest_request(transfer, actor)
    entered = step_rules.AnswerFacts(
        state,
        code,
        answered_on=answer.answered_on,
        next_on=answer.next_on,
        conditions=answer.conditions,
        requested_on=request.sent_on if request else None,
        direction=codes.TransferDirection(transfer.direction),
        refusal=answer.refusal,
    )
    texts = crossing_texts.texts_of(answer, crossing_texts.TEXTS_OF_ANSWER)
    crossing = identifying_queries.reasons_against_crossing(texts, transfer, actor)
    entered_reasons = step_rules.reasons_against_answer(entered)
    if not is_own_side(actor, transfer):
        entered_reasons += step_rules.reasons_against_own_answer(code)
    if reasons := (*entered_reasons, *crossing):
        raise TransferRefused(reasons)
    writing.add(answer, actor=actor)
    if is_own_side(actor, transfer):
        reload_stage(transfer, actor)
    counting = basis_queries.counting_answer(transfer, actor)
    if code not in evidence_rules.ACCEPTED or _is_accepted(counting):
        follows = step_rules.state_after_answer(state, code)
        follow_record(transfer, follows, since=answer.answered_on, actor=actor)
    elif counting is not None and counting.answer == codes.TransferAnswerCode.REFUSED:
        raise TransferRefused([Reason("answer", REFUSAL_COUNTS)])
    notify_other_side(
        transfer,
        ours=notice_kinds.TRANSFER_ANSWERED_NOTICE,
        theirs=notice_kinds.TRANSFER_REQUESTED_NOTICE,
        actor=actor,
    )
    return answer


REFUSAL_COUNTS: Final = _(
    "The other country refused. Only the receiving agency withdraws what it refused in the system, "
    "and an earlier acceptance does not count. Send a new request."
)


def _is_accepted(answer: TransferAnswer | None) -> bool:
    return answer is not None and answer.answer in evidence_rules.ACCEPTED


@transaction.atomic
def record_placement(*, placement: ReceivingPlacement, actor: Staff) -> ReceivingPlacement:
    """Records the receiving placement; the newest counts. `TransferRefused` with reasons."""
    access.require(actor, Permission.WORK_ON_CASE, placement)
    reasons = step_rules.reasons_against_preparation(codes.TransferState(placement.transfer.state))
    reasons += step_rules.reasons_against_placement(
        codes.ReceivingCare(placement.care), placement.why_facility
    )
    texts = crossing_texts.texts_of(placement, crossing_texts.TEXTS_OF_PLACEMENT)
    crossing = identifying_queries.reasons_against_crossing(texts, placement.transfer, actor)
    if reasons := (*reasons, *crossing):
        raise TransferRefused(reasons)
    placement.addressee = queries.addressee_now(placement.transfer, actor)
    placement.has_reasons = bool(placement.why_facility.strip())
    return writing.add(placement, actor=actor)


@transaction.atomic
def record_safety(
    *, assessment: TransferSafetyAssessment, actor: Staff
) -> TransferSafetyAssessment:
    """Records a safety assessment of origin, journey or destination; `TransferRefused`."""
    require_own_side(actor, assessment)
    reasons = step_rules.reasons_against_safety(
        codes.SafetyResult(assessment.result),
        sources=assessment.sources,
        measures=assessment.measures,
        is_future=assessment.assessed_on > queries.today_of(assessment.transfer),
    )
    if reasons := (*reasons, *_reasons_against_correction(assessment, actor)):
        raise TransferRefused(reasons)
    return writing.add(assessment, actor=actor)


def _reasons_against_correction(
    assessment: TransferSafetyAssessment, actor: Staff
) -> tuple[Reason, ...]:
    if assessment.corrects is None:
        return ()
    result = access.visible(actor, TransferSafetyAssessment).filter(transfer=assessment.transfer)
    mistake = result.filter(pk=assessment.corrects).first()
    if mistake is None:
        raise access.NotAllowed
    return evidence_rules.reasons_against_correction(
        is_own=mistake.recorded_by == actor.id,
        is_same_subject=mistake.subject == assessment.subject,
        age=clock.now() - mistake.recorded_at,
        why=assessment.why_corrected,
        was_unsafe=mistake.result == codes.SafetyResult.NOT_SAFE,
    )


@transaction.atomic
def record_paper(*, paper: TransferDocument, actor: Staff) -> TransferDocument:
    """Records a document of the checklist; `TransferRefused` with reasons."""
    require_own_side(actor, paper)
    if reasons := _reasons_against_paper(paper):
        raise TransferRefused(reasons)
    return writing.add(paper, actor=actor)


def _reasons_against_paper(paper: TransferDocument) -> tuple[Reason, ...]:
    reasons = step_rules.reasons_against_paper(
        codes.PaperState(paper.state), form=paper.form, issuer=paper.issuer, note=paper.note
    )
    reasons += paper_rules.reasons_against_waiver(
        codes.TransferPaper(paper.paper),
        codes.PaperState(paper.state),
        paper.note,
        issuer=paper.issuer,
    )
    if paper.goes:
        texts = crossing_texts.texts_of(paper, crossing_texts.TEXTS_OF_PAPER)
        reasons += step_rules.reasons_against_travel_words(texts)
    return reasons


@transaction.atomic
def change_paper(
    *, paper: TransferDocument, columns: Mapping[str, Any], version: int, actor: Staff
) -> TransferDocument:
    """Changes an opened document of the checklist, such as when it arrives; the earlier state is kept."""
    require_own_side(actor, paper)
    texts = payload_of(paper)
    for name, value in columns.items():
        setattr(paper, name, value)
    if reasons := _reasons_against_paper(paper):
        raise TransferRefused(reasons)
    return writing.change(paper, actor=actor, version=version, payload=texts, **columns)


LAST_VIEW_TIME: Final = dt.timedelta(hours=journey_rules.LAST_VIEW_HOURS)


@transaction.atomic
def record_view(*, view: TransferView, actor: Staff) -> TransferView:
    """Records what the child says about the transfer; every answer is complete. `TransferRefused`."""
    require_own_side(actor, view)
    is_last_word = view.moment == codes.TransferViewMoment.DEPARTURE
    journey = queries.newest_journey(view.transfer, actor) if is_last_word else None
    reasons = step_rules.reasons_against_view(
        codes.TransferState(view.transfer.state),
        codes.TransferWish(view.wish),
        why_not_asked=view.why_not_asked,
        reply=view.reply,
        is_future=view.asked_at > clock.now() + dt.timedelta(minutes=5),
        lacks_journey=is_last_word and journey is None,
        is_early=journey is not None
        and view.wish != codes.TransferWish.DOES_NOT_WANT
        and journey.departs_at - view.asked_at > LAST_VIEW_TIME,
    )
    if view.wish == codes.TransferWish.TOO_YOUNG:
        reasons += reasons_against_too_young(view.file_id, "wish", view.why_not_asked)
    if reasons:
        raise TransferRefused(reasons)
    view.is_replied = bool(view.reply.strip())
    return writing.add(view, actor=actor)


@transaction.atomic
def plan_journey(*, journey: TransferJourney, actor: Staff) -> TransferJourney:
    """Records a plan of the journey; the newest counts. `TransferRefused` with reasons."""
    require_own_side(actor, journey)
    transfer = journey.transfer
    zone = queries.zone_of(transfer)
    reasons = step_rules.reasons_against_journey(
        codes.TransferState(transfer.state),
        queries.journey_facts_of(journey, zone),
        today=clock.now().astimezone(zone).date(),
    )
    leaves_on = journey.departs_at.astimezone(zone).date()
    reasons += leg_queries.reasons_against_day_of_leg(
        transfer, leaves_on, actor, field="departs_day"
    )
    refused = escort_queries.refused_plan(journey, actor)
    reasons += escort_queries.reasons_against_escort(journey, refused, actor)
    texts = crossing_texts.texts_of(journey, crossing_texts.TEXTS_OF_JOURNEY)
    reasons = (*reasons, *step_rules.reasons_against_travel_words(texts))
    if reasons := reasons + step_rules.reasons_against_names(
        texts, shelter_names.names_here(actor)
    ):
        raise TransferRefused(reasons)
    journey.addressee = queries.addressee_now(transfer, actor)
    journey.refused_in = refused.pk if refused else None
    writing.add(journey, actor=actor)
    reload_stage(transfer, actor)
    _keep_planned_day(transfer, journey, zone, actor)
    return journey


def _keep_planned_day(
    transfer: Transfer, journey: TransferJourney, zone: ZoneInfo, actor: Staff
) -> None:
    """The day by which a board sorts transfers is the one of the newest plan."""
    planned_on = journey.departs_at.astimezone(zone).date()
    if transfer.planned_on != planned_on:
        writing.change(transfer, actor=actor, planned_on=planned_on)
