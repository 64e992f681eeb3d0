"""Courses of an agency and their sessions, without data about children; enrolments are separate."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from saathi.agencies.models import Agency, Office
from saathi.infra import clock
from saathi.infra.classification import OPERATIONAL, SENSITIVE, DataClass
from saathi.protection.casework.services.models.directory import Service
from saathi.protection.casework.services.vocabulary import (
    CourseKind,
    CourseModule,
    ProposalMethod,
    ProposalResponse,
    ProposalTopic,
    SupportProvider,
)


class Course(models.Model):
    """A group that meets over weeks or months (SRV-008). Open to every child that it fits."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, db_index=False, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(
        Service, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=CourseKind)
    led_by = models.CharField(
        max_length=16, choices=SupportProvider, default=SupportProvider.TEACHER
    )
    language = models.CharField(max_length=8, blank=True)
    modules = ArrayField(
        models.CharField(max_length=16, choices=CourseModule), default=list, blank=True
    )
    about = models.TextField(blank=True, max_length=2000)
    age_low = models.SmallIntegerField(null=True, blank=True)
    age_high = models.SmallIntegerField(null=True, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.UUIDField()
    version = models.PositiveIntegerField(default=1)

    classified: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        (
            "id", "agency", "office", "service", "name", "kind", "led_by", "language", "modules",
            "about", "age_low", "age_high", "starts_on", "ends_on", "recorded_at", "recorded_by",
            "version",
        ),
        OPERATIONAL,
    )  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["agency", "starts_on"], name="services_course_of_agency")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="services_course_in_order",
            )
        ]


class CourseSession(models.Model):
    """One session of a course, and its topics."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    course = models.ForeignKey(
        Course, on_delete=models.PROTECT, db_index=False, related_name="sessions"
    )
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField()
    modules = ArrayField(
        models.CharField(max_length=16, choices=CourseModule), default=list, blank=True
    )
    topic = models.CharField(max_length=200, blank=True)
    minutes = models.SmallIntegerField(null=True, blank=True)
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.UUIDField()
    version = models.PositiveIntegerField(default=1)

    classified: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        (
            "id", "course", "agency", "held_on", "modules", "topic", "minutes", "recorded_at",
            "recorded_by", "version",
        ),
        OPERATIONAL,
    )  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["course", "held_on"], name="services_session_of_course")]


class ProgrammeProposal(models.Model):
    """Proposals of children for a programme, as a group and without names, and the response."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    course = models.ForeignKey(
        Course, on_delete=models.PROTECT, db_index=False, related_name="shaped"
    )
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    heard_on = models.DateField()
    how = models.CharField(max_length=12, choices=ProposalMethod)
    took_part = models.PositiveSmallIntegerField()  # number of children
    about = ArrayField(models.CharField(max_length=12, choices=ProposalTopic), default=list)
    proposed = models.TextField(max_length=4000)
    taken_up = models.CharField(
        max_length=12, choices=ProposalResponse, default=ProposalResponse.OPEN
    )
    followed = models.TextField(blank=True, max_length=4000)  # what was done, or why not
    told_on = models.DateField(
        null=True, blank=True
    )  # when the children were informed of the response
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.UUIDField()
    version = models.PositiveIntegerField(default=1)

    classified: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        (
            "id", "course", "agency", "heard_on", "how", "took_part", "about", "taken_up",
            "told_on", "recorded_at", "recorded_by", "version",
        ),
        OPERATIONAL,
    ) | {"proposed": SENSITIVE, "followed": SENSITIVE}  # fmt: skip

    class Meta:
        db_table = "services_shaping"
        indexes = [models.Index(fields=["course", "heard_on"], name="services_shaped_course")]
