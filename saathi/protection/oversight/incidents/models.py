"""Breaches of a child's privacy and the measures taken (PRI-003)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from saathi.agencies.models import Scoped
from saathi.agencies.record_kit import identifying, long_text, operational, statistical
from saathi.agencies.sections import Section
from saathi.protection.oversight.incidents import vocabulary as codes


class Incident(Scoped):
    """A breach of a child's privacy: the case's staff may record it, data officers close it."""

    kind = statistical.choice(codes.IncidentKind, 14, label=_("What happened"), is_radio=True)
    began_at = statistical(models.DateTimeField())  # when others may first have seen the data
    ended_at = operational(models.DateTimeField(null=True, blank=True))
    source = operational(models.UUIDField(null=True, blank=True))  # the merge that was undone
    state = statistical.choice(codes.IncidentState, 8, default=codes.IncidentState.OPEN)
    closed_at = statistical(models.DateTimeField(null=True, blank=True))
    closed_by = operational(models.UUIDField(null=True, blank=True))
    closed_for = statistical.choice(
        codes.IncidentCloseReason,
        12,
        blank=True,
        label=_("Reason for closing"),
        required=True,
        is_radio=True,
    )
    sealed = identifying(models.BinaryField(null=True, blank=True))
    what = long_text(
        label=_("Information disclosed, and where"),
        help_text=_("Name the newspaper, page or post. Do not copy a picture of the child."),
        required=True,
    )
    who = long_text(label=_("People who know or may know"))
    closing = long_text(
        label=_("Findings and changes made"),
        row_label=_("Findings"),
        help_text=_("Include what the child was informed of, and who informed them."),
        required=True,
    )

    section = Section.CASE
    SEALED_FIELD_ID: ClassVar[str] = "incidents.incident"
    is_exported = False  # how the agency answers for a breach

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

    incident = operational.foreign_key(Incident, db_index=False, related_name="measures")
    kind = statistical.choice(codes.MeasureKind, 14, label=_("Measure"))
    done_on = statistical.date(label=_("Date"), is_past=True)
    sealed = identifying(models.BinaryField())
    note = long_text(key="words", label=_("Details"), required=True)

    section = Section.CASE
    SEALED_FIELD_ID: ClassVar[str] = "incidents.measure"
    is_exported = False  # how the agency answers for a breach

    class Meta:
        indexes = [models.Index(fields=["incident"], name="incidents_measure_of")]
