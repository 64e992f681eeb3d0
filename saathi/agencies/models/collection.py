"""By which way each record of a file came into the system."""

from typing import ClassVar

from django.db import models

from saathi.agencies.vocabulary import CollectionMethod
from saathi.infra.classification import OPERATIONAL, STATISTICAL, DataClass


class RecordCollection(models.Model):
    """The way in which one record was collected, where staff did not enter it on screen; never changed.

    Empty where nobody said the way. Those who may read the record may read this; a function of the
    database writes it (`functions/collection.sql`), and an erasure removes it.
    """

    record_id = models.UUIDField(primary_key=True, editable=False)
    record_table = models.CharField(max_length=63)
    section = models.IntegerField()
    file_id = models.UUIDField(db_index=True)
    method = models.CharField(max_length=10, choices=CollectionMethod, blank=True)

    classified: ClassVar[dict[str, DataClass]] = {
        "record_id": OPERATIONAL,
        "record_table": OPERATIONAL,
        "section": OPERATIONAL,
        "file_id": OPERATIONAL,
        "method": STATISTICAL,
    }


class CollectionStart(models.Model):
    """The moment since when ways are kept, and the way of all records from before; one row.

    Empty where the way of those is not known. The first migration writes it, and the load of a simulation.
    """

    id = models.SmallIntegerField(primary_key=True, editable=False)
    since = models.DateTimeField()
    earlier = models.CharField(max_length=10, choices=CollectionMethod, blank=True)

    classified: ClassVar[dict[str, DataClass]] = {
        "id": OPERATIONAL,
        "since": OPERATIONAL,
        "earlier": OPERATIONAL,
    }
