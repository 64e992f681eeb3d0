"""Tables of the vault: wrapped keys, canaries, old sealed values, stored files, erasures.

The vault lies below files and staff, so it names them by plain ids without foreign keys.
"""

import uuid
from typing import ClassVar

from django.db import models

from saathi.infra import clock
from saathi.infra.classification import IDENTIFYING, OPERATIONAL, SENSITIVE, DataClass
from saathi.vault.accepted_media import MediaType
from saathi.vault.vocabulary import ErasureReason, KeyPurpose


class KeyCanary(models.Model):
    """One key of the installation that is in use, with a value only that key opens.

    New files get the newest root key listed here; a key file that is not listed is not yet, or no
    longer, in use.
    """

    kek_id = models.TextField(primary_key=True)
    purpose = models.CharField(max_length=5, choices=KeyPurpose)
    generation = models.PositiveIntegerField()
    sealed = models.BinaryField()
    created_at = models.DateTimeField(default=clock.now)

    classified: ClassVar[dict[str, DataClass]] = {
        "kek_id": OPERATIONAL,
        "purpose": OPERATIONAL,
        "generation": OPERATIONAL,
        "sealed": OPERATIONAL,  # a known value: it protects no personal data
        "created_at": OPERATIONAL,
    }

    class Meta:
        db_table = "vault_canary"
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "generation"], name="vault_canary_generation_once"
            )
        ]


class WrappedKey(models.Model):
    """The data key of one file, wrapped by a root key. Without it nothing of the file opens.

    The foreign key prevents the retirement of a root key while a data key depends on it, even if a
    process does not yet know of a newer one.
    """

    file_id = models.UUIDField(primary_key=True)
    wrapped = models.BinaryField()
    kek = models.ForeignKey(
        KeyCanary, on_delete=models.PROTECT, db_column="kek_id", related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now)

    classified: ClassVar[dict[str, DataClass]] = {
        "file_id": OPERATIONAL,
        "wrapped": SENSITIVE,
        "kek": OPERATIONAL,
        "created_at": OPERATIONAL,
    }

    class Meta:
        db_table = "vault_key"


class OldSealedValue(models.Model):
    """A sealed value as it was before a change."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    field_id = models.CharField(max_length=60)
    row_id = models.UUIDField()
    file_id = models.UUIDField()
    section = models.IntegerField()  # readable like the record it comes from
    version = models.PositiveIntegerField()  # the record's version while it held this value
    sealed = models.BinaryField()
    replaced_at = models.DateTimeField(default=clock.now)
    replaced_by = models.UUIDField()

    classified: ClassVar[dict[str, DataClass]] = {
        "id": OPERATIONAL,
        "field_id": OPERATIONAL,
        "row_id": OPERATIONAL,
        "file_id": OPERATIONAL,
        "section": OPERATIONAL,
        "version": OPERATIONAL,
        "sealed": IDENTIFYING,
        "replaced_at": OPERATIONAL,
        "replaced_by": OPERATIONAL,
    }

    class Meta:
        db_table = "vault_old_value"
        constraints = [
            models.UniqueConstraint(
                fields=["row_id", "field_id", "version"], name="vault_old_value_once"
            )
        ]
        indexes = [models.Index(fields=["file_id"], name="vault_old_value_of_file")]


class StoredFile(models.Model):
    """A photograph, drawing or document, sealed in storage; name and caption are elsewhere.

    The hash is of the sealed bytes: with a hash of the picture itself, a person who has the picture
    could find out whose file contains it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    field_id = models.CharField(max_length=60)
    file_id = models.UUIDField()
    section = models.IntegerField()
    media_type = models.CharField(max_length=20, choices=[(m.value, m.value) for m in MediaType])
    size = models.PositiveIntegerField()
    sha256 = models.BinaryField()
    stored_at = models.DateTimeField(default=clock.now)
    stored_by = models.UUIDField()

    classified: ClassVar[dict[str, DataClass]] = {
        "id": OPERATIONAL,
        "field_id": OPERATIONAL,
        "file_id": OPERATIONAL,
        "section": OPERATIONAL,
        "media_type": OPERATIONAL,
        "size": SENSITIVE,  # exact: it can recognise a picture that is known elsewhere
        "sha256": OPERATIONAL,
        "stored_at": OPERATIONAL,
        "stored_by": OPERATIONAL,
    }

    class Meta:
        db_table = "vault_stored_file"
        indexes = [models.Index(fields=["file_id"], name="vault_stored_file_of_file")]


class Erasure(models.Model):
    """A file whose key was destroyed: who did so, when and why, and when backups lose it too."""

    file_id = models.UUIDField(primary_key=True)
    erased_at = models.DateTimeField(default=clock.now)
    erased_by = models.UUIDField()
    reason = models.CharField(max_length=8, choices=ErasureReason)
    keys_gone_from_backups_on = models.DateField()

    classified: ClassVar[dict[str, DataClass]] = {
        "file_id": OPERATIONAL,
        "erased_at": OPERATIONAL,
        "erased_by": OPERATIONAL,
        "reason": OPERATIONAL,
        "keys_gone_from_backups_on": OPERATIONAL,
    }
