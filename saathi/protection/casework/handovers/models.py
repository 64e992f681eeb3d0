"""Transfers of a case: from and to, reason, the child's view, the answer."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from saathi.agencies.decision_proofs import ProvedStates
from saathi.agencies.models import Office, Scoped, Staff
from saathi.agencies.read_conditions import WORKS_WITH_CHILD, IsLedOffice
from saathi.agencies.sections import Section
from saathi.infra.classification import IDENTIFYING, OPERATIONAL, STATISTICAL, DataClass
from saathi.participation.vocabulary import UnderstandingLevel
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.handovers.vocabulary import (
    ChildViewOnHandover,
    HandoverDeclineReason,
    HandoverKind,
    HandoverReason,
    HandoverState,
)


class Handover(Scoped):
    """The transfer of a case to another worker, office or agency. Kept whatever the answer."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="handovers")
    kind = models.CharField(max_length=8, choices=HandoverKind)
    state = models.CharField(max_length=12, choices=HandoverState)
    why = models.CharField(max_length=16, choices=HandoverReason)
    from_worker = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    from_office = models.ForeignKey(
        Office, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    to_office = models.ForeignKey(
        Office, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    to_worker = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    her_view = models.CharField(
        max_length=12, choices=ChildViewOnHandover, default=ChildViewOnHandover.NOT_ASKED
    )
    told = models.CharField(
        max_length=12, choices=UnderstandingLevel, default=UnderstandingLevel.NOT_TOLD
    )
    offered_on = models.DateField()
    answer_by = models.DateField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.UUIDField(null=True, blank=True)
    why_declined = models.CharField(max_length=16, choices=HandoverDeclineReason, blank=True)
    # How long the former staff can still read; their records stay in the file.
    former_until = models.DateTimeField(null=True, blank=True)
    is_beyond_limit = models.BooleanField(default=False)
    consent = models.UUIDField(null=True, blank=True)  # the legal basis, in `consent`
    access = models.UUIDField(null=True, blank=True)  # the grant to read the offer
    # keys: handed, her_words, told_words, answer, beyond
    sealed = models.BinaryField(null=True, blank=True)

    section = Section.CASE
    SEALED_FIELD_ID: ClassVar[str] = "handovers.handover"
    proved_states: ClassVar[ProvedStates] = ("state", ("accepted", "declined", "withdrawn"))
    kept_fields = (
        *("case", "kind", "from_worker", "from_office", "to_office", "offered_on"),
        *("answer_by", "former_until", "consent", "access"),
    )
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "case": OPERATIONAL,
        "kind": STATISTICAL,
        "state": STATISTICAL,
        "why": STATISTICAL,
        "from_worker": OPERATIONAL,
        "from_office": OPERATIONAL,
        "to_office": OPERATIONAL,
        "to_worker": OPERATIONAL,
        "her_view": STATISTICAL,
        "told": STATISTICAL,
        "offered_on": STATISTICAL,
        "answer_by": OPERATIONAL,
        "answered_at": STATISTICAL,
        "answered_by": OPERATIONAL,
        "why_declined": STATISTICAL,
        "former_until": OPERATIONAL,
        "is_beyond_limit": STATISTICAL,
        "consent": OPERATIONAL,
        "access": OPERATIONAL,
        "sealed": IDENTIFYING,
    }
    # Those who work with the child, and the leaders of the two offices.
    read_condition = IsLedOffice("to_office") | IsLedOffice("from_office") | WORKS_WITH_CHILD

    class Meta:
        indexes = [
            models.Index(fields=["file", "offered_on"], name="handovers_of_file"),
            models.Index(fields=["to_office", "state"], name="handovers_to_office"),
            models.Index(fields=["from_office", "state"], name="handovers_from_office"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state="offered"), name="handovers_one_offer_a_case"
            ),
            models.CheckConstraint(
                condition=Q(state="offered", answered_at__isnull=True, answered_by__isnull=True)
                | ~Q(state="offered") & Q(answered_at__isnull=False, answered_by__isnull=False),
                name="handovers_answered_by_and_at",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(to_worker__isnull=False),
                name="handovers_accepted_has_worker",
            ),
        ]
