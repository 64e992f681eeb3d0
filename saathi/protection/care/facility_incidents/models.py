"""Incidents against facilities, the steps after them, and the children whom they concern."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from saathi.agencies.decision_proofs import ProvedStates
from saathi.agencies.models import Agency, Scoped
from saathi.agencies.read_conditions import IsShownBy
from saathi.agencies.record_kit import identifying, long_text, operational, sensitive, statistical
from saathi.agencies.record_kit.fields import DeclaredClasses
from saathi.agencies.sections import Section
from saathi.infra import clock
from saathi.protection.care.facilities.models import Facility
from saathi.protection.care.facility_incidents import vocabulary as codes


class FacilityIncident(models.Model):
    """An incident against a facility, without any child's name; it never changes.

    Read by the authority of the facility, by who recorded it and by those who work with a child
    whom it concerns; never by the agency that operates the facility nor by anyone in `not_for`
    (`facility_incident_is_closed`). Its state follows from its steps.
    """

    id = operational(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    agency = operational.foreign_key(Agency)
    facility = operational.foreign_key(Facility, db_index=False, related_name="incidents")
    kind = operational.choice(codes.FacilityIncidentKind, 16)
    severity = operational.choice(codes.IncidentSeverity, 8)
    channel = operational.choice(codes.IncidentChannel, 16)
    occurred_on = operational(models.DateField())
    children_harmed = operational(models.SmallIntegerField(null=True, blank=True))
    # The people it is about, and others who must not know: they can neither read nor follow it up.
    not_for = sensitive(ArrayField(models.UUIDField(), default=list, blank=True))
    text = operational(models.TextField(max_length=2000))  # without names
    source_id = operational(models.UUIDField(null=True, blank=True))  # the complaint, if any
    state = operational.choice(
        codes.FacilityIncidentState, 8, default=codes.FacilityIncidentState.OPEN
    )
    recorded_at = operational(models.DateTimeField(default=clock.now))
    recorded_by = operational(models.UUIDField())

    classified = DeclaredClasses()

    class Meta:
        indexes = [
            models.Index(fields=["facility", "state"], name="facility_incidents_of"),
            models.Index(fields=["-occurred_on", "id"], name="facility_incidents_by_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(children_harmed=None) | Q(children_harmed__gte=0),
                name="facility_incidents_harmed",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["death", "sexual", "staff_violence", "exploitation"])
                | Q(severity="serious"),
                name="facility_incidents_always_serious",
            ),
        ]


class FacilityIncidentStep(models.Model):
    """What was done after an incident, on a day; never changed.

    The incident's state follows from the newest step that closes, reopens or cancels it.
    """

    id = operational(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    incident = operational.foreign_key(FacilityIncident, db_index=False, related_name="steps")
    kind = operational.choice(codes.FacilityIncidentStepKind, 16)
    done_on = operational(models.DateField())
    text = operational(models.TextField(max_length=2000))  # without names of children
    finding = operational.choice(codes.IncidentFinding, 16, blank=True)
    recorded_at = operational(models.DateTimeField(default=clock.now))
    recorded_by = operational(models.UUIDField())

    proved_states: ClassVar[ProvedStates] = (
        "kind",
        (
            codes.FacilityIncidentStepKind.CLOSED.value,
            codes.FacilityIncidentStepKind.REOPENED.value,
            codes.FacilityIncidentStepKind.ERROR.value,
        ),
    )
    classified = DeclaredClasses()

    class Meta:
        indexes = [
            models.Index(fields=["incident", "recorded_at"], name="facility_incidents_steps")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="closed") & ~Q(finding="") | ~Q(kind="closed") & Q(finding=""),
                name="facility_incidents_closed_with_finding",
            )
        ]


class FacilityIncidentChild(Scoped):
    """That an incident in a facility concerns a child, and what the child says about it."""

    incident = operational.foreign_key(FacilityIncident, db_index=False, related_name="children")
    role = statistical.choice(
        codes.IncidentRole, 8, label=_("How it concerns the child"), is_radio=True
    )
    known_on = statistical.date(
        label=_("Date it became known"), is_past=True, initial=lambda today: today
    )
    sealed = identifying(models.BinaryField())
    words = long_text(key="words", label=_("What the child says about it"))

    section = Section.SITUATION
    SEALED_FIELD_ID: ClassVar[str] = "facility_incidents.child"
    sections_of_texts: ClassVar = {"words": Section.VOICE}
    # Closed to the agency that operates the facility, and to the people the incident is about.
    read_condition = IsShownBy("incident", "facility_incident_is_shown")

    class Meta:
        indexes = [
            models.Index(fields=["file", "known_on"], name="facility_incidents_of_file"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "file"], name="facility_incidents_child_once"
            )
        ]
