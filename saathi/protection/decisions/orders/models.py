"""Models of authorities' decisions and breached safeguards, each as it happened."""

from typing import ClassVar

from django.db import models

from saathi.agencies.models import Scoped
from saathi.agencies.sections import Section
from saathi.infra.classification import IDENTIFYING, OPERATIONAL, STATISTICAL, DataClass
from saathi.people.models import Child
from saathi.protection.decisions.orders.vocabulary import (
    AlertState,
    Appeal,
    AuthorityKind,
    LegalEffect,
    LimitTrigger,
    OrderKind,
    Safeguard,
    StatusDecisionMove,
    StatusLayer,
    TraffickingFinding,
)


class Order(Scoped):
    """A decision or order of a competent authority about a child (AUT-001)."""

    child = models.ForeignKey(
        Child, on_delete=models.PROTECT, db_index=False, related_name="orders"
    )
    authority = models.CharField(max_length=20, choices=AuthorityKind)
    country = models.CharField(max_length=3, blank=True)
    kind = models.CharField(max_length=16, choices=OrderKind)
    made_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    appeal_until = models.DateField(null=True, blank=True)
    appeal = models.CharField(max_length=12, choices=Appeal, default=Appeal.NONE)
    age_low = models.SmallIntegerField(null=True, blank=True)  # of a declaration of age
    age_high = models.SmallIntegerField(null=True, blank=True)
    effect = models.CharField(max_length=12, choices=LegalEffect, blank=True)
    sealed = models.BinaryField()  # {"body", "number", "text", "conditions"}

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "orders.order"
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "child": OPERATIONAL,
        "authority": STATISTICAL,
        "country": STATISTICAL,
        "kind": STATISTICAL,
        "made_on": STATISTICAL,
        "expires_on": OPERATIONAL,
        "ended_on": STATISTICAL,
        "appeal_until": OPERATIONAL,
        "appeal": STATISTICAL,
        "age_low": STATISTICAL,
        "age_high": STATISTICAL,
        "effect": STATISTICAL,
        "sealed": IDENTIFYING,
    }

    class Meta:
        indexes = [models.Index(fields=["child", "made_on"], name="orders_order_of_child")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(age_low__isnull=True, age_high__isnull=True)
                | models.Q(age_low__gte=0, age_high__lte=120, age_low__lte=models.F("age_high")),
                name="orders_order_age_in_order",
            )
        ]


class StatusDecision(Scoped):
    """A finding about trafficking: author, day and grounds. Never overwritten, never a condition for help."""

    child = models.ForeignKey(
        Child, on_delete=models.PROTECT, db_index=False, related_name="status_decisions"
    )
    layer = models.CharField(max_length=12, choices=StatusLayer)
    finding = models.CharField(max_length=16, choices=TraffickingFinding)
    move = models.CharField(
        max_length=12, choices=StatusDecisionMove, default=StatusDecisionMove.DECIDED
    )
    authority = models.CharField(max_length=20, choices=AuthorityKind, blank=True)
    decided_on = models.DateField()
    sealed = models.BinaryField()  # {"grounds", "body", "number"}

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "orders.status"
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "child": OPERATIONAL,
        "layer": STATISTICAL,
        "finding": STATISTICAL,
        "move": STATISTICAL,
        "authority": STATISTICAL,
        "decided_on": STATISTICAL,
        "sealed": IDENTIFYING,
    }

    class Meta:
        indexes = [models.Index(fields=["child", "decided_on"], name="orders_status_of_child")]


class RunningTimeLimit(Scoped):
    """A running time limit, counted from the event and not from its recording (AUT-006)."""

    child = models.ForeignKey(
        Child, on_delete=models.PROTECT, db_index=False, related_name="limits"
    )
    happening = models.CharField(max_length=16, choices=LimitTrigger)
    country = models.CharField(max_length=3, blank=True)
    happened_at = models.DateTimeField()
    code = models.CharField(max_length=24, blank=True)  # empty if no limit is known for the country
    text = models.CharField(max_length=200, blank=True)
    law = models.CharField(max_length=200, blank=True)
    is_verified = models.BooleanField(default=False)
    due_at = models.DateTimeField(null=True, blank=True)
    met_at = models.DateTimeField(null=True, blank=True)
    due = models.UUIDField(null=True, blank=True)  # the worker's task for it

    section = Section.LEGAL
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "child": OPERATIONAL,
        "happening": STATISTICAL,
        "country": STATISTICAL,
        "happened_at": STATISTICAL,
        "code": STATISTICAL,
        "text": OPERATIONAL,
        "law": OPERATIONAL,
        "is_verified": OPERATIONAL,
        "due_at": STATISTICAL,
        "met_at": STATISTICAL,
        "due": OPERATIONAL,
    }

    class Meta:
        db_table = "orders_countedlimit"
        indexes = [models.Index(fields=["child"], name="orders_limit_of_child")]


class BrokenSafeguard(Scoped):
    """A fact that breached a safeguard: stored, marked, and notified to an authority (AUT-005)."""

    child = models.ForeignKey(
        Child, on_delete=models.PROTECT, db_index=False, related_name="broken_safeguards"
    )
    safeguard = models.CharField(max_length=20, choices=Safeguard)
    happened_on = models.DateField()
    is_by_order = models.BooleanField(default=False)
    authority = models.CharField(max_length=20, choices=AuthorityKind)  # the authority to notify
    alert = models.CharField(max_length=12, choices=AlertState, default=AlertState.TO_TELL)
    told_on = models.DateField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    due = models.UUIDField(null=True, blank=True)
    sealed = models.BinaryField()  # {"what", "body", "channel", "answer", "why_not"}

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "orders.safeguard"
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "child": OPERATIONAL,
        "safeguard": STATISTICAL,
        "happened_on": STATISTICAL,
        "is_by_order": STATISTICAL,
        "authority": STATISTICAL,
        "alert": STATISTICAL,
        "told_on": STATISTICAL,
        "answered_on": STATISTICAL,
        "due": OPERATIONAL,
        "sealed": IDENTIFYING,
    }

    class Meta:
        indexes = [models.Index(fields=["child"], name="orders_safeguard_of_child")]
