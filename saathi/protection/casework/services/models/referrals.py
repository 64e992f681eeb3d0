"""Referrals of a child to a service: offer, answer, help, outcome, each with its own day."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from saathi.agencies.models import Scoped
from saathi.agencies.read_conditions import ALL_BUT_REFERRAL, HoldsGrant, IsActor
from saathi.agencies.record_kit import identifying, operational, statistical
from saathi.agencies.sections import Section
from saathi.consent.vocabulary import LegalBasis
from saathi.people.models import Child
from saathi.protection.casework.services.models.directory import Service
from saathi.protection.casework.services.vocabulary import (
    ChildReferralAnswer,
    ReferralDeclineReason,
    ReferralDocumentStatus,
    ReferralOutcome,
    ReferralSentBy,
    ReferralState,
    ReferralUrgency,
    ServiceAccessibility,
    ServiceKind,
    SharedInformation,
)


class Referral(Scoped):
    """A service offered to a child, or to the family of a report (SRV-005, SRV-010).

    No case, finding or papers are needed: a report is enough.
    """

    child = operational(
        models.ForeignKey(  # empty if there is a report but no child's file yet
            Child, on_delete=models.PROTECT, null=True, blank=True, related_name="referrals"
        )
    )
    service = operational(
        models.ForeignKey(  # empty if the service is not in the directory
            Service, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
        )
    )
    # of a service that is not in the directory; empty: in the directory, or recorded before it was asked
    country = operational(models.CharField(max_length=3, blank=True, default="", db_default=""))
    kind = statistical.choice(ServiceKind, 16)
    urgency = statistical.choice(ReferralUrgency, 8, blank=True)  # empty: imported without it
    state = statistical.choice(ReferralState, 16, default=ReferralState.OFFERED)
    offered_on = statistical.date()
    answer_by = statistical.date()
    sent_on = statistical(models.DateField(null=True, blank=True))
    sent_how = statistical(
        models.CharField(
            max_length=12, choices=ReferralSentBy, blank=True, default="", db_default=""
        )
    )
    answered_on = statistical(models.DateField(null=True, blank=True))
    began_on = statistical(models.DateField(null=True, blank=True))
    ended_on = statistical(models.DateField(null=True, blank=True))
    child_answer = statistical.choice(ChildReferralAnswer, 12, blank=True)
    why_declined = statistical.choice(ReferralDeclineReason, 12, blank=True)
    outcome = statistical.choice(ReferralOutcome, 12, blank=True)
    basis = statistical.choice(LegalBasis, 16, blank=True)  # of the sharing
    # Not a foreign key: staff who write referrals need not be able to read consents.
    consent = operational(models.UUIDField(null=True, blank=True))
    shared = operational.choices(SharedInformation, 12)
    needs_access = statistical.choices(ServiceAccessibility, 12, blank=True)
    papers = statistical.choice(ReferralDocumentStatus, 10, blank=True)
    # the duty on the worker's day for the answer
    due = operational(models.UUIDField(null=True, blank=True))
    # the person at the service who can open the file in Saathi
    receiver = operational(models.UUIDField(null=True, blank=True))
    # the right that was given, so that it alone can be ended
    access = operational(models.UUIDField(null=True, blank=True))
    access_until = operational(models.DateTimeField(null=True, blank=True))
    # Sealed: to_whom, need, withheld, withheld_from, child_words, answer, result.
    sealed = identifying(models.BinaryField())

    section = Section.SUPPORT
    SEALED_FIELD_ID: ClassVar[str] = "services.referral"
    earlier_text_keys: ClassVar[dict[str, str]] = {"her_words": "child_words"}
    sections_of_texts: ClassVar = {"child_words": Section.VOICE}
    # The reader's own, those to the reader, and those readable by a right other than a referral.
    read_condition = IsActor("recorded_by") | IsActor("receiver") | HoldsGrant(ALL_BUT_REFERRAL)

    class Meta:
        indexes = [
            models.Index(fields=["file"], name="services_referral_of_file"),
            models.Index(
                fields=["recorded_by", "answer_by", "id"],
                condition=Q(state="offered"),
                name="services_referral_waiting",
            ),
            models.Index(
                fields=["receiver", "offered_on", "id"],
                condition=Q(receiver__isnull=False),
                name="services_referral_received",
            ),
            models.Index(fields=["recorded_by", "offered_on", "id"], name="services_referral_made"),
            models.Index(
                fields=["recorded_by", "access_until"],
                condition=Q(access_until__isnull=False),
                name="services_referral_access",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(receiver__isnull=True, access_until__isnull=True)
                | Q(receiver__isnull=False, access_until__isnull=False),
                name="services_referral_access_ends",
            )
        ]
