"""Inspections, their findings, and notices to facilities. They name no child."""

import uuid
from typing import ClassVar, Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from saathi.agencies.decision_proofs import ProvedStates
from saathi.agencies.models import Agency
from saathi.agencies.record_kit import operational
from saathi.agencies.record_kit.fields import DeclaredClasses
from saathi.infra import clock
from saathi.protection.care.facilities.models import Facility
from saathi.protection.care.inspections.vocabulary import (
    AGREED,
    ConflictState,
    ConflictStatement,
    DiscriminationFinding,
    FacilityNoticeKind,
    FacilityNoticeState,
    FindingResult,
    InspectionKind,
    InspectionPhotoState,
    InspectionResult,
    InspectionState,
    PhotoRemovalReason,
)
from saathi.protection.care.standards.models import StandardSet

PHOTO_FIELD: Final = "inspections.photo"
PLANNED_ONCE: Final = "inspections_planned_once"


class Inspection(models.Model):
    """An inspection of a facility by two inspectors of an agency that does not operate it.

    Only inspectors of that agency read it: what children said, even without names, is not for the
    facility. Others read the date and the result (`facility_inspection`).
    """

    id = operational(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    agency = operational.foreign_key(Agency, db_index=False)
    facility = operational.foreign_key(Facility, db_index=False, related_name="inspections")
    # set when the inspection begins
    standard_set = operational.optional_foreign_key(StandardSet)
    kind = operational.choice(InspectionKind, 12)
    planned_on = operational(models.DateField())
    state = operational.choice(InspectionState, 12)
    held_on = operational(models.DateField(null=True, blank=True))
    lead = operational(models.UUIDField(null=True, blank=True))
    lead_conflict = operational.choice(ConflictStatement, 12, blank=True)
    team = operational(models.CharField(max_length=300, blank=True))  # functions of others
    staff_seen = operational(models.SmallIntegerField(null=True, blank=True))
    children_heard = operational(models.SmallIntegerField(null=True, blank=True))
    themes = operational(models.TextField(blank=True, max_length=2000))  # without names
    discrimination = operational.choice(DiscriminationFinding, 16, blank=True)
    discrimination_text = operational(models.TextField(blank=True, max_length=2000))
    submitted_at = operational(models.DateTimeField(null=True, blank=True))
    why_returned = operational(models.CharField(max_length=500, blank=True))
    second_conflict = operational.choice(ConflictStatement, 12, blank=True)
    result = operational.choice(InspectionResult, 12, blank=True)
    reinspect_by = operational(models.DateField(null=True, blank=True))  # after a failed one
    # All who assessed a criterion or changed the account, also if others changed it later: the
    # database adds them, and none of them agrees.
    editors = operational(ArrayField(models.UUIDField(), default=list, blank=True))
    decided_by = operational(models.UUIDField(null=True, blank=True))  # the second inspector
    decided_at = operational(models.DateTimeField(null=True, blank=True))
    why_cancelled = operational(models.CharField(max_length=300, blank=True))
    recorded_at = operational(models.DateTimeField(default=clock.now))
    recorded_by = operational(models.UUIDField())
    version = operational(models.PositiveIntegerField(default=1))

    proved_states: ClassVar[ProvedStates] = (
        "state",
        (InspectionState.SUBMITTED.value, InspectionState.FINAL.value),
    )
    classified = DeclaredClasses()

    class Meta:
        indexes = [
            models.Index(fields=["facility", "-held_on"], name="inspections_of_facility"),
            models.Index(fields=["agency", "state", "planned_on"], name="inspections_by_state"),
            models.Index(fields=["planned_on", "id"], name="inspections_by_day"),
        ]
        constraints = [
            # as `rules.reasons_against_plan` says, also of two people at the same moment
            models.UniqueConstraint(
                fields=["agency", "facility", "kind"],
                condition=Q(state=InspectionState.PLANNED),
                name=PLANNED_ONCE,
            ),
            models.CheckConstraint(
                condition=Q(state__in=[InspectionState.PLANNED, InspectionState.CANCELLED])
                | Q(
                    standard_set__isnull=False,
                    held_on__isnull=False,
                    lead__isnull=False,
                    lead_conflict=ConflictStatement.NONE,
                ),
                name="inspections_open_whole",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=InspectionState.FINAL,
                    decided_by__isnull=False,
                    second_conflict=ConflictStatement.NONE,
                )
                & ~Q(decided_by=F("lead"))
                & ~Q(editors__contains=[F("decided_by")])
                & ~Q(result="")
                | ~Q(state=InspectionState.FINAL) & Q(decided_by__isnull=True, result=""),
                name="inspections_final_whole",
            ),
            models.CheckConstraint(
                condition=(Q(staff_seen=None) | Q(staff_seen__gte=0))
                & (Q(children_heard=None) | Q(children_heard__gte=0)),
                name="inspections_counts",
            ),
        ]


class InspectorConflict(models.Model):
    """That an inspector declared a connection with a facility, and who withdrew the declaration.

    While it is declared, the person takes no part in inspections of this facility nor in notices to
    it. Only another inspector withdraws it, with the reason; nothing else ever changes.
    """

    id = operational(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    agency = operational.foreign_key(Agency, db_index=False)
    facility = operational.foreign_key(Facility, db_index=False, related_name="conflicts")
    inspection = operational.optional_foreign_key(Inspection)  # at which it was declared
    recorded_at = operational(models.DateTimeField(default=clock.now))
    recorded_by = operational(models.UUIDField())  # who has the connection
    state = operational.choice(ConflictState, 12)
    why_withdrawn = operational(models.CharField(blank=True, max_length=500))
    decided_by = operational(models.UUIDField(null=True, blank=True))
    decided_at = operational(models.DateTimeField(null=True, blank=True))

    proved_states: ClassVar[ProvedStates] = ("state", (ConflictState.WITHDRAWN.value,))
    classified = DeclaredClasses()

    class Meta:
        indexes = [models.Index(fields=["facility", "state"], name="inspections_conflict_of")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ConflictState.WITHDRAWN, decided_by__isnull=False)
                & ~Q(decided_by=F("recorded_by"))
                & ~Q(why_withdrawn="")
                | Q(state=ConflictState.DECLARED, decided_by__isnull=True, why_withdrawn=""),
                name="inspections_conflict_whole",
            )
        ]


class InspectionFinding(models.Model):
    """One criterion of an inspection, as the standards said it, and whether it is met.

    The database writes the rows when the inspection begins; inspectors fill in result and evidence,
    one criterion at a time.
    """

    id = operational(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    inspection = operational.foreign_key(Inspection, db_index=False, related_name="findings")
    place = operational(models.SmallIntegerField())
    code = operational(models.CharField(max_length=12))
    domain = operational(models.CharField(max_length=12))
    text = operational(models.CharField(max_length=500))
    is_critical = operational(models.BooleanField())
    result = operational.choice(FindingResult, 16, blank=True)  # blank: not yet assessed
    evidence = operational(models.TextField(blank=True, max_length=2000))
    recorded_by = operational(models.UUIDField(null=True, blank=True))
    recorded_at = operational(models.DateTimeField(null=True, blank=True))
    version = operational(models.PositiveIntegerField(default=1))

    classified = DeclaredClasses()

    class Meta:
        indexes = [
            # What the comparison of countries counts of all facilities' newest inspections.
            models.Index(
                fields=["inspection"],
                condition=Q(is_critical=True, result=FindingResult.NOT_MET),
                name="inspections_critical_not_met",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "place"], name="inspections_finding_once")
        ]


class InspectionPhoto(models.Model):
    """A photo of what an inspector found at a criterion; no child is to be recognised on it.

    Its stored file names this row as its file, and its key is its own: removing the photo destroys
    both. The row stays, with who removed it and why.
    """

    id = operational(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    inspection = operational.foreign_key(Inspection, db_index=False)
    finding = operational.foreign_key(InspectionFinding, db_index=False, related_name="photos")
    state = operational.choice(InspectionPhotoState, 8, default=InspectionPhotoState.KEPT)
    recorded_at = operational(models.DateTimeField(default=clock.now))
    recorded_by = operational(models.UUIDField())
    removed_at = operational(models.DateTimeField(null=True, blank=True))
    removed_by = operational(models.UUIDField(null=True, blank=True))
    why_removed = operational.choice(PhotoRemovalReason, 16, blank=True)

    classified = DeclaredClasses()

    class Meta:
        indexes = [
            models.Index(fields=["inspection", "recorded_at"], name="inspections_photo_of"),
            models.Index(fields=["finding"], name="inspections_photo_at"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state=InspectionPhotoState.REMOVED,
                    removed_at__isnull=False,
                    removed_by__isnull=False,
                )
                & ~Q(why_removed="")
                | Q(
                    state=InspectionPhotoState.KEPT,
                    removed_at__isnull=True,
                    removed_by__isnull=True,
                    why_removed="",
                ),
                name="inspections_photo_removed_whole",
            )
        ]


class FacilityNotice(models.Model):
    """A notice to a facility, until when it must act, and the proof with which it was closed.

    A closure or suspension of the licence waits for a second inspector, except one that another
    authority ordered: that is a fact. New placements stop at once in either case.
    """

    id = operational(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    agency = operational.foreign_key(Agency)
    facility = operational.foreign_key(Facility, db_index=False, related_name="notices")
    inspection = operational.optional_foreign_key(Inspection)
    kind = operational.choice(FacilityNoticeKind, 12)
    text = operational(models.TextField(max_length=2000))
    residents = operational(models.TextField(blank=True, max_length=2000))  # where they go
    ordered_by = operational(models.CharField(blank=True, max_length=160))  # another authority
    due_on = operational(models.DateField())
    state = operational.choice(FacilityNoticeState, 12)
    recorded_at = operational(models.DateTimeField(default=clock.now))
    recorded_by = operational(models.UUIDField())
    answered_by = operational(models.UUIDField(null=True, blank=True))  # who agreed to it
    answered_at = operational(models.DateTimeField(null=True, blank=True))
    checked_on = operational(models.DateField(null=True, blank=True))
    proof = operational(models.TextField(blank=True, max_length=2000))
    decided_by = operational(models.UUIDField(null=True, blank=True))
    decided_at = operational(models.DateTimeField(null=True, blank=True))

    proved_states: ClassVar[ProvedStates] = ("state", (FacilityNoticeState.CLOSED.value,))
    classified = DeclaredClasses()

    class Meta:
        indexes = [
            models.Index(fields=["facility", "state"], name="inspections_notice_of"),
            models.Index(fields=["due_on", "id"], name="inspections_notice_by_due"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state=FacilityNoticeState.CLOSED,
                    decided_by__isnull=False,
                    checked_on__isnull=False,
                )
                & ~Q(proof="")
                & ~Q(decided_by=F("recorded_by"))
                | Q(
                    state__in=[FacilityNoticeState.OPEN, FacilityNoticeState.ASKED],
                    decided_by__isnull=True,
                ),
                name="inspections_notice_closed_whole",
            ),
            models.CheckConstraint(
                condition=(
                    ~Q(state=FacilityNoticeState.OPEN)
                    | ~Q(kind__in=AGREED)
                    | ~Q(ordered_by="")
                    | Q(answered_by__isnull=False)
                )
                & (Q(answered_by=None) | ~Q(answered_by=F("recorded_by"))),
                name="inspections_notice_agreed",
            ),
        ]
