"""Series of other organisations and their cells as printed. Our own register is not stored here."""

import uuid
from typing import ClassVar

from django.db import models

from saathi.agencies.decision_proofs import ProvedStates
from saathi.agencies.json_shapes import ONLY_TEXTS, JsonPaths, JsonTypes
from saathi.agencies.models import Agency
from saathi.agencies.record_kit import operational, statistical
from saathi.agencies.record_kit.fields import DeclaredClasses
from saathi.agencies.value_bounds import MaxSizes
from saathi.engines.sheets import table
from saathi.evidence.external.vocabulary import SeriesLayout, SeriesState
from saathi.infra import clock


class ExternalSeries(models.Model):
    """A table published by another organisation, with its source and terms. `body` is the original file."""

    id = operational(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    agency = operational.foreign_key(Agency)
    layout = operational.choice(SeriesLayout, 10)
    title = operational(models.CharField(max_length=160))
    source = operational(models.CharField(max_length=400))
    licence = operational(models.CharField(max_length=300))
    notes = operational(models.TextField(blank=True, max_length=2000))
    retrieved_on = operational.date()
    state = operational.choice(SeriesState, 10, default=SeriesState.PREVIEW)
    columns = operational(models.JSONField(default=dict))  # role -> column
    year = operational(models.SmallIntegerField(null=True, blank=True))
    place = operational(models.CharField(max_length=60, blank=True))
    left_out = operational(models.PositiveIntegerField(default=0))
    body = statistical(models.BinaryField())
    sha256 = operational(models.CharField(max_length=64))
    made_at = operational(models.DateTimeField(default=clock.now))
    made_by = operational(models.UUIDField())
    shown_at = operational(models.DateTimeField(null=True, blank=True))
    why_withdrawn = operational(models.CharField(max_length=300, blank=True))
    version = operational(models.PositiveIntegerField(default=1))

    proved_states: ClassVar[ProvedStates] = ("state", ("shown", "withdrawn"))
    max_sizes: ClassVar[MaxSizes] = {"body": table.MAX_BYTES}
    json_paths: ClassVar[JsonPaths] = {"columns": ONLY_TEXTS}
    classified = DeclaredClasses()


class ExternalCell(models.Model):
    """One number of a series as printed, from `lower` to `upper`, equal for a single number."""

    id = statistical(models.BigAutoField(primary_key=True))
    series = statistical.foreign_key(ExternalSeries, related_name="cells")
    year = statistical(models.SmallIntegerField())
    of = statistical(models.JSONField())  # role -> category as printed
    printed = statistical(models.CharField(max_length=20))
    lower = statistical(models.PositiveIntegerField())
    upper = statistical(models.PositiveIntegerField())

    json_types: ClassVar[JsonTypes] = {"of": "object"}
    json_paths: ClassVar[JsonPaths] = {"of": ONLY_TEXTS}
    classified = DeclaredClasses()
