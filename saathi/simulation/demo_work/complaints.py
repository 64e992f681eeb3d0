"""Complaints and suggestions readable by the child's team: waiting, answered, resolved."""

import datetime as dt
from typing import Any

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.sections import Section
from saathi.protection.casework.cases.models import Case
from saathi.protection.oversight.complaints import actions
from saathi.protection.oversight.complaints.models import Complaint
from saathi.protection.oversight.complaints.vocabulary import (
    AnswerAcceptance,
    ComplaintKind,
    ComplaintReaders,
    ComplaintState,
    ComplaintSubject,
)
from saathi.simulation.demo_work import demo_staff

ANSWER_DAYS = 14


def add_complaints() -> None:
    """Adds an answered complaint and a waiting one per team member; the team reads all."""
    worker = demo_staff.demo_person("case_worker")
    carer, counsellor = demo_staff.demo_person("house_mother"), demo_staff.demo_person("counsellor")
    known = [
        demo_staff.files_written_by(person, Section.VOICE) for person in (carer, counsellor, worker)
    ]
    with demo_staff.acting_as(carer):
        cases = demo_staff.cases_of_quotable_children(demo_staff.open_cases(carer), carer)
        of_all = [case for case in cases if all(case.file_id in files for files in known)]
        home, school = demo_staff.first_or_fail(of_all, 2)
        _record(
            home, carer, days_ago=3, about=ComplaintSubject.RULES, kind=ComplaintKind.SUGGESTION,
            child_words="We may call home on Sundays only. My mother works on Sundays. Could it be on "
            "Saturday evenings?",
            wants="A second evening in the week for calls.", handler=carer,
        )  # fmt: skip
    with demo_staff.acting_as(worker):
        answered = _record(
            school, worker, days_ago=9, about=ComplaintSubject.RECORD,
            child_words="The office called my teacher, and now the teacher asks me things.",
            wants="That I am asked before somebody calls my school.",
        )  # fmt: skip
        _answer(answered, worker)
    with demo_staff.acting_as(counsellor):
        _record(
            home, counsellor, days_ago=1, about=ComplaintSubject.SERVICE,
            child_words="I wait for an hour each time before the session, and others can see me there.",
            wants="Another door, or a fixed time.", handler=worker,
        )  # fmt: skip
        _record(
            school, counsellor, days_ago=4, about=ComplaintSubject.CHILDREN,
            child_words="The older ones read my notebook aloud. I do not want to share the cupboard.",
            wants="A box with a lock.", handler=counsellor,
        )  # fmt: skip


def _record(case: Case, actor: Staff, *, days_ago: int, **fields: Any) -> Complaint:
    """Adds a complaint in the child's words, readable by the whole team; returns it."""
    said_on = actor.office.today() - dt.timedelta(days=days_ago)
    values = {
        "kind": ComplaintKind.COMPLAINT,
        "readers": ComplaintReaders.TEAM,
        "said_on": said_on,
        "answer_by": said_on + dt.timedelta(days=ANSWER_DAYS),
    }
    complaint = Complaint(file_id=case.file_id, child=case.child)
    for name, value in (values | fields).items():
        setattr(complaint, name, value)
    return actions.record_complaint(complaint=complaint, actor=actor)


def _answer(complaint: Complaint, actor: Staff) -> None:
    """Records that the child was answered and has not yet said whether that is enough."""
    step = Complaint(
        state=ComplaintState.ANSWERED,
        answered_on=actor.office.today() - dt.timedelta(days=1),
        accepts=AnswerAcceptance.NOT_ASKED,
    )
    step.answer = (
        "You are right. We ask you before we call your school. The teacher will not ask again."
    )
    step.done = "The school was called once more, with the child present."
    complaint = access.get(actor, Complaint, complaint.pk)
    actions.record_complaint_step(
        complaint=complaint, step=step, version=complaint.version, actor=actor
    )
