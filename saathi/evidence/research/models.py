"""Requests of researchers and the log of handed-out extracts. No exact count and no child here.

The researcher's name and address are in the signed agreement, which the agency keeps on paper.
"""

import uuid
from typing import ClassVar

from django.db import models

from saathi.agencies.decision_proofs import ProvedStates
from saathi.agencies.record_kit import operational
from saathi.agencies.record_kit.fields import DeclaredClasses
from saathi.evidence.approval.models import TwoPersonDecision
from saathi.evidence.releases.models import Release
from saathi.evidence.research.vocabulary import ResearchPurpose, ResearchRequestState
from saathi.infra import clock


class ResearchRequest(TwoPersonDecision):
    """The request of an institute with its purpose and agreement; decided by a second person.

    `tables_hash` is that of the release at the time of the request: no other tables are given.
    """

    release = operational.foreign_key(Release)
    tables_hash = operational(models.CharField(max_length=64))
    institute = operational(models.CharField(max_length=200))
    title = operational(models.CharField(max_length=200))
    purpose = operational.choice(ResearchPurpose, 12)
    question = operational(models.TextField(max_length=2000))
    ethics = operational(models.CharField(max_length=300))
    agreement = operational(models.CharField(max_length=120))
    agreed_on = operational.date()
    until = operational.date()
    state = operational.choice(ResearchRequestState, 10, default=ResearchRequestState.ASKED)
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
                name="research_decided_states",
            ),
            models.CheckConstraint(
                condition=models.Q(until__gt=models.F("agreed_on")), name="research_ends_later"
            ),
        ]


class ExtractHandout(models.Model):
    """A record that an extract was handed out; never changed."""

    id = operational(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    request = operational.foreign_key(ResearchRequest, related_name="handings")
    sha256 = operational(models.CharField(max_length=64))
    made_at = operational(models.DateTimeField(default=clock.now))
    made_by = operational(models.UUIDField())

    classified = DeclaredClasses()

    class Meta:
        db_table = "research_handing"
