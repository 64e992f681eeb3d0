"""Requests to erase the identity in a child's file: made by one person, decided by another.

Written by the warden's functions, and completed by the eraser's job. The vault records that a key
was destroyed (`vault.Erasure`).
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from saathi.agencies.models.files import Scoped
from saathi.agencies.models.organisation import Agency
from saathi.agencies.record_kit import operational, statistical
from saathi.agencies.sections import Section
from saathi.agencies.vocabulary import (
    ChildAwareness,
    ErasureBasis,
    ErasureOverrideReason,
    ErasureRefusal,
    ErasureState,
)
from saathi.vault.vocabulary import ErasureReason


class ErasureRequest(Scoped):
    """One erasure request. It is kept afterwards: the erasure is no secret, the identity is."""

    agency = operational.foreign_key(Agency, db_index=False)
    reason = statistical(models.CharField(max_length=8, choices=ErasureReason))
    basis = statistical(models.CharField(max_length=16, choices=ErasureBasis))
    child_knows = statistical(models.CharField(max_length=16, choices=ChildAwareness))
    # number of the agency's reports about the child
    with_reports = operational(models.BooleanField(default=True))
    # Reasons to wait
    warnings = operational(ArrayField(models.CharField(max_length=24), default=list))
    despite = operational(
        models.CharField(max_length=16, choices=ErasureOverrideReason, blank=True)
    )
    state = statistical(
        models.CharField(max_length=10, choices=ErasureState, default=ErasureState.WAITS)
    )
    # The files whose keys are destroyed, the child's first; fixed when the second person agrees.
    files = operational(ArrayField(models.UUIDField(), default=list))
    decided_by = operational(models.UUIDField(null=True, blank=True))
    decided_at = operational(models.DateTimeField(null=True, blank=True))
    refusal = operational(models.CharField(max_length=16, choices=ErasureRefusal, blank=True))
    done_at = operational(models.DateTimeField(null=True, blank=True))

    section = Section.DECISIONS
    written_by_functions = True

    class Meta:
        indexes = [models.Index(fields=["agency", "state"], name="agencies_erasure_waits")]
        constraints = [
            models.UniqueConstraint(
                fields=["file"],
                condition=Q(state__in=["waits", "agreed"]),
                name="agencies_erasure_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waits", "withdrawn"], decided_by=None, decided_at=None)
                | Q(
                    ~Q(state__in=["waits", "withdrawn"]),
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
                name="agencies_erasure_decided_whole",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("recorded_by")),
                name="agencies_erasure_two_persons",
            ),
            models.CheckConstraint(
                condition=Q(state="refused") & ~Q(refusal="") | ~Q(state="refused") & Q(refusal=""),
                name="agencies_erasure_refused_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(warnings=[]) | ~Q(despite=""),
                name="agencies_erasure_warned_with_reason",
            ),
        ]
