"""Transfers of a case: from and to, reason, the child's view, the answer."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from saathi.agencies.decision_proofs import ProvedStates
from saathi.agencies.models import Office, Scoped, Staff
from saathi.agencies.read_conditions import WORKS_WITH_CHILD, IsActor, IsLedOffice
from saathi.agencies.record_kit import identifying, operational, statistical
from saathi.agencies.sections import Section
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

    case = operational.foreign_key(Case, related_name="handovers")
    kind = statistical.choice(HandoverKind, 8)
    state = statistical.choice(HandoverState, 12)
    why = statistical.choice(HandoverReason, 16)
    from_worker = operational.foreign_key(Staff)
    from_office = operational.foreign_key(Office, db_index=False)
    to_office = operational.foreign_key(Office, db_index=False)
    to_worker = operational.optional_foreign_key(Staff)
    child_view = statistical.choice(ChildViewOnHandover, 12, blank=True)
    child_informed = statistical.choice(UnderstandingLevel, 12, blank=True)
    offered_on = statistical.date()
    answer_by = operational(models.DateField(null=True, blank=True))
    answered_at = statistical(models.DateTimeField(null=True, blank=True))
    answered_by = operational(models.UUIDField(null=True, blank=True))
    why_declined = statistical.choice(HandoverDeclineReason, 16, blank=True)
    # How long the former staff can still read; their records stay in the file.
    former_until = operational(models.DateTimeField(null=True, blank=True))
    is_beyond_limit = statistical(models.BooleanField(default=False))
    consent = operational(models.UUIDField(null=True, blank=True))  # the legal basis, in `consent`
    access = operational(models.UUIDField(null=True, blank=True))  # the grant to read the offer
    # keys: handed, child_words, information_given, answer, beyond
    sealed = identifying(models.BinaryField(null=True, blank=True))

    section = Section.CASE
    SEALED_FIELD_ID: ClassVar[str] = "handovers.handover"
    earlier_text_keys: ClassVar[dict[str, str]] = {
        "her_words": "child_words", "told_words": "information_given",
    }  # fmt: skip
    sections_of_texts: ClassVar = {"child_words": Section.VOICE}
    proved_states: ClassVar[ProvedStates] = ("state", ("accepted", "declined", "withdrawn"))
    kept_fields = (
        *("case", "kind", "from_worker", "from_office", "to_office", "offered_on"),
        *("answer_by", "former_until", "consent", "access"),
    )
    # Those who work with the child, who made the offer, and the leaders of the two offices.
    read_condition = (
        IsLedOffice("to_office")
        | IsLedOffice("from_office")
        | IsActor("recorded_by")
        | WORKS_WITH_CHILD
    )

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
