"""Invitations to an agency, and changes of roles that need two people.

Both are written only by the warden's functions; the web role reads those of its agency, and no
digest of a token.
"""

import uuid

from django.db import models
from django.db.models import F, Q

from saathi.agencies.models.organisation import Agency, Office
from saathi.agencies.models.staff import Staff
from saathi.agencies.record_kit import operational, sensitive
from saathi.agencies.record_kit.fields import DeclaredClasses
from saathi.agencies.vocabulary import ChangeKind, ChangeOutcome, MailFailure
from saathi.infra import clock


class Invitation(models.Model):
    """A link that sets a password once. Only a digest of its token is stored."""

    id = operational(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    staff = operational.foreign_key(Staff, on_delete=models.CASCADE, related_name="invitations")
    token_hash = sensitive(models.BinaryField(max_length=32, unique=True))
    # False: a powerful role waits for a second
    is_confirmed = operational(models.BooleanField(default=True))
    # Empty: founded by the installation
    invited_by = operational(models.UUIDField(null=True, blank=True))
    invited_at = operational(models.DateTimeField(default=clock.now))
    expires_at = operational(models.DateTimeField())
    used_at = operational(models.DateTimeField(null=True, blank=True))
    withdrawn_at = operational(models.DateTimeField(null=True, blank=True))
    # For mail, a job makes the token when it sends, so that no table and no queue ever contains it.
    mail_asked_at = operational(models.DateTimeField(null=True, blank=True))
    mailed_at = operational(models.DateTimeField(null=True, blank=True))
    mail_trouble = operational(models.CharField(max_length=12, choices=MailFailure, blank=True))

    classified = DeclaredClasses()


class StaffChange(models.Model):
    """A change of a person's role or sign-in: its requester and its decider."""

    id = operational(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    agency = operational.foreign_key(Agency, db_index=False)
    staff = operational.foreign_key(Staff, on_delete=models.CASCADE, related_name="changes")
    kind = operational(models.CharField(max_length=10, choices=ChangeKind))
    from_bundle = operational(models.CharField(max_length=40))
    from_post = operational(models.SlugField(max_length=40, blank=True))
    to_bundle = operational(models.CharField(max_length=40))
    to_post = operational(models.SlugField(max_length=40, blank=True))
    to_office = operational.foreign_key(Office)
    to_title = operational(models.CharField(max_length=40, blank=True))
    needs_second = operational(models.BooleanField())
    asked_by = operational(models.UUIDField())
    asked_at = operational(models.DateTimeField(default=clock.now))
    decided_by = operational(models.UUIDField(null=True, blank=True))
    decided_at = operational(models.DateTimeField(null=True, blank=True))
    outcome = operational(
        models.CharField(max_length=8, choices=ChangeOutcome, default=ChangeOutcome.WAITS)
    )

    classified = DeclaredClasses()

    class Meta:
        indexes = [models.Index(fields=["agency", "outcome"], name="agencies_change_waits")]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="waits", decided_by=None, decided_at=None)
                | Q(~Q(outcome="waits"), decided_by__isnull=False, decided_at__isnull=False),
                name="agencies_change_decided_whole",
            ),
            models.CheckConstraint(
                condition=Q(needs_second=False) | Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                name="agencies_change_two_persons",
            ),
            models.UniqueConstraint(
                fields=["staff"], condition=Q(outcome="waits"), name="agencies_change_one_at_a_time"
            ),
        ]
