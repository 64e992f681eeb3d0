"""Imports with their steps, saved plans, origins of imported records, and exports."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from saathi.agencies.models import Scoped, Staff
from saathi.agencies.read_conditions import IsActor
from saathi.agencies.record_kit import identifying, operational, sensitive, statistical
from saathi.agencies.sections import Section
from saathi.agencies.vocabulary import CollectionMethod
from saathi.protection.exchange.vocabulary import (
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

    state = operational.choice(ImportState, 12, default=ImportState.UPLOADED)
    worker = operational.optional_foreign_key(Staff)  # the worker who gets the cases
    rows = operational(models.PositiveIntegerField())
    done_rows = operational(models.PositiveIntegerField(default=0))  # progress of the job
    moved_at = operational(models.DateTimeField(null=True, blank=True))  # time of the last progress
    upload = operational(models.UUIDField(null=True, blank=True))  # id of the table in the storage
    # id of the check results in the storage
    result = operational(models.UUIDField(null=True, blank=True))
    finished_at = operational(models.DateTimeField(null=True, blank=True))
    # {"file_name", "source", "kind", "plan": see `engines.sheets.checking`, "counts"}
    sealed = identifying(models.BinaryField())

    section = Section.CASE
    SEALED_FIELD_ID: ClassVar[str] = "exchange.import"

    class Meta:
        indexes = [models.Index(fields=["recorded_at", "id"], name="exchange_import_newest")]


class SavedPlan(Scoped):
    """How the columns of one system are read, saved for its next file; for the leaders of the office."""

    sealed = identifying(models.BinaryField())  # {"name", "plan"}

    section = Section.CASE
    SEALED_FIELD_ID: ClassVar[str] = "exchange.plan"


class ImportedRecord(Scoped):
    """The origin of an imported file or report, and the columns that were not mapped.

    The columns may contain anything, so the record has the section of what happened. `source_key`
    recognises the same record of the same system without revealing its number.
    """

    imported_by = operational(models.UUIDField())  # the import
    method = statistical.choice(CollectionMethod, 10, default=CollectionMethod.IMPORTED)
    source_key = sensitive(models.BinaryField(null=True, blank=True))
    # {"source", "source_id", "row", "extras": {column: cell}}
    sealed = identifying(models.BinaryField())

    section = Section.SITUATION
    columns_without_actor: ClassVar[frozenset[str]] = frozenset({"imported_by"})
    SEALED_FIELD_ID: ClassVar[str] = "exchange.record"
    kept_fields = ("imported_by",)  # the import whose undo can delete the file

    class Meta:
        indexes = [
            models.Index(fields=["source_key"], name="exchange_record_source"),
            models.Index(fields=["imported_by"], name="exchange_record_of_import"),
            models.Index(fields=["file"], name="exchange_record_of_file"),
        ]


class Export(Scoped):
    """Files exported as one encrypted ZIP, for the person who requested it only."""

    state = operational.choice(ExportState, 12, default=ExportState.WAITING)
    purpose = operational.choice(ExportPurpose, 20)
    format = operational.choice(ExportFormat, 8)
    # the requested sections; each file includes what the requester may read of them
    sections = operational(models.IntegerField())
    # one child's file; otherwise selected by `chosen`
    of_file = operational(models.UUIDField(null=True, blank=True))
    chosen = operational(ArrayField(models.CharField(max_length=20), default=list, blank=True))
    opened_from = operational(models.DateField(null=True, blank=True))
    opened_until = operational(models.DateField(null=True, blank=True))
    files = operational(models.PositiveIntegerField(default=0))  # number of files in it
    done_files = operational(models.PositiveIntegerField(default=0))  # progress of the job
    moved_at = operational(models.DateTimeField(null=True, blank=True))
    ends_at = operational(models.DateTimeField())
    # id of the encrypted ZIP, sealed once more
    stored = operational(models.UUIDField(null=True, blank=True))
    # The sealed passphrase, deleted once it was shown.
    passphrase = sensitive(models.BinaryField(null=True, blank=True))
    downloads = operational(models.PositiveIntegerField(default=0))
    sealed = identifying(models.BinaryField())  # {"reason"}

    section = Section.CASE
    SEALED_FIELD_ID: ClassVar[str] = "exchange.export"
    stored_files: ClassVar[dict[str, str]] = {"exchange.zip": "stored"}
    read_condition = IsActor("recorded_by")

    class Meta:
        indexes = [models.Index(fields=["recorded_at", "id"], name="exchange_export_newest")]
