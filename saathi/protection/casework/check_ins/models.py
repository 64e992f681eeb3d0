"""Check-ins of workers who visit alone."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from saathi.agencies.models import Scoped
from saathi.agencies.record_kit import identifying, line, operational, short_text
from saathi.agencies.sections import Section
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.check_ins.vocabulary import CheckInState


class CheckIn(Scoped):
    """A lone worker's visit, recorded by that worker: where, until when, how to reach them."""

    case = operational.foreign_key(Case, related_name="check_ins")
    expected_end = operational(models.DateTimeField())
    state = operational.choice(CheckInState, 8, default=CheckInState.OUT)
    alerted_at = operational(
        models.DateTimeField(null=True, blank=True)
    )  # by the job run every minute
    # How many offices above the file's own the alert has reached; empty: no one was alerted.
    alerted_level = operational(models.SmallIntegerField(null=True, blank=True))
    ended_at = operational(models.DateTimeField(null=True, blank=True))
    sealed = identifying(models.BinaryField())
    place = short_text(
        label=_("Where you are going"),
        row_label=_("Address"),
        help_text=_("Address, and how to find it."),
        required=True,
    )
    telephone = line(
        40, label=_("Telephone number to reach you"), row_label=_("Telephone"), required=True
    )
    remarks = short_text(
        label=_("Anything that a colleague who comes to look for you should know"),
        row_label=_("Remarks"),
    )

    section = Section.VISITS
    SEALED_FIELD_ID: ClassVar[str] = "check_ins.check_in"
    kept_fields = ("case",)

    class Meta:
        indexes = [
            models.Index(
                fields=["expected_end"], condition=Q(state="out"), name="check_ins_still_out"
            ),
            models.Index(fields=["file", "-recorded_at"], name="check_ins_of_file"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="out", ended_at__isnull=True)
                | ~Q(state="out") & Q(ended_at__isnull=False),
                name="check_ins_ended_at",
            )
        ]
