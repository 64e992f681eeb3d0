"""Answers to the four principles for some significant acts, and views of others on a case."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.record_kit.actions import add_record
from saathi.consent.actions import record_decision
from saathi.consent.acts import RecordedSignificantAct, list_acts
from saathi.consent.models import Decision, OtherPersonStatement
from saathi.consent.vocabulary import (
    ChildAgreement,
    ChildParticipation,
    ChildViewWeight,
    DecisionKind,
    DecisionMaker,
    Speaker,
)
from saathi.protection.casework.cases.models import Case
from saathi.simulation.demo_work import demo_staff

CHILDREN: Final = 6  # whose first acts are answered; the others show what is missing


@dataclass(frozen=True)
class Answer:
    """What the worker wrote on an act of this subject."""

    what: str
    views: str
    best: str
    equal: str
    develop: str
    harm: str
    decided_by: DecisionMaker = DecisionMaker.TOGETHER
    weight: ChildViewWeight = ChildViewWeight.FOLLOWED
    agreement: ChildAgreement = ChildAgreement.AGREES
    reply: str = ""


ANSWERS: Final = {
    DecisionKind.PLAN: Answer(
        "The plan begins with school and the visits at home; the training course comes later.",
        "Wanted school before anything else, and the course only if the friend may come along.",
        "School is what the child asks for, and the class teacher meets the child each day.",
        "A child of the other gender or from another community would have had the same plan.",
        "Visits and the check-up continue, so that health and safety are seen every two weeks.",
        "The way to school leads past the shop of the employer: a cousin goes along.",
    ),
    DecisionKind.SERVICE: Answer(
        "The child is referred to the service, and the worker goes along to the first meeting.",
        "Agreed after seeing the place, and asked that the school is not informed.",
        "The team cannot give this help itself, and the service is within an hour of the home.",
        "The service takes children without papers and from every community; this was asked.",
        "The times of the service do not conflict with school.",
        "Neighbours may see the child go in: the meeting is on market day.",
        weight=ChildViewWeight.IN_PART,
        reply="You asked for a meeting at home. The service cannot come, so we go there together.",
    ),
    DecisionKind.COURT: Answer(
        "The team follows the order, and asks for the first hearing to be held without the accused.",
        "Does not want to see the accused, and wants the support person in the room.",
        "The order protects the child at once; the team would have asked for the same.",
        "The order would be the same for a child of another gender, community or nationality.",
        "School and counselling continue during the proceedings.",
        "A hearing in the district town is seen by many: the child comes by the side entrance.",
        decided_by=DecisionMaker.AUTHORITY,
        agreement=ChildAgreement.UNSURE,
    ),
    DecisionKind.CLOSING: Answer(
        "The case can be closed: the goals of the plan are reached, and school goes on.",
        "Is content that the visits end, and wants to keep the worker’s telephone number.",
        "The child has been safe for half a year; further visits would draw attention.",
        "No child of the same age and situation is visited for longer.",
        "The school and the health post know the child and whom to call.",
        "The employer could come back: the child and the mother know what to do then.",
    ),
}  # fmt: skip
ANY: Final = ANSWERS[DecisionKind.PLAN]
VIEWS = (
    (Speaker.CARER, "Grandmother (invented)", "Where the child lives",
     "The child can stay with me. I need help with the school fees, not with the food."),
    (Speaker.TEACHER, "Class teacher (invented)", "Whether the child can keep up in class",
     "Reads well and is behind in arithmetic. An hour after class, three times a week, would be enough."),
)  # fmt: skip


def add_answers() -> None:
    """Adds an answer to one act of each of several children; their other acts have none."""
    worker = demo_staff.demo_person("case_worker")
    with demo_staff.acting_as(worker):
        cases = demo_staff.cases_of_quotable_children(
            demo_staff.open_cases(worker, worker=worker), worker
        )
        for case, act in islice(_first_acts(cases, worker), CHILDREN):
            _record_answer(case, act, worker)


def _first_acts(cases: list[Case], actor: Staff) -> Iterator[tuple[Case, RecordedSignificantAct]]:
    """The cases with acts, each with one act whose subject was answered least often so far."""
    answered: dict[str, int] = {}
    for case in cases:
        acts = list_acts(access.rights(actor, case.file_id), missing_only=True)
        if acts:
            act = min(acts, key=lambda each: answered.get(_subject(each), 0))
            answered[_subject(act)] = answered.get(_subject(act), 0) + 1
            yield case, act


def _subject(act: RecordedSignificantAct) -> str:
    return act.kind.subject_of(act.code)


def _record_answer(case: Case, act: RecordedSignificantAct, actor: Staff) -> None:
    subject = _subject(act)
    answer = ANSWERS.get(DecisionKind(subject), ANY)
    today = actor.office.today()
    decision = Decision(
        file_id=case.file_id,
        child=case.child,
        act=act.kind.name,
        act_id=act.act_id,
        kind=subject,
        decided_on=act.on,
        decided_by=answer.decided_by,
        child_participation=ChildParticipation.IN_PERSON,
        weight=answer.weight,
        agreement=answer.agreement,
        informed_on=min(today, act.on + dt.timedelta(days=2)),
        review_on=today + dt.timedelta(days=60),
    )
    for name in ("what", "views", "best", "equal", "develop", "harm"):
        setattr(decision, name, getattr(answer, name))
    decision.answer = answer.reply
    record_decision(decision=decision, actor=actor)


def add_views_of_others() -> None:
    """Adds what a grandmother and a teacher say about one child's situation."""
    worker = demo_staff.demo_person("case_worker")
    with demo_staff.acting_as(worker):
        cases = demo_staff.cases_of_quotable_children(
            demo_staff.open_cases(worker, worker=worker), worker
        )
        [case] = demo_staff.first_or_fail(cases, 1)
        for days_ago, (speaker, name, about, words) in enumerate(VIEWS, 3):
            view = OtherPersonStatement(
                file_id=case.file_id,
                child=case.child,
                speaker=speaker,
                said_on=worker.office.today() - dt.timedelta(days=days_ago),
            )
            view.name, view.about, view.words_said = name, about, words
            add_record(record=view, actor=worker)
