"""Actions on courses: sessions, enrolments and attendance."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from django.db import models, transaction

from saathi.agencies import access, row_proofs, writing
from saathi.agencies.access_log import log_write
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.infra.reasons import Refused
from saathi.people.models import Child
from saathi.protection.casework.services import rules
from saathi.protection.casework.services.models import (
    Attendance,
    Course,
    CourseSession,
    Enrolment,
    ProgrammeProposal,
)
from saathi.protection.casework.services.vocabulary import (
    AttendanceStatus,
    EnrolmentEndReason,
    ProposalResponse,
    ServiceExperience,
)


@dataclass(frozen=True)
class CourseInput:
    """The details of a course."""

    name: str
    kind: str
    starts_on: dt.date
    led_by: str
    ends_on: dt.date | None = None
    language: str = ""
    modules: Sequence[str] = ()
    about: str = ""
    age_low: int | None = None
    age_high: int | None = None

    def columns(self) -> dict[str, Any]:
        """The columns of the course."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return values | {"modules": list(self.modules)}


@transaction.atomic
def add_course(*, data: CourseInput, actor: Staff) -> Course:
    """Adds a course to the agency."""
    access.require(actor, Permission.WORK_ON_CASE)

    course = Course(
        agency_id=actor.agency_id, office_id=actor.office_id, recorded_by=actor.id, **data.columns()
    )
    course.save(force_insert=True)

    log_write(course, actor=actor, action="added")
    return course


@transaction.atomic
def change_course(*, course: Course, data: CourseInput, version: int, actor: Staff) -> Course:
    """Changes a course; `ChangedMeanwhile` if `version` is outdated."""
    access.require(actor, Permission.WORK_ON_CASE)

    current = Course.objects.filter(pk=course.pk, agency=actor.agency_id, version=version)
    row_proofs.prove_rows([(course, data.columns())], by=actor.id)
    if not current.update(**data.columns(), version=models.F("version") + 1):
        raise writing.ChangedMeanwhile(course)
    course.refresh_from_db()

    log_write(course, actor=actor, action="changed")
    return course


@dataclass(frozen=True)
class ProgrammeProposalInput:
    """Children's proposals for a programme and, once answered, the response."""

    proposed_on: dt.date
    how: str
    took_part: int
    about: Sequence[str]
    proposed: str
    taken_up: str = ProposalResponse.OPEN
    followed: str = ""
    informed_on: dt.date | None = None

    def columns(self) -> dict[str, Any]:
        """The columns of the record."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return values | {"about": list(self.about)}


class ProposalNotAnswerable(Refused):
    """An incomplete answer to children's proposals; `reasons` say what is missing."""


@transaction.atomic
def record_proposal(
    *, course: Course, data: ProgrammeProposalInput, actor: Staff
) -> ProgrammeProposal:
    """Records children's proposals for a programme of the agency, to be answered (CPL-011)."""
    access.require(actor, Permission.WORK_ON_CASE)
    if course.agency_id != actor.agency_id:
        raise access.NotAllowed
    _require_complete_answer(data)

    proposal = ProgrammeProposal(
        course=course, agency_id=actor.agency_id, recorded_by=actor.id, **data.columns()
    )
    proposal.save(force_insert=True)

    log_write(proposal, actor=actor, action="added")
    return proposal


@transaction.atomic
def answer_proposal(
    *, shaping: ProgrammeProposal, data: ProgrammeProposalInput, version: int, actor: Staff
) -> ProgrammeProposal:
    """Records the response to a proposal; `ChangedMeanwhile` if `version` is outdated."""
    access.require(actor, Permission.WORK_ON_CASE)
    _require_complete_answer(data)

    current = ProgrammeProposal.objects.filter(
        pk=shaping.pk, agency=actor.agency_id, version=version
    )
    row_proofs.prove_rows([(shaping, data.columns())], by=actor.id)
    if not current.update(**data.columns(), version=models.F("version") + 1):
        raise writing.ChangedMeanwhile(shaping)
    shaping.refresh_from_db()

    log_write(shaping, actor=actor, action="changed")
    return shaping


def _require_complete_answer(data: ProgrammeProposalInput) -> None:
    reasons = rules.reasons_against_proposal_answer(
        ProposalResponse(data.taken_up),
        data.followed,
        proposed_on=data.proposed_on,
        informed_on=data.informed_on,
    )
    if reasons:
        raise ProposalNotAnswerable(reasons)


@dataclass(frozen=True)
class CourseSessionInput:
    """A session of a course and its topics."""

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
    """Records a session, with the attendance of children whose enrolments `actor` may write.

    `attendance` is keyed by enrolment id; a child left out has no attendance recorded.
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

    log_write(session, actor=actor, action="added")
    return session


@transaction.atomic
def change_attendance(
    *, session: CourseSession, attendance: Mapping[UUID, AttendanceStatus], actor: Staff
) -> None:
    """Corrects attendance, or adds it for other children that `actor` works with."""
    access.require(actor, Permission.WORK_ON_CASE)

    _save_attendance(session, attendance, actor)


def _save_attendance(
    session: CourseSession, present: Mapping[UUID, AttendanceStatus], actor: Staff
) -> None:
    enrolments = access.visible(actor, Enrolment).filter(course=session.course_id, pk__in=present)
    attendance_by_enrolment = {
        attendance.enrolment_id: attendance
        for attendance in access.visible(actor, Attendance).filter(session=session)
    }
    for enrolment in enrolments.order_by("pk"):
        presence = present[enrolment.pk]
        existing = attendance_by_enrolment.get(enrolment.pk)
        if existing is None:
            record = Attendance(
                file_id=enrolment.file_id,
                enrolment=enrolment,
                session=session,
                held_on=session.held_on,
                modules=session.modules,
                presence=presence,
            )
            access.require(actor, Permission.WORK_ON_CASE, record)
            writing.add(record, actor=actor)
        elif existing.presence != presence:
            access.require(actor, Permission.WORK_ON_CASE, existing)
            writing.change(existing, actor=actor, presence=presence)


class AlreadyEnrolled(Exception):
    """The child is already enrolled in this course."""


@transaction.atomic
def enrol_child(
    *, child: Child, course: Course, starts_on: dt.date, wish: str, actor: Staff
) -> Enrolment:
    """Enrols a child in a course; `AlreadyEnrolled` if an enrolment has not ended yet."""
    enrolment = Enrolment(
        file_id=child.file_id, child=child, course=course, kind=course.kind, starts_on=starts_on
    )
    access.require(actor, Permission.WORK_ON_CASE, enrolment)
    if access.visible(actor, Enrolment).filter(child=child, course=course, ended_on=None).exists():
        raise AlreadyEnrolled

    return writing.add(enrolment, actor=actor, payload={"wish": wish} if wish else None)


@dataclass(frozen=True)
class EnrolmentEndInput:
    """How an enrolment ended, and the child's opinion of the course."""

    ended_on: dt.date
    end_reason: EnrolmentEndReason
    child_view: ServiceExperience
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
    """Ends the enrolment on a day."""
    access.require(actor, Permission.WORK_ON_CASE, enrolment)

    payload = dict(earlier_texts) | (
        {"child_view_words": data.child_comment} if data.child_comment else {}
    )
    return writing.change(
        enrolment,
        actor=actor,
        version=version,
        payload=payload or None,
        ended_on=data.ended_on,
        why_ended=data.end_reason,
        child_view=data.child_view,
    )
