"""Models of authorities' decisions and breached safeguards, each as it happened."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from saathi.agencies.models import Scoped
from saathi.agencies.record_kit import (
    identifying,
    line,
    long_text,
    operational,
    short_text,
    statistical,
)
from saathi.agencies.sections import Section
from saathi.people.models import Child
from saathi.protection.decisions.orders import vocabulary as codes


class Order(Scoped):
    """A decision or order of a competent authority about a child (AUT-001)."""

    child = operational.foreign_key(Child, db_index=False, related_name="orders")
    authority = statistical.choice(codes.AuthorityKind, 20, label=_("Issuing authority"))
    country = statistical(models.CharField(max_length=3, blank=True))
    kind = statistical.choice(codes.OrderKind, 16, label=_("Type of order"))
    made_on = statistical.date(label=_("Date of the order"), is_past=True)
    expires_on = operational(
        models.DateField(null=True, blank=True),
        label=_("Valid until"),
        row_label=_("Valid until"),
    )
    ended_on = statistical(
        models.DateField(null=True, blank=True),
        label=_("Ended or carried out on"),
        row_label=_("Ended or carried out"),
        is_past=True,
    )
    appeal_until = operational(
        models.DateField(null=True, blank=True), label=_("Deadline for appeal")
    )
    appeal = statistical.choice(codes.Appeal, 12, blank=True, label=_("Appeal"))
    # Empty only in imported orders and those from before the question: the list names them.
    child_heard = statistical(
        models.CharField(
            max_length=10, choices=codes.ChildHeard, blank=True, default="", db_default=""
        ),
        label=_("Was the child heard before the order was made?"),
        row_label=_("Child heard"),
        is_radio=True,
        required=True,
        missing=_("not answered"),
    )
    # of a declaration of age
    age_low = statistical(
        models.SmallIntegerField(null=True, blank=True),
        label=_("Age declared by the authority, from"),
    )
    age_high = statistical(
        models.SmallIntegerField(null=True, blank=True),
        label=_("Age declared by the authority, to"),
    )
    effect = statistical.choice(
        codes.LegalEffect,
        12,
        blank=True,
        label=_("Legal effect of the declared age"),
        help_text=_(
            "Only for a declaration of age. The declared age is shown with the other evidence of age."
        ),
    )
    # Whoever changed it last; a second person, who did neither record nor change it, confirms that it
    # is as in the document. Every change ends the confirmation (`functions/confirmation.sql`).
    changed_by = operational(models.UUIDField(null=True, blank=True))
    confirmed_by = operational(models.UUIDField(null=True, blank=True))
    confirmed_on = operational(models.DateField(null=True, blank=True), label=_("Confirmed on"))
    sealed = identifying(models.BinaryField())
    body = line(200, label=_("Name and place of the authority"))
    number = line(80, label=_("Number of the order"), row_label=_("Number"))
    text = long_text(8000, label=_("Content of the order"))
    conditions = long_text(4000, label=_("Conditions"))
    why_not_heard = short_text(2000, label=_("Reason the child was not heard"))

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "orders.order"

    class Meta:
        indexes = [models.Index(fields=["child", "made_on"], name="orders_order_of_child")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(age_low__isnull=True, age_high__isnull=True)
                | models.Q(age_low__gte=0, age_high__lte=120, age_low__lte=models.F("age_high")),
                name="orders_order_age_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True, confirmed_on__isnull=True)
                | models.Q(confirmed_by__isnull=False, confirmed_on__isnull=False)
                & ~models.Q(confirmed_by=models.F("recorded_by"))
                & (
                    models.Q(changed_by__isnull=True)
                    | ~models.Q(confirmed_by=models.F("changed_by"))
                ),
                name="orders_order_confirmed_by_another",
            ),
        ]


class StatusDecision(Scoped):
    """A finding about trafficking: author, day and grounds. Never overwritten, never a condition for help."""

    child = operational.foreign_key(Child, db_index=False, related_name="status_decisions")
    layer = statistical.choice(
        codes.StatusLayer,
        12,
        label=_("Source of the finding"),
        help_text=_(
            "Findings are shown next to each other. Assistance does not depend on any of them."
        ),
        is_radio=True,
    )
    finding = statistical.choice(codes.TraffickingFinding, 16, label=_("Finding"), is_radio=True)
    move = statistical.choice(
        codes.StatusDecisionMove,
        12,
        label=_("Relation to the earlier finding"),
    )
    authority = statistical.choice(codes.AuthorityKind, 20, blank=True, label=_("Authority"))
    decided_on = statistical.date(label=_("Date"), is_past=True)
    sealed = identifying(models.BinaryField())
    grounds = long_text(8000, label=_("Grounds"), required=True)
    body = line(200, label=_("Name and place of the authority"))
    number = line(80, label=_("Number of the decision"))

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "orders.status"

    class Meta:
        indexes = [models.Index(fields=["child", "decided_on"], name="orders_status_of_child")]


class RunningTimeLimit(Scoped):
    """A running time limit, counted from the event and not from its recording (AUT-006)."""

    child = operational.foreign_key(Child, db_index=False, related_name="limits")
    happening = statistical.choice(codes.LimitTrigger, 16)
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
    # What met the limit of an assessment: the assessment of this file, or that of an authority.
    assessment = operational(models.UUIDField(null=True, blank=True))
    assessed_by = statistical.choice(
        codes.AuthorityKind,
        20,
        label=_("Authority that assessed the child’s best interests"),
        blank=True,
        default="",
    )
    sealed = identifying(models.BinaryField(null=True, blank=True))
    assessed_where = short_text(
        500, label=_("Name of the authority, and where its assessment is recorded")
    )

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "orders.limit"

    class Meta:
        db_table = "orders_countedlimit"
        indexes = [models.Index(fields=["child"], name="orders_limit_of_child")]


class BrokenSafeguard(Scoped):
    """A fact that breached a safeguard: stored, marked, and notified to an authority (AUT-005)."""

    child = operational.foreign_key(Child, db_index=False, related_name="broken_safeguards")
    safeguard = statistical.choice(codes.Safeguard, 20)
    happened_on = statistical.date()
    # Empty only in facts from before the question, and those that an action records by itself.
    done_by = statistical.choice(codes.SafeguardBreaker, 12, blank=True, default="")
    is_by_order = statistical(models.BooleanField(default=False))
    # the authority to notify; empty if notifying any would endanger the child
    authority = statistical.choice(codes.AuthorityKind, 20, blank=True, default="")
    alert = statistical.choice(
        codes.SafeguardAlertState, 12, default=codes.SafeguardAlertState.NOT_NOTIFIED
    )
    notified_on = statistical(models.DateField(null=True, blank=True))
    answered_on = statistical(models.DateField(null=True, blank=True))
    due = operational(models.UUIDField(null=True, blank=True))
    sealed = identifying(models.BinaryField())  # {"what", "body", "channel", "answer", "why_not"}

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "orders.safeguard"

    class Meta:
        indexes = [models.Index(fields=["child"], name="orders_safeguard_of_child")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(authority="")
                | models.Q(alert=codes.SafeguardAlertState.NOT_TOLD, notified_on__isnull=True),
                name="orders_safeguard_someone_or_nobody",
            )
        ]
