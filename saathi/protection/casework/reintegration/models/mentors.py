"""Mentors of returned children."""

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
from saathi.protection.casework.reintegration import vocabulary as codes
from saathi.protection.casework.reintegration.models.contacts import Reintegration


class Mentor(Scoped):
    """A person whom a returned child can contact for help (REI-001). A second person approves."""

    reintegration = operational.foreign_key(Reintegration, db_index=False, related_name="mentors")
    state = statistical.choice(
        codes.MentorState, 12, default=codes.MentorState.PROPOSED, label=_("Status")
    )
    child_choice = statistical.choice(
        codes.MentorChoice, 12, label=_("The child’s choice"), is_radio=True
    )
    screening = statistical.choice(
        codes.MentorScreening, 10, label=_("Screening for work with children"), is_radio=True
    )
    screened_on = statistical(
        models.DateField(null=True, blank=True), label=_("Screened on"), is_past=True
    )
    ties = statistical.choice(
        codes.MentorTies, 12, label=_("Link to an alleged perpetrator"), is_radio=True
    )
    reach = statistical.choice(
        codes.MentorReach, 12, label=_("Are the ways to reach the mentor safe?"), is_radio=True
    )
    # Whether another proposal for the child has a finding on record; actions write it.
    earlier_finding = sensitive(
        models.CharField(
            max_length=10, choices=codes.EarlierMentorFinding, blank=True, default="", db_default=""
        )
    )
    # Whoever submitted it last; another person decides.
    submitted_by = operational(models.UUIDField(null=True, blank=True))
    # All others who changed it: authors as well, who do not decide.
    editors = operational(ArrayField(models.UUIDField(), default=list, blank=True))
    decided_by = operational(models.UUIDField(null=True, blank=True))
    decided_on = statistical(models.DateField(null=True, blank=True), label=_("Decided on"))
    rating = statistical.choice(
        codes.MentorRating, 10, blank=True, default="", label=_("The child’s opinion"),
        is_radio=True, missing=_("not asked yet"),
    )  # fmt: skip
    reached = statistical.choice(
        codes.MentorReached, 10, blank=True, default="", label=_("Could the child reach the mentor?"),
        is_radio=True, missing=_("not asked yet"),
    )  # fmt: skip
    rated_on = statistical(
        models.DateField(null=True, blank=True), label=_("Asked on"), is_past=True, required=True,
        initial=lambda today: today,
    )  # fmt: skip
    ended_on = statistical(
        models.DateField(null=True, blank=True), label=_("Ended on"), is_past=True, required=True
    )
    end_reason = statistical.choice(
        codes.MentorEnd, 12, blank=True, default="", label=_("Reason for the change"), is_radio=True
    )
    sealed = identifying(models.BinaryField())
    name = line(200, label=_("Name"), required=True)
    known_from = line(300, label=_("How the child knows this person"))
    contact = short_text(
        1000,
        label=_("Ways to reach the mentor"),
        help_text=_("Telephone, place and times that are safe for the child."),
    )
    screened_by = line(300, label=_("Screened by, and what was checked"))
    earlier_reason = short_text(
        2000,
        label=_("Why this is another person, or why the finding no longer holds"),
        help_text=_("At least 20 letters: who checked it, when, and what changed."),
    )
    question = short_text(2000, label=_("Question or reasons of the person who decides"))
    rating_words = short_text(2000, label=_("The child’s words"))
    end_note = short_text(2000, label=_("Explanation"))

    section = Section.VISITS
    SEALED_FIELD_ID: ClassVar[str] = "reintegration.mentor"
    sections_of_texts: ClassVar = {"rating_words": Section.VOICE}
    proved_states: ClassVar[ProvedStates] = ("state", ("approved",))
    kept_fields = ("reintegration",)

    class Meta:
        indexes = [
            models.Index(fields=["reintegration", "state"], name="reintegration_mentor_of"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["reintegration"],
                condition=Q(state="approved"),
                name="reintegration_one_mentor",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved")
                | Q(
                    decided_by__isnull=False,
                    decided_on__isnull=False,
                    screening="passed",
                    screened_on__isnull=False,
                    ties="none",
                    reach="safe",
                    child_choice__in=["chosen", "agreed", "too_young"],
                ),
                name="reintegration_mentor_safe",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | ~Q(earlier_finding="found"),
                name="reintegration_mentor_explained",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | ~Q(decided_by=F("submitted_by"))
                & ~Q(decided_by=F("recorded_by"))
                & ~Q(editors__contains=[F("decided_by")]),
                name="reintegration_mentor_never_own",
            ),
            models.CheckConstraint(
                condition=~Q(state="ended") | Q(ended_on__isnull=False) & ~Q(end_reason=""),
                name="reintegration_mentor_ended",
            ),
        ]
