"""Verifications abroad with each step, permits, and a court's need of the child's testimony."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
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
from saathi.protection.returns.borders.models import CrossBorderEnquiry
from saathi.protection.returns.protection_screening.models import OriginContact
from saathi.protection.returns.verifications import vocabulary as codes


class OriginVerification(Scoped):
    """A verification of nationality or address: what became of an enquiry or a letter (INT-003).

    Whoever waits has a next date. A refused or unanswered verification leads to an assessment of
    other solutions on a date (INT-005).
    """

    child = operational.foreign_key(Child, db_index=False)
    enquiry = operational.optional_foreign_key(CrossBorderEnquiry, label=_("Cross-border request"))
    contact = operational.optional_foreign_key(
        OriginContact, label=_("Contact with the country of origin")
    )
    subjects = statistical.choices(
        codes.VerificationSubject, 12, label=_("To be verified"), required=True
    )
    country = statistical(models.CharField(max_length=3, blank=True))
    asked_on = statistical.date(label=_("Asked on"), is_past=True)
    route = statistical.choice(codes.VerificationRoute, 16, label=_("Asked through"), is_radio=True)
    answer = statistical.choice(
        codes.VerificationAnswer,
        12,
        label=_("Answer"),
        is_radio=True,
    )
    answered_on = statistical(
        models.DateField(null=True, blank=True), label=_("Date of the answer"), is_past=True
    )
    next_on = operational(
        models.DateField(null=True, blank=True),
        label=_("Next follow-up"),
        help_text=_("Latest date for a reminder."),
    )
    solutions_on = operational(
        models.DateField(null=True, blank=True),
        label=_("Date for the assessment of alternatives to return"),
        help_text=_("Required after a refusal, without an answer, and after 90 days."),
    )
    solution = statistical(
        models.CharField(max_length=16, choices=codes.OtherSolution, blank=True),
        label=_("Alternative to return"),
        is_radio=True,
        required=True,
    )
    solved_on = statistical(
        models.DateField(null=True, blank=True), label=_("Assessed on"), is_past=True
    )
    due = operational(models.UUIDField(null=True, blank=True))
    solutions_due = operational(models.UUIDField(null=True, blank=True))
    sealed = identifying(models.BinaryField())
    asked_of = line(200, label=_("Asked of"), required=True)
    answer_words = long_text(4000, label=_("Content of the answer"))
    solution_words = long_text(4000, label=_("Alternatives assessed, and the child’s view"))

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "verifications.verification"
    kept_fields = ("child", "enquiry", "contact", "asked_on", "country")

    class Meta:
        indexes = [
            models.Index(fields=["child", "asked_on"], name="verification_of_child"),
            models.Index(
                fields=["asked_on"], condition=Q(answer="waiting"), name="verification_waiting"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(enquiry__isnull=False, contact__isnull=True)
                | Q(enquiry__isnull=True, contact__isnull=False),
                name="verification_of_one_question",
            ),
            models.CheckConstraint(
                condition=~Q(answer="waiting") | Q(next_on__isnull=False),
                name="verification_waits_with_a_date",
            ),
            models.CheckConstraint(
                condition=Q(answer="waiting", answered_on__isnull=True)
                | ~Q(answer="waiting") & Q(answered_on__isnull=False),
                name="verification_answered_on",
            ),
            models.CheckConstraint(
                condition=~Q(answer__in=["denied", "declined", "refused", "none"])
                | Q(solutions_on__isnull=False)
                | Q(solved_on__isnull=False),
                name="verification_leads_to_a_solution",
            ),
        ]


class VerificationStep(Scoped):
    """A step of a verification: acknowledged, asked again, home visited, news."""

    verification = operational.foreign_key(OriginVerification, related_name="steps")
    event = statistical.choice(codes.VerificationEvent, 16, label=_("What happened"), is_radio=True)
    happened_on = statistical.date(label=_("Date"), is_past=True, initial=lambda today: today)
    sealed = identifying(models.BinaryField())
    by = line(200, label=_("People taking part"))
    note = short_text(4000, label=_("What was found or said"))

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "verifications.step"
    kept_fields = ("verification", "event", "happened_on")


class TravelPermit(Scoped):
    """A permit or declaration of no objection that a return needs (INT-004)."""

    child = operational.foreign_key(Child, db_index=False)
    kind = statistical.choice(codes.PermitKind, 16, label=_("Type of permit"), is_radio=True)
    asked_on = statistical.date(label=_("Requested on"), is_past=True, initial=lambda today: today)
    # Empty only in permits from before the question.
    asked_body = statistical(
        models.CharField(
            max_length=16, choices=codes.PermitBody, blank=True, default="", db_default=""
        ),
        label=_("Kind of body"),
        is_radio=True,
        required=True,
        missing=_("not answered"),
    )
    state = statistical.choice(codes.PermitState, 12, label=_("Current status"), is_radio=True)
    received_on = statistical(
        models.DateField(null=True, blank=True),
        label=_("Received or refused on"),
        is_past=True,
        missing=_("not yet"),
    )
    valid_until = operational(
        models.DateField(null=True, blank=True), label=_("Valid until"), missing=_("not known")
    )
    sealed = identifying(models.BinaryField())
    asked_of = line(200, label=_("Requested from"), required=True)
    number = line(80, label=_("Number"), missing=_("none"))
    note = short_text(2000, label=_("Remarks"))

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "verifications.permit"
    kept_fields = ("child", "kind", "asked_body")

    class Meta:
        indexes = [models.Index(fields=["child", "asked_on"], name="travel_permit_of_child")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="asked", received_on__isnull=True)
                | ~Q(state="asked") & Q(received_on__isnull=False),
                name="travel_permit_received_on",
            ),
        ]


class CourtNeed(Scoped):
    """Whether a court needs the child's testimony, who said so, and until when (INT-004).

    A later entry supersedes an earlier one about the same case.
    """

    child = operational.foreign_key(Child, db_index=False)
    need = statistical.choice(
        codes.CourtNeedKind,
        12,
        label=_("Does the court need the child’s testimony?"),
        row_label=_("Testimony needed"),
        is_radio=True,
    )
    source = statistical.choice(codes.CourtNeedSource, 16, label=_("Stated by"), is_radio=True)
    said_on = statistical.date(
        label=_("Date of the statement"), is_past=True, initial=lambda today: today
    )
    until = operational(
        models.DateField(null=True, blank=True), label=_("Until"), missing=_("not known")
    )
    sealed = identifying(models.BinaryField())
    court_case = line(200, label=_("Court and case"), required=True)
    note = short_text(2000, label=_("Remarks"))

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "verifications.court"
    kept_fields = ("child",)

    class Meta:
        indexes = [models.Index(fields=["child", "said_on"], name="court_need_of_child")]
