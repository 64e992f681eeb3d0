"""Sealed credentials of staff and counters of attempts. Only database functions read or write them."""

import uuid
from typing import ClassVar

from django.contrib.postgres.functions import RandomUUID
from django.db import models

from saathi.agencies.models.staff import Staff
from saathi.infra import clock
from saathi.infra.classification import OPERATIONAL, SENSITIVE, DataClass


class Attempt(models.Model):
    """A counter of attempts with a password or a PIN; see `agencies.sign_in.attempts`."""

    counter = models.CharField(max_length=100, primary_key=True)  # digests, no address
    tried = models.PositiveIntegerField()
    ends_at = models.DateTimeField()

    classified: ClassVar[dict[str, DataClass]] = {
        "counter": OPERATIONAL,
        "tried": OPERATIONAL,
        "ends_at": OPERATIONAL,
    }


class SignOnLink(models.Model):
    """The account linked to a single sign-on identity; see `sign_in.single_sign_on`."""

    staff = models.OneToOneField(
        Staff, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    identity = models.CharField(max_length=64, unique=True)  # keyed digest of issuer and subject
    linked_at = models.DateTimeField(default=clock.now)

    classified: ClassVar[dict[str, DataClass]] = {
        "staff": OPERATIONAL,
        "identity": SENSITIVE,
        "linked_at": OPERATIONAL,
    }


class StaffSession(models.Model):
    """The owner of a stored session and the kind of device; see `agencies.sessions`."""

    key = models.CharField(max_length=40, primary_key=True)  # as `django_session` names it
    handle = models.UUIDField(unique=True)  # its name on the page of own sessions
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    device = models.CharField(max_length=60, blank=True)
    started_at = models.DateTimeField(default=clock.now)
    used_at = models.DateTimeField(default=clock.now)

    classified: ClassVar[dict[str, DataClass]] = {
        "key": OPERATIONAL,
        "handle": OPERATIONAL,
        "staff": OPERATIONAL,
        "device": OPERATIONAL,
        "started_at": OPERATIONAL,
        "used_at": OPERATIONAL,
    }


class Credential(models.Model):
    """The sealed sign-in details or the sealed PIN of an account; see `agencies.credentials`."""

    id = models.UUIDField(
        primary_key=True, default=uuid.uuid4, db_default=RandomUUID(), editable=False
    )
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=8)  # `sign_in` or `pin`
    sealed = models.TextField()
    version = models.PositiveIntegerField(default=1)
    set_at = models.DateTimeField(default=clock.now)

    classified: ClassVar[dict[str, DataClass]] = {
        "id": OPERATIONAL,
        "staff": OPERATIONAL,
        "kind": OPERATIONAL,
        "sealed": SENSITIVE,
        "version": OPERATIONAL,
        "set_at": OPERATIONAL,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "kind"], name="agencies_credential_once")
        ]
