"""Steps of a reintegration through the actions, for the tests of what follows them."""

import datetime as dt
from typing import Any

from saathi.agencies import records
from saathi.agencies.models import Staff
from saathi.protection.care.care_committees.models import CareCommittee
from saathi.protection.casework.cases.models import Due
from saathi.protection.casework.reintegration.actions import (
    family,
    mentors,
    monitoring,
    outcomes,
    signs,
)
from saathi.protection.casework.reintegration.models import (
    AftercarePlan,
    CommitteeSupport,
    FinalEvaluation,
    LivelihoodEffect,
    Mentor,
    MonitoringContact,
    OutcomeAnswer,
    Reintegration,
    RetraffickingSign,
)
from saathi.protection.casework.reintegration.vocabulary import (
    EvaluationExceptionState,
    OutcomeDomain,
)
from saathi.protection.casework.services.actions import supporting
from saathi.protection.casework.services.models import Livelihood
from saathi.protection.casework.services.vocabulary import LivelihoodRecipient, LivelihoodState
from tests.desk.cast import ChildFileCast
from tests.roles import acting


def today(around: ChildFileCast, days: int = 0) -> dt.date:
    return around.worker.office.today() + dt.timedelta(days=days)


def with_texts[RecordT](record: RecordT, **texts: str) -> RecordT:
    for name, text in texts.items():
        setattr(record, name, text)
    return record


def begin(around: ChildFileCast, days_ago: int = 0, **more: Any) -> Reintegration:
    """A follow-up of a child who returned to the family so many days ago."""
    cover = more.pop("cover", "From the school")
    values = {"lives_with": "family", "cover_agreement": "agreed"} | more
    new = Reintegration(
        file_id=around.file_id,
        child=around.case.child,
        returned_on=today(around, -days_ago),
        **values,
    )
    with_texts(new, cover=cover, keep_in_mind="After four")
    with acting(around.worker):
        return monitoring.begin_follow_up(reintegration=new, actor=around.worker)


def contact(
    around: ChildFileCast,
    reintegration: Reintegration,
    *,
    on: int = 0,
    next_in: int | None = 14,
    **more: Any,
) -> MonitoringContact:
    """A call in which the child is fine."""
    if more.get("way") == "message":
        more = {"result": "with_others", "child_words": "I go to school, all is well"} | more
    if more.get("finding") == "unsafe":
        more = {"who_acts": "Rita goes there now", "act_until": today(around)} | more
        next_in = 1 if next_in == 14 else next_in
    names = ("child_words", "caregiver_words", "risks", "who_acts")
    texts = {name: more.pop(name, "") for name in names}
    values = {"made_by": "worker", "way": "call", "result": "alone", "finding": "fine"} | more
    new = MonitoringContact(
        file_id=around.file_id,
        reintegration=reintegration,
        contact_on=today(around, on),
        **values,
    )
    with_texts(new, **texts)
    next_on = None if next_in is None else today(around, next_in)
    with acting(around.worker):
        return monitoring.record_contact(
            new=monitoring.ReturnContactInput(new, next_on), actor=around.worker
        )


def propose(around: ChildFileCast, reintegration: Reintegration, **more: Any) -> Mentor:
    """A mentor who lacks nothing."""
    texts = {
        "name": "Kamala Rai",
        "contact": "Her shop, after school",
        "screened_by": "District office: police record, two references",
        "known_from": "Teacher",
    }
    texts |= {name: more.pop(name) for name in list(more) if name in texts}
    values = {
        "child_choice": "chosen",
        "screening": "passed",
        "screened_on": today(around, -10),
        "ties": "none",
        "reach": "safe",
    } | more
    mentor = Mentor(file_id=around.file_id, reintegration=reintegration, **values)
    with_texts(mentor, **texts)
    with acting(around.worker):
        return mentors.propose_mentor(mentor=mentor, actor=around.worker)


def approve(around: ChildFileCast, mentor: Mentor, *, earlier_reason: str = "") -> Mentor:
    with acting(around.supervisor):
        stored = Mentor.objects.get(pk=mentor.pk)
        return mentors.approve_mentor(
            mentor=stored,
            version=stored.version,
            actor=around.supervisor,
            earlier_reason=earlier_reason,
        )


def answer(
    around: ChildFileCast, reintegration: Reintegration, respondent: str = "child", **more: Any
) -> OutcomeAnswer:
    """Answers that are all “mostly well”, but those in `faces`."""
    faces = dict.fromkeys(OutcomeDomain.values, "mostly") | more.pop("faces", {})
    values = {
        "wave": "baseline",
        "method": "in_person",
        "answered_on": today(around),
        "faces": faces,
    } | more
    new = OutcomeAnswer(
        file_id=around.file_id, reintegration=reintegration, respondent=respondent, **values
    )
    with acting(around.worker):
        return outcomes.record_answer(answer=new, actor=around.worker)


def sign(around: ChildFileCast, **more: Any) -> RetraffickingSign:
    values = {"kind": "debt", "noticed_on": today(around)} | more
    new = RetraffickingSign(file_id=around.file_id, child=around.case.child, **values)
    with_texts(new, source="The mother", details="A man called about money")
    with acting(around.worker):
        return signs.record_sign(sign=new, actor=around.worker)


def evaluate(around: ChildFileCast, reintegration: Reintegration, **more: Any) -> FinalEvaluation:
    usual = {
        "child_words": "I am fine",
        "exception": "",
        "aftercare": "Room and work",
        "care_reason": "",
    }
    texts = {name: more.pop(name, text) for name, text in usual.items()}
    values = {
        "evaluated_on": today(around),
        "heard": "heard",
        "contact_again": "refuses",
        "care_outcome": "family",
        "family_assessment": "safe",
        "exception_reason": "continued" if texts["exception"] else "",
    } | more
    author = values.pop("by", around.worker)
    new = FinalEvaluation(file_id=around.file_id, reintegration=reintegration, **values)
    with_texts(new, **texts)
    with acting(author):
        return signs.record_evaluation(evaluation=new, actor=author)


def decide(
    around: ChildFileCast,
    evaluation: FinalEvaluation,
    decision: EvaluationExceptionState = EvaluationExceptionState.APPROVED,
    *,
    by: Staff | None = None,
) -> FinalEvaluation:
    """The decision of the supervisor on the reason in an evaluation."""
    actor = by or around.supervisor
    with acting(actor):
        stored = FinalEvaluation.objects.get(pk=evaluation.pk)
        records.open_texts(stored)
        return signs.decide_exception(
            evaluation=stored, decision=decision, version=stored.version, actor=actor
        )


def duties(around: ChildFileCast, duty: str) -> list[dt.date]:
    """The days of the open duties of this kind."""
    with acting(around.worker):
        found = Due.objects.filter(file_id=around.file_id, duty=duty, done_on=None)
        return list(found.order_by("due_on").values_list("due_on", flat=True))


def planned(around: ChildFileCast) -> list[dt.date]:
    """The days of the contacts that are still planned."""
    with acting(around.worker):
        found = MonitoringContact.objects.filter(file_id=around.file_id, state="planned")
        return list(found.order_by("planned_on").values_list("planned_on", flat=True))


def ask(
    around: ChildFileCast, reintegration: Reintegration, committee: CareCommittee, **more: Any
) -> CommitteeSupport:
    """A committee that supports the family, which agreed; with `by_others` a fact."""
    by_others = more.pop("by_others", False)
    values = {
        "began_on": today(around), "family_agreed": "agreed", "child_agreed": "agreed",
        "kinds": ["school"],
    } | more  # fmt: skip
    new = CommitteeSupport(
        file_id=around.file_id, reintegration=reintegration, committee=committee, **values
    )
    with_texts(new, told="The family wants help with school costs")
    action = family.record_committee_by_others if by_others else family.ask_committee
    with acting(around.worker):
        return action(support=new, actor=around.worker)


def livelihood(around: ChildFileCast, days_ago: int = 0, **more: Any) -> Livelihood:
    """Livelihood support for the family that was given so many days ago."""
    day = today(around, -days_ago)
    values: dict[str, Any] = {
        "for_whom": LivelihoodRecipient.FAMILY, "state": LivelihoodState.GIVEN, "asked_on": day,
        "given_on": day, "given": ["animals"],
    } | more  # fmt: skip
    data = supporting.LivelihoodInput(**values, texts={"plan": "Two goats", "who": "A group"})
    with acting(around.worker):
        return supporting.record_livelihood(child=around.case.child, data=data, actor=around.worker)


def effect(
    around: ChildFileCast, reintegration: Reintegration, support: Livelihood, **more: Any
) -> LivelihoodEffect:
    """The effect of support today: steadier income, nothing worse."""
    harm = more.pop("harm", "")
    values = {
        "reviewed_on": today(around), "income": "steadier", "debt": "less", "school": "better",
        "child_work": "less", "safety": "same", "made_worse": "no",
    } | more  # fmt: skip
    new = LivelihoodEffect(
        file_id=around.file_id, reintegration=reintegration, livelihood=support, **values
    )
    with_texts(new, harm=harm, child_words="We eat better")
    with acting(around.worker):
        return family.record_effect(effect=new, actor=around.worker)


def plan_aftercare(around: ChildFileCast, **more: Any) -> AftercarePlan:
    values = {
        "planned_on": today(around), "next_on": today(around, 90), "youth_agrees": "agrees",
        "settled": ["housing", "income", "education", "skills", "documents", "health", "justice"],
        "lacking": ["people"],
    } | more  # fmt: skip
    new = AftercarePlan(file_id=around.file_id, child=around.case.child, **values)
    with_texts(
        new, wishes="A room of my own", steps="Meet the aunt", contact_person="Kamala, two years"
    )
    with acting(around.worker):
        return family.record_aftercare(plan=new, actor=around.worker)
