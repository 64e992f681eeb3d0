"""Notices to staff, which name no child, and the one-use keys of forms."""

import uuid
from typing import ClassVar

from django.db import models

from saathi.agencies.declared_kinds import notice_choices
from saathi.agencies.models.staff import Staff
from saathi.agencies.record_kit import operational
from saathi.agencies.record_kit.fields import DeclaredClasses
from saathi.infra import clock


class Notice(models.Model):
    """Tells one member of staff that something is waiting; it contains ids and codes only."""

    id = operational(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    staff = operational.foreign_key(
        Staff, on_delete=models.CASCADE, related_name="notices", db_index=False
    )
    kind = operational(models.CharField(max_length=20, choices=notice_choices))
    # Record it is about, opened through access
    record = operational(models.UUIDField(null=True, blank=True))
    given_at = operational(models.DateTimeField(default=clock.now))
    given_by = operational(models.UUIDField(null=True, blank=True))
    read_at = operational(models.DateTimeField(null=True, blank=True))
    # Or found to be undeliverable
    mailed_at = operational(models.DateTimeField(null=True, blank=True))

    classified = DeclaredClasses()

    class Meta:
        indexes = [
            models.Index(fields=["staff", "read_at"], name="agencies_notice_of_staff"),
            # The check for earlier notices runs for each record, and some staff have thousands of
            # notices.
            models.Index(fields=["record"], name="agencies_notice_about"),
        ]


class FormKey(models.Model):
    """The key of a submitted form; submitting the form again redirects to the first result."""

    key = operational(models.UUIDField(primary_key=True))
    staff = operational.foreign_key(Staff, on_delete=models.CASCADE)
    used_at = operational(models.DateTimeField(default=clock.now))
    # the address to which the first submission was redirected
    result = operational(models.CharField(max_length=200, blank=True))
    # a keyed digest of what was sent, which shows whether a second submission has other contents
    contents = operational(models.CharField(max_length=64, blank=True, default="", db_default=""))

    local_addresses: ClassVar[tuple[str, ...]] = ("result",)
    classified = DeclaredClasses()
