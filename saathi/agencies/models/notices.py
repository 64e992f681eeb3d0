"""Notices to staff, which name no child, and the one-use keys of forms."""

import uuid
from typing import ClassVar

from django.db import models

from saathi.agencies.declared_kinds import notice_choices
from saathi.agencies.models.staff import Staff
from saathi.infra import clock
from saathi.infra.classification import OPERATIONAL, DataClass


class Notice(models.Model):
    """Tells one member of staff that something is waiting; it contains ids and codes only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    staff = models.ForeignKey(
        Staff, on_delete=models.CASCADE, db_index=False, related_name="notices"
    )
    kind = models.CharField(max_length=20, choices=notice_choices)
    record = models.UUIDField(null=True, blank=True)  # its subject, opened through access
    given_at = models.DateTimeField(default=clock.now)
    given_by = models.UUIDField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)  # or found to be undeliverable

    classified: ClassVar[dict[str, DataClass]] = {
        "id": OPERATIONAL,
        "staff": OPERATIONAL,
        "kind": OPERATIONAL,
        "record": OPERATIONAL,
        "given_at": OPERATIONAL,
        "given_by": OPERATIONAL,
        "read_at": OPERATIONAL,
        "mailed_at": OPERATIONAL,
    }

    class Meta:
        indexes = [
            models.Index(fields=["staff", "read_at"], name="agencies_notice_of_staff"),
            # The check for earlier notices runs for each record, and some have thousands of
            # notices.
            models.Index(fields=["record"], name="agencies_notice_about"),
        ]


class FormKey(models.Model):
    """The key of a submitted form. A second submission is redirected to the first one's result."""

    key = models.UUIDField(primary_key=True)
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    used_at = models.DateTimeField(default=clock.now)
    # the address the first submission was redirected to
    result = models.CharField(max_length=200, blank=True)

    local_addresses: ClassVar[tuple[str, ...]] = ("result",)
    classified: ClassVar[dict[str, DataClass]] = {
        "key": OPERATIONAL,
        "staff": OPERATIONAL,
        "used_at": OPERATIONAL,
        "result": OPERATIONAL,
    }
