"""Agreements between authorities, and each sharing under them. No exact count and no child here.

The names of the signatories are on the paper, which the agency keeps.
"""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from saathi.agencies.decision_proofs import ProvedStates
from saathi.evidence.approval.models import TwoPersonDecision
from saathi.evidence.releases.models import Release
from saathi.evidence.sharing.vocabulary import (
    AgreementState,
    PartnerAuthority,
    SharingOutcome,
    SharingPurpose,
)
from saathi.infra import clock
from saathi.infra.classification import OPERATIONAL, DataClass


class SharingAgreement(TwoPersonDecision):
    """An agreement between two authorities: recipient, tables, level of detail, purpose and end date."""

    partner = models.CharField(max_length=200)
    partner_kind = models.CharField(max_length=12, choices=PartnerAuthority)
    country = models.CharField(max_length=3, blank=True)
    number = models.CharField(max_length=120)
    purpose = models.CharField(max_length=12, choices=SharingPurpose)
    what = models.TextField(max_length=2000)
    keeping = models.CharField(max_length=500)
    indicators = ArrayField(models.CharField(max_length=60))
    by = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    agreed_on = models.DateField()
    until = models.DateField()
    state = models.CharField(max_length=10, choices=AgreementState, default=AgreementState.ASKED)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.UUIDField(null=True, blank=True)
    ending = models.CharField(max_length=500, blank=True)

    proved_states: ClassVar[ProvedStates] = ("state", ("approved", "refused", "ended"))
    classified: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        (
            "id", "agency", "partner", "partner_kind", "country", "number", "purpose", "what",
            "keeping", "indicators", "by", "agreed_on", "until", "state", "made_at", "made_by",
            "decided_at", "decided_by", "decision", "ended_at", "ended_by", "ending", "version",
        ),
        OPERATIONAL,
    )  # fmt: skip

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

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(
        SharingAgreement, on_delete=models.PROTECT, related_name="sharings"
    )
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=8, choices=SharingOutcome)
    against = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    to = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.UUIDField()

    classified: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        ("id", "agreement", "release", "outcome", "against", "to", "sha256", "made_at", "made_by"),
        OPERATIONAL,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome="given", against__len=0) & ~models.Q(sha256="")
                | models.Q(outcome="refused", sha256="", against__len__gt=0),
                name="sharing_given_or_why_not",
            ),
        ]
