"""Asks another country who a child is, takes in what it asks, answers, and keeps what came of it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from saathi.agencies import access, records, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.protocols import CountryProtocol, ProtocolQuestion, ProtocolShareableFact
from saathi.infra.reasons import Reason, Refused
from saathi.protection.borders import queries, rules
from saathi.protection.borders.models import CrossBorderEnquiry
from saathi.protection.borders.vocabulary import (
    ChildViewOnEnquiry,
    CrossBorderEnquiryState,
    EnquiryDirection,
    FearOfAuthority,
)
from saathi.protection.cases.actions import duties
from saathi.protection.cases.models import Case
from saathi.protection.cases.vocabulary import Duty

type Texts = Mapping[str, str]


class CrossBorderEnquiryRefused(Refused):
    """What must not be asked or answered like this; `reasons` say why."""


@dataclass(frozen=True)
class CrossBorderDisclosureInput:
    """What is to go; `words` are sealed: clues, her_words, best."""

    facts: Sequence[ProtocolShareableFact]
    fear: FearOfAuthority
    her_view: ChildViewOnEnquiry | None
    consent: UUID | None
    on: dt.date
    texts: Texts

    def columns(self) -> dict[str, object]:
        """The columns of the record that say what went."""
        return {
            "facts": list(self.facts),
            "fear": self.fear,
            "her_view": self.her_view or "",
            "consent": self.consent,
        }


@dataclass(frozen=True)
class CrossBorderEnquiryInput:
    """What is asked, under which protocol, on which day; `words`: partner, question."""

    country: str
    protocol: CountryProtocol | None
    asks: Sequence[ProtocolQuestion]
    asked_on: dt.date
    texts: Texts


@transaction.atomic
def send_enquiry(
    *,
    case: Case,
    question: CrossBorderEnquiryInput,
    disclosure: CrossBorderDisclosureInput,
    actor: Staff,
) -> CrossBorderEnquiry:
    """The question as it goes out; `NotSo` where the protocol, the child or her safety are against it.

    Its answer is due by the time that the protocol gives.
    """
    asked = _new_enquiry(case, question, EnquiryDirection.WE_ASK)
    access.require(actor, Permission.WORK_ON_CASE, asked)
    reasons = rules.reasons_against_question(question.asks, question.protocol)
    reasons += _reasons_against_disclosure(disclosure, question.protocol, case, actor)
    if reasons:
        raise CrossBorderEnquiryRefused(reasons)

    assert question.protocol is not None
    for name, value in disclosure.columns().items():
        setattr(asked, name, value)
    asked.answer_by = question.asked_on + dt.timedelta(days=question.protocol.answer_days)
    due = duties.add_standalone_duty(
        case=case, duty=Duty.ABROAD, due_on=asked.answer_by, actor=actor
    )
    asked.due = due.pk if due else None
    words = dict(question.texts) | {"partner": question.protocol.partner} | dict(disclosure.texts)
    return writing.add(asked, actor=actor, payload=writing.nonblank_texts(words))


@transaction.atomic
def receive_enquiry(
    *, case: Case, question: CrossBorderEnquiryInput, actor: Staff
) -> CrossBorderEnquiry:
    """What another country asks, as it came, under a protocol or without; nothing is answered yet."""
    asked = _new_enquiry(case, question, EnquiryDirection.THEY_ASK)
    access.require(actor, Permission.WORK_ON_CASE, asked)

    if question.protocol is not None:
        asked.answer_by = question.asked_on + dt.timedelta(days=question.protocol.answer_days)
    return writing.add(asked, actor=actor, payload=writing.nonblank_texts(question.texts))


@transaction.atomic
def answer_enquiry(
    *,
    enquiry: CrossBorderEnquiry,
    case: Case,
    disclosure: CrossBorderDisclosureInput,
    version: int,
    actor: Staff,
) -> CrossBorderEnquiry:
    """The question of another country answered with these facts; `NotSo` as for `ask`."""
    access.require(actor, Permission.WORK_ON_CASE, enquiry)
    protocol = queries.enquiry_protocol(enquiry, actor)
    if reasons := _reasons_against_disclosure(disclosure, protocol, case, actor):
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
    """What came of a question; `words`: answer, she_says (the child, when she was told)."""

    state: CrossBorderEnquiryState
    answered_on: dt.date | None
    told_on: dt.date | None
    texts: Texts


@transaction.atomic
def record_enquiry_outcome(
    *, enquiry: CrossBorderEnquiry, outcome: CrossBorderOutcomeInput, version: int, actor: Staff
) -> CrossBorderEnquiry:
    """The question with what came of it. Nothing else changes: no case, no plan, no decision."""
    access.require(actor, Permission.WORK_ON_CASE, enquiry)
    reasons = rules.reasons_against_answer(
        rules.CrossBorderEnquiryFacts(
            EnquiryDirection(enquiry.direction), enquiry.asked_on, has_facts=bool(enquiry.facts)
        ),
        outcome.state,
        answered_on=outcome.answered_on,
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
        told_on=outcome.told_on,
    )
    if enquiry.due is not None and outcome.state != CrossBorderEnquiryState.OPEN:
        done_on = outcome.answered_on or actor.office.today()
        duties.finish_standalone_duty(due_id=enquiry.due, done_on=done_on, actor=actor)
    return enquiry


def withdraw_enquiry(*, enquiry: CrossBorderEnquiry, on: dt.date, actor: Staff) -> None:
    """The question taken back, because what it rested on was: what is still to come is not awaited."""
    writing.change(enquiry, actor=actor, state=CrossBorderEnquiryState.TAKEN_BACK)
    if enquiry.due is not None:
        duties.finish_standalone_duty(due_id=enquiry.due, done_on=on, actor=actor)


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
    )


def _reasons_against_disclosure(
    disclosure: CrossBorderDisclosureInput,
    protocol: CountryProtocol | None,
    case: Case,
    actor: Staff,
) -> tuple[Reason, ...]:
    standing = {one.pk for one, _label in queries.active_contact_consents(actor, case.child)}
    rests = disclosure.consent is not None and disclosure.consent in standing
    told = rules.CrossBorderDisclosureFacts(
        facts=disclosure.facts,
        fear=disclosure.fear,
        her_view=disclosure.her_view,
        best=disclosure.texts.get("best", ""),
        clues=disclosure.texts.get("clues", ""),
        rests_on_consent=rests,
    )
    return rules.reasons_against_disclosure(told, protocol, on=disclosure.on)
