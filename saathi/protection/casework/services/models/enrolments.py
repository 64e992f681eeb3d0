"""A child's enrolment in a course and attendance; part of the child's file and protected with it."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from saathi.agencies.models import Scoped
from saathi.agencies.read_conditions import ALL_BUT_REFERRAL, HoldsGrant, IsActor
from saathi.agencies.sections import Section
from saathi.infra.classification import IDENTIFYING, OPERATIONAL, STATISTICAL, DataClass
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

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="enrolments")
    course = models.ForeignKey(
        Course, on_delete=models.PROTECT, db_index=False, related_name="enrolments"
    )
    kind = models.CharField(max_length=12, choices=CourseKind)
    starts_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    why_ended = models.CharField(max_length=12, choices=EnrolmentEndReason, blank=True)
    her_view = models.CharField(
        max_length=12, choices=ServiceExperience, default=ServiceExperience.NOT_ASKED
    )
    sealed = models.BinaryField(null=True, blank=True)  # {"wish", "her_view_words"}

    section = Section.SUPPORT
    SEALED_FIELD_ID: ClassVar[str] = "services.enrolment"
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "child": OPERATIONAL,
        "course": OPERATIONAL,
        "kind": STATISTICAL,
        "starts_on": STATISTICAL,
        "ended_on": STATISTICAL,
        "why_ended": STATISTICAL,
        "her_view": STATISTICAL,
        "sealed": IDENTIFYING,
    }
    # Her own, and those she reads by another right than a referral: the help of others, such as that
    # a girl sees a counsellor, is no business of a sewing centre she was referred to.
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

    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, db_index=False, related_name="attendance"
    )
    session = models.ForeignKey(
        CourseSession, on_delete=models.PROTECT, db_index=False, related_name="attendance"
    )
    held_on = models.DateField()
    modules = ArrayField(
        models.CharField(max_length=16, choices=CourseModule), default=list, blank=True
    )
    presence = models.CharField(max_length=8, choices=AttendanceStatus)

    section = Section.SUPPORT
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "enrolment": OPERATIONAL,
        "session": OPERATIONAL,
        "held_on": STATISTICAL,
        "modules": STATISTICAL,
        "presence": STATISTICAL,
    }
    read_condition = IsActor("recorded_by") | HoldsGrant(ALL_BUT_REFERRAL)

    class Meta:
        indexes = [models.Index(fields=["session"], name="services_attendance_at")]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "session"], name="services_attendance_once"
            )
        ]
