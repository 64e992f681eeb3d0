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
from saathi.protection.services.models import Attendance, Course, CourseSession, Enrolment, Shaping
from saathi.protection.services.vocabulary import HerView, Presence, Provider, TakenUp, WhyEnded


@dataclass(frozen=True)
class CourseTold:
    """What a course is."""

    name: str
    kind: str
    starts_on: dt.date
    ends_on: dt.date | None = None
    led_by: str = Provider.TEACHER
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
def add_course(*, told: CourseTold, by: Staff) -> Course:
    """The new course of the agency."""
    access.require(by, Permission.WORK_ON_CASE)

    course = Course(
        agency_id=by.agency_id, office_id=by.office_id, recorded_by=by.id, **told.columns()
    )
    course.save(force_insert=True)

    _log(course, "added", by)
    return course


@transaction.atomic
def change_course(*, course: Course, told: CourseTold, version: int, by: Staff) -> Course:
    """The course as it is now; `ChangedMeanwhile` where `version` is not the present one."""
    access.require(by, Permission.WORK_ON_CASE)

    found = Course.objects.filter(pk=course.pk, agency=by.agency_id, version=version)
    if not found.update(**told.columns(), version=models.F("version") + 1):
        raise writing.ChangedMeanwhile(course)
    course.refresh_from_db()

    _log(course, "changed", by)
    return course


@dataclass(frozen=True)
class Shaped:
    """What children proposed for a programme and, once it was answered, what was made of it."""

    heard_on: dt.date
    how: str
    took_part: int
    about: Sequence[str]
    proposed: str
    taken_up: str = TakenUp.OPEN
    followed: str = ""
    told_on: dt.date | None = None

    def columns(self) -> dict[str, Any]:
        """The columns of the record."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return found | {"about": list(self.about)}


class NotAnswered(Refused):
    """What children proposed cannot be put aside like this; `reasons` say what is missing."""


@transaction.atomic
def hear_children(*, course: Course, told: Shaped, by: Staff) -> Shaping:
    """What children proposed for a programme of the agency, to be answered (CPL-011)."""
    access.require(by, Permission.WORK_ON_CASE)
    if course.agency_id != by.agency_id:
        raise access.NotAllowed
    _answered(told)

    shaping = Shaping(course=course, agency_id=by.agency_id, recorded_by=by.id, **told.columns())
    shaping.save(force_insert=True)

    _log(shaping, "added", by)
    return shaping


@transaction.atomic
def answer_children(*, shaping: Shaping, told: Shaped, version: int, by: Staff) -> Shaping:
    """The same with what was made of it; `ChangedMeanwhile` where `version` is not the present one."""
    access.require(by, Permission.WORK_ON_CASE)
    _answered(told)

    found = Shaping.objects.filter(pk=shaping.pk, agency=by.agency_id, version=version)
    if not found.update(**told.columns(), version=models.F("version") + 1):
        raise writing.ChangedMeanwhile(shaping)
    shaping.refresh_from_db()

    _log(shaping, "changed", by)
    return shaping


def _answered(told: Shaped) -> None:
    reasons = rules.reasons_against_shaping(
        TakenUp(told.taken_up), told.followed, heard_on=told.heard_on, told_on=told.told_on
    )
    if reasons:
        raise NotAnswered(reasons)


@dataclass(frozen=True)
class SessionTold:
    """A meeting of a course, and what it was about."""

    held_on: dt.date
    modules: Sequence[str] = ()
    topic: str = ""
    minutes: int | None = None


@transaction.atomic
def hold_session(
    *, course: Course, told: SessionTold, present: Mapping[UUID, Presence], by: Staff
) -> CourseSession:
    """The meeting on record, and who came of the children whose places `by` writes.

    `present` holds their presence by the id of their place; a child left out was not written down.
    """
    access.require(by, Permission.WORK_ON_CASE)

    session = CourseSession(
        course=course,
        agency_id=by.agency_id,
        held_on=told.held_on,
        modules=list(told.modules),
        topic=told.topic,
        minutes=told.minutes,
        recorded_by=by.id,
    )
    session.save(force_insert=True)
    _attend(session, present, by)

    _log(session, "added", by)
    return session


@transaction.atomic
def change_attendance(
    *, session: CourseSession, present: Mapping[UUID, Presence], by: Staff
) -> None:
    """Who came, corrected or added by somebody who works with other children of the group."""
    access.require(by, Permission.WORK_ON_CASE)

    _attend(session, present, by)


def _attend(session: CourseSession, present: Mapping[UUID, Presence], by: Staff) -> None:
    places = access.visible(by, Enrolment).filter(course=session.course_id, pk__in=present)
    known = {
        one.enrolment_id: one for one in access.visible(by, Attendance).filter(session=session)
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
            access.require(by, Permission.WORK_ON_CASE, record)
            writing.add(record, by=by)
        elif before.presence != presence:
            access.require(by, Permission.WORK_ON_CASE, before)
            writing.change(before, by=by, presence=presence)


class HasPlace(Exception):
    """The child has a place in this course already."""


@transaction.atomic
def enrol(*, child: Child, course: Course, starts_on: dt.date, wish: str, by: Staff) -> Enrolment:
    """The child's place in a course; `HasPlace` where she has one that has not ended."""
    place = Enrolment(
        file_id=child.file_id, child=child, course=course, kind=course.kind, starts_on=starts_on
    )
    access.require(by, Permission.WORK_ON_CASE, place)
    if access.visible(by, Enrolment).filter(child=child, course=course, ended_on=None).exists():
        raise HasPlace

    return writing.add(place, by=by, payload={"wish": wish} if wish else None)


@dataclass(frozen=True)
class PlaceEnded:
    """How a place ended, and how the child found the course."""

    on: dt.date
    why: WhyEnded
    her_view: HerView
    words: str = ""


@transaction.atomic
def end_place(
    *, place: Enrolment, told: PlaceEnded, earlier: Mapping[str, str], version: int, by: Staff
) -> Enrolment:
    """The place, ended on a day."""
    access.require(by, Permission.WORK_ON_CASE, place)

    payload = dict(earlier) | ({"her_view_words": told.words} if told.words else {})
    return writing.change(
        place,
        by=by,
        version=version,
        payload=payload or None,
        ended_on=told.on,
        why_ended=told.why,
        her_view=told.her_view,
    )


def _log(record: Course | CourseSession | Shaping, action: str, by: Staff) -> None:
    audit.record(
        audit.Kind.WROTE,
        by=by.id,
        agency=by.agency_id,
        objects=[record.pk],
        detail={"action": action, "model": record._meta.label_lower},
    )
