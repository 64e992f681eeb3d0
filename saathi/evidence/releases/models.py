"""Families, releases in preparation, and editions, which are published and never change.

No exact count is stored here: designs are words and shares, tables contain protected values only.
The public reads separate tables, which the web role can read but not write.
"""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from saathi.agencies.json_shapes import ONLY_NUMBERS, JsonPaths
from saathi.agencies.models import Agency
from saathi.agencies.value_bounds import COMPUTED_BYTES, MaxSizes
from saathi.evidence.releases.vocabulary import (
    EditionNoteKind,
    ProtectionMethod,
    ReleaseLicence,
    ReleasePartKind,
    ReleaseSensitivity,
    ReleaseState,
    ZeroDisclosure,
)
from saathi.infra import clock
from saathi.infra.classification import OPERATIONAL, STATISTICAL, DataClass


class Family(models.Model):
    """The common settings of all releases of a family, fixed when it is created.

    The indicator fixes population, unit and time basis. `tables` are the sets of dimensions to be
    published; `geography` the version of the places; `months` the calendar of corrections.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    slug = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=160)
    about = models.TextField(blank=True, max_length=2000)
    indicator = models.CharField(max_length=60)
    country = models.CharField(max_length=3, blank=True)  # empty: every country on record
    tables = ArrayField(models.CharField(max_length=200))
    geography = models.CharField(max_length=80)
    sensitivity = models.CharField(max_length=10, choices=ReleaseSensitivity)
    zeros = models.CharField(
        max_length=10, choices=ZeroDisclosure, default=ZeroDisclosure.PROTECTED
    )
    method = models.CharField(
        max_length=10, choices=ProtectionMethod, default=ProtectionMethod.ROUND
    )
    change = models.PositiveSmallIntegerField(null=True, blank=True)
    months = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    licence = models.CharField(max_length=12, choices=ReleaseLicence, default=ReleaseLicence.BY)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.UUIDField()

    classified: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        (
            "id", "agency", "slug", "title", "about", "indicator", "country", "tables",
            "geography", "sensitivity", "zeros", "method", "change", "months", "licence",
            "made_at", "made_by",
        ),
        OPERATIONAL,
    )  # fmt: skip


class Release(models.Model):
    """A release in preparation: its years, its snapshot, its designs, its state."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    family = models.ForeignKey(
        Family, on_delete=models.PROTECT, db_index=False, related_name="releases"
    )
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=ReleaseState, default=ReleaseState.DRAFT)
    first_year = models.SmallIntegerField()
    last_year = models.SmallIntegerField()
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    what_changed = models.CharField(max_length=500, blank=True)
    urgent = models.CharField(
        max_length=300, blank=True
    )  # why a correction cannot wait for the calendar
    snapshot = models.CharField(max_length=40, blank=True)
    snapshot_hash = models.CharField(max_length=64, blank=True)
    designs = models.JSONField(
        default=list, blank=True
    )  # the proposals of the search, table by table
    chosen = models.JSONField(default=dict, blank=True)  # table -> number of the design
    chosen_by = models.UUIDField(null=True, blank=True)
    progress = models.PositiveSmallIntegerField(default=0)
    doing = models.CharField(max_length=120, blank=True)
    said_at = models.DateTimeField(null=True, blank=True)
    trouble = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    report = models.JSONField(null=True, blank=True)  # the auditor's report
    passes = models.BooleanField(null=True, blank=True)
    tables_hash = models.CharField(max_length=64, blank=True)
    sent_back = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.UUIDField()
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.UUIDField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    proved_fields: ClassVar[tuple[str, ...]] = ("chosen",)  # by whoever `chosen_by` names
    ordered_within: ClassVar[str] = "family"
    json_paths: ClassVar[JsonPaths] = {"chosen": ONLY_NUMBERS}
    classified: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        (
            "id", "family", "number", "state", "first_year", "last_year", "corrects",
            "what_changed", "urgent", "snapshot", "snapshot_hash", "designs", "chosen", "chosen_by",
            "progress", "doing", "said_at", "trouble", "summary", "report", "passes", "tables_hash",
            "sent_back", "made_at", "made_by", "approved_at", "approved_by", "published_at",
            "version",
        ),
        OPERATIONAL,
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["family", "number"], name="releases_number_once"),
            models.CheckConstraint(
                condition=models.Q(approved_by=None, approved_at=None)
                | models.Q(approved_by__isnull=False, approved_at__isnull=False),
                name="releases_approved_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_by=None) | ~models.Q(approved_by=models.F("made_by")),
                name="releases_second_person",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["approved", "published", "withdrawn"])
                | models.Q(passes=True, approved_by__isnull=False),
                name="releases_only_what_passes",
            ),
        ]


class Part(models.Model):
    """A protected table, a file made of it, or the description of the release, before publication."""

    id = models.BigAutoField(primary_key=True)
    release = models.ForeignKey(
        Release, on_delete=models.PROTECT, db_index=False, related_name="parts"
    )
    kind = models.CharField(max_length=8, choices=ReleasePartKind)
    name = models.CharField(max_length=120)
    media = models.CharField(max_length=120)
    about = models.JSONField(default=dict)
    body = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    max_sizes: ClassVar[MaxSizes] = {"body": COMPUTED_BYTES}
    classified: ClassVar[dict[str, DataClass]] = {
        "id": OPERATIONAL, "release": OPERATIONAL, "kind": OPERATIONAL, "name": OPERATIONAL,
        "media": OPERATIONAL, "about": STATISTICAL, "body": STATISTICAL, "sha256": OPERATIONAL,
    }  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release", "kind", "name"], name="releases_part_once")
        ]


class Edition(models.Model):
    """A published release: public, and never changed."""

    id = models.UUIDField(primary_key=True, editable=False)  # the id of its release
    slug = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    indicator = models.CharField(max_length=60)
    country = models.CharField(max_length=3, blank=True)
    title = models.CharField(max_length=160)
    about = models.JSONField()
    published_at = models.DateTimeField()

    classified: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        ("id", "slug", "number", "indicator", "country", "title", "about", "published_at"),
        STATISTICAL,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slug", "number"], name="releases_edition_once")
        ]


class EditionPart(models.Model):
    """A table or a file of a published release."""

    id = models.BigAutoField(primary_key=True)
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, db_index=False, related_name="parts"
    )
    kind = models.CharField(max_length=8, choices=ReleasePartKind)
    name = models.CharField(max_length=120)
    media = models.CharField(max_length=120)
    about = models.JSONField()
    body = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    max_sizes: ClassVar[MaxSizes] = {"body": COMPUTED_BYTES}
    classified: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        ("id", "edition", "kind", "name", "media", "about", "body", "sha256"), STATISTICAL
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "kind", "name"], name="releases_edition_part_once"
            )
        ]


class EditionNote(models.Model):
    """A later event of a published release: corrected by a later one, or withdrawn."""

    id = models.BigAutoField(primary_key=True)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=10, choices=EditionNoteKind)
    words = models.CharField(max_length=500, blank=True)
    other = models.PositiveIntegerField(null=True)  # the number of the release that corrects it
    made_at = models.DateTimeField()

    classified: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        ("id", "edition", "kind", "words", "other", "made_at"), STATISTICAL
    )
