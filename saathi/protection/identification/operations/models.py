"""An operation, without data about children, and the first decision for each child in it."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from saathi.agencies.decision_proofs import ProvedStates
from saathi.agencies.models import Agency, Office, Scoped
from saathi.agencies.record_kit import identifying, operational, sensitive, short_text, statistical
from saathi.agencies.record_kit.fields import DeclaredClasses
from saathi.agencies.sections import Section
from saathi.consent.vocabulary import ChildParticipation
from saathi.infra import clock
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.operations.vocabulary import (
    FirstStep,
    OperationKind,
    OperationLead,
    OperationRiskKind,
    OperationState,
)


class Operation(models.Model):
    """One operation of an agency: date, kind, lead. It decides nothing for any child.

    Before it takes place, a second person approves it once its harm check is answered (RTS-002).
    """

    id = operational(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    agency = operational.foreign_key(Agency, db_index=False)
    office = operational.foreign_key(Office)
    name = sensitive(
        models.CharField(max_length=80),
        label=_("Name of the operation"),
        help_text=_("Do not include a child’s name or a place that identifies a child."),
    )
    kind = operational.choice(OperationKind, 12, label=_("Type of operation"))
    led_by = operational.choice(OperationLead, 12, label=_("Led by"))
    happened_on = operational.date(
        label=_("Date"),
        help_text=_("The planned date, or the date on which it took place."),
        initial=lambda today: today,
    )
    expected = operational(
        models.PositiveSmallIntegerField(null=True, blank=True),
        label=_("Expected number of children"),
    )
    recorded_at = operational(models.DateTimeField(default=clock.now))
    recorded_by = operational(models.UUIDField())
    state = operational.choice(OperationState, 10, default=OperationState.PLANNED)
    decided_at = operational(models.DateTimeField(null=True, blank=True))
    decided_by = operational(models.UUIDField(null=True, blank=True))
    version = operational(models.PositiveIntegerField(default=1))

    classified = DeclaredClasses()
    proved_states: ClassVar[ProvedStates] = ("state", (OperationState.APPROVED.value,))

    class Meta:
        indexes = [
            models.Index(fields=["agency", "happened_on"], name="operations_of_agency"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="planned", decided_by=None, decided_at=None)
                | Q(state="approved", decided_by__isnull=False, decided_at__isnull=False),
                name="operations_decided_whole",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("recorded_by")),
                name="operations_second_person",
            ),
        ]


class OperationRisk(models.Model):
    """A risk that an operation itself may create for children, and what is done about it (RTS-002).

    Later risks are added; none is changed.
    """

    id = operational(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    operation = operational.foreign_key(Operation, related_name="risks")
    agency = operational.foreign_key(Agency, db_index=False)
    kind = operational.choice(OperationRiskKind, 16, label=_("Risk"))
    detail = sensitive(
        models.TextField(max_length=1000, blank=True), label=_("Possible harm to children")
    )
    response = sensitive(models.TextField(max_length=2000), label=_("Mitigation measures"))
    recorded_at = operational(models.DateTimeField(default=clock.now))
    recorded_by = operational(models.UUIDField())

    classified = DeclaredClasses()


class FirstDecision(Scoped):
    """The first decision for a child of an operation: rationale, and if the child was heard."""

    operation = operational.foreign_key(Operation, related_name="decisions")
    report = operational(models.OneToOneField(Report, on_delete=models.PROTECT, related_name="+"))
    kind = statistical.choice(OperationKind, 12)  # of the operation
    step = statistical.choice(FirstStep, 12, label=_("First decision"), is_radio=True)
    child_participation = statistical.choice(
        ChildParticipation, 12, label=_("Child’s participation"), is_radio=True
    )
    decided_on = statistical.date()
    sealed = identifying(models.BinaryField())
    rationale = short_text(
        label=_("Reason for this child"),
        help_text=_("Write a reason for this child. Text copied from another child is refused."),
        required=True,
    )
    child_words = short_text(label=_("In the child’s own words"))

    section = Section.REPORT
    SEALED_FIELD_ID: ClassVar[str] = "operations.first_decision"
    earlier_text_keys: ClassVar[dict[str, str]] = {"her_words": "child_words"}
    sections_of_texts: ClassVar = {"child_words": Section.VOICE}
