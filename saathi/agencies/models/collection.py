"""How each record of a file was collected: on paper, offline, by an import."""

from typing import ClassVar

from django.db import models

from saathi.agencies.vocabulary import CollectionMethod
from saathi.infra.classification import OPERATIONAL, STATISTICAL, DataClass


class RecordCollectionMethod(models.Model):
    """How one record was collected, where staff did not enter it on screen; never changed.

    The method is empty where it was not recorded. Those who may read the record may read this; a
    function of the database writes it (`functions/collection.sql`), and an erasure removes it.
    """

    record_id = models.UUIDField(primary_key=True, editable=False)
    record_table = models.CharField(max_length=63)
    section = models.IntegerField()
    file_id = models.UUIDField(db_index=True)
    method = models.CharField(max_length=10, choices=CollectionMethod, blank=True)

    class Meta:
        db_table = "agencies_recordcollection"

    classified: ClassVar[dict[str, DataClass]] = {
        "record_id": OPERATIONAL,
        "record_table": OPERATIONAL,
        "section": OPERATIONAL,
        "file_id": OPERATIONAL,
        "method": STATISTICAL,
    }


class CollectionStart(models.Model):
    """Since when methods are recorded, and the method of all earlier records; one row.

    The method is empty where it is not known. The first migration writes the row, and so does the
    load of a simulation.
    """

    id = models.SmallIntegerField(primary_key=True, editable=False)
    since = models.DateTimeField()
    earlier = models.CharField(max_length=10, choices=CollectionMethod, blank=True)

    classified: ClassVar[dict[str, DataClass]] = {
        "id": OPERATIONAL,
        "since": OPERATIONAL,
        "earlier": OPERATIONAL,
    }
