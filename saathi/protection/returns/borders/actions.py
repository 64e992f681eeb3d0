"""Write actions for cross-border enquiries: send, receive, answer, record the outcome."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from saathi.agencies import access, records, writing
from saathi.agencies.country_protocols import (
    CountryProtocol,
    ProtocolQuestion,
    ProtocolShareableFact,
)
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.consent.rules import is_silence_on_own_consent
from saathi.consent.vocabulary import LegalBasis
from saathi.infra.countries import Country
from saathi.infra.reasons import Reason, Refused
from saathi.policy.agreements.models import FocalPoint
from saathi.policy.agreements.queries import national_focal_points
from saathi.protection.casework.cases.actions import duties
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.returns.borders import disclosure_checks, queries, rules
from saathi.protection.returns.borders.models import CrossBorderEnquiry
from saathi.protection.returns.borders.vocabulary import (
    ChildViewOnEnquiry,
    CrossBorderEnquiryState,
    EnquiryDirection,
    EnquiryRoute,
    FearOfAuthority,
)

type Texts = Mapping[str, str]


class CrossBorderEnquiryRefused(Refused):
    """An enquiry or an answer is not allowed; `reasons` give the codes."""


@dataclass(frozen=True)
class CrossBorderDisclosureInput:
    """The facts to disclose. Sealed keys of `texts`: clues, child_words, best."""

    facts: Sequence[ProtocolShareableFact]
    fear: FearOfAuthority
    child_view: ChildViewOnEnquiry | None
    consent: UUID | None
    on: dt.date
    texts: Texts

    def columns(self) -> dict[str, object]:
        """The columns of the record on the disclosure."""
        return {
            "facts": list(self.facts),
            "fear": self.fear,
            "child_view": self.child_view or "",
            "consent": self.consent,
        }


@dataclass(frozen=True)
class CrossBorderEnquiryInput:
    """An enquiry: protocol, day and way. Keys of `texts`: partner, question."""

    country: str
    protocol: CountryProtocol | None
    asks: Sequence[ProtocolQuestion]
    asked_on: dt.date
    texts: Texts
    route: EnquiryRoute = EnquiryRoute.NOT_RECORDED
    focal_point: FocalPoint | None = None


@transaction.atomic
def send_enquiry(
    *,
    case: Case,
    question: CrossBorderEnquiryInput,
    disclosure: CrossBorderDisclosureInput,
    actor: Staff,
) -> CrossBorderEnquiry:
    """Sends an enquiry.

    `CrossBorderEnquiryRefused` if the protocol, the child's view or the child's safety does not
    allow it.

    The answer is due within the time that the protocol sets.
    """
    enquiry = _new_enquiry(case, question, EnquiryDirection.WE_ASK)
    access.require(actor, Permission.WORK_ON_CASE, enquiry)
    reasons = rules.reasons_against_question(question.asks, question.protocol)
    reasons += _disclosure_reasons(disclosure, question.protocol, case, actor)
    reasons += _route_reasons(question, is_sent=True)
    entered = {**question.texts, **disclosure.texts}
    texts = {name: entered.get(name, "") for name in queries.TEXTS_OF_LETTER}
    reasons += disclosure_checks.reasons_against_texts(actor, texts)
    if reasons:
        raise CrossBorderEnquiryRefused(reasons)

    assert question.protocol is not None
    for name, value in disclosure.columns().items():
        setattr(enquiry, name, value)
    enquiry.answer_by = question.asked_on + dt.timedelta(days=question.protocol.answer_days)
    duty = duties.add_standalone_duty(
        case=case, duty=Duty.ABROAD, due_on=enquiry.answer_by, actor=actor
    )
    enquiry.due = duty.pk if duty else None
    sealed = dict(question.texts) | {"partner": question.protocol.partner} | dict(disclosure.texts)
    return writing.add(enquiry, actor=actor, payload=writing.nonblank_texts(sealed))


@transaction.atomic
def receive_enquiry(
    *, case: Case, question: CrossBorderEnquiryInput, actor: Staff
) -> CrossBorderEnquiry:
    """Records an enquiry of another country as received, with or without a protocol.

    It is not answered yet.
    """
    enquiry = _new_enquiry(case, question, EnquiryDirection.THEY_ASK)
    access.require(actor, Permission.WORK_ON_CASE, enquiry)
    if reasons := _route_reasons(question, is_sent=False):
        raise CrossBorderEnquiryRefused(reasons)

    if question.protocol is not None:
        enquiry.answer_by = question.asked_on + dt.timedelta(days=question.protocol.answer_days)
    return writing.add(enquiry, actor=actor, payload=writing.nonblank_texts(question.texts))


@transaction.atomic
def answer_enquiry(
    *,
    enquiry: CrossBorderEnquiry,
    case: Case,
    disclosure: CrossBorderDisclosureInput,
    version: int,
    actor: Staff,
) -> CrossBorderEnquiry:
    """Answers an enquiry of another country with these facts.

    `CrossBorderEnquiryRefused` as for `send_enquiry`, and unless the enquiry waits for an answer.
    """
    access.require(actor, Permission.WORK_ON_CASE, enquiry)
    protocol = queries.enquiry_protocol(enquiry, actor)
    reasons = rules.reasons_against_answering(
        _enquiry_facts(enquiry), CrossBorderEnquiryState(enquiry.state)
    )
    reasons += _disclosure_reasons(disclosure, protocol, case, actor)
    clues = {"clues": disclosure.texts.get("clues", "")}
    reasons += disclosure_checks.reasons_against_texts(actor, clues)
    if reasons:
        raise CrossBorderEnquiryRefused(reasons)

    writing.change(
        enquiry,
        actor=actor,
        version=version,
        payload=records.open_texts(enquiry) | writing.nonblank_texts(disclosure.texts),
        state=CrossBorderEnquiryState.CONFIRMED,
        answered_on=disclosure.on,
        **disclosure.columns(),
    )
    return enquiry


@dataclass(frozen=True)
class CrossBorderOutcomeInput:
    """The outcome of an enquiry.

    Keys of `texts`: answer, child_response (what the child said when informed).
    """

    state: CrossBorderEnquiryState
    answered_on: dt.date | None
    informed_on: dt.date | None
    texts: Texts


@transaction.atomic
def record_enquiry_outcome(
    *, enquiry: CrossBorderEnquiry, outcome: CrossBorderOutcomeInput, version: int, actor: Staff
) -> CrossBorderEnquiry:
    """Records the outcome of an enquiry. Nothing else changes: no case, plan or decision."""
    access.require(actor, Permission.WORK_ON_CASE, enquiry)
    reasons = rules.reasons_against_answer(
        _enquiry_facts(enquiry), outcome.state, answered_on=outcome.answered_on
    )
    if reasons:
        raise CrossBorderEnquiryRefused(reasons)

    writing.change(
        enquiry,
        actor=actor,
        version=version,
        payload=records.open_texts(enquiry) | writing.nonblank_texts(outcome.texts),
        state=outcome.state,
        answered_on=outcome.answered_on,
        informed_on=outcome.informed_on,
    )
    if enquiry.due is not None and outcome.state != CrossBorderEnquiryState.OPEN:
        done_on = outcome.answered_on or actor.office.today()
        duties.finish_standalone_duty(due_id=enquiry.due, done_on=done_on, actor=actor)
    return enquiry


def withdraw_enquiry(*, enquiry: CrossBorderEnquiry, on: dt.date, actor: Staff) -> None:
    """Withdraws an enquiry that lost its legal basis; an answer is no longer expected."""
    writing.change(enquiry, actor=actor, state=CrossBorderEnquiryState.WITHDRAWN)
    if enquiry.due is not None:
        duties.finish_standalone_duty(due_id=enquiry.due, done_on=on, actor=actor)


def _enquiry_facts(enquiry: CrossBorderEnquiry) -> rules.CrossBorderEnquiryFacts:
    return rules.CrossBorderEnquiryFacts(
        EnquiryDirection(enquiry.direction), enquiry.asked_on, has_facts=bool(enquiry.facts)
    )


def _new_enquiry(
    case: Case, question: CrossBorderEnquiryInput, direction: EnquiryDirection
) -> CrossBorderEnquiry:
    protocol = question.protocol
    return CrossBorderEnquiry(
        file_id=case.file_id,
        child=case.child,
        direction=direction,
        country=question.country,
        protocol=protocol.name if protocol else "",
        protocol_version=protocol.version if protocol else None,
        asks=list(question.asks),
        asked_on=question.asked_on,
        route=question.route,
        focal_point=question.focal_point,
    )


def _route_reasons(question: CrossBorderEnquiryInput, *, is_sent: bool) -> tuple[Reason, ...]:
    """Why an enquiry cannot go this way; how one was received is never required."""
    is_open = is_sent and question.route == EnquiryRoute.NOT_RECORDED
    return rules.reasons_against_route(
        question.route,
        country=question.country,
        through=question.focal_point.country if question.focal_point else "",
        has_focal_point=is_open and question.country in national_focal_points(Country.values),
    )


def _disclosure_reasons(
    disclosure: CrossBorderDisclosureInput,
    protocol: CountryProtocol | None,
    case: Case,
    actor: Staff,
) -> tuple[Reason, ...]:
    standing = {
        consent.pk: LegalBasis(consent.basis)
        for consent, _label in queries.active_contact_consents(actor, case.child)
    }
    basis = standing.get(disclosure.consent) if disclosure.consent else None
    facts = rules.CrossBorderDisclosureFacts(
        facts=disclosure.facts,
        fear=disclosure.fear,
        child_view=disclosure.child_view,
        best=disclosure.texts.get("best", ""),
        clues=disclosure.texts.get("clues", ""),
        rests_on_consent=basis is not None,
        is_silent=is_silence_on_own_consent(
            basis, chose_not_to_say=disclosure.child_view == ChildViewOnEnquiry.CHOSE_NOT
        ),
    )
    reasons = rules.reasons_against_disclosure(facts, protocol, on=disclosure.on)
    return reasons + disclosure_checks.reasons_of_checks(case.file_id, disclosure.child_view)
