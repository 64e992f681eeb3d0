"""Requests to erase the identity in a child's file: made by one person, decided by another.

Written by the warden's functions, and completed by the eraser's job. The vault records that a key
was destroyed (`vault.Erasure`).
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from saathi.agencies.models.files import Scoped
from saathi.agencies.models.organisation import Agency
from saathi.agencies.sections import Section
from saathi.agencies.vocabulary import (
    ChildAwareness,
    ErasureBasis,
    ErasureOverrideReason,
    ErasureRefusal,
    ErasureState,
)
from saathi.infra.classification import OPERATIONAL, STATISTICAL, DataClass
from saathi.vault.vocabulary import ErasureReason


class ErasureRequest(Scoped):
    """One request. It is kept afterwards: the erasure is no secret, the child's identity is."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, db_index=False, related_name="+")
    reason = models.CharField(max_length=8, choices=ErasureReason)
    basis = models.CharField(max_length=16, choices=ErasureBasis)
    child_knows = models.CharField(max_length=16, choices=ChildAwareness)
    # reports about the child that the agency holds
    with_reports = models.BooleanField(default=True)
    warnings = ArrayField(models.CharField(max_length=24), default=list)  # reasons to wait
    despite = models.CharField(max_length=16, choices=ErasureOverrideReason, blank=True)
    state = models.CharField(max_length=10, choices=ErasureState, default=ErasureState.WAITS)
    # The files whose keys are destroyed, the child's first; fixed when the second person agrees.
    files = ArrayField(models.UUIDField(), default=list)
    decided_by = models.UUIDField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    refusal = models.CharField(max_length=16, choices=ErasureRefusal, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    section = Section.DECISIONS
    written_by_functions = True
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "agency": OPERATIONAL,
        "reason": STATISTICAL,
        "basis": STATISTICAL,
        "child_knows": STATISTICAL,
        "with_reports": OPERATIONAL,
        "warnings": OPERATIONAL,
        "despite": OPERATIONAL,
        "state": STATISTICAL,
        "files": OPERATIONAL,
        "decided_by": OPERATIONAL,
        "decided_at": OPERATIONAL,
        "refusal": OPERATIONAL,
        "done_at": OPERATIONAL,
    }

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
