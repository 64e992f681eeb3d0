"""The child's own opinion of a service they were referred to (CHP-006)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from saathi.agencies.models import Scoped
from saathi.agencies.read_conditions import HasCode, IsActor
from saathi.agencies.sections import Section
from saathi.infra.classification import (
    IDENTIFYING,
    OPERATIONAL,
    SENSITIVE,
    STATISTICAL,
    DataClass,
)
from saathi.participation.vocabulary import StatementAudience, ThemeCountingConsent
from saathi.people.models import Child
from saathi.protection.casework.services.models.referrals import Referral
from saathi.protection.casework.services.vocabulary import ServiceExperience


class Opinion(Scoped):
    """The child's opinion of a service. Part of the child's statements, so the service cannot read it.

    The child decides who reads it and whether it is counted. Earlier opinions are kept.
    """

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="opinions")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="opinions")
    found = models.CharField(max_length=12, choices=ServiceExperience)
    said_on = models.DateField()
    language = models.CharField(max_length=8, blank=True)
    audience = models.CharField(
        max_length=8, choices=StatementAudience, default=StatementAudience.TEAM
    )
    counted = models.CharField(
        max_length=10, choices=ThemeCountingConsent, default=ThemeCountingConsent.NOT_ASKED
    )
    sealed = models.BinaryField(null=True, blank=True)  # {"words"}

    section = Section.VOICE
    SEALED_FIELD_ID: ClassVar[str] = "services.opinion"
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "referral": OPERATIONAL,
        "child": OPERATIONAL,
        "found": STATISTICAL,
        "said_on": STATISTICAL,
        "language": STATISTICAL,
        "audience": SENSITIVE,
        "counted": STATISTICAL,
        "sealed": IDENTIFYING,
    }
    # Her choice of readers.
    read_condition = HasCode("audience", StatementAudience.TEAM) | IsActor("recorded_by")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(counted=ThemeCountingConsent.AGREED)
                | Q(
                    found__in=[
                        ServiceExperience.GOOD,
                        ServiceExperience.MIXED,
                        ServiceExperience.BAD,
                    ]
                ),
                name="services_opinion_counts_what_was_said",
            )
        ]
