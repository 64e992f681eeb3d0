"""Decisions on a claim, payments to the child, and who controls the money until 18."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from saathi.agencies.decision_proofs import ProvedStates
from saathi.agencies.models import Scoped
from saathi.agencies.record_kit import (
    identifying,
    line,
    operational,
    sensitive,
    short_text,
    statistical,
)
from saathi.agencies.sections import Section
from saathi.protection.justice.compensation import vocabulary as codes
from saathi.protection.justice.compensation.models.measures import LegalMeasure


class ClaimDecision(Scoped):
    """A decision of an authority on a claim, and its appeal."""

    measure = operational.foreign_key(LegalMeasure, db_index=False, related_name="decisions")
    level = statistical.choice(codes.DecisionLevel, 8, label=_("Level"), is_radio=True)
    decided_on = statistical.date(label=_("Date of the decision"), is_past=True)
    outcome = statistical.choice(codes.RemedyOutcome, 12, label=_("Decision"), is_radio=True)
    payer = statistical.choice(
        codes.CompensationPayer, 12, blank=True, default="", label=_("Who is to pay")
    )
    awarded = sensitive(
        models.PositiveIntegerField(null=True, blank=True),
        label=_("Amount awarded, in whole units"),
        row_label=_("Amount awarded"),
        missing=_("not recorded"),
    )
    currency = sensitive.choice(codes.MoneyCurrency, 3, blank=True, default="", label=_("Currency"))
    pay_by = operational(
        models.DateField(null=True, blank=True), label=_("To be paid by"), missing=_("no date")
    )
    appeal = statistical.choice(codes.RemedyAppeal, 12, label=_("Appeal"), is_radio=True)
    appeal_by = operational(
        models.DateField(null=True, blank=True),
        label=_("Last day for an appeal"),
        missing=_("not known"),
    )
    sealed = identifying(models.BinaryField())
    authority = line(200, label=_("Authority that decided"), required=True)
    conditions = short_text(2000, label=_("Conditions of the payment"))
    reason = short_text(2000, label=_("Reasons of the decision"))
    child_words = short_text(2000, label=_("What the child says about the decision"))

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "compensation.decision"
    sections_of_texts: ClassVar = {"child_words": Section.VOICE}
    kept_fields = ("measure",)

    class Meta:
        indexes = [
            models.Index(fields=["measure", "decided_on"], name="compensation_decision_of"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(awarded__isnull=True)
                | Q(outcome__in=["granted", "part", "settled"]) & ~Q(currency=""),
                name="compensation_award_currency",
            ),
        ]


class CompensationPayment(Scoped):
    """Money that was paid on a day, how much, and into which account. An award is not a payment."""

    measure = operational.foreign_key(LegalMeasure, db_index=False, related_name="payments")
    paid_on = statistical.date(label=_("Paid on"), is_past=True)
    paid = sensitive(
        models.PositiveIntegerField(),
        label=_("Amount paid, in whole units"),
        row_label=_("Amount paid"),
    )
    currency = sensitive.choice(codes.MoneyCurrency, 3, label=_("Currency"))
    recipient = statistical.choice(codes.MoneyRecipient, 12, label=_("Paid to"), is_radio=True)
    receipt = statistical.choice(codes.PaymentReceipt, 12, label=_("Receipt"), is_radio=True)
    sealed = identifying(models.BinaryField())
    account = line(200, label=_("Bank and account, or place of the money"), required=True)
    receipt_number = line(120, label=_("Number of the receipt"))
    note = short_text(2000, label=_("Remarks"))

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "compensation.payment"
    kept_fields = ("measure",)

    class Meta:
        indexes = [
            models.Index(fields=["measure", "paid_on"], name="compensation_payment_of"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(paid__gt=0), name="compensation_paid_something"),
        ]


class MoneyControl(Scoped):
    """Who controls the money until the child is 18, what protects it, and what the child thinks.

    The newest counts, unless it waits for a second person; one that ended stays on record.
    """

    measure = operational.foreign_key(LegalMeasure, db_index=False, related_name="controls")
    state = statistical.choice(codes.MoneyControlState, 10, label=_("Status"))
    since = statistical.date(label=_("Since"), is_past=True)
    controller = statistical.choice(
        codes.MoneyController, 12, label=_("Who controls the money"), is_radio=True
    )
    safeguards = statistical.choices(
        codes.MoneySafeguard, 12, label=_("What protects the money"), required=True
    )
    risks = statistical.choices(
        codes.MoneyRisk, 12, label=_("Who may take the money from the child"), required=True
    )
    child_view = statistical.choice(
        codes.ChildMoneyView, 12, label=_("Child’s view"), is_radio=True
    )
    review_on = operational(
        models.DateField(null=True, blank=True), label=_("Next review on"), missing=_("none")
    )
    ended_on = statistical(
        models.DateField(null=True, blank=True), label=_("Ended on"), is_past=True
    )
    # All others who changed it before the decision: authors as well, who do not decide.
    editors = operational(ArrayField(models.UUIDField(), default=list, blank=True))
    decided_by = operational(models.UUIDField(null=True, blank=True))
    decided_on = statistical(models.DateField(null=True, blank=True), label=_("Decided on"))
    sealed = identifying(models.BinaryField())
    holder = line(200, label=_("Name of the person or authority"))
    child_words = short_text(2000, label=_("In the child’s words"))
    note = short_text(2000, label=_("What is done about the risks"))
    answer = short_text(2000, label=_("Reason for the decision"))

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "compensation.control"
    sections_of_texts: ClassVar = {"child_words": Section.VOICE}
    proved_states: ClassVar[ProvedStates] = ("state", ("confirmed",))
    kept_fields = ("measure",)

    class Meta:
        indexes = [models.Index(fields=["measure", "since"], name="compensation_control_of")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, review_on__isnull=False)
                | Q(ended_on__isnull=False, ended_on__gte=F("since")),
                name="compensation_control_reviewed",
            ),
            models.CheckConstraint(
                condition=~Q(safeguards__contains=["none"]) | Q(safeguards=["none"]),
                name="compensation_none_is_alone",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["recorded", "proposed"], decided_by__isnull=True)
                | Q(
                    state__in=["confirmed", "returned"],
                    decided_by__isnull=False,
                    decided_on__isnull=False,
                ),
                name="compensation_control_decided",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | ~Q(decided_by=F("recorded_by")) & ~Q(editors__contains=[F("decided_by")]),
                name="compensation_control_never_own",
            ),
        ]
