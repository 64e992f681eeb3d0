"""What a country's law gives a child: one record for each remedy, domestic or abroad."""

from typing import ClassVar

from django.db import models
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
from saathi.protection.justice.compensation import vocabulary as codes
from saathi.protection.justice.proceedings.models import Proceeding


class LegalMeasure(Scoped):
    """What one country's law gives the child, and how far it has come (XBR-011, JUS-005, JUS-012).

    Decisions, payments and the control of the money are records of their own. The texts of its
    envelope keep the name under which they were sealed first, when it was part of transfers.
    """

    child = operational.foreign_key(Child, db_index=False, related_name="legal_measures")
    country = statistical(models.CharField(max_length=3), label=_("Country"))
    kind = statistical.choice(codes.LegalMeasureKind, 16, label=_("Measure"))
    grant_kind = statistical.choice(
        codes.AwardKind, 8, blank=True, default="", label=_("Interim or final")
    )
    proceeding = operational.optional_foreign_key(
        Proceeding,
        db_index=False,
        related_name="remedies",
        label=_("Proceeding"),
        missing=_("none"),
    )
    claim_by = operational(
        models.DateField(null=True, blank=True),
        label=_("Last day to claim"),
        missing=_("not known"),
    )
    state = statistical.choice(codes.MeasureState, 16, label=_("Status"), is_radio=True)
    as_of = statistical.date(label=_("As of"), is_past=True, initial=lambda today: today)
    next_on = operational(models.DateField(null=True, blank=True), label=_("Next step on"))
    sealed = identifying(models.BinaryField())
    law = line(300, label=_("Law or scheme"), required=True)
    responsible = line(200, label=_("Responsible body or lawyer"))
    amount = line(120, label=_("Amount claimed, with currency"))
    account = short_text(1000, label=_("Control of the money, as first recorded"))
    note = short_text(2000, label=_("Remarks"))

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "transfers.measure"
    kept_fields = ("child", "country", "kind")

    class Meta:
        indexes = [
            models.Index(fields=["child"], name="transfers_measure_of_child"),
            models.Index(fields=["proceeding"], name="compensation_of_proceeding"),
            models.Index(fields=["file", "state"], name="compensation_in_file"),
        ]
