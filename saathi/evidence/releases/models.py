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
from saathi.agencies.record_kit import operational, statistical
from saathi.agencies.record_kit.fields import DeclaredClasses
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


class Family(models.Model):
    """The common settings of all releases of a family, fixed when it is created.

    The indicator fixes population, unit and time basis. `tables` are the sets of dimensions to be
    published; `geography` the version of the places; `months` the calendar of corrections.
    """

    id = operational(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    agency = operational.foreign_key(Agency)
    slug = operational(models.CharField(max_length=40, unique=True))
    title = operational(models.CharField(max_length=160))
    about = operational(models.TextField(blank=True, max_length=2000))
    indicator = operational(models.CharField(max_length=60))
    # empty: every country on record
    country = operational(models.CharField(max_length=3, blank=True))
    tables = operational(ArrayField(models.CharField(max_length=200)))
    geography = operational(models.CharField(max_length=80))
    sensitivity = operational.choice(ReleaseSensitivity, 10)
    zeros = operational.choice(ZeroDisclosure, 10, default=ZeroDisclosure.PROTECTED)
    method = operational.choice(ProtectionMethod, 10, default=ProtectionMethod.ROUND)
    change = operational(models.PositiveSmallIntegerField(null=True, blank=True))
    months = operational(ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True))
    licence = operational.choice(ReleaseLicence, 12, default=ReleaseLicence.BY)
    made_at = operational(models.DateTimeField(default=clock.now))
    made_by = operational(models.UUIDField())

    classified = DeclaredClasses()


class Release(models.Model):
    """A release in preparation: its years, its snapshot, its designs, its state."""

    id = operational(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    family = operational.foreign_key(Family, db_index=False, related_name="releases")
    number = operational(models.PositiveIntegerField())
    state = operational.choice(ReleaseState, 12, default=ReleaseState.DRAFT)
    first_year = operational(models.SmallIntegerField())
    last_year = operational(models.SmallIntegerField())
    corrects = operational(
        models.ForeignKey(
            "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
        )
    )
    what_changed = operational(models.CharField(max_length=500, blank=True))
    # why a correction cannot wait for the calendar
    urgent = operational(models.CharField(max_length=300, blank=True))
    snapshot = operational(models.CharField(max_length=40, blank=True))
    snapshot_hash = operational(models.CharField(max_length=64, blank=True))
    # the proposed designs, table by table
    designs = operational(models.JSONField(default=list, blank=True))
    # table -> number of the design
    chosen = operational(models.JSONField(default=dict, blank=True))
    chosen_by = operational(models.UUIDField(null=True, blank=True))
    progress = operational(models.PositiveSmallIntegerField(default=0))
    doing = operational(models.CharField(max_length=120, blank=True))
    said_at = operational(models.DateTimeField(null=True, blank=True))
    trouble = operational(models.TextField(blank=True))
    summary = operational(models.TextField(blank=True))
    report = operational(models.JSONField(null=True, blank=True))  # the auditor's report
    passes = operational(models.BooleanField(null=True, blank=True))
    tables_hash = operational(models.CharField(max_length=64, blank=True))
    sent_back = operational(models.CharField(max_length=500, blank=True))
    made_at = operational(models.DateTimeField(default=clock.now))
    made_by = operational(models.UUIDField())
    approved_at = operational(models.DateTimeField(null=True, blank=True))
    approved_by = operational(models.UUIDField(null=True, blank=True))
    published_at = operational(models.DateTimeField(null=True, blank=True))
    version = operational(models.PositiveIntegerField(default=1))

    proved_fields: ClassVar[tuple[str, ...]] = ("chosen",)  # by the person in `chosen_by`
    ordered_within: ClassVar[str] = "family"
    json_paths: ClassVar[JsonPaths] = {"chosen": ONLY_NUMBERS}
    classified = DeclaredClasses()

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
    """Part of an unpublished release: a protected table, a file from it, or the description."""

    id = operational(models.BigAutoField(primary_key=True))
    release = operational.foreign_key(Release, db_index=False, related_name="parts")
    kind = operational.choice(ReleasePartKind, 8)
    name = operational(models.CharField(max_length=120))
    media = operational(models.CharField(max_length=120))
    about = statistical(models.JSONField(default=dict))
    body = statistical(models.BinaryField())
    sha256 = operational(models.CharField(max_length=64))

    max_sizes: ClassVar[MaxSizes] = {"body": COMPUTED_BYTES}
    classified = DeclaredClasses()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release", "kind", "name"], name="releases_part_once")
        ]


class Edition(models.Model):
    """A published release: public, and never changed."""

    id = statistical(models.UUIDField(primary_key=True, editable=False))  # the id of its release
    slug = statistical(models.CharField(max_length=40))
    number = statistical(models.PositiveIntegerField())
    indicator = statistical(models.CharField(max_length=60))
    country = statistical(models.CharField(max_length=3, blank=True))
    title = statistical(models.CharField(max_length=160))
    about = statistical(models.JSONField())
    published_at = statistical(models.DateTimeField())

    classified = DeclaredClasses()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slug", "number"], name="releases_edition_once")
        ]


class EditionPart(models.Model):
    """A table or a file of a published release."""

    id = statistical(models.BigAutoField(primary_key=True))
    edition = statistical.foreign_key(Edition, db_index=False, related_name="parts")
    kind = statistical.choice(ReleasePartKind, 8)
    name = statistical(models.CharField(max_length=120))
    media = statistical(models.CharField(max_length=120))
    about = statistical(models.JSONField())
    body = statistical(models.BinaryField())
    sha256 = statistical(models.CharField(max_length=64))

    max_sizes: ClassVar[MaxSizes] = {"body": COMPUTED_BYTES}
    classified = DeclaredClasses()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "kind", "name"], name="releases_edition_part_once"
            )
        ]


class EditionNote(models.Model):
    """A later event of a published release: corrected by a later one, or withdrawn."""

    id = statistical(models.BigAutoField(primary_key=True))
    edition = statistical.foreign_key(Edition, related_name="notes")
    kind = statistical.choice(EditionNoteKind, 10)
    words = statistical(models.CharField(max_length=500, blank=True))
    # the number of the release that corrects it
    other = statistical(models.PositiveIntegerField(null=True))
    made_at = statistical(models.DateTimeField())

    classified = DeclaredClasses()
