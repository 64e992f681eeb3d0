"""A child's enrolment in a course and attendance; part of the child's file and protected with it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from saathi.agencies.models import Scoped
from saathi.agencies.read_conditions import ALL_BUT_REFERRAL, HoldsGrant, IsActor
from saathi.agencies.record_kit import identifying, operational, statistical
from saathi.agencies.sections import Section
from saathi.people.models import Child
from saathi.protection.casework.services.models.courses import Course, CourseSession
from saathi.protection.casework.services.vocabulary import (
    AttendanceStatus,
    CourseKind,
    CourseModule,
    EnrolmentEndReason,
    ServiceExperience,
)


class Enrolment(Scoped):
    """A child's enrolment in a course, its dates, and the child's opinion of it."""

    child = operational.foreign_key(Child, related_name="enrolments")
    course = operational.foreign_key(Course, db_index=False, related_name="enrolments")
    kind = statistical.choice(CourseKind, 12)
    starts_on = statistical.date()
    ended_on = statistical(models.DateField(null=True, blank=True))
    why_ended = statistical.choice(EnrolmentEndReason, 12, blank=True)
    child_view = statistical.choice(ServiceExperience, 12, blank=True)
    sealed = identifying(models.BinaryField(null=True, blank=True))  # {"wish", "child_view_words"}

    section = Section.SUPPORT
    SEALED_FIELD_ID: ClassVar[str] = "services.enrolment"
    earlier_text_keys: ClassVar[dict[str, str]] = {"her_view_words": "child_view_words"}
    sections_of_texts: ClassVar = dict.fromkeys(("wish", "child_view_words"), Section.VOICE)
    # The reader's own, and those readable by a right other than a referral: a sewing centre that a
    # girl was referred to need not know about the counselling.
    read_condition = IsActor("recorded_by") | HoldsGrant(ALL_BUT_REFERRAL)

    class Meta:
        indexes = [
            models.Index(fields=["course", "id"], name="services_enrolment_of_course"),
            models.Index(fields=["file"], name="services_enrolment_of_file"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["file", "course"],
                condition=Q(ended_on=None),
                name="services_enrolment_once",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, why_ended="")
                | (Q(ended_on__isnull=False) & ~Q(why_ended="")),
                name="services_enrolment_ended_whole",
            ),
        ]


class Attendance(Scoped):
    """Whether a child attended a session. Absence has no consequence for the child."""

    enrolment = operational.foreign_key(Enrolment, db_index=False, related_name="attendance")
    session = operational.foreign_key(CourseSession, db_index=False, related_name="attendance")
    held_on = statistical.date()
    modules = statistical.choices(CourseModule, 16, blank=True)
    presence = statistical.choice(AttendanceStatus, 8)

    section = Section.SUPPORT
    read_condition = IsActor("recorded_by") | HoldsGrant(ALL_BUT_REFERRAL)

    class Meta:
        indexes = [models.Index(fields=["session"], name="services_attendance_at")]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "session"], name="services_attendance_once"
            )
        ]
