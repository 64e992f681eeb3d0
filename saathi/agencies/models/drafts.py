"""Unfinished forms: sealed, visible only to their writer, removed after a while."""

import uuid
from typing import ClassVar

from django.db import models

from saathi.agencies.declared_kinds import draft_choices
from saathi.agencies.models.files import File
from saathi.agencies.models.staff import Staff
from saathi.agencies.record_kit import identifying, operational
from saathi.agencies.record_kit.fields import DeclaredClasses
from saathi.infra import clock


class Draft(models.Model):
    """One unfinished form, identified by its address and its writer.

    It is not a record of the child, because it was never submitted. It opens with the key of its
    file.
    """

    id = operational(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    staff = operational.foreign_key(Staff, on_delete=models.CASCADE, db_index=False)
    file = operational.foreign_key(File, on_delete=models.CASCADE)
    kind = operational(models.CharField(max_length=12, choices=draft_choices))
    place = operational(models.CharField(max_length=200))  # the address of the form
    sealed = identifying(models.BinaryField())  # {"fields": [[name, value], …]}
    saved_at = operational(models.DateTimeField(default=clock.now))
    expires_at = operational(models.DateTimeField())

    SEALED_FIELD_ID: ClassVar[str] = "agencies.draft"
    local_addresses: ClassVar[tuple[str, ...]] = ("place",)
    kept_fields: ClassVar[tuple[str, ...]] = ("staff", "file", "place")
    classified = DeclaredClasses()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "place"], name="agencies_draft_of_a_form_once")
        ]
        indexes = [models.Index(fields=["expires_at"], name="agencies_draft_expires")]
