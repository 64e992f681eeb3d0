"""Series of other organisations and their cells as printed. Our own register is not stored here."""

import uuid
from typing import ClassVar

from django.db import models

from saathi.agencies.decision_proofs import ProvedStates
from saathi.agencies.json_shapes import ONLY_TEXTS, JsonPaths, JsonTypes
from saathi.agencies.models import Agency
from saathi.agencies.value_bounds import MaxSizes
from saathi.engines.sheets import table
from saathi.evidence.external.vocabulary import SeriesLayout, SeriesState
from saathi.infra import clock
from saathi.infra.classification import OPERATIONAL, STATISTICAL, DataClass


class ExternalSeries(models.Model):
    """A table published by another organisation, with its source and terms. `body` is the original file."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    layout = models.CharField(max_length=10, choices=SeriesLayout)
    title = models.CharField(max_length=160)
    source = models.CharField(max_length=400)
    licence = models.CharField(max_length=300)
    notes = models.TextField(blank=True, max_length=2000)
    retrieved_on = models.DateField()
    state = models.CharField(max_length=10, choices=SeriesState, default=SeriesState.PREVIEW)
    columns = models.JSONField(default=dict)  # role -> column
    year = models.SmallIntegerField(null=True, blank=True)
    place = models.CharField(max_length=60, blank=True)
    left_out = models.PositiveIntegerField(default=0)
    body = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.UUIDField()
    shown_at = models.DateTimeField(null=True, blank=True)
    why_withdrawn = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    proved_states: ClassVar[ProvedStates] = ("state", ("shown", "withdrawn"))
    max_sizes: ClassVar[MaxSizes] = {"body": table.MAX_BYTES}
    json_paths: ClassVar[JsonPaths] = {"columns": ONLY_TEXTS}
    classified: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        (
            "id", "agency", "layout", "title", "source", "licence", "notes", "retrieved_on", "state",
            "columns", "year", "place", "left_out", "sha256", "made_at", "made_by", "shown_at",
            "why_withdrawn", "version",
        ),
        OPERATIONAL,
    ) | {"body": STATISTICAL}  # fmt: skip


class ExternalCell(models.Model):
    """One number of a series as printed: from `lower` to `upper`, equal where it is one number."""

    id = models.BigAutoField(primary_key=True)
    series = models.ForeignKey(ExternalSeries, on_delete=models.PROTECT, related_name="cells")
    year = models.SmallIntegerField()
    of = models.JSONField()  # role -> category as printed
    printed = models.CharField(max_length=20)
    lower = models.PositiveIntegerField()
    upper = models.PositiveIntegerField()

    json_types: ClassVar[JsonTypes] = {"of": "object"}
    json_paths: ClassVar[JsonPaths] = {"of": ONLY_TEXTS}
    classified: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        ("id", "series", "year", "of", "printed", "lower", "upper"), STATISTICAL
    )
