"""Configuration that countries change without code: every change is a new dated version."""

import uuid
from typing import ClassVar

from django.db import models

from saathi.agencies.vocabulary import ConfigurationKind
from saathi.infra import clock
from saathi.infra.classification import OPERATIONAL, DataClass


class Configuration(models.Model):
    """One version of one piece of configuration; versions are added, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=ConfigurationKind)
    country = models.CharField(max_length=3)
    name = models.SlugField(max_length=40)
    version = models.PositiveIntegerField()
    body = models.JSONField()
    valid_from = models.DateField()
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.UUIDField(null=True, blank=True)  # empty: shipped with Saathi

    classified: ClassVar[dict[str, DataClass]] = {
        "id": OPERATIONAL,
        "kind": OPERATIONAL,
        "country": OPERATIONAL,
        "name": OPERATIONAL,
        "version": OPERATIONAL,
        "body": OPERATIONAL,
        "valid_from": OPERATIONAL,
        "recorded_at": OPERATIONAL,
        "recorded_by": OPERATIONAL,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "country", "name", "version"], name="agencies_configuration_once"
            )
        ]
