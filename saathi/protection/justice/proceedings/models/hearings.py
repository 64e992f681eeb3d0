"""Hearings, as planned and as they happened, and visits that prepare the child."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.expressions import Combinable
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
from saathi.agencies.record_kit.fields import Choices
from saathi.agencies.sections import Section
from saathi.protection.decisions.orders.models import BrokenSafeguard
from saathi.protection.justice.proceedings import vocabulary as codes
from saathi.protection.justice.proceedings.models.proceedings import Proceeding
from saathi.web.components import Text


def _later(
    choices: Choices, label: Text, *, row_label: Text = ""
) -> "models.CharField[str | Combinable, str]":
    """A choice that is blank until the hearing was held, and then required."""
    return statistical.choice(
        choices,
        16,
        blank=True,
        default="",
        label=label,
        row_label=row_label,
        is_radio=True,
        required=True,
    )


class Hearing(Scoped):
    """A hearing: listed, arranged, then held, adjourned or cancelled (JUS-002, JUS-003, JUS-009 to 011).

    A hearing that was open to the public while the child took part, by its record or with the press, the
    public or people of the accused in the room, and a confrontation with the
    accused, are safeguard violations. Its duties follow from it (`functions/hearings.sql`).
    """

    proceeding = operational.foreign_key(Proceeding, db_index=False, related_name="hearings")
    listed_on = statistical.date(label=_("Date of the hearing"), row_label=_("Date"))
    purpose = statistical.choice(codes.HearingPurpose, 16, label=_("Purpose"))
    child_expected = statistical.choice(
        codes.ChildPart,
        12,
        label=_("How the child is to take part"),
        row_label=_("Child’s part as planned"),
        is_radio=True,
    )
    state = statistical.choice(codes.HearingState, 12, label=_("Status"))

    # Arrangements, due the day before
    support_arranged = _later(codes.ArrangementState, _("Support person"))
    transport_arranged = _later(codes.ArrangementState, _("Transport"))
    interpreter_arranged = _later(codes.ArrangementState, _("Interpreter"))

    # If it was adjourned
    adjourned_by = statistical.choice(
        codes.AdjournedBy,
        12,
        blank=True,
        default="",
        label=_("Adjourned because of"),
        is_radio=True,
        required=True,
    )
    cause = statistical.choice(
        codes.AdjournmentCause, 16, blank=True, default="", label=_("Cause"), required=True
    )
    waited_minutes = statistical(
        models.PositiveSmallIntegerField(null=True, blank=True),
        label=_("Minutes that the child waited"),
        row_label=_("Child waited (minutes)"),
    )
    next_on = operational(
        models.DateField(null=True, blank=True),
        label=_("Next date"),
        missing=_("no date set"),
    )

    # If it was held
    child_part = _later(codes.ChildPart, _("How the child took part"))
    public = _later(codes.PublicAccess, _("Access of the public"))
    mode = _later(codes.HearingMode, _("How the child was heard"))
    in_room = statistical.choices(
        codes.CourtroomFunction,
        16,
        blank=True,
        label=_("Who was in the room with the child, or in the courtroom"),
        row_label=_("In the room"),
        missing=_("not recorded"),
    )
    questions = _later(codes.QuestionRoute, _("How the child was questioned"))
    questions_stopped = _later(codes.QuestionsStopped, _("Aggressive or intimate questions"))
    breaks = _later(codes.BreakUse, _("Breaks"))
    support = _later(codes.SupportPresence, _("Support person at the hearing"))
    faced_accused = _later(
        codes.HearingAnswer, _("Did the child face the accused?"), row_label=_("Faced the accused")
    )
    child_room = _later(
        codes.HearingAnswer,
        _("Was a child-friendly room used?"),
        row_label=_("Child-friendly room"),
    )
    times_told = statistical(
        models.PositiveSmallIntegerField(null=True, blank=True),
        label=_("How many times the child has told what happened, with this hearing"),
        row_label=_("Accounts given"),
        missing=_("not known"),
    )
    open_broken = operational.optional_foreign_key(BrokenSafeguard)
    faced_broken = operational.optional_foreign_key(BrokenSafeguard)
    sealed = identifying(models.BinaryField())
    purpose_note = short_text(
        label=_("Why the purpose changed"),
        help_text=_(
            "If the court was to hear the child and the child has not agreed: who at the court said so, "
            "and when. At least 20 letters."
        ),
    )
    time_and_room = line(200, label=_("Time and room"))
    support_person = line(200, label=_("Support person and how to reach them"))
    child_words = short_text(2000, label=_("In the child’s words"))
    note = long_text(4000, label=_("Remarks"))

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "proceedings.hearing"
    sections_of_texts: ClassVar = {"child_words": Section.VOICE}
    kept_fields = ("proceeding",)

    class Meta:
        indexes = [
            models.Index(fields=["proceeding", "listed_on"], name="proceedings_hearing_of"),
            models.Index(fields=["listed_on", "id"], name="proceedings_hearing_day"),
            models.Index(fields=["file", "state"], name="proceedings_hearing_in_file"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="held")
                | ~Q(public="open")
                & (Q(public="partly") | ~Q(in_room__overlap=["press", "public", "accused_side"]))
                | Q(child_part__in=["not_present", "not_known"])
                | Q(open_broken__isnull=False),
                name="proceedings_open_is_violation",
            ),
            models.CheckConstraint(
                condition=~Q(state="held", faced_accused="yes") | Q(faced_broken__isnull=False),
                name="proceedings_facing_is_violation",
            ),
            models.CheckConstraint(
                condition=~Q(state="adjourned") | ~Q(adjourned_by="") & ~Q(cause=""),
                name="proceedings_adjourned_why",
            ),
            models.CheckConstraint(
                condition=~Q(state="held") | ~Q(child_part="") & ~Q(public=""),
                name="proceedings_held_how",
            ),
        ]


class CourtVisit(Scoped):
    """A visit that prepares the child for court: what the child saw, learned and asked."""

    proceeding = operational.foreign_key(Proceeding, db_index=False, related_name="visits")
    visited_on = statistical.date(label=_("Date"), is_past=True, initial=lambda today: today)
    seen = statistical.choices(codes.VisitedPlace, 16, label=_("What the child saw"), required=True)
    knows_refusal = statistical.choice(
        codes.HearingAnswer,
        10,
        label=_("Does the child know what they may refuse?"),
        row_label=_("Knows what they may refuse"),
        is_radio=True,
    )
    knows_breaks = statistical.choice(
        codes.HearingAnswer,
        10,
        label=_("Does the child know that they may ask for a break?"),
        row_label=_("Knows that they may ask for a break"),
        is_radio=True,
    )
    companions = statistical.choices(
        codes.CourtroomFunction,
        16,
        blank=True,
        label=_("Who went with the child"),
        missing=_("not recorded"),
    )
    sealed = identifying(models.BinaryField())
    child_words = short_text(4000, label=_("Child’s questions and worries"))
    note = short_text(4000, label=_("Remarks"))

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "proceedings.visit"
    sections_of_texts: ClassVar = {"child_words": Section.VOICE}
    kept_fields = ("proceeding",)

    class Meta:
        indexes = [models.Index(fields=["proceeding", "visited_on"], name="proceedings_visit_of")]
