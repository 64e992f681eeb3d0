"""The child's own opinion of a service they were referred to (CHP-006)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from saathi.agencies.models import Scoped
from saathi.agencies.read_conditions import HasCode, IsActor
from saathi.agencies.record_kit import identifying, operational, sensitive, statistical
from saathi.agencies.sections import Section
from saathi.participation.vocabulary import StatementAudience, ThemeCountingConsent
from saathi.people.models import Child
from saathi.protection.casework.services.models.referrals import Referral
from saathi.protection.casework.services.vocabulary import ServiceExperience


class Opinion(Scoped):
    """The child's opinion of a service. Part of the child's statements, so the service cannot read it.

    The child decides who reads it and whether it is counted. Earlier opinions are kept.
    """

    referral = operational.foreign_key(Referral, related_name="opinions")
    child = operational.foreign_key(Child, related_name="opinions")
    experience = statistical.choice(ServiceExperience, 12)
    said_on = statistical.date()
    language = statistical(models.CharField(max_length=8, blank=True))
    audience = sensitive.choice(StatementAudience, 8, default=StatementAudience.TEAM)
    counted = statistical.choice(ThemeCountingConsent, 10, blank=True)
    sealed = identifying(models.BinaryField(null=True, blank=True))  # {"words"}

    section = Section.VOICE
    SEALED_FIELD_ID: ClassVar[str] = "services.opinion"
    # The child's choice of readers.
    read_condition = HasCode("audience", StatementAudience.TEAM) | IsActor("recorded_by")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(counted=ThemeCountingConsent.AGREED)
                | Q(
                    experience__in=[
                        ServiceExperience.GOOD,
                        ServiceExperience.MIXED,
                        ServiceExperience.BAD,
                    ]
                ),
                name="services_opinion_counts_what_was_said",
            )
        ]
