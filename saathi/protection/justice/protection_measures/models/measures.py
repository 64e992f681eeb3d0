"""Protection measures for a child: requested, granted or refused, in force, reviewed, ended."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from saathi.agencies.models import Scoped
from saathi.agencies.record_kit import (
    identifying,
    line,
    operational,
    short_text,
    statistical,
)
from saathi.agencies.sections import Section
from saathi.people.models import Child
from saathi.protection.justice.proceedings.models import Proceeding
from saathi.protection.justice.protection_measures import vocabulary as codes

_NO_PLACE = _("Do not enter where the child is or goes.")


class ProtectionMeasure(Scoped):
    """A formal protection measure (JUS-001). Where the child is protected is never part of it.

    Its texts are in no export.
    """

    child = operational.foreign_key(Child, db_index=False)
    proceeding = operational.optional_foreign_key(
        Proceeding,
        db_index=False,
        related_name="protection",
        label=_("Proceeding"),
        missing=_("none"),
    )
    kind = statistical.choice(codes.ProtectionKind, 12, label=_("Measure"))
    authority_kind = statistical.choice(
        codes.ProtectionAuthority, 12, label=_("Requested from"), is_radio=True
    )
    requested_on = statistical.date(label=_("Requested on"), is_past=True)
    child_view = statistical.choice(
        codes.ProtectionChildView, 16, label=_("Child’s view"), is_radio=True
    )
    state = statistical.choice(
        codes.ProtectionState, 12, default=codes.ProtectionState.REQUESTED, label=_("Status")
    )
    decided_on = statistical(
        models.DateField(null=True, blank=True), label=_("Decided on"), is_past=True
    )
    in_force_from = statistical(
        models.DateField(null=True, blank=True), label=_("In force since"), is_past=True
    )
    until_on = operational(
        models.DateField(null=True, blank=True), label=_("In force until"), missing=_("no end set")
    )
    review_on = operational(
        models.DateField(null=True, blank=True), label=_("Next review on"), missing=_("none")
    )
    ended_on = statistical(
        models.DateField(null=True, blank=True), label=_("Ended on"), is_past=True
    )
    end_reason = statistical.choice(
        codes.ProtectionEnd, 12, blank=True, default="", label=_("Reason for the end")
    )
    sealed = identifying(models.BinaryField())
    authority = line(200, label=_("Authority and contact person"))
    call = line(
        200,
        label=_("Who the child can call at any time, with telephone number"),
        row_label=_("The child can call"),
    )
    child_words = short_text(2000, label=_("In the child’s words"), help_text=_NO_PLACE)
    why_despite = short_text(
        2000,
        label=_("Why it is requested although the child does not want it"),
        help_text=_("Also why the child was not asked. Do not enter where the child is or goes."),
    )
    refusal = short_text(2000, label=_("Reasons of the answer"))
    note = short_text(2000, label=_("Remarks"), help_text=_NO_PLACE)

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "protection_measures.measure"
    sections_of_texts: ClassVar = {"child_words": Section.VOICE}
    texts_never_exported = frozenset(
        {"authority", "call", "child_words", "why_despite", "refusal", "note"}
    )
    kept_fields = ("child", "kind")

    class Meta:
        indexes = [
            models.Index(fields=["child", "requested_on"], name="protection_measure_of"),
            models.Index(fields=["proceeding"], name="protection_of_proceeding"),
            models.Index(fields=["file", "state"], name="protection_in_file"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="in_force")
                | Q(in_force_from__isnull=False, review_on__isnull=False),
                name="protection_in_force_reviewed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["granted", "refused"]) | Q(decided_on__isnull=False),
                name="protection_answered_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="ended")
                | Q(
                    in_force_from__isnull=False,
                    ended_on__isnull=False,
                    ended_on__gte=F("in_force_from"),
                )
                & ~Q(end_reason=""),
                name="protection_ended_why",
            ),
        ]


class ProtectionReview(Scoped):
    """A review of a measure in force: the threat, the effect, the child's view, what follows."""

    measure = operational.foreign_key(ProtectionMeasure, db_index=False, related_name="reviews")
    reviewed_on = statistical.date(label=_("Date of the review"), is_past=True)
    threat = statistical.choice(codes.ThreatLevel, 8, label=_("Threat now"), is_radio=True)
    effect = statistical.choice(
        codes.ProtectionEffect, 12, label=_("Does the measure work?"), is_radio=True
    )
    child_view = statistical.choice(
        codes.ProtectionChildView, 16, label=_("Child’s view"), is_radio=True
    )
    decision = statistical.choice(codes.ProtectionDecision, 12, label=_("Decision"), is_radio=True)
    next_on = operational(
        models.DateField(null=True, blank=True), label=_("Next review on"), missing=_("none")
    )
    sealed = identifying(models.BinaryField())
    child_words = short_text(2000, label=_("In the child’s words"), help_text=_NO_PLACE)
    note = short_text(
        2000, label=_("Reasons, and what changes"), required=True, help_text=_NO_PLACE
    )

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "protection_measures.review"
    sections_of_texts: ClassVar = {"child_words": Section.VOICE}
    texts_never_exported = frozenset({"child_words", "note"})
    kept_fields = ("measure", "reviewed_on", "threat", "effect", "decision")

    class Meta:
        indexes = [
            models.Index(fields=["measure", "reviewed_on"], name="protection_review_of"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="end") | Q(next_on__isnull=False),
                name="protection_review_next",
            ),
        ]
