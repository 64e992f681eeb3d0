"""Courses of an agency and their sessions, without data about children; enrolments are separate."""

import uuid

from django.db import models

from saathi.agencies.models import Agency, Office
from saathi.agencies.record_kit import operational, sensitive
from saathi.agencies.record_kit.fields import DeclaredClasses
from saathi.infra import clock
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
    """A group that meets over weeks or months (SRV-008). Open to every child it suits."""

    id = operational(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    agency = operational.foreign_key(Agency, db_index=False)
    office = operational.foreign_key(Office)
    service = operational.optional_foreign_key(Service)
    name = operational(models.CharField(max_length=120))
    kind = operational.choice(CourseKind, 12)
    led_by = operational.choice(SupportProvider, 16)
    language = operational(models.CharField(max_length=8, blank=True))
    modules = operational.choices(CourseModule, 16, blank=True)
    about = operational(models.TextField(blank=True, max_length=2000))
    age_low = operational(models.SmallIntegerField(null=True, blank=True))
    age_high = operational(models.SmallIntegerField(null=True, blank=True))
    starts_on = operational.date()
    ends_on = operational(models.DateField(null=True, blank=True))
    recorded_at = operational(models.DateTimeField(default=clock.now))
    recorded_by = operational(models.UUIDField())
    version = operational(models.PositiveIntegerField(default=1))

    # What the records of children say of a course, session or proposal follows its row.
    proved_fields = (
        "agency", "office", "service", "name", "kind", "led_by", "language", "modules", "about", "age_low",
        "age_high", "starts_on", "ends_on", "recorded_at",
    )  # fmt: skip
    classified = DeclaredClasses()

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

    id = operational(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    course = operational.foreign_key(Course, db_index=False, related_name="sessions")
    agency = operational.foreign_key(Agency)
    held_on = operational.date()
    modules = operational.choices(CourseModule, 16, blank=True)
    topic = operational(models.CharField(max_length=200, blank=True))
    minutes = operational(models.SmallIntegerField(null=True, blank=True))
    recorded_at = operational(models.DateTimeField(default=clock.now))
    recorded_by = operational(models.UUIDField())
    version = operational(models.PositiveIntegerField(default=1))

    proved_fields = ("course", "agency", "held_on", "modules", "topic", "minutes", "recorded_at")
    classified = DeclaredClasses()

    class Meta:
        indexes = [models.Index(fields=["course", "held_on"], name="services_session_of_course")]


class ProgrammeProposal(models.Model):
    """Proposals of children for a programme, as a group and without names, and the response."""

    id = operational(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    course = operational.foreign_key(Course, db_index=False, related_name="proposals")
    agency = operational.foreign_key(Agency)
    proposed_on = operational.date()
    how = operational.choice(ProposalMethod, 12)
    took_part = operational(models.PositiveSmallIntegerField())  # number of children
    about = operational.choices(ProposalTopic, 12)
    proposed = sensitive(models.TextField(max_length=4000))
    taken_up = operational.choice(ProposalResponse, 12, default=ProposalResponse.OPEN)
    followed = sensitive(models.TextField(blank=True, max_length=4000))  # what was done, or why not
    # when the children were informed of the response
    informed_on = operational(models.DateField(null=True, blank=True))
    recorded_at = operational(models.DateTimeField(default=clock.now))
    recorded_by = operational(models.UUIDField())
    version = operational(models.PositiveIntegerField(default=1))

    proved_fields = (
        "course", "agency", "proposed_on", "how", "took_part", "about", "proposed", "taken_up", "followed",
        "informed_on", "recorded_at",
    )  # fmt: skip
    classified = DeclaredClasses()

    class Meta:
        db_table = "services_shaping"
        indexes = [models.Index(fields=["course", "proposed_on"], name="services_shaped_course")]
