"""Imports with their steps, saved plans, origins of imported records, and exports."""

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
    """One uploaded table, in a file of its own that the leaders of the office read.

    The upload is sealed in the storage until the import is finished or discarded: a child who is
    erased later must not remain in it.
    """

    state = models.CharField(max_length=12, choices=ImportState, default=ImportState.UPLOADED)
    worker = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # the worker who gets the cases
    rows = models.PositiveIntegerField()
    done_rows = models.PositiveIntegerField(default=0)  # progress of the job
    moved_at = models.DateTimeField(null=True, blank=True)  # time of the last progress
    upload = models.UUIDField(null=True, blank=True)  # id of the table in the storage
    result = models.UUIDField(null=True, blank=True)  # id of the check results in the storage
    finished_at = models.DateTimeField(null=True, blank=True)
    # {"file_name", "source", "kind", "plan": see `engines.sheets.checking`, "counts"}
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
    """How the columns of one system are read, saved for its next file; for the leaders of the office."""

    sealed = models.BinaryField()  # {"name", "plan"}

    section = Section.CASE
    SEALED_FIELD_ID: ClassVar[str] = "exchange.plan"
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {"sealed": IDENTIFYING}


class ImportedRecord(Scoped):
    """The origin of an imported file or report, and the columns that were not mapped.

    The columns may contain anything, so the record has the section of what happened. `source_key`
    recognises the same record of the same system without revealing its number.
    """

    imported_by = models.UUIDField()  # the import
    method = models.CharField(
        max_length=10, choices=CollectionMethod, default=CollectionMethod.IMPORTED
    )
    source_key = models.BinaryField(null=True, blank=True)
    sealed = models.BinaryField()  # {"source", "source_id", "row", "extras": {column: cell}}

    section = Section.SITUATION
    columns_without_actor: ClassVar[frozenset[str]] = frozenset({"imported_by"})
    SEALED_FIELD_ID: ClassVar[str] = "exchange.record"
    kept_fields = ("imported_by",)  # with which import its file can be undone
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
    """Files exported as one encrypted ZIP, for the person who requested it only."""

    state = models.CharField(max_length=12, choices=ExportState, default=ExportState.WAITING)
    purpose = models.CharField(max_length=20, choices=ExportPurpose)
    format = models.CharField(max_length=8, choices=ExportFormat)
    sections = (
        models.IntegerField()
    )  # the requested sections; each file gives what the requester may read of them
    of_file = models.UUIDField(
        null=True, blank=True
    )  # one child's file; otherwise selected by `chosen`
    chosen = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    opened_from = models.DateField(null=True, blank=True)
    opened_until = models.DateField(null=True, blank=True)
    files = models.PositiveIntegerField(default=0)  # number of files in it
    done_files = models.PositiveIntegerField(default=0)  # progress of the job
    moved_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField()
    stored = models.UUIDField(null=True, blank=True)  # id of the encrypted ZIP, sealed once more
    # The sealed passphrase, deleted once it was shown.
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
