"""Asks another country who a child is, takes in what it asks, answers, and keeps what came of it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from saathi.agencies import access, records, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.protocols import MayAsk, MayGo, Protocol
from saathi.infra.reasons import Reason, Refused
from saathi.protection.borders import queries, rules
from saathi.protection.borders.models import AskedAbroad
from saathi.protection.borders.vocabulary import AskedState, Direction, Fear, HerView
from saathi.protection.cases.actions import duties
from saathi.protection.cases.models import Case
from saathi.protection.cases.vocabulary import Duty

type Words = Mapping[str, str]


class NotSo(Refused):
    """What must not be asked or answered like this; `reasons` say why."""


@dataclass(frozen=True)
class Going:
    """What is to go; `words` are sealed: clues, her_words, best."""

    facts: Sequence[MayGo]
    fear: Fear
    her_view: HerView | None
    consent: UUID | None
    on: dt.date
    words: Words

    def columns(self) -> dict[str, object]:
        """The columns of the record that say what went."""
        return {
            "facts": list(self.facts),
            "fear": self.fear,
            "her_view": self.her_view or "",
            "consent": self.consent,
        }


@dataclass(frozen=True)
class Question:
    """What is asked, under which protocol, on which day; `words`: partner, question."""

    country: str
    protocol: Protocol | None
    asks: Sequence[MayAsk]
    asked_on: dt.date
    words: Words


@transaction.atomic
def ask(*, case: Case, question: Question, going: Going, by: Staff) -> AskedAbroad:
    """The question as it goes out; `NotSo` where the protocol, the child or her safety are against it.

    Its answer is due by the time that the protocol gives.
    """
    asked = _record(case, question, Direction.WE_ASK)
    access.require(by, Permission.WORK_ON_CASE, asked)
    reasons = rules.reasons_against_question(question.asks, question.protocol)
    reasons += _against(going, question.protocol, case, by)
    if reasons:
        raise NotSo(reasons)

    assert question.protocol is not None
    for name, value in going.columns().items():
        setattr(asked, name, value)
    asked.answer_by = question.asked_on + dt.timedelta(days=question.protocol.answer_days)
    due = duties.add_single(case=case, duty=Duty.ABROAD, due_on=asked.answer_by, by=by)
    asked.due = due.pk if due else None
    words = dict(question.words) | {"partner": question.protocol.partner} | dict(going.words)
    return writing.add(asked, by=by, payload=writing.filled(words))


@transaction.atomic
def receive(*, case: Case, question: Question, by: Staff) -> AskedAbroad:
    """What another country asks, as it came, under a protocol or without; nothing is answered yet."""
    asked = _record(case, question, Direction.THEY_ASK)
    access.require(by, Permission.WORK_ON_CASE, asked)

    if question.protocol is not None:
        asked.answer_by = question.asked_on + dt.timedelta(days=question.protocol.answer_days)
    return writing.add(asked, by=by, payload=writing.filled(question.words))


@transaction.atomic
def answer(*, asked: AskedAbroad, case: Case, going: Going, version: int, by: Staff) -> AskedAbroad:
    """The question of another country answered with these facts; `NotSo` as for `ask`."""
    access.require(by, Permission.WORK_ON_CASE, asked)
    protocol = queries.protocol_of(asked, by)
    if reasons := _against(going, protocol, case, by):
        raise NotSo(reasons)

    writing.change(
        asked,
        by=by,
        version=version,
        payload=records.words_of(asked) | writing.filled(going.words),
        state=AskedState.CONFIRMED,
        answered_on=going.on,
        **going.columns(),
    )
    return asked


@dataclass(frozen=True)
class Came:
    """What came of a question; `words`: answer, she_says (the child, when she was told)."""

    state: AskedState
    answered_on: dt.date | None
    told_on: dt.date | None
    words: Words


@transaction.atomic
def follow(*, asked: AskedAbroad, came: Came, version: int, by: Staff) -> AskedAbroad:
    """The question with what came of it. Nothing else changes: no case, no plan, no decision."""
    access.require(by, Permission.WORK_ON_CASE, asked)
    reasons = rules.reasons_against_answer(
        rules.Standing(Direction(asked.direction), asked.asked_on, has_facts=bool(asked.facts)),
        came.state,
        answered_on=came.answered_on,
    )
    if reasons:
        raise NotSo(reasons)

    writing.change(
        asked,
        by=by,
        version=version,
        payload=records.words_of(asked) | writing.filled(came.words),
        state=came.state,
        answered_on=came.answered_on,
        told_on=came.told_on,
    )
    if asked.due is not None and came.state != AskedState.OPEN:
        done_on = came.answered_on or by.office.today()
        duties.finish_single(due_id=asked.due, done_on=done_on, by=by)
    return asked


def take_back(*, asked: AskedAbroad, on: dt.date, by: Staff) -> None:
    """The question taken back, because what it rested on was: what is still to come is not awaited."""
    writing.change(asked, by=by, state=AskedState.TAKEN_BACK)
    if asked.due is not None:
        duties.finish_single(due_id=asked.due, done_on=on, by=by)


def _record(case: Case, question: Question, direction: Direction) -> AskedAbroad:
    protocol = question.protocol
    return AskedAbroad(
        file_id=case.file_id,
        child=case.child,
        direction=direction,
        country=question.country,
        protocol=protocol.name if protocol else "",
        protocol_version=protocol.version if protocol else None,
        asks=list(question.asks),
        asked_on=question.asked_on,
    )


def _against(going: Going, protocol: Protocol | None, case: Case, by: Staff) -> tuple[Reason, ...]:
    standing = {one.pk for one, _label in queries.consents_for(by, case.child)}
    rests = going.consent is not None and going.consent in standing
    told = rules.Going(
        facts=going.facts,
        fear=going.fear,
        her_view=going.her_view,
        best=going.words.get("best", ""),
        clues=going.words.get("clues", ""),
        rests_on_consent=rests,
    )
    return rules.reasons_against_going(told, protocol, on=going.on)
