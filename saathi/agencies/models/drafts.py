"""Unfinished forms: sealed, visible only to their writer, removed after a while."""

import uuid
from typing import ClassVar

from django.db import models

from saathi.agencies.declared_kinds import draft_choices
from saathi.agencies.models.files import File
from saathi.agencies.models.staff import Staff
from saathi.infra import clock
from saathi.infra.classification import IDENTIFYING, OPERATIONAL, DataClass


class Draft(models.Model):
    """One unfinished form, identified by its address and its writer.

    Not a record of the child, because it was never submitted. It opens with the key of its file.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, db_index=False, related_name="+")
    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=draft_choices)
    place = models.CharField(max_length=200)  # the address of the form
    sealed = models.BinaryField()  # {"fields": [[name, value], …]}
    saved_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()

    SEALED_FIELD_ID: ClassVar[str] = "agencies.draft"
    local_addresses: ClassVar[tuple[str, ...]] = ("place",)
    classified: ClassVar[dict[str, DataClass]] = {
        "id": OPERATIONAL,
        "staff": OPERATIONAL,
        "file": OPERATIONAL,
        "kind": OPERATIONAL,
        "place": OPERATIONAL,
        "sealed": IDENTIFYING,
        "saved_at": OPERATIONAL,
        "expires_at": OPERATIONAL,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "place"], name="agencies_draft_of_a_form_once")
        ]
        indexes = [models.Index(fields=["expires_at"], name="agencies_draft_expires")]
