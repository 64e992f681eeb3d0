"""By which way each record of a file came into the system."""

from typing import ClassVar

from django.db import models

from saathi.agencies.vocabulary import CollectionMethod
from saathi.infra.classification import OPERATIONAL, STATISTICAL, DataClass


class RecordCollection(models.Model):
    """The way in which one record was collected; kept once, with the record, and never changed.

    A row whose record is the file itself is about all records of the file that have no row of their own.
    Only functions of the database write and read it (`functions/collection.sql`).
    """

    record_id = models.UUIDField(primary_key=True, editable=False)
    file_id = models.UUIDField()
    method = models.CharField(max_length=10, choices=CollectionMethod)

    classified: ClassVar[dict[str, DataClass]] = {
        "record_id": OPERATIONAL,
        "file_id": OPERATIONAL,
        "method": STATISTICAL,
    }
