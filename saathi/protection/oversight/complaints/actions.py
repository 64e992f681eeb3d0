"""Write actions for complaints and their handling. They require no status, consent or open case."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from saathi.agencies import access, definer_functions, notices, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.infra.reasons import Refused
from saathi.people.models import Child
from saathi.protection.oversight.complaints import rules
from saathi.protection.oversight.complaints.models import Complaint
from saathi.protection.oversight.complaints.vocabulary import (
    COMPLAINT_NOTICE,
    AnswerAcceptance,
    ComplaintKind,
    ComplaintReaders,
    ComplaintState,
    ComplaintSubject,
    EscalationBody,
)
from saathi.vault import store as vault


class ComplaintIncomplete(Refused):
    """A complaint or step that is incomplete; `reasons` give what is missing."""


@dataclass(frozen=True)
class ComplaintInput:
    """A complaint or suggestion of a child; `words` and `wants` are sealed."""

    kind: ComplaintKind
    about: ComplaintSubject
    words: str
    said_on: dt.date
    answer_by: dt.date
    wants: str = ""
    language: str = ""
    not_for: Sequence[UUID] = ()
    readers: ComplaintReaders = ComplaintReaders.LEADERS
    handler: Staff | None = None


@transaction.atomic
def record_complaint(*, child: Child, data: ComplaintInput, actor: Staff) -> Complaint:
    """Records a complaint and notifies leaders, except those it is about (CHP-004).

    Staff who hear a complaint about themselves can record it and cannot read it afterwards.
    """
    not_for = list(dict.fromkeys(data.not_for))
    complaint = Complaint(
        file_id=child.file_id,
        child=child,
        kind=data.kind,
        about=data.about,
        not_for=not_for,
        readers=data.readers,
        said_on=data.said_on,
        language=data.language,
        answer_by=data.answer_by,
        handler=None if data.handler is None or data.handler.pk in not_for else data.handler,
    )
    access.require(actor, Permission.WORK_ON_CASE, complaint)
    heard = rules.ComplaintFacts(
        data.words, data.about, bool(not_for), data.said_on, data.answer_by
    )
    if reasons := rules.reasons_not_to_record(heard, today=actor.office.today()):
        raise ComplaintIncomplete(reasons)

    payload = {"words": data.words, "wants": data.wants}
    writing.add(
        complaint, actor=actor, payload={key: text for key, text in payload.items() if text}
    )

    _notify_supervisors(complaint, higher=False, actor=actor)
    if complaint.handler is not None:
        notices.notify_staff(
            complaint.handler.pk, kind=COMPLAINT_NOTICE, record=complaint.pk, actor=actor
        )
    return complaint


@dataclass(frozen=True)
class ComplaintStepInput:
    """What was done, the answer, and the child's response to it; `texts` are sealed."""

    state: ComplaintState
    told_on: dt.date | None = None
    accepts: AnswerAcceptance = AnswerAcceptance.NOT_ASKED
    brought_before: EscalationBody | None = None
    handler: Staff | None = None
    texts: Mapping[str, str] = field(default_factory=dict)  # done, answer, her_reply


@transaction.atomic
def record_complaint_step(
    *, complaint: Complaint, data: ComplaintStepInput, version: int, actor: Staff
) -> Complaint:
    """Records a step of a complaint. An escalation notifies the leaders above."""
    access.require(actor, Permission.WORK_ON_CASE, complaint)
    texts = vault.open(complaint)
    texts |= {key: text for key, text in data.texts.items() if text}
    state_before = ComplaintState(complaint.state)
    step = rules.ComplaintStepFacts(
        state_before,
        data.state,
        texts.get("answer", ""),
        data.told_on,
        data.accepts,
        data.brought_before,
    )
    today = actor.office.today()
    if reasons := rules.reasons_against_step(step, said_on=complaint.said_on, today=today):
        raise ComplaintIncomplete(reasons)

    handler = data.handler
    if handler is not None and handler.pk in complaint.not_for:
        handler = None
    is_brought = data.state == ComplaintState.BROUGHT and state_before != ComplaintState.BROUGHT
    writing.change(
        complaint,
        actor=actor,
        version=version,
        payload=texts,
        state=data.state,
        told_on=data.told_on,
        accepts=data.accepts,
        brought_before=data.brought_before or complaint.brought_before,
        brought_on=today if is_brought else complaint.brought_on,
        handler=handler,
    )
    if is_brought:
        _notify_supervisors(complaint, higher=True, actor=actor)
    return complaint


def _notify_supervisors(complaint: Complaint, *, higher: bool, actor: Staff) -> None:
    definer_functions.make_change("complaint_tell", [complaint.pk, higher], by=actor.pk)
