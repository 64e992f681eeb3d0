"""Breaches of a child's privacy and the measures taken (PRI-003)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from saathi.agencies.models import Scoped
from saathi.agencies.sections import Section
from saathi.infra.classification import IDENTIFYING, OPERATIONAL, STATISTICAL, DataClass
from saathi.protection.oversight.incidents.vocabulary import (
    IncidentCloseReason,
    IncidentKind,
    IncidentState,
    MeasureKind,
)


class Incident(Scoped):
    """A breach of one child's privacy. All who work on the case may record one; data officers close it."""

    kind = models.CharField(max_length=14, choices=IncidentKind)
    began_at = models.DateTimeField()  # when others may have started to see the child's data
    ended_at = models.DateTimeField(null=True, blank=True)
    source = models.UUIDField(null=True, blank=True)  # the merge that was undone
    state = models.CharField(max_length=8, choices=IncidentState, default=IncidentState.OPEN)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.UUIDField(null=True, blank=True)
    closed_for = models.CharField(max_length=12, choices=IncidentCloseReason, blank=True)
    sealed = models.BinaryField(null=True, blank=True)  # {"what", "who", "closing"}

    section = Section.CASE
    SEALED_FIELD_ID: ClassVar[str] = "incidents.incident"
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "kind": STATISTICAL,
        "began_at": STATISTICAL,
        "ended_at": OPERATIONAL,
        "source": OPERATIONAL,
        "state": STATISTICAL,
        "closed_at": STATISTICAL,
        "closed_by": OPERATIONAL,
        "closed_for": STATISTICAL,
        "sealed": IDENTIFYING,
    }

    class Meta:
        indexes = [
            models.Index(fields=["file"], name="incidents_of_file"),
            models.Index(fields=["state", "-recorded_at"], name="incidents_by_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None, closed_by=None, closed_for="")
                | Q(state="closed", closed_at__isnull=False, closed_by__isnull=False)
                & ~Q(closed_for=""),
                name="incidents_closed_for_a_reason",
            )
        ]


class Measure(Scoped):
    """A measure taken on a day."""

    incident = models.ForeignKey(
        Incident, on_delete=models.PROTECT, db_index=False, related_name="measures"
    )
    kind = models.CharField(max_length=14, choices=MeasureKind)
    done_on = models.DateField()
    sealed = models.BinaryField()  # {"words"}

    section = Section.CASE
    SEALED_FIELD_ID: ClassVar[str] = "incidents.measure"
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "incident": OPERATIONAL,
        "kind": STATISTICAL,
        "done_on": STATISTICAL,
        "sealed": IDENTIFYING,
    }

    class Meta:
        indexes = [models.Index(fields=["incident"], name="incidents_measure_of")]
