"""What each step of the preparation of a transfer needs. Pure functions.

The code of a reason is the name of the form field beside which it is shown.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from saathi.engines.matching.name_words import split_words
from saathi.infra.enough_text import has_a_few_letters
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.returns.tracing.exploitation_words import (
    find_diagnosis_words,
    find_exploitation_words,
)
from saathi.protection.returns.transfers.journey_facts import JourneyFacts, local_day
from saathi.protection.returns.transfers.vocabulary import (
    BEFORE_DEPARTURE,
    BEFORE_HANDOVER,
    SAFE_RESULTS,
    PaperState,
    ReceivingCare,
    SafetyResult,
    TransferAnswerCode,
    TransferDirection,
    TransferState,
    TransferStopper,
    TransferWish,
)

# In these the preparation can still be changed; after that only a new submission.
PREPARING: Final = (
    TransferState.CONSIDERED,
    TransferState.REQUESTED,
    TransferState.ACCEPTED,
)


def disclosing_fields(texts: Mapping[str, str]) -> list[str]:
    """The names of the texts with words about trafficking, exploitation or abuse."""
    return [name for name, text in texts.items() if find_exploitation_words(text)]


def reasons_against_words(texts: Mapping[str, str]) -> tuple[Reason, ...]:
    """Why texts cannot go to the other country or on the way: they tell what happened to the child."""
    text = _("Remove the words about trafficking, exploitation or abuse.")
    return tuple(Reason(name, text) for name in disclosing_fields(texts))


def reasons_against_travel_words(texts: Mapping[str, str]) -> tuple[Reason, ...]:
    """Why texts cannot be carried on the way: others read them. They name no diagnosis either."""
    text = _("Remove the diagnosis: on the way others can read this. Enter only the care needed.")
    diagnoses = [Reason(name, text) for name in texts if find_diagnosis_words(texts[name])]
    return (*reasons_against_words(texts), *diagnoses)


def reasons_against_names(
    texts: Mapping[str, str], shelters: Collection[str]
) -> tuple[Reason, ...]:
    """Why texts cannot go to the other country or on the way: they name a shelter, where a child may live."""
    text = _("Remove the name of the shelter. Where the child lives is not for other readers.")
    listed = [name for name in (_words_of(shelter) for shelter in shelters) if name.strip()]
    return tuple(
        Reason(name, text)
        for name, entered in texts.items()
        if any(shelter in _words_of(entered) for shelter in listed)
    )


def _words_of(text: str) -> str:
    """The words of a text in one spelling, with a space on both sides, so that only whole names match."""
    return " ".join(["", *split_words(text), ""])


def reasons_against_transfer(
    direction: TransferDirection, from_country: str, to_country: str, *, here: str
) -> tuple[Reason, ...]:
    """Why a transfer cannot be opened; `here`: the country of the office that has the file."""
    if from_country == to_country:
        return (Reason("to_country", _("Choose another country than the one the child is in.")),)
    if here != (to_country if direction == TransferDirection.INCOMING else from_country):
        text = _("Choose the direction as seen from the country of your office.")
        return (Reason("direction", text),)
    return ()


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """An answer of the other country as entered; `requested_on`: the newest request, None without one."""

    state: TransferState
    answer: TransferAnswerCode
    answered_on: dt.date
    next_on: dt.date | None
    conditions: str
    requested_on: dt.date | None
    direction: TransferDirection = TransferDirection.OUTGOING
    refusal: str = ""


def reasons_against_answer(entered: AnswerFacts) -> tuple[Reason, ...]:
    """Why an answer cannot be recorded as entered; no answer waits until a date."""
    reasons = []
    expected = {TransferState.REQUESTED, TransferState.ACCEPTED, TransferState.REFUSED}
    if entered.answer == TransferAnswerCode.REFUSED:  # also after they had accepted
        expected |= {TransferState.SUBMITTED, TransferState.AUTHORISED}
    if entered.direction == TransferDirection.INCOMING:
        expected = {TransferState.CONSIDERED, TransferState.ACCEPTED}
    if entered.state not in expected:
        reasons.append(Reason("state", _("There is no request that waits for an answer.")))
    else:
        reasons += _reasons_against_answer_day(entered)
    if entered.answer == TransferAnswerCode.ACCEPTED_IF and not entered.conditions.strip():
        text = _("Enter the conditions of the other country.")
        reasons.append(Reason("conditions", text))
    if entered.answer == TransferAnswerCode.REFUSED:
        if not entered.refusal:
            reasons.append(Reason("refusal", _("Choose the reason of the refusal.")))
        if not entered.conditions.strip():
            reasons.append(Reason("conditions", _("Enter the reasons in words.")))
    is_unanswered = entered.answer == TransferAnswerCode.NO_ANSWER
    if is_unanswered and (entered.next_on is None or entered.next_on <= entered.answered_on):
        text = _("Enter the day on which you ask again.")
        reasons.append(Reason("next_on", text))
    return tuple(reasons)


def reasons_against_own_answer(answer: TransferAnswerCode) -> tuple[Reason, ...]:
    """Why the receiver cannot give this answer to the request: silence is recorded by whoever asked."""
    if answer == TransferAnswerCode.NO_ANSWER:
        return (Reason("answer", _("Choose whether you accept the request or refuse it.")),)
    return ()


def _reasons_against_answer_day(entered: AnswerFacts) -> list[Reason]:
    if entered.direction == TransferDirection.INCOMING:  # our own answer; the request is theirs
        return []
    if entered.requested_on is None:
        return [Reason("state", _("Send the request first."))]
    if entered.answered_on < entered.requested_on:
        return [Reason("answered_on", _("Enter a day on or after the newest request."))]
    return []


def state_after_answer(state: TransferState, answer: TransferAnswerCode) -> TransferState:
    """The stage of a transfer after an answer; without one it stays."""
    if answer == TransferAnswerCode.REFUSED:
        return TransferState.REFUSED
    if answer == TransferAnswerCode.NO_ANSWER:
        return state
    return TransferState.ACCEPTED


def reasons_against_placement(care: ReceivingCare, why_facility: str) -> tuple[Reason, ...]:
    """Why a receiving placement cannot be recorded as entered."""
    if care == ReceivingCare.FACILITY and not why_facility.strip():
        text = _("Enter why no family placement is possible.")
        return (Reason("why_facility", text),)
    return ()


def reasons_against_safety(
    result: SafetyResult, *, sources: Collection[str], measures: str, is_future: bool
) -> tuple[Reason, ...]:
    """Why a safety assessment cannot be recorded as entered."""
    reasons = []
    if is_future:
        reasons.append(Reason("assessed_on", _("Enter a date that is not in the future.")))
    if result in SAFE_RESULTS and not sources:
        reasons.append(Reason("sources", _("Choose how you know that it is safe.")))
    if result == SafetyResult.WITH_MEASURES and not measures.strip():
        text = _("Enter the safety measures, and who is responsible.")
        reasons.append(Reason("measures", text))
    return tuple(reasons)


def reasons_against_paper(
    state: PaperState, *, form: str, issuer: str, note: str
) -> tuple[Reason, ...]:
    """Why a document of the checklist cannot be recorded as entered."""
    reasons = []
    if state == PaperState.NOT_NEEDED and not note.strip():
        reasons.append(Reason("note", _("Enter why this document is not needed.")))
    if state in {PaperState.HELD, PaperState.GIVEN}:
        if not form:
            reasons.append(Reason("form", _("Choose original or copy.")))
        if not issuer.strip():
            reasons.append(Reason("issuer", _("Enter the issuing authority.")))
    return tuple(reasons)


def reasons_against_view(  # noqa: PLR0913 - the answer, and what is known
    state: TransferState,
    wish: TransferWish,
    *,
    why_not_asked: str,
    is_future: bool,
    reply: str = "",
    lacks_journey: bool = False,
    is_early: bool = False,
) -> tuple[Reason, ...]:
    """Why a view of the child cannot be recorded.

    Of a view before the departure: `lacks_journey`: none is planned; `is_early`: it is planned later
    than in 24 hours.
    """
    reasons = []
    if state not in {*BEFORE_HANDOVER, TransferState.REFUSED}:
        text = _("The child is not in our care in this transfer. Record it in a report.")
        reasons.append(Reason("state", text))
    if is_future:
        reasons.append(Reason("asked_at", _("Enter a time that is not in the future.")))
    if lacks_journey:
        text = _("Plan the journey first, or choose “During preparation”.")
        reasons.append(Reason("moment", text))
    if is_early:
        text = _(
            "The planned departure is more than 24 hours after this answer. Choose “During "
            "preparation”, and ask again within 24 hours before the departure."
        )
        reasons.append(Reason("moment", text))
    if reply.strip() and not has_a_few_letters(reply):
        text = _("Enter the reply as the child reads it. A full stop answers no doubt.")
        reasons.append(Reason("reply", text))
    if wish == TransferWish.NOT_ASKED and not why_not_asked.strip():
        reasons.append(Reason("why_not_asked", _("Enter why the child was not asked.")))
    return tuple(reasons)


def reasons_against_journey(
    state: TransferState, journey: JourneyFacts, *, today: dt.date
) -> tuple[Reason, ...]:
    """Why a journey cannot be planned as entered; what it still lacks is asked at the authorisation."""
    reasons = []
    if state not in {*PREPARING, TransferState.SUBMITTED, TransferState.AUTHORISED}:
        reasons.append(Reason("state", _("This transfer is not being prepared.")))
    if not journey.departs_at <= journey.crosses_at <= journey.arrives_at:
        text = _("Enter the departure, the border crossing and the arrival in this order.")
        reasons.append(Reason("crosses_at", text))
    if local_day(journey.departs_at) < today:
        reasons.append(Reason("departs_day", _("Enter a day that is not in the past.")))
    return tuple(reasons)


def reasons_against_kind(state: TransferState) -> tuple[Reason, ...]:
    """Why a transfer gets no other kind: the other country was asked for the one of before."""
    if state == TransferState.CONSIDERED:
        return ()
    text = _(
        "The other country was asked about this kind of transfer. Stop this transfer and open another."
    )
    return (Reason("kind", text),)


def reasons_against_change(state: TransferState) -> tuple[Reason, ...]:
    """Why what a transfer is based on cannot be changed now."""
    if state in PREPARING:
        return ()
    texts = {
        TransferState.SUBMITTED: _(
            "This transfer awaits authorisation. Take the submission back first, or ask for its return."
        ),
        TransferState.AUTHORISED: _(
            "This transfer is authorised. Withdraw the authorisation first."
        ),
    }
    return (Reason("state", texts.get(state, _("This transfer is not being prepared."))),)


def reasons_against_preparation(state: TransferState) -> tuple[Reason, ...]:
    """Why something of the preparation cannot be added now."""
    if state not in BEFORE_DEPARTURE:
        return (Reason("state", _("This transfer is not being prepared.")),)
    return ()


def reasons_against_submission(
    state: TransferState, direction: TransferDirection
) -> tuple[Reason, ...]:
    """Why a transfer cannot be submitted for authorisation."""
    if direction != TransferDirection.OUTGOING or state != TransferState.ACCEPTED:
        text = _("A transfer is submitted after the other country has accepted it.")
        return (Reason("state", text),)
    return ()


def reasons_against_taking_back(
    state: TransferState, *, by: UUID, submitters: Collection[UUID | None]
) -> tuple[Reason, ...]:
    """Why this person cannot take a submission back. `submitters`: who submitted or opened it."""
    if state != TransferState.SUBMITTED:
        return (Reason("state", _("This transfer is not waiting for authorisation.")),)
    if by not in submitters:
        text = _(
            "Only the person who submitted or opened the transfer takes the submission back. A "
            "supervisor can return it for revision."
        )
        return (Reason("own", text),)
    return ()


def reasons_against_withdrawal(state: TransferState, reason: str) -> tuple[Reason, ...]:
    """Why an authorisation cannot be withdrawn."""
    if not reason.strip():
        text = _("Enter why the authorisation is withdrawn.")
        return (Reason("withdrawal_reason", text),)
    if state != TransferState.AUTHORISED:
        text = _("Only a transfer that was authorised goes back to its preparation.")
        return (Reason("state", text),)
    return ()


def reasons_against_stop(
    state: TransferState, *, stopped_by: str, stop_reason: str, place_tonight: str, next_step: str
) -> tuple[Reason, ...]:
    """Why a stop cannot be recorded as entered: who, why, where the child stays, what comes next."""
    reasons = []
    if state not in BEFORE_HANDOVER:
        text = _("This transfer is over, or the child was handed over already.")
        reasons.append(Reason("state", text))
    if stopped_by not in TransferStopper.values:
        reasons.append(Reason("stopped_by", _("Choose who stopped the transfer.")))
    for name, entered, text in (
        ("stop_reason", stop_reason, _("Enter why the transfer was stopped.")),
        ("place_tonight", place_tonight, _("Enter where the child stays tonight.")),
        ("next_step", next_step, _("Enter what happens next.")),
    ):
        if not entered.strip():
            reasons.append(Reason(name, text))
    return tuple(reasons)
