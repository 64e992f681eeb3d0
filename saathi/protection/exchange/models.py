"""Imports with their steps, mappings that are used again, what was brought in of a child, exports."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from saathi.agencies.models import Scoped, Staff
from saathi.agencies.read_conditions import IsActor
from saathi.agencies.sections import Section
from saathi.infra.classification import (
    IDENTIFYING,
    OPERATIONAL,
    SENSITIVE,
    STATISTICAL,
    DataClass,
)
from saathi.protection.exchange.vocabulary import (
    CollectionMethod,
    ExportFormat,
    ExportPurpose,
    ExportState,
    ImportState,
)


class Import(Scoped):
    """One file that is being brought in, in a file of its own that the office's leaders read.

    The upload lies sealed in the storage until the import is done or given up: a child who is erased
    later must not be left in it.
    """

    state = models.CharField(max_length=12, choices=ImportState, default=ImportState.UPLOADED)
    worker = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # to whom the cases go
    rows = models.PositiveIntegerField()
    done_rows = models.PositiveIntegerField(default=0)  # how far a job has come
    moved_at = models.DateTimeField(null=True, blank=True)  # when it last came further
    upload = models.UUIDField(null=True, blank=True)  # the table as it was read, in the storage
    result = models.UUIDField(null=True, blank=True)  # what checking found, in the storage
    finished_at = models.DateTimeField(null=True, blank=True)
    # {"file_name", "source", "kind", "plan": see `sheets.checking`, "counts"}
    sealed = models.BinaryField()

    section = Section.CASE
    SEALED_FIELD_ID: ClassVar[str] = "exchange.import"
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "state": OPERATIONAL,
        "worker": OPERATIONAL,
        "rows": OPERATIONAL,
        "done_rows": OPERATIONAL,
        "moved_at": OPERATIONAL,
        "upload": OPERATIONAL,
        "result": OPERATIONAL,
        "finished_at": OPERATIONAL,
        "sealed": IDENTIFYING,
    }

    class Meta:
        indexes = [models.Index(fields=["recorded_at", "id"], name="exchange_import_newest")]


class SavedPlan(Scoped):
    """How the columns of one system are read, kept for its next file; for the office's leaders."""

    sealed = models.BinaryField()  # {"name", "plan"}

    section = Section.CASE
    SEALED_FIELD_ID: ClassVar[str] = "exchange.plan"
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {"sealed": IDENTIFYING}


class ImportedRecord(Scoped):
    """Where a child's file or a report comes from, and what was not understood of it.

    What its columns say may be anything, so it is read as what happened is. `source_key` finds the
    same record of the same system again, and tells nobody its number.
    """

    imported_by = models.UUIDField()  # the import
    method = models.CharField(
        max_length=10, choices=CollectionMethod, default=CollectionMethod.IMPORTED
    )
    source_key = models.BinaryField(null=True, blank=True)
    sealed = models.BinaryField()  # {"source", "source_id", "row", "extras": {column: cell}}

    section = Section.SITUATION
    SEALED_FIELD_ID: ClassVar[str] = "exchange.record"
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "imported_by": OPERATIONAL,
        "method": STATISTICAL,
        "source_key": SENSITIVE,
        "sealed": IDENTIFYING,
    }

    class Meta:
        indexes = [
            models.Index(fields=["source_key"], name="exchange_record_source"),
            models.Index(fields=["imported_by"], name="exchange_record_of_import"),
            models.Index(fields=["file"], name="exchange_record_of_file"),
        ]


class Export(Scoped):
    """Files given out as one locked ZIP: to whom it may concern is for the one who asked alone."""

    state = models.CharField(max_length=12, choices=ExportState, default=ExportState.WAITING)
    purpose = models.CharField(max_length=20, choices=ExportPurpose)
    format = models.CharField(max_length=8, choices=ExportFormat)
    sections = models.IntegerField()  # what was asked for; each file gives what she reads of it
    of_file = models.UUIDField(null=True, blank=True)  # one child's file; else by `chosen`
    chosen = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    opened_from = models.DateField(null=True, blank=True)
    opened_until = models.DateField(null=True, blank=True)
    files = models.PositiveIntegerField(default=0)  # how many are in it
    done_files = models.PositiveIntegerField(default=0)  # how far the job has come
    moved_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField()
    stored = models.UUIDField(null=True, blank=True)  # the locked ZIP, sealed once more
    # The passphrase, sealed, until it has been shown; nobody sees it a second time.
    passphrase = models.BinaryField(null=True, blank=True)
    downloads = models.PositiveIntegerField(default=0)
    sealed = models.BinaryField()  # {"reason"}

    section = Section.CASE
    SEALED_FIELD_ID: ClassVar[str] = "exchange.export"
    stored_files: ClassVar[dict[str, str]] = {"exchange.zip": "stored"}
    read_condition = IsActor("recorded_by")
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "state": OPERATIONAL,
        "purpose": OPERATIONAL,
        "format": OPERATIONAL,
        "sections": OPERATIONAL,
        "of_file": OPERATIONAL,
        "chosen": OPERATIONAL,
        "opened_from": OPERATIONAL,
        "opened_until": OPERATIONAL,
        "files": OPERATIONAL,
        "done_files": OPERATIONAL,
        "moved_at": OPERATIONAL,
        "ends_at": OPERATIONAL,
        "stored": OPERATIONAL,
        "passphrase": SENSITIVE,
        "downloads": OPERATIONAL,
        "sealed": IDENTIFYING,
    }

    class Meta:
        indexes = [models.Index(fields=["recorded_at", "id"], name="exchange_export_newest")]
