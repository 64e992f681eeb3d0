"""The tables of the log. Their schema is SQL (see the first migration); Django only reads them.

There are no foreign keys: the log must never block live data, and outlives it.
"""

from typing import ClassVar, Never

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from saathi.infra.classification import OPERATIONAL, SENSITIVE, DataClass


class TransactionNumberField(models.BigIntegerField):  # type: ignore[type-arg]
    """PostgreSQL's 64-bit transaction number (`xid8`), read as a whole number."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:  # noqa: ARG002 - Django's signature
        """The type in PostgreSQL."""
        return "xid8"

    def from_db_value(self, value: object, *_: object) -> int | None:
        """The number; the driver returns text."""
        return None if value is None else int(str(value))


class AppendOnlyModel(models.Model):
    """A row that no model instance may write; `actions` records entries, `sealer` batches."""

    class Meta:
        abstract = True

    def save(self, *_: object, **__: object) -> Never:
        """Refuses."""
        raise TypeError("Write to the audit log with saathi.audit.actions.record.")

    def delete(self, *_: object, **__: object) -> Never:
        """Refuses."""
        raise TypeError("Nothing is ever deleted from the audit log.")


class AuditEntry(AppendOnlyModel):
    """One entry: something that someone did or saw. Partitioned by the month of `at`."""

    pk = models.CompositePrimaryKey("id", "at")
    id = models.UUIDField()
    at = models.DateTimeField()
    xid = TransactionNumberField()
    kind = models.TextField()
    by = models.UUIDField(null=True)
    agency = models.UUIDField(null=True)
    file_id = models.UUIDField(null=True)
    objects_seen = ArrayField(models.UUIDField(), db_column="objects")
    purpose = models.TextField()
    request = models.UUIDField(null=True)
    detail = models.JSONField(null=True)

    classified: ClassVar[dict[str, DataClass]] = {
        "pk": OPERATIONAL,
        "id": OPERATIONAL,
        "at": OPERATIONAL,
        "xid": OPERATIONAL,
        "kind": OPERATIONAL,
        "by": OPERATIONAL,
        "agency": OPERATIONAL,
        # The fact that a file was opened, and why, reveals something about the child with this id.
        "file_id": SENSITIVE,
        "objects_seen": SENSITIVE,
        "purpose": SENSITIVE,
        "request": OPERATIONAL,
        "detail": SENSITIVE,
    }

    class Meta:
        managed = False
        db_table = "audit_entry"


class AuditBatch(AppendOnlyModel):
    """Entries that were sealed together, and the signed head of the tree after them."""

    number = models.BigIntegerField(primary_key=True)
    xid_from = TransactionNumberField()
    xid_to = TransactionNumberField()
    pending = ArrayField(models.BigIntegerField(), null=True)
    part = models.TextField(default="")
    first_leaf = models.BigIntegerField()
    count = models.IntegerField()
    entry_ids = ArrayField(models.UUIDField())
    leaf_hashes = models.BinaryField()
    batch_root = models.BinaryField()
    tree_size = models.BigIntegerField()
    root = models.BinaryField()
    previous_root = models.BinaryField()
    peaks = models.BinaryField()
    sealed_at = models.DateTimeField()
    key_id = models.TextField()
    signature = models.BinaryField()

    classified: ClassVar[dict[str, DataClass]] = {
        "number": OPERATIONAL,
        "xid_from": OPERATIONAL,
        "xid_to": OPERATIONAL,
        "pending": OPERATIONAL,
        "part": OPERATIONAL,
        "first_leaf": OPERATIONAL,
        "count": OPERATIONAL,
        "entry_ids": OPERATIONAL,
        "leaf_hashes": OPERATIONAL,
        "batch_root": OPERATIONAL,
        "tree_size": OPERATIONAL,
        "root": OPERATIONAL,
        "previous_root": OPERATIONAL,
        "peaks": OPERATIONAL,
        "sealed_at": OPERATIONAL,
        "key_id": OPERATIONAL,
        "signature": OPERATIONAL,
    }

    class Meta:
        managed = False
        db_table = "audit_batch"
