"""Agreements between authorities, and each sharing under them. No exact count and no child here.

The names of the signatories are only on the paper copy, which the agency keeps.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from saathi.agencies.record_kit import operational
from saathi.agencies.record_kit.fields import DeclaredClasses
from saathi.evidence.approval.models import SignedAgreement
from saathi.evidence.releases.models import Release
from saathi.evidence.sharing.vocabulary import PartnerAuthority, SharingOutcome, SharingPurpose
from saathi.infra import clock


class SharingAgreement(SignedAgreement):
    """An agreement between two authorities: recipient, tables, level of detail, purpose and end date."""

    partner = operational(models.CharField(max_length=200))
    partner_kind = operational.choice(PartnerAuthority, 12)
    country = operational(models.CharField(max_length=3, blank=True))
    number = operational(models.CharField(max_length=120))
    purpose = operational.choice(SharingPurpose, 12)
    what = operational(models.TextField(max_length=2000))
    keeping = operational(models.CharField(max_length=500))
    indicators = operational(ArrayField(models.CharField(max_length=60)))
    by = operational(ArrayField(models.CharField(max_length=40), default=list, blank=True))

    class Meta(SignedAgreement.Meta):
        constraints = [
            *SignedAgreement.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(indicators__len__gt=0), name="sharing_names_indicators"
            ),
        ]


class Sharing(models.Model):
    """A record that the tables of a release were shared, or refused with reasons; never changed."""

    id = operational(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    agreement = operational.foreign_key(SharingAgreement, related_name="sharings")
    release = operational.foreign_key(Release)
    outcome = operational.choice(SharingOutcome, 8)
    against = operational(ArrayField(models.CharField(max_length=20), default=list, blank=True))
    to = operational(models.CharField(max_length=200))
    sha256 = operational(models.CharField(max_length=64, blank=True))
    made_at = operational(models.DateTimeField(default=clock.now))
    made_by = operational(models.UUIDField())

    classified = DeclaredClasses()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome="given", against__len=0) & ~models.Q(sha256="")
                | models.Q(outcome="refused", sha256="", against__len__gt=0),
                name="sharing_given_or_why_not",
            ),
        ]
