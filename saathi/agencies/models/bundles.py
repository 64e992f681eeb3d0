"""An agency's own bundles of permissions: every version, its requester and its approver.

Written only by the warden's functions. The bundles that Saathi ships are in `agencies.permissions`.
"""

import datetime as dt
import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from saathi.agencies.models.organisation import Agency
from saathi.agencies.record_kit import operational
from saathi.agencies.record_kit.fields import DeclaredClasses
from saathi.agencies.vocabulary import ChangeOutcome
from saathi.infra import clock


class BundleVersion(models.Model):
    """One version of one bundle. The highest agreed version that has started is in force."""

    id = operational(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    agency = operational.foreign_key(Agency, related_name="bundle_versions", db_index=False)
    code = operational(models.SlugField(max_length=40))
    # Slug of a shipped role; the same in every version
    kind = operational(models.CharField(max_length=40))
    name = operational(models.CharField(max_length=80))  # the agency's own name for it
    permissions = operational(ArrayField(models.CharField(max_length=40)))
    version = operational(models.PositiveIntegerField())
    valid_from = operational(models.DateField())
    is_end = operational(models.BooleanField(default=False))  # from then on it cannot be assigned
    needs_second = operational(models.BooleanField())
    asked_by = operational(models.UUIDField())
    asked_at = operational(models.DateTimeField(default=clock.now))
    decided_by = operational(models.UUIDField(null=True, blank=True))
    decided_at = operational(models.DateTimeField(null=True, blank=True))
    outcome = operational(
        models.CharField(max_length=8, choices=ChangeOutcome, default=ChangeOutcome.WAITS)
    )

    classified = DeclaredClasses()

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
