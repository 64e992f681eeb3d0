"""The columns of a record that a second person must decide."""

import uuid

from django.db import models

from saathi.agencies.models import Agency
from saathi.agencies.record_kit import operational
from saathi.agencies.record_kit.fields import DeclaredClasses
from saathi.infra import clock


class TwoPersonDecision(models.Model):
    """The author, the person who decided, and the reason; never the same person. Each has its own `state`."""

    id = operational(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    agency = operational.foreign_key(Agency)
    made_at = operational(models.DateTimeField(default=clock.now))
    made_by = operational(models.UUIDField())
    decided_at = operational(models.DateTimeField(null=True, blank=True))
    decided_by = operational(models.UUIDField(null=True, blank=True))
    decision = operational(models.CharField(max_length=500, blank=True))
    version = operational(models.PositiveIntegerField(default=1))

    state: "models.CharField[str, str]"
    classified = DeclaredClasses()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_by=None, decided_at=None)
                | models.Q(decided_by__isnull=False, decided_at__isnull=False),
                name="%(app_label)s_decided_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("made_by")),
                name="%(app_label)s_second_person",
            ),
        ]
