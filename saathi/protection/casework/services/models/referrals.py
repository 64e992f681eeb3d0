"""Referrals of a child to a service: offer, answer, help, outcome, each with its own day."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from saathi.agencies.models import Scoped
from saathi.agencies.read_conditions import ALL_BUT_REFERRAL, HoldsGrant, IsActor
from saathi.agencies.sections import Section
from saathi.consent.vocabulary import LegalBasis
from saathi.infra.classification import IDENTIFYING, OPERATIONAL, STATISTICAL, DataClass
from saathi.people.models import Child
from saathi.protection.casework.services.models.directory import Service
from saathi.protection.casework.services.vocabulary import (
    ChildReferralAnswer,
    ReferralDeclineReason,
    ReferralDocumentStatus,
    ReferralOutcome,
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

    child = models.ForeignKey(  # empty if there is a report but no child's file yet
        Child, on_delete=models.PROTECT, null=True, blank=True, related_name="referrals"
    )
    service = models.ForeignKey(  # empty if the service is not in the directory
        Service, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=16, choices=ServiceKind)
    urgency = models.CharField(
        max_length=8, choices=ReferralUrgency, default=ReferralUrgency.PLANNED
    )
    state = models.CharField(max_length=16, choices=ReferralState, default=ReferralState.OFFERED)
    offered_on = models.DateField()
    answer_by = models.DateField()
    answered_on = models.DateField(null=True, blank=True)
    began_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    her_answer = models.CharField(
        max_length=12, choices=ChildReferralAnswer, default=ChildReferralAnswer.NOT_ASKED
    )
    why_declined = models.CharField(max_length=12, choices=ReferralDeclineReason, blank=True)
    outcome = models.CharField(max_length=12, choices=ReferralOutcome, blank=True)
    basis = models.CharField(max_length=16, choices=LegalBasis, blank=True)  # of the sharing
    # Not a foreign key: staff who write referrals need not be able to read consents.
    consent = models.UUIDField(null=True, blank=True)
    shared = ArrayField(models.CharField(max_length=12, choices=SharedInformation), default=list)
    needs_access = ArrayField(
        models.CharField(max_length=12, choices=ServiceAccessibility), default=list, blank=True
    )
    papers = models.CharField(
        max_length=10, choices=ReferralDocumentStatus, default=ReferralDocumentStatus.NOT_KNOWN
    )
    due = models.UUIDField(null=True, blank=True)  # the duty on the worker's day for the answer
    receiver = models.UUIDField(
        null=True, blank=True
    )  # the person at the service who can open the file in Saathi
    access = models.UUIDField(
        null=True, blank=True
    )  # the right that was given, so that it alone can be ended
    access_until = models.DateTimeField(null=True, blank=True)
    # Sealed: to_whom, need, withheld, withheld_from, her_words, answer, result.
    sealed = models.BinaryField()

    section = Section.SUPPORT
    SEALED_FIELD_ID: ClassVar[str] = "services.referral"
    # By these the access of a service is given, found and ended.
    proved_fields = ("state", "consent", "shared", "receiver", "access", "access_until")
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "child": OPERATIONAL,
        "service": OPERATIONAL,
        "kind": STATISTICAL,
        "urgency": STATISTICAL,
        "state": STATISTICAL,
        "offered_on": STATISTICAL,
        "answer_by": STATISTICAL,
        "answered_on": STATISTICAL,
        "began_on": STATISTICAL,
        "ended_on": STATISTICAL,
        "her_answer": STATISTICAL,
        "why_declined": STATISTICAL,
        "outcome": STATISTICAL,
        "basis": STATISTICAL,
        "consent": OPERATIONAL,
        "shared": OPERATIONAL,
        "needs_access": STATISTICAL,
        "papers": STATISTICAL,
        "due": OPERATIONAL,
        "receiver": OPERATIONAL,
        "access": OPERATIONAL,
        "access_until": OPERATIONAL,
        "sealed": IDENTIFYING,
    }
    # Her own, those to her, and those she reads by another right than a referral.
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
