"""Invitations to an agency, and changes of roles that need two persons.

Both are written only by the warden's functions; the web role reads those of its agency, and no
digest of a token.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from saathi.agencies.models.organisation import Agency, Office
from saathi.agencies.models.staff import Staff
from saathi.agencies.vocabulary import ChangeKind, ChangeOutcome, MailFailure
from saathi.infra import clock
from saathi.infra.classification import OPERATIONAL, SENSITIVE, DataClass


class Invitation(models.Model):
    """A link that sets a password once. Only a digest of its token is stored."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="invitations")
    token_hash = models.BinaryField(max_length=32, unique=True)
    is_confirmed = models.BooleanField(default=True)  # false: a powerful role waits for a second
    invited_by = models.UUIDField(null=True, blank=True)  # empty: founded by the installation
    invited_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # For mail, a job makes the token when it sends, so that no table and no queue ever contains it.
    mail_asked_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    mail_trouble = models.CharField(max_length=12, choices=MailFailure, blank=True)

    classified: ClassVar[dict[str, DataClass]] = {
        "id": OPERATIONAL,
        "staff": OPERATIONAL,
        "token_hash": SENSITIVE,
        "is_confirmed": OPERATIONAL,
        "invited_by": OPERATIONAL,
        "invited_at": OPERATIONAL,
        "expires_at": OPERATIONAL,
        "used_at": OPERATIONAL,
        "withdrawn_at": OPERATIONAL,
        "mail_asked_at": OPERATIONAL,
        "mailed_at": OPERATIONAL,
        "mail_trouble": OPERATIONAL,
    }


class StaffChange(models.Model):
    """A change of a person's role or way to sign in: its requester and its decider."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, db_index=False, related_name="+")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=10, choices=ChangeKind)
    from_bundle = models.CharField(max_length=40)
    from_post = models.SlugField(max_length=40, blank=True)
    to_bundle = models.CharField(max_length=40)
    to_post = models.SlugField(max_length=40, blank=True)
    to_office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    to_title = models.CharField(max_length=40, blank=True)
    needs_second = models.BooleanField()
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField(default=clock.now)
    decided_by = models.UUIDField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=8, choices=ChangeOutcome, default=ChangeOutcome.WAITS)

    classified: ClassVar[dict[str, DataClass]] = {
        "id": OPERATIONAL,
        "agency": OPERATIONAL,
        "staff": OPERATIONAL,
        "kind": OPERATIONAL,
        "from_bundle": OPERATIONAL,
        "from_post": OPERATIONAL,
        "to_bundle": OPERATIONAL,
        "to_post": OPERATIONAL,
        "to_office": OPERATIONAL,
        "to_title": OPERATIONAL,
        "needs_second": OPERATIONAL,
        "asked_by": OPERATIONAL,
        "asked_at": OPERATIONAL,
        "decided_by": OPERATIONAL,
        "decided_at": OPERATIONAL,
        "outcome": OPERATIONAL,
    }

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
