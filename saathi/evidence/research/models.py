"""Requests of researchers and the log of handed-out extracts. No exact count and no child here.

The researcher's name and address are in the signed agreement, which the agency keeps on paper.
"""

import uuid

from django.db import models

from saathi.agencies.record_kit import operational
from saathi.agencies.record_kit.fields import DeclaredClasses
from saathi.evidence.approval.models import SignedAgreement
from saathi.evidence.releases.models import Release
from saathi.evidence.research.vocabulary import ResearchPurpose
from saathi.infra import clock


class ResearchRequest(SignedAgreement):
    """The request of an institute with its purpose and agreement; decided by a second person.

    `tables_hash` identifies the release's tables at the time of the request: no others are handed
    out.
    """

    release = operational.foreign_key(Release)
    tables_hash = operational(models.CharField(max_length=64))
    institute = operational(models.CharField(max_length=200))
    title = operational(models.CharField(max_length=200))
    purpose = operational.choice(ResearchPurpose, 12)
    question = operational(models.TextField(max_length=2000))
    ethics = operational(models.CharField(max_length=300))
    agreement = operational(models.CharField(max_length=120))

    @property
    def log_detail(self) -> dict[str, object]:
        """The release of the request, for the audit log."""
        return {"release": self.release_id}


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
