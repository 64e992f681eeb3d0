"""An agency's own bundles of permissions: every version, its requester and its approver.

Written only by the warden's functions. What Saathi ships is in `agencies.permissions`.
"""

import datetime as dt
import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from saathi.agencies.models.organisation import Agency
from saathi.agencies.vocabulary import ChangeOutcome
from saathi.infra import clock
from saathi.infra.classification import OPERATIONAL, DataClass


class BundleVersion(models.Model):
    """One version of one bundle. The highest agreed version that has begun is in force."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, db_index=False, related_name="bundle_versions"
    )
    code = models.SlugField(max_length=40)
    kind = models.CharField(max_length=40)  # slug of a shipped role; the same in every version
    name = models.CharField(max_length=80)  # as the agency calls it
    permissions = ArrayField(models.CharField(max_length=40))
    version = models.PositiveIntegerField()
    valid_from = models.DateField()
    is_end = models.BooleanField(default=False)  # from then on no staff may have it
    needs_second = models.BooleanField()
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField(default=clock.now)
    decided_by = models.UUIDField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=8, choices=ChangeOutcome, default=ChangeOutcome.WAITS)

    classified: ClassVar[dict[str, DataClass]] = {
        "id": OPERATIONAL,
        "agency": OPERATIONAL,
        "code": OPERATIONAL,
        "kind": OPERATIONAL,
        "name": OPERATIONAL,
        "permissions": OPERATIONAL,
        "version": OPERATIONAL,
        "valid_from": OPERATIONAL,
        "is_end": OPERATIONAL,
        "needs_second": OPERATIONAL,
        "asked_by": OPERATIONAL,
        "asked_at": OPERATIONAL,
        "decided_by": OPERATIONAL,
        "decided_at": OPERATIONAL,
        "outcome": OPERATIONAL,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "code", "version"], name="agencies_bundle_version_once"
            ),
            models.UniqueConstraint(
                fields=["agency", "code"],
                condition=Q(outcome="waits"),
                name="agencies_bundle_one_waits",
            ),
            models.CheckConstraint(
                condition=Q(outcome="waits", decided_by=None, decided_at=None)
                | Q(~Q(outcome="waits"), decided_by__isnull=False, decided_at__isnull=False),
                name="agencies_bundle_decided_whole",
            ),
            models.CheckConstraint(
                condition=Q(needs_second=False) | Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                name="agencies_bundle_two_persons",
            ),
        ]

    def has_begun(self, today: dt.date) -> bool:
        """Whether it was agreed and its start date has come; a later version may replace it."""
        return self.outcome == ChangeOutcome.AGREED and self.valid_from <= today
