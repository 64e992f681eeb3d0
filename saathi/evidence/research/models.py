"""Requests of researchers and the log of handed-out extracts. No exact count and no child here.

The researcher's name and address are in the signed agreement, which the agency keeps on paper.
"""

import uuid
from typing import ClassVar

from django.db import models

from saathi.agencies.decision_proofs import ProvedStates
from saathi.evidence.approval.models import TwoPersonDecision
from saathi.evidence.releases.models import Release
from saathi.evidence.research.vocabulary import ResearchPurpose, ResearchRequestState
from saathi.infra import clock
from saathi.infra.classification import OPERATIONAL, DataClass


class ResearchRequest(TwoPersonDecision):
    """The request of an institute with its purpose and agreement; decided by a second person.

    `tables_hash` is that of the release at the time of the request: no other tables are given.
    """

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+")
    tables_hash = models.CharField(max_length=64)
    institute = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    purpose = models.CharField(max_length=12, choices=ResearchPurpose)
    question = models.TextField(max_length=2000)
    ethics = models.CharField(max_length=300)
    agreement = models.CharField(max_length=120)
    agreed_on = models.DateField()
    until = models.DateField()
    state = models.CharField(
        max_length=10, choices=ResearchRequestState, default=ResearchRequestState.ASKED
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.UUIDField(null=True, blank=True)
    ending = models.CharField(max_length=500, blank=True)

    proved_states: ClassVar[ProvedStates] = ("state", ("approved", "refused", "ended"))
    classified: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        (
            "id", "agency", "release", "tables_hash", "institute", "title", "purpose", "question",
            "ethics", "agreement", "agreed_on", "until", "state", "made_at", "made_by",
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
                name="research_decided_states",
            ),
            models.CheckConstraint(
                condition=models.Q(until__gt=models.F("agreed_on")), name="research_ends_later"
            ),
        ]


class ExtractHandout(models.Model):
    """A record that an extract was handed out; never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(ResearchRequest, on_delete=models.PROTECT, related_name="handings")
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.UUIDField()

    classified: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        ("id", "request", "sha256", "made_at", "made_by"), OPERATIONAL
    )

    class Meta:
        db_table = "research_handing"
