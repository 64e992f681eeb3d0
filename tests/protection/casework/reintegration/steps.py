"""Steps of a reintegration through the actions, for the tests of what follows them."""

import datetime as dt
from typing import Any

from saathi.protection.casework.cases.models import Due
from saathi.protection.casework.reintegration.actions import mentors, monitoring, outcomes, signs
from saathi.protection.casework.reintegration.models import (
    FinalEvaluation,
    Mentor,
    MonitoringContact,
    OutcomeAnswer,
    Reintegration,
    RetraffickingSign,
)
from saathi.protection.casework.reintegration.vocabulary import OutcomeDomain
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
    values = {"lives_with": "family", "cover_agreement": "agreed"} | more
    new = Reintegration(
        file_id=around.file_id,
        child=around.case.child,
        returned_on=today(around, -days_ago),
        **values,
    )
    with_texts(new, cover="From the school", keep_in_mind="After four")
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
    texts = {name: more.pop(name, "") for name in ("child_words", "caregiver_words", "risks")}
    values = {"way": "call", "result": "alone", "finding": "fine"} | more
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


def approve(around: ChildFileCast, mentor: Mentor) -> Mentor:
    with acting(around.supervisor):
        stored = Mentor.objects.get(pk=mentor.pk)
        return mentors.approve_mentor(
            mentor=stored, version=stored.version, actor=around.supervisor
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
    usual = {"child_words": "I am fine", "exception": "", "aftercare": "Room and work"}
    texts = {name: more.pop(name, text) for name, text in usual.items()}
    values = {
        "evaluated_on": today(around),
        "heard": "heard",
        "contact_again": "refuses",
    } | more
    new = FinalEvaluation(file_id=around.file_id, reintegration=reintegration, **values)
    with_texts(new, **texts)
    with acting(around.worker):
        return signs.record_evaluation(evaluation=new, actor=around.worker)


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
