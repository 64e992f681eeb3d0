"""Agreements between authorities, and each sharing under them. No exact count and no child here.

The names of the signatories are on the paper, which the agency keeps.
"""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from saathi.agencies.decision_proofs import ProvedStates
from saathi.agencies.record_kit import operational
from saathi.agencies.record_kit.fields import DeclaredClasses
from saathi.evidence.approval.models import TwoPersonDecision
from saathi.evidence.releases.models import Release
from saathi.evidence.sharing.vocabulary import (
    AgreementState,
    PartnerAuthority,
    SharingOutcome,
    SharingPurpose,
)
from saathi.infra import clock


class SharingAgreement(TwoPersonDecision):
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
    agreed_on = operational.date()
    until = operational.date()
    state = operational.choice(AgreementState, 10, default=AgreementState.ASKED)
    ended_at = operational(models.DateTimeField(null=True, blank=True))
    ended_by = operational(models.UUIDField(null=True, blank=True))
    ending = operational(models.CharField(max_length=500, blank=True))

    proved_states: ClassVar[ProvedStates] = ("state", ("approved", "refused", "ended"))

    class Meta(TwoPersonDecision.Meta):
        constraints = [
            *TwoPersonDecision.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(state="asked", decided_by=None)
                | (~models.Q(state="asked") & models.Q(decided_by__isnull=False)),
                name="sharing_decided_states",
            ),
            models.CheckConstraint(
                condition=models.Q(until__gt=models.F("agreed_on")), name="sharing_ends_later"
            ),
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
