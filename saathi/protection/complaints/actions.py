"""Puts complaints on record and what was done with them. Asks for no status, consent or open case."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from saathi.agencies import access, notices, warden, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.vocabulary import NoticeKind
from saathi.infra.reasons import Refused
from saathi.people.models import Child
from saathi.protection.complaints import rules
from saathi.protection.complaints.models import Complaint
from saathi.protection.complaints.vocabulary import (
    About,
    Accepts,
    Before,
    ComplaintKind,
    ComplaintState,
    Readers,
)
from saathi.vault import store as vault


class NotWhole(Refused):
    """A complaint or a step that cannot stand like this; `reasons` say what is missing."""


@dataclass(frozen=True)
class ComplaintTold:
    """What the child complains of or suggests; `words` and `wants` are sealed."""

    kind: ComplaintKind
    about: About
    words: str
    said_on: dt.date
    answer_by: dt.date
    wants: str = ""
    language: str = ""
    not_for: Sequence[UUID] = ()
    readers: Readers = Readers.LEADERS
    handler: Staff | None = None


@transaction.atomic
def record(*, child: Child, told: ComplaintTold, by: Staff) -> Complaint:
    """The complaint on record, and its leaders told: never those it is about (CHP-004).

    Whoever hears a complaint about herself writes it down all the same, and sees it no more.
    """
    not_for = list(dict.fromkeys(told.not_for))
    complaint = Complaint(
        file_id=child.file_id,
        child=child,
        kind=told.kind,
        about=told.about,
        not_for=not_for,
        readers=told.readers,
        said_on=told.said_on,
        language=told.language,
        answer_by=told.answer_by,
        handler=None if told.handler is None or told.handler.pk in not_for else told.handler,
    )
    access.require(by, Permission.WORK_ON_CASE, complaint)
    heard = rules.Heard(told.words, told.about, bool(not_for), told.said_on, told.answer_by)
    if reasons := rules.reasons_not_to_record(heard, today=by.office.today()):
        raise NotWhole(reasons)

    payload = {"words": told.words, "wants": told.wants}
    writing.add(complaint, by=by, payload={key: text for key, text in payload.items() if text})

    _tell_leaders(complaint, higher=False, by=by)
    if complaint.handler is not None:
        notices.tell(complaint.handler.pk, kind=NoticeKind.COMPLAINT, record=complaint.pk, by=by)
    return complaint


@dataclass(frozen=True)
class StepTold:
    """What was done, what the child was answered and says to it; `words` are sealed."""

    state: ComplaintState
    told_on: dt.date | None = None
    accepts: Accepts = Accepts.NOT_ASKED
    brought_before: Before | None = None
    handler: Staff | None = None
    words: Mapping[str, str] = field(default_factory=dict)  # done, answer, her_reply


@transaction.atomic
def follow(*, complaint: Complaint, told: StepTold, version: int, by: Staff) -> Complaint:
    """The complaint after a step. What is brought before others is told to those who lead above."""
    access.require(by, Permission.WORK_ON_CASE, complaint)
    said = vault.open(complaint)
    said |= {key: text for key, text in told.words.items() if text}
    before = ComplaintState(complaint.state)
    step = rules.Step(
        before, told.state, said.get("answer", ""), told.told_on, told.accepts, told.brought_before
    )
    today = by.office.today()
    if reasons := rules.reasons_against_step(step, said_on=complaint.said_on, today=today):
        raise NotWhole(reasons)

    handler = told.handler
    if handler is not None and handler.pk in complaint.not_for:
        handler = None
    is_brought = told.state == ComplaintState.BROUGHT and before != ComplaintState.BROUGHT
    writing.change(
        complaint,
        by=by,
        version=version,
        payload=said,
        state=told.state,
        told_on=told.told_on,
        accepts=told.accepts,
        brought_before=told.brought_before or complaint.brought_before,
        brought_on=today if is_brought else complaint.brought_on,
        handler=handler,
    )
    if is_brought:
        _tell_leaders(complaint, higher=True, by=by)
    return complaint


def _tell_leaders(complaint: Complaint, *, higher: bool, by: Staff) -> None:
    warden.change("complaint_tell", [complaint.pk, higher], by=by.pk)
