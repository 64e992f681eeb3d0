"""An operation, without data about children, and the first decision for each child in it."""

import uuid
from typing import ClassVar

from django.db import models

from saathi.agencies.models import Agency, Office, Scoped
from saathi.agencies.sections import Section
from saathi.consent.vocabulary import ChildParticipation
from saathi.infra import clock
from saathi.infra.classification import IDENTIFYING, OPERATIONAL, SENSITIVE, STATISTICAL, DataClass
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.operations.vocabulary import (
    FirstStep,
    OperationKind,
    OperationLead,
)


class Operation(models.Model):
    """One operation of an agency: date, kind, lead. It decides nothing for any child."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, db_index=False, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)  # as colleagues call it; without a child's name
    kind = models.CharField(max_length=12, choices=OperationKind)
    led_by = models.CharField(max_length=12, choices=OperationLead)
    happened_on = models.DateField()
    expected = models.PositiveSmallIntegerField(
        null=True, blank=True
    )  # expected number of children
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.UUIDField()

    classified: ClassVar[dict[str, DataClass]] = {
        "id": OPERATIONAL,
        "agency": OPERATIONAL,
        "office": OPERATIONAL,
        "name": SENSITIVE,
        "kind": OPERATIONAL,
        "led_by": OPERATIONAL,
        "happened_on": OPERATIONAL,
        "expected": OPERATIONAL,
        "recorded_at": OPERATIONAL,
        "recorded_by": OPERATIONAL,
    }

    class Meta:
        indexes = [
            models.Index(fields=["agency", "happened_on"], name="operations_of_agency"),
        ]


class FirstDecision(Scoped):
    """The first decision for one child of an operation, its rationale, and whether the child was heard."""

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="decisions")
    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=OperationKind)  # of the operation
    step = models.CharField(max_length=12, choices=FirstStep)
    heard = models.CharField(max_length=12, choices=ChildParticipation)
    decided_on = models.DateField()
    sealed = models.BinaryField()  # {"rationale", "her_words"}

    section = Section.REPORT
    SEALED_FIELD_ID: ClassVar[str] = "operations.first_decision"
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "operation": OPERATIONAL,
        "report": OPERATIONAL,
        "kind": STATISTICAL,
        "step": STATISTICAL,
        "heard": STATISTICAL,
        "decided_on": STATISTICAL,
        "sealed": IDENTIFYING,
    }
