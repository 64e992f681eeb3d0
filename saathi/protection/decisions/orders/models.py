"""Models of authorities' decisions and breached safeguards, each as it happened."""

from typing import ClassVar

from django.db import models

from saathi.agencies.models import Scoped
from saathi.agencies.record_kit import identifying, operational, statistical
from saathi.agencies.sections import Section
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

    child = operational.foreign_key(Child, db_index=False, related_name="orders")
    authority = statistical.choice(AuthorityKind, 20)
    country = statistical(models.CharField(max_length=3, blank=True))
    kind = statistical.choice(OrderKind, 16)
    made_on = statistical.date()
    expires_on = operational(models.DateField(null=True, blank=True))
    ended_on = statistical(models.DateField(null=True, blank=True))
    appeal_until = operational(models.DateField(null=True, blank=True))
    appeal = statistical.choice(Appeal, 12, blank=True)
    # of a declaration of age
    age_low = statistical(models.SmallIntegerField(null=True, blank=True))
    age_high = statistical(models.SmallIntegerField(null=True, blank=True))
    effect = statistical.choice(LegalEffect, 12, blank=True)
    sealed = identifying(models.BinaryField())  # {"body", "number", "text", "conditions"}

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "orders.order"

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

    child = operational.foreign_key(Child, db_index=False, related_name="status_decisions")
    layer = statistical.choice(StatusLayer, 12)
    finding = statistical.choice(TraffickingFinding, 16)
    move = statistical.choice(StatusDecisionMove, 12)
    authority = statistical.choice(AuthorityKind, 20, blank=True)
    decided_on = statistical.date()
    sealed = identifying(models.BinaryField())  # {"grounds", "body", "number"}

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "orders.status"

    class Meta:
        indexes = [models.Index(fields=["child", "decided_on"], name="orders_status_of_child")]


class RunningTimeLimit(Scoped):
    """A running time limit, counted from the event and not from its recording (AUT-006)."""

    child = operational.foreign_key(Child, db_index=False, related_name="limits")
    happening = statistical.choice(LimitTrigger, 16)
    country = statistical(models.CharField(max_length=3, blank=True))
    happened_at = statistical(models.DateTimeField())
    # empty if no limit is known for the country
    code = statistical(models.CharField(max_length=24, blank=True))
    text = operational(models.CharField(max_length=200, blank=True))
    law = operational(models.CharField(max_length=200, blank=True))
    is_verified = operational(models.BooleanField(default=False))
    due_at = statistical(models.DateTimeField(null=True, blank=True))
    met_at = statistical(models.DateTimeField(null=True, blank=True))
    due = operational(models.UUIDField(null=True, blank=True))  # the worker's task for it

    section = Section.LEGAL

    class Meta:
        db_table = "orders_countedlimit"
        indexes = [models.Index(fields=["child"], name="orders_limit_of_child")]


class BrokenSafeguard(Scoped):
    """A fact that breached a safeguard: stored, marked, and notified to an authority (AUT-005)."""

    child = operational.foreign_key(Child, db_index=False, related_name="broken_safeguards")
    safeguard = statistical.choice(Safeguard, 20)
    happened_on = statistical.date()
    is_by_order = statistical(models.BooleanField(default=False))
    authority = statistical.choice(AuthorityKind, 20)  # the authority to notify
    alert = statistical.choice(AlertState, 12, default=AlertState.TO_TELL)
    told_on = statistical(models.DateField(null=True, blank=True))
    answered_on = statistical(models.DateField(null=True, blank=True))
    due = operational(models.UUIDField(null=True, blank=True))
    sealed = identifying(models.BinaryField())  # {"what", "body", "channel", "answer", "why_not"}

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "orders.safeguard"

    class Meta:
        indexes = [models.Index(fields=["child"], name="orders_safeguard_of_child")]
