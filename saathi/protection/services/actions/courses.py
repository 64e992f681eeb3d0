"""Writes about courses, their sessions, children's places in them, and who came."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from django.db import models, transaction

from saathi import audit
from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.infra.reasons import Refused
from saathi.people.models import Child
from saathi.protection.services import rules
from saathi.protection.services.models import (
    Attendance,
    Course,
    CourseSession,
    Enrolment,
    ProgrammeProposal,
)
from saathi.protection.services.vocabulary import (
    AttendanceStatus,
    EnrolmentEndReason,
    ProposalResponse,
    ServiceExperience,
    SupportProvider,
)


@dataclass(frozen=True)
class CourseInput:
    """What a course is."""

    name: str
    kind: str
    starts_on: dt.date
    ends_on: dt.date | None = None
    led_by: str = SupportProvider.TEACHER
    language: str = ""
    modules: Sequence[str] = ()
    about: str = ""
    age_low: int | None = None
    age_high: int | None = None

    def columns(self) -> dict[str, Any]:
        """The columns of the course."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return found | {"modules": list(self.modules)}


@transaction.atomic
def add_course(*, data: CourseInput, actor: Staff) -> Course:
    """The new course of the agency."""
    access.require(actor, Permission.WORK_ON_CASE)

    course = Course(
        agency_id=actor.agency_id, office_id=actor.office_id, recorded_by=actor.id, **data.columns()
    )
    course.save(force_insert=True)

    _log(course, "added", actor)
    return course


@transaction.atomic
def change_course(*, course: Course, data: CourseInput, version: int, actor: Staff) -> Course:
    """The course as it is now; `ChangedMeanwhile` where `version` is not the present one."""
    access.require(actor, Permission.WORK_ON_CASE)

    found = Course.objects.filter(pk=course.pk, agency=actor.agency_id, version=version)
    if not found.update(**data.columns(), version=models.F("version") + 1):
        raise writing.ChangedMeanwhile(course)
    course.refresh_from_db()

    _log(course, "changed", actor)
    return course


@dataclass(frozen=True)
class ProgrammeProposalInput:
    """What children proposed for a programme and, once it was answered, what was made of it."""

    heard_on: dt.date
    how: str
    took_part: int
    about: Sequence[str]
    proposed: str
    taken_up: str = ProposalResponse.OPEN
    followed: str = ""
    told_on: dt.date | None = None

    def columns(self) -> dict[str, Any]:
        """The columns of the record."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return found | {"about": list(self.about)}


class ProposalNotAnswerable(Refused):
    """What children proposed cannot be put aside like this; `reasons` say what is missing."""


@transaction.atomic
def record_proposal(
    *, course: Course, data: ProgrammeProposalInput, actor: Staff
) -> ProgrammeProposal:
    """What children proposed for a programme of the agency, to be answered (CPL-011)."""
    access.require(actor, Permission.WORK_ON_CASE)
    if course.agency_id != actor.agency_id:
        raise access.NotAllowed
    _require_complete_answer(data)

    shaping = ProgrammeProposal(
        course=course, agency_id=actor.agency_id, recorded_by=actor.id, **data.columns()
    )
    shaping.save(force_insert=True)

    _log(shaping, "added", actor)
    return shaping


@transaction.atomic
def answer_proposal(
    *, shaping: ProgrammeProposal, data: ProgrammeProposalInput, version: int, actor: Staff
) -> ProgrammeProposal:
    """The same with what was made of it; `ChangedMeanwhile` where `version` is not the present one."""
    access.require(actor, Permission.WORK_ON_CASE)
    _require_complete_answer(data)

    found = ProgrammeProposal.objects.filter(pk=shaping.pk, agency=actor.agency_id, version=version)
    if not found.update(**data.columns(), version=models.F("version") + 1):
        raise writing.ChangedMeanwhile(shaping)
    shaping.refresh_from_db()

    _log(shaping, "changed", actor)
    return shaping


def _require_complete_answer(data: ProgrammeProposalInput) -> None:
    reasons = rules.reasons_against_proposal_answer(
        ProposalResponse(data.taken_up), data.followed, heard_on=data.heard_on, told_on=data.told_on
    )
    if reasons:
        raise ProposalNotAnswerable(reasons)


@dataclass(frozen=True)
class CourseSessionInput:
    """A meeting of a course, and what it was about."""

    held_on: dt.date
    modules: Sequence[str] = ()
    topic: str = ""
    minutes: int | None = None


@transaction.atomic
def record_course_session(
    *,
    course: Course,
    data: CourseSessionInput,
    attendance: Mapping[UUID, AttendanceStatus],
    actor: Staff,
) -> CourseSession:
    """The meeting on record, and who came of the children whose places `by` writes.

    `present` holds their presence by the id of their place; a child left out was not written down.
    """
    access.require(actor, Permission.WORK_ON_CASE)

    session = CourseSession(
        course=course,
        agency_id=actor.agency_id,
        held_on=data.held_on,
        modules=list(data.modules),
        topic=data.topic,
        minutes=data.minutes,
        recorded_by=actor.id,
    )
    session.save(force_insert=True)
    _save_attendance(session, attendance, actor)

    _log(session, "added", actor)
    return session


@transaction.atomic
def change_attendance(
    *, session: CourseSession, attendance: Mapping[UUID, AttendanceStatus], actor: Staff
) -> None:
    """Who came, corrected or added by somebody who works with other children of the group."""
    access.require(actor, Permission.WORK_ON_CASE)

    _save_attendance(session, attendance, actor)


def _save_attendance(
    session: CourseSession, present: Mapping[UUID, AttendanceStatus], actor: Staff
) -> None:
    places = access.visible(actor, Enrolment).filter(course=session.course_id, pk__in=present)
    known = {
        one.enrolment_id: one for one in access.visible(actor, Attendance).filter(session=session)
    }
    for place in places.order_by("pk"):
        presence = present[place.pk]
        before = known.get(place.pk)
        if before is None:
            record = Attendance(
                file_id=place.file_id,
                enrolment=place,
                session=session,
                held_on=session.held_on,
                modules=session.modules,
                presence=presence,
            )
            access.require(actor, Permission.WORK_ON_CASE, record)
            writing.add(record, actor=actor)
        elif before.presence != presence:
            access.require(actor, Permission.WORK_ON_CASE, before)
            writing.change(before, actor=actor, presence=presence)


class AlreadyEnrolled(Exception):
    """The child has a place in this course already."""


@transaction.atomic
def enrol_child(
    *, child: Child, course: Course, starts_on: dt.date, wish: str, actor: Staff
) -> Enrolment:
    """The child's place in a course; `AlreadyEnrolled` where she has one that has not ended."""
    place = Enrolment(
        file_id=child.file_id, child=child, course=course, kind=course.kind, starts_on=starts_on
    )
    access.require(actor, Permission.WORK_ON_CASE, place)
    if access.visible(actor, Enrolment).filter(child=child, course=course, ended_on=None).exists():
        raise AlreadyEnrolled

    return writing.add(place, actor=actor, payload={"wish": wish} if wish else None)


@dataclass(frozen=True)
class EnrolmentEndInput:
    """How a place ended, and how the child found the course."""

    ended_on: dt.date
    end_reason: EnrolmentEndReason
    her_view: ServiceExperience
    child_comment: str = ""


@transaction.atomic
def end_enrolment(
    *,
    enrolment: Enrolment,
    data: EnrolmentEndInput,
    earlier_texts: Mapping[str, str],
    version: int,
    actor: Staff,
) -> Enrolment:
    """The place, ended on a day."""
    access.require(actor, Permission.WORK_ON_CASE, enrolment)

    payload = dict(earlier_texts) | (
        {"her_view_words": data.child_comment} if data.child_comment else {}
    )
    return writing.change(
        enrolment,
        actor=actor,
        version=version,
        payload=payload or None,
        ended_on=data.ended_on,
        why_ended=data.end_reason,
        her_view=data.her_view,
    )


def _log(record: Course | CourseSession | ProgrammeProposal, action: str, actor: Staff) -> None:
    audit.record(
        audit.AuditKind.WROTE,
        by=actor.id,
        agency=actor.agency_id,
        objects=[record.pk],
        detail={"action": action, "model": record._meta.label_lower},
    )
