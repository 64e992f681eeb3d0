"""Configuration that countries can change without code: every change is a new dated version."""

import uuid

from django.db import models

from saathi.agencies.record_kit import operational
from saathi.agencies.record_kit.fields import DeclaredClasses
from saathi.agencies.vocabulary import ConfigurationKind
from saathi.infra import clock


class Configuration(models.Model):
    """One version of one piece of configuration; versions are added, never changed."""

    id = operational(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    kind = operational(models.CharField(max_length=12, choices=ConfigurationKind))
    country = operational(models.CharField(max_length=3))
    name = operational(models.SlugField(max_length=40))
    version = operational(models.PositiveIntegerField())
    body = operational(models.JSONField())
    valid_from = operational(models.DateField())
    recorded_at = operational(models.DateTimeField(default=clock.now))
    recorded_by = operational(models.UUIDField(null=True, blank=True))  # empty: shipped with Saathi

    classified = DeclaredClasses()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "country", "name", "version"], name="agencies_configuration_once"
            )
        ]
