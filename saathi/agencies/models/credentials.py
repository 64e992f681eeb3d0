"""Sealed credentials of staff and counters of attempts. Only database functions read or write them."""

import uuid

from django.contrib.postgres.functions import RandomUUID
from django.db import models

from saathi.agencies.models.staff import Staff
from saathi.agencies.record_kit import operational, sensitive
from saathi.agencies.record_kit.fields import DeclaredClasses
from saathi.infra import clock


class Attempt(models.Model):
    """A counter of password or PIN attempts; see `agencies.sign_in.attempts`."""

    counter = operational(models.CharField(max_length=100, primary_key=True))  # digests, no address
    tried = operational(models.PositiveIntegerField())
    ends_at = operational(models.DateTimeField())

    classified = DeclaredClasses()


class SignOnLink(models.Model):
    """The account linked to a single sign-on identity; see `sign_in.single_sign_on`."""

    staff = operational(
        models.OneToOneField(Staff, on_delete=models.CASCADE, primary_key=True, related_name="+")
    )
    # Keyed digest of issuer and subject
    identity = sensitive(models.CharField(max_length=64, unique=True))
    linked_at = operational(models.DateTimeField(default=clock.now))

    classified = DeclaredClasses()


class StaffSession(models.Model):
    """The owner of a stored session and the kind of device; see `agencies.sessions`."""

    # The key used in `django_session`
    key = operational(models.CharField(max_length=40, primary_key=True))
    handle = operational(models.UUIDField(unique=True))  # the device on the page of own sessions
    staff = operational.foreign_key(Staff, on_delete=models.CASCADE)
    device = operational(models.CharField(max_length=60, blank=True))
    started_at = operational(models.DateTimeField(default=clock.now))
    used_at = operational(models.DateTimeField(default=clock.now))

    classified = DeclaredClasses()


class Credential(models.Model):
    """The sealed sign-in details or the sealed PIN of an account; see `agencies.credentials`."""

    id = operational(
        models.UUIDField(
            primary_key=True, default=uuid.uuid4, db_default=RandomUUID(), editable=False
        )
    )
    staff = operational.foreign_key(Staff, on_delete=models.CASCADE, db_index=False)
    kind = operational(models.CharField(max_length=8))  # `sign_in` or `pin`
    sealed = sensitive(models.TextField())
    version = operational(models.PositiveIntegerField(default=1))
    set_at = operational(models.DateTimeField(default=clock.now))

    classified = DeclaredClasses()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "kind"], name="agencies_credential_once")
        ]
