"""The follow-up after a return and its planned contacts."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from saathi.agencies.models import Scoped
from saathi.agencies.record_kit import identifying, operational, sensitive, short_text, statistical
from saathi.agencies.sections import Section
from saathi.people.models import Child
from saathi.protection.casework.cases.models import Visit
from saathi.protection.casework.cases.vocabulary import NotMetReason
from saathi.protection.casework.reintegration import vocabulary as codes


class Reintegration(Scoped):
    """The follow-up of a child after one return, with what was agreed on discreet contact."""

    child = operational.foreign_key(Child, related_name="reintegrations")
    returned_on = statistical.date(label=_("Date of return"), is_past=True)
    lives_with = statistical.choice(
        codes.LivingSituation, 12, label=_("Living situation at the return"), is_radio=True
    )
    cover_agreement = statistical.choice(
        codes.CoverAgreement, 12, label=_("How contacts are explained to others"), is_radio=True
    )
    state = statistical.choice(
        codes.ReintegrationState, 8, default=codes.ReintegrationState.ACTIVE, label=_("Status")
    )
    # The earliest contact that is still planned; actions write it, lists sort by it.
    next_on = operational(models.DateField(null=True, blank=True), label=_("Next contact"))
    ended_on = statistical(models.DateField(null=True, blank=True), label=_("Ended on"))
    end_reason = statistical.choice(
        codes.MonitoringEnd, 12, blank=True, default="", label=_("Reason")
    )
    sealed = identifying(models.BinaryField())
    cover = short_text(
        1000,
        label=_("Explanation agreed with the child"),
        help_text=_("What you say if neighbours or others ask who you are."),
        missing=_("not recorded"),
    )
    keep_in_mind = short_text(
        2000, label=_("How to contact the child safely"), missing=_("not recorded")
    )
    end_note = short_text(2000, label=_("Explanation"))

    section = Section.VISITS
    SEALED_FIELD_ID: ClassVar[str] = "reintegration.reintegration"
    kept_fields = ("child",)

    class Meta:
        indexes = [
            models.Index(fields=["file"], name="reintegration_of_file"),
            models.Index(
                fields=["next_on", "id"],
                condition=Q(state="active"),
                name="reintegration_next",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["child"], condition=Q(state="active"), name="reintegration_one_active"
            ),
            models.CheckConstraint(
                condition=Q(state="active", ended_on__isnull=True, end_reason="")
                | Q(state="ended", ended_on__isnull=False, next_on__isnull=True)
                & ~Q(end_reason=""),
                name="reintegration_ended_with_reason",
            ),
        ]


class MonitoringContact(Scoped):
    """One contact after a return: planned, then held, not held or missed.

    What happened at a visit or call of our worker is a visit of the case too (`visit`), so that it
    counts for the next visit by risk and for the danger of the child. A contact made by the mentor or
    another agency is one only if the child is not safe.
    """

    reintegration = operational.foreign_key(Reintegration, db_index=False, related_name="contacts")
    planned_on = statistical.date(label=_("Planned for"))
    state = statistical.choice(
        codes.PlannedContactState,
        10,
        default=codes.PlannedContactState.PLANNED,
        label=_("Status"),
    )
    contact_on = statistical(
        models.DateField(null=True, blank=True),
        label=_("Date"),
        required=True,
        is_past=True,
        initial=lambda today: today,
    )
    # Empty in contacts that were recorded before this was asked, and in planned ones.
    made_by = statistical.choice(
        codes.ReturnContactMaker,
        8,
        blank=True,
        default="",
        label=_("Contact made by"),
        is_radio=True,
    )
    way = statistical.choice(
        codes.ReturnContactWay, 8, blank=True, default="", label=_("Contact"), is_radio=True
    )
    result = statistical.choice(
        codes.ContactResult, 12, blank=True, default="", label=_("Child reached"), is_radio=True
    )
    not_held_because = sensitive(
        models.CharField(max_length=20, choices=NotMetReason, blank=True, default=""),
        label=_("Reason why the child was not reached"),
    )
    replaced = statistical.choice(
        codes.ReplacedVisit,
        8,
        blank=True,
        default="",
        label=_("Call or message in place of a visit"),
    )
    finding = sensitive(
        models.CharField(max_length=8, choices=codes.ContactFinding, blank=True, default=""),
        label=_("How the child is"),
        is_radio=True,
    )
    lives_with = statistical.choice(
        codes.LivingSituation, 12, blank=True, default="", label=_("Living situation")
    )
    school = statistical.choice(
        codes.SchoolAfterReturn, 10, blank=True, default="", label=_("School or training")
    )
    work = statistical.choice(codes.WorkAfterReturn, 10, blank=True, default="", label=_("Work"))
    # Only for a child who is not safe: until when the person named in `who_acts` acts.
    act_until = sensitive(
        models.DateField(null=True, blank=True),
        label=_("Until when"),
        help_text=_("Today or tomorrow."),
    )
    # When it was recorded that the child is not safe; the row is from when the contact was planned.
    unsafe_at = operational(models.DateTimeField(null=True, blank=True))
    visit = operational.optional_foreign_key(Visit, related_name="monitoring_contacts")
    # When the supervisors were notified that it did not take place.
    escalated_at = operational(models.DateTimeField(null=True, blank=True))
    sealed = identifying(models.BinaryField(null=True, blank=True))
    child_words = short_text(4000, label=_("What the child said"))
    caregiver_words = short_text(4000, label=_("What the caregiver said"))
    risks = short_text(4000, label=_("Risks and what is needed"))
    who_acts = short_text(1000, label=_("Who acts now, and what they do"))

    section = Section.VISITS
    SEALED_FIELD_ID: ClassVar[str] = "reintegration.contact"
    sections_of_texts: ClassVar = {"child_words": Section.VOICE}
    kept_fields = ("reintegration",)

    class Meta:
        indexes = [
            models.Index(fields=["reintegration", "planned_on"], name="reintegration_contact_of"),
            models.Index(
                fields=["planned_on"],
                condition=Q(state="planned", escalated_at__isnull=True),
                name="reintegration_contact_open",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="held")
                | Q(contact_on__isnull=False, result__in=["alone", "with_others"])
                & ~Q(way="")
                & ~Q(finding=""),
                name="reintegration_contact_held",
            ),
            models.CheckConstraint(
                condition=~Q(state="not_held")
                | Q(contact_on__isnull=False) & ~Q(not_held_because=""),
                name="reintegration_contact_reason",
            ),
        ]
