"""Proceedings, their stages, the accused persons, and the charges against each."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from saathi.agencies.models import Scoped
from saathi.agencies.read_conditions import IsNotActor, ReadsParent
from saathi.agencies.record_kit import (
    identifying,
    line,
    long_text,
    operational,
    sensitive,
    short_text,
    statistical,
)
from saathi.agencies.sections import Section
from saathi.people.around.models import AllegedPerpetrator
from saathi.people.models import Child
from saathi.policy.courts.models import SpecialCourt
from saathi.protection.justice.proceedings import vocabulary as codes


class Proceeding(Scoped):
    """A proceeding that concerns a child, who is the victim of a crime or a party (JUS-004, JUS-020).

    Its stage, days and result are in its steps, its hearings in theirs.
    """

    child = operational.foreign_key(Child, db_index=False)
    kind = statistical.choice(
        codes.ProceedingKind, 12, label=_("Kind of proceeding"), is_radio=True
    )
    country = statistical(models.CharField(max_length=3), label=_("Country"))
    court_kind = statistical.choice(
        codes.CourtKind, 16, label=_("Kind of court or authority"), is_radio=True
    )
    # For the calendar of a district or of a court; the name of any other court is sealed.
    district = operational(
        models.CharField(max_length=12, blank=True, default=""),
        label=_("District of the court"),
        missing=_("not recorded"),
    )
    # Statistics know it only as a number, so that no released figure is of one court or two.
    special_court = statistical.optional_foreign_key(
        SpecialCourt, label=_("Court for children in the register")
    )
    sealed = identifying(models.BinaryField())
    court = line(200, label=_("Name and place of the court or authority"))
    number = line(80, label=_("Case number"), missing=_("none yet"))
    law = short_text(1000, label=_("Laws and sections"))
    note = long_text(4000, label=_("Remarks"))

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "proceedings.proceeding"
    kept_fields = ("child",)

    class Meta:
        indexes = [models.Index(fields=["child"], name="proceedings_of_child")]


class ProceedingStep(Scoped):
    """A stage that a proceeding reached on a day, as it happened."""

    proceeding = operational.foreign_key(Proceeding, db_index=False, related_name="steps")
    stage = statistical.choice(codes.ProceedingStage, 16, label=_("Stage"), is_radio=True)
    reached_on = statistical.date(label=_("Date"), is_past=True)
    result = statistical.choice(codes.ProceedingResult, 16, blank=True, label=_("Result"))
    sealed = identifying(models.BinaryField())
    note = short_text(2000, label=_("Remarks"))

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "proceedings.step"
    kept_fields = ("proceeding",)

    class Meta:
        indexes = [
            models.Index(fields=["proceeding", "reached_on"], name="proceedings_step_of"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(result="") | Q(stage__in=["judgment", "appeal", "ended"]),
                name="proceedings_result_at_end",
            ),
        ]


class Accused(Scoped):
    """A person accused in a proceeding; the allegation behind it stays where it was recorded.

    Staff who are accused never read it.
    """

    proceeding = operational.foreign_key(Proceeding, db_index=False, related_name="accused")
    alleged = operational.optional_foreign_key(
        AllegedPerpetrator,
        label=_("Alleged perpetrator in the child’s file"),
        row_label=_("Allegation"),
        missing=_("not recorded"),
    )
    accused_staff = sensitive(models.UUIDField(null=True, blank=True))
    whereabouts = statistical.choice(
        codes.AccusedWhereabouts, 12, label=_("Where the person is now"), is_radio=True
    )
    sealed = identifying(models.BinaryField())
    name = line(200, label=_("Name of a person who is not in the list"))
    note = short_text(2000, label=_("Remarks"))

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "proceedings.accused"
    read_condition = IsNotActor("accused_staff")
    kept_fields = ("proceeding",)

    class Meta:
        indexes = [models.Index(fields=["proceeding"], name="proceedings_accused_in")]


class Charge(Scoped):
    """A charge against an accused person, its outcome and sentence (JUS-015, JUS-021)."""

    accused = operational.foreign_key(Accused, db_index=False, related_name="charges")
    offence = statistical.choice(codes.ChargedOffence, 16, label=_("Offence"))
    charged_on = statistical.date(label=_("Charged on"), is_past=True)
    outcome = statistical.choice(codes.ChargeOutcome, 12, label=_("Outcome"), is_radio=True)
    decided_on = statistical(
        models.DateField(null=True, blank=True), label=_("Decided on"), is_past=True
    )
    sentence = statistical.choices(codes.SentenceKind, 16, blank=True, label=_("Sentence"))
    prison_months = statistical(
        models.PositiveSmallIntegerField(null=True, blank=True),
        label=_("Imprisonment in months"),
    )
    appeal = statistical.choice(codes.ChargeAppeal, 12, blank=True, label=_("Appeal"))
    maximum_penalty = statistical.choice(
        codes.MaximumPenalty,
        12,
        blank=True,
        default="",
        label=_("Most severe penalty that the law allows"),
    )
    sealed = identifying(models.BinaryField())
    law = line(200, label=_("Law and section"))
    note = short_text(2000, label=_("Remarks on outcome and sentence"))

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "proceedings.charge"
    read_condition = ReadsParent("accused")
    kept_fields = ("accused",)

    class Meta:
        indexes = [models.Index(fields=["accused", "charged_on"], name="proceedings_charge_of")]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="pending", decided_on__isnull=True)
                | ~Q(outcome="pending") & Q(decided_on__isnull=False),
                name="proceedings_charge_decided",
            ),
            models.CheckConstraint(
                condition=Q(outcome="convicted") | Q(sentence=[], prison_months__isnull=True),
                name="proceedings_sentence_convicted",
            ),
        ]
