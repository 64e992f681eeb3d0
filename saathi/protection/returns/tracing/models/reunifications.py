"""Contact with the family and the child's return to it."""

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
    long_text,
    operational,
    short_text,
    statistical,
)
from saathi.agencies.sections import Section
from saathi.people.models import Child
from saathi.protection.returns.tracing import vocabulary as codes
from saathi.protection.returns.tracing.enquiry_vocabulary import ContactOfficial
from saathi.protection.returns.tracing.models.families import RelationshipVerification
from saathi.protection.returns.tracing.visit_vocabulary import SafetyAtVisit, SeenAtVisit


class FamilyContact(Scoped):
    """One step of contact with a person whose relationship was verified."""

    verification = operational.foreign_key(RelationshipVerification, related_name="contacts")
    step = statistical.choice(codes.ContactStep, 12, label=_("Kind of contact"))
    contact_on = statistical.date(label=_("Date"))
    made_through = statistical.choice(codes.TracingActor, 8, label=_("Arranged by"), is_radio=True)
    # Empty in earlier records, and where it is not known of others.
    officials = statistical.choice(
        ContactOfficial, 12, blank=True, is_radio=True,
        label=_("Consulate or authority of the country of origin"),
        help_text=_(
            "If one takes part, the screening for international protection must allow it, and a "
            "supervisor must have permitted it."
        ),
    )  # fmt: skip
    origin_country = statistical(
        models.CharField(max_length=3, blank=True), label=_("Country of this office"),
        help_text=_("Of a consulate: the country that it represents."),
    )  # fmt: skip
    safety = statistical.choice(codes.SafetyCheck, 12, label=_("Safety check"), is_radio=True)
    state = statistical.choice(
        codes.ContactState, 12, default=codes.ContactState.PLANNED, label=_("Status"),
        is_radio=True,
    )  # fmt: skip
    sealed = identifying(models.BinaryField())
    present = line(300, label=_("Persons present"))
    safety_words = short_text(label=_("What was checked, and how the child can stop"))
    words_before = short_text(label=_("What the child said before"))
    words_after = short_text(label=_("What the child said afterwards"))
    note = short_text(label=_("Additional information"))

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "tracing.contact"
    sections_of_texts: ClassVar = {"words_before": Section.VOICE, "words_after": Section.VOICE}
    kept_fields = ("verification", "step", "made_through", "officials", "origin_country")


class Reunification(Scoped):
    """The return of a child to the family in the same country: proposal, approval, handover."""

    child = operational.foreign_key(Child, related_name="reunifications")
    verification = operational.optional_foreign_key(
        RelationshipVerification, related_name="reunifications"
    )  # empty if others handed the child to a person without a verified relationship
    state = statistical.choice(
        codes.ReunificationState, 12, default=codes.ReunificationState.PROPOSED, label=_("Status")
    )
    # Empty only in proposals from before the question, and if others handed the child over.
    country = statistical(
        models.CharField(max_length=3, blank=True, default="", db_default=""),
        label=_("Country of the home"),
    )
    # Whether the child's objection got a written answer; the database cannot read the text.
    is_answered = operational(models.BooleanField(null=True, blank=True))
    planned_on = operational(models.DateField(null=True, blank=True), label=_("Planned handover"))
    order_check = statistical.choice(
        codes.OrderCheck, 14, label=_("Protection order"), is_radio=True
    )
    # Whoever proposed it or changed it last; another person decides.
    submitted_by = operational(models.UUIDField(null=True, blank=True))
    # All others who changed it: authors as well, who do not decide.
    editors = operational(ArrayField(models.UUIDField(), default=list, blank=True))
    decided_by = operational(models.UUIDField(null=True, blank=True))
    decided_on = statistical(
        models.DateField(null=True, blank=True), label=_("Decided on"), is_past=True
    )
    handed_over_on = statistical(
        models.DateField(null=True, blank=True), label=_("Handed over on"), is_past=True
    )
    handed_over_by = statistical.choice(
        codes.HandedOverBy, 12, blank=True, default="", label=_("Handed over by")
    )
    first_visit_on = operational(
        models.DateField(null=True, blank=True), label=_("First visit at home planned for")
    )
    visited_on = statistical(
        models.DateField(null=True, blank=True), label=_("First visit at home"), is_past=True
    )
    visit_seen = statistical.choice(
        SeenAtVisit, 12, blank=True, default="", label=_("Child seen alone"), is_radio=True
    )
    visit_safety = statistical.choice(
        SafetyAtVisit, 12, blank=True, default="", label=_("Is the child safe?"), is_radio=True
    )
    next_visit_on = operational(
        models.DateField(null=True, blank=True), label=_("Next visit"), required=True
    )
    sealed = identifying(models.BinaryField())
    carer = line(200, label=_("Future caregiver"), required=True)
    conditions = long_text(label=_("Conditions, each with a date"))
    answer_to_child = short_text(
        label=_("Written answer to the child’s objection"),
        help_text=_("Required if the child does not want to live there."),
    )
    handover = long_text(label=_("Handover: identity document seen, papers and belongings given"))
    undertaking = short_text(label=_("Undertaking of the caregiver"))
    question = short_text(label=_("Question or reasons of the person who decides"))
    visit_words = short_text(label=_("What the child said at the visit"), rows=3)
    visit_needs = short_text(label=_("What is needed"), rows=3)

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "tracing.reunification"
    sections_of_texts: ClassVar = {"visit_words": Section.VOICE}
    proved_states: ClassVar[ProvedStates] = ("state", ("approved", "carried_out"))
    kept_fields = ("child", "verification")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "withdrawn"], decided_by__isnull=True)
                | Q(state="by_others", decided_by__isnull=True, handed_over_on__isnull=False)
                | Q(state="returned", decided_by__isnull=False)
                | Q(
                    state__in=["approved", "carried_out"],
                    decided_by__isnull=False,
                    verification__isnull=False,
                ),
                name="tracing_reunification_decided",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | ~Q(decided_by=F("submitted_by"))
                & ~Q(decided_by=F("recorded_by"))
                & ~Q(editors__contains=[F("decided_by")]),
                name="tracing_reunification_never_own",
            ),
            models.CheckConstraint(
                condition=Q(state="by_others") | Q(submitted_by__isnull=False),
                name="tracing_reunification_submitted",
            ),
            models.CheckConstraint(
                condition=~Q(state="carried_out") | Q(handed_over_on__isnull=False),
                name="tracing_reunification_handed_over",
            ),
        ]
