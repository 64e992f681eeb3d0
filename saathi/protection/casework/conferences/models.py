"""Case conferences and their decisions."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from saathi.agencies.models import Scoped, Staff
from saathi.agencies.record_kit import (
    identifying,
    line,
    long_text,
    operational,
    short_text,
    statistical,
)
from saathi.agencies.sections import Section
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.conferences.vocabulary import (
    ChildTookPart,
    ConferenceSetting,
    DecisionState,
)


class Conference(Scoped):
    """A case conference about a child. Its texts are sealed; earlier versions are kept."""

    case = operational.foreign_key(Case, related_name="conferences")
    held_on = statistical.date(label=_("Date"), is_past=True, initial=lambda today: today)
    setting = statistical.choice(ConferenceSetting, 12, blank=True, label=_("Setting"))
    attended = operational(
        ArrayField(models.UUIDField(), default=list, blank=True),
        label=_("Colleagues who took part"),
    )
    child_part = statistical.choice(
        ChildTookPart, 12, blank=True, label=_("Did the child take part?")
    )
    next_on = operational(models.DateField(null=True, blank=True), label=_("Next conference"))
    due = operational(models.UUIDField(null=True, blank=True))  # the duty to hold the next one
    sealed = identifying(models.BinaryField())
    place = line(200, label=_("Place"))
    others = long_text(
        label=_("Other participants"), help_text=_("One person per line: name and role.")
    )
    child_how = short_text(label=_("How the child took part, or why not"))
    child_said = long_text(label=_("What the child said"))
    purpose = short_text(label=_("Purpose"), required=True)
    discussed = long_text(label=_("Information discussed"), required=True)

    section = Section.DECISIONS
    SEALED_FIELD_ID: ClassVar[str] = "conferences.conference"
    sections_of_texts: ClassVar = {"child_said": Section.VOICE}
    kept_fields = ("case", "next_on", "due")

    class Meta:
        indexes = [models.Index(fields=["file", "-held_on"], name="conferences_of_file")]


class ConferenceDecision(Scoped):
    """A decision of a conference: who does what by when. A colleague has it on My day."""

    conference = operational.foreign_key(Conference, related_name="decisions")
    to = operational.optional_foreign_key(Staff, db_index=False, label=_("Colleague responsible"))
    until = operational(models.DateField(null=True, blank=True), label=_("Due date"))
    due = operational(models.UUIDField(null=True, blank=True))
    state = statistical.choice(
        DecisionState, 8, default=DecisionState.OPEN, label=_("Outcome"), is_radio=True
    )
    ended_on = operational(models.DateField(null=True, blank=True))
    sealed = identifying(models.BinaryField())
    text = short_text(label=_("Decision"), required=True)
    other = line(120, label=_("Other person responsible"))
    answer = short_text(label=_("Remarks"))

    section = Section.DECISIONS
    SEALED_FIELD_ID: ClassVar[str] = "conferences.decision"
    kept_fields = ("conference", "to", "until", "due")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", ended_on__isnull=True)
                | ~Q(state="open") & Q(ended_on__isnull=False),
                name="conferences_decision_ended_on",
            ),
        ]
