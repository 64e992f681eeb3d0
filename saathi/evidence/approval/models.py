"""The columns of a record that a second person must decide."""

import uuid

from django.db import models

from saathi.agencies.models import Agency
from saathi.infra import clock


class TwoPersonDecision(models.Model):
    """The author, the person who decided, and the reason; never the same person. Each has its own `state`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.UUIDField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.UUIDField(null=True, blank=True)
    decision = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    state: "models.CharField[str, str]"

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
