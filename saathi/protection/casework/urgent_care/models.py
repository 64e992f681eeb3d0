"""Time-critical care of a child, and the outcome of each step."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from saathi.agencies.models import Scoped
from saathi.agencies.record_kit import identifying, operational, sensitive, short_text
from saathi.agencies.sections import Section
from saathi.people.models import Child
from saathi.protection.casework.urgent_care import vocabulary as codes


class UrgentCare(Scoped):
    """Time-critical care of a child, from when it is begun until it ends."""

    child = operational.foreign_key(Child, db_index=False, related_name="+")
    reason = sensitive.choice(codes.CareReason, 16, label=_("Reason"), is_radio=True)
    happened_at = sensitive(models.DateTimeField(null=True, blank=True))  # empty: not known
    # Where the hour is not known, `happened_at` is the start of that day.
    is_hour_known = sensitive(models.BooleanField(null=True, blank=True))
    # The earliest time that was recorded of the event: no correction gives more time than it does.
    earliest_at = sensitive(models.DateTimeField(null=True, blank=True))
    corrected_at = operational(models.DateTimeField(null=True, blank=True))
    begun_at = operational(models.DateTimeField())
    ended_on = operational(models.DateField(null=True, blank=True))
    outcome = sensitive.choice(codes.CareOutcome, 16, blank=True, label=_("How it ended"))
    sealed = identifying(models.BinaryField(null=True, blank=True))
    note = short_text(label=_("Note"))
    end_note = short_text(
        label=_("Explanation"),
        help_text=_(
            "If a health service has taken over: which service, who, and when. If the child did not want "
            "it: who spoke with the child, and what the child said. At least 20 letters."
        ),
    )

    section = Section.NEEDS  # health; a residential care worker does not read it
    SEALED_FIELD_ID: ClassVar[str] = "urgent_care.care"
    kept_fields = ("child", "reason", "begun_at")

    class Meta:
        indexes = [
            models.Index(fields=["child"], name="urgent_care_of_child"),
            models.Index(
                fields=["file"],
                condition=models.Q(ended_on__isnull=True),
                name="urgent_care_open",
            ),
        ]


class UrgentCareStep(Scoped):
    """The outcome of one step of time-critical care."""

    care = operational.foreign_key(UrgentCare, related_name="steps")
    code = sensitive(models.CharField(max_length=40))  # of the procedure, or of `CareStepCode`
    state = sensitive.choice(codes.CareStepState, 16, label=_("Result"), is_radio=True)
    taken_on = operational.date(label=_("Date"), is_past=True, initial=lambda today: today)
    sealed = identifying(models.BinaryField(null=True, blank=True))
    note = short_text(label=_("Note"))

    section = Section.NEEDS
    SEALED_FIELD_ID: ClassVar[str] = "urgent_care.step"
    kept_fields = ("care", "code", "state", "taken_on")
