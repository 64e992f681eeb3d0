"""The journey, the handover and the receipt, and what is heard of the child afterwards."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from saathi.agencies.models import Scoped
from saathi.agencies.read_conditions import ReadsParent
from saathi.agencies.record_kit import (
    identifying,
    line,
    long_text,
    operational,
    short_text,
    statistical,
)
from saathi.agencies.sections import Section
from saathi.protection.returns.transfers import vocabulary as codes
from saathi.protection.returns.transfers.models.transfers import ADDRESSED, Transfer


class TransferJourney(Scoped):
    """The plan of the journey: times, crossing, escort, health, belongings. The newest counts."""

    transfer = operational.foreign_key(Transfer, related_name="journeys")
    departs_at = operational(models.DateTimeField(), label=_("Departure"))
    crosses_at = operational(models.DateTimeField(), label=_("Border crossing"))
    arrives_at = operational(models.DateTimeField(), label=_("Arrival"))
    crossing = statistical.choice(codes.BorderCrossing, 8, label=_("Crossing"), is_radio=True)
    escort_choice = statistical.choice(
        codes.EscortChoice, 12, label=_("The child and the escort"), is_radio=True
    )
    escort_screening = statistical.choice(
        codes.EscortScreening, 16, label=_("Escort screened for work with children"), is_radio=True
    )
    language = statistical.choice(codes.SharedLanguage, 12, label=_("Language"), is_radio=True)
    fitness = statistical.choice(codes.TravelFitness, 16, label=_("Health"), is_radio=True)
    child_told_on = statistical(
        models.DateField(null=True, blank=True),
        label=_("The child was told the plan on"),
        is_past=True,
        missing=_("not told yet"),
    )
    # Who received the child in this system when it was planned (`functions/addressees.sql`).
    addressee = operational(models.UUIDField(null=True, blank=True))
    # The plan in which the child refused the same escort; the database cannot compare names.
    refused_in = operational(models.UUIDField(null=True, blank=True))
    sealed = identifying(models.BinaryField())
    escort = line(300, label=_("Escort: name, agency, gender"), required=True)
    route = short_text(2000, label=_("Route, vehicle and crossing point"))
    care_on_way = short_text(2000, label=_("Medicines, food and care on the way"))
    telephone = line(200, label=_("Telephone during the journey"))
    belongings = long_text(4000, label=_("Belongings and money"))

    section = Section.TRANSFER
    read_condition = ADDRESSED
    SEALED_FIELD_ID: ClassVar[str] = "transfers.journey"
    kept_fields = ("transfer", "addressee")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(departs_at__lte=F("crosses_at"), crosses_at__lte=F("arrives_at")),
                name="transfers_journey_in_order",
            )
        ]


class TransferHandover(Scoped):
    """The handover of the child to the receiving side."""

    transfer = operational.foreign_key(Transfer, related_name="handovers")
    handed_over_at = statistical(
        models.DateTimeField(), label=_("Date and time of the handover"), is_past=True
    )
    identity = statistical.choice(
        codes.IdentityCheck, 12, label=_("Identity checked"), is_radio=True
    )
    presence = statistical.choices(
        codes.HandoverPresence, 12, blank=True, label=_("Others present")
    )
    sealed = identifying(models.BinaryField())
    place = line(200, label=_("Place"), required=True)
    given_by = line(200, label=_("Handed over by"), required=True)
    received_by = line(200, label=_("Received by: name and function"), required=True)
    condition = short_text(2000, label=_("How the child is"))
    papers = short_text(4000, label=_("Documents handed over"))
    belongings = short_text(4000, label=_("Belongings and money handed over"))
    words = short_text(2000, label=_("What the child said"))

    section = Section.TRANSFER
    read_condition = ReadsParent("transfer")
    SEALED_FIELD_ID: ClassVar[str] = "transfers.handover"
    sections_of_texts: ClassVar = {"words": Section.VOICE}
    kept_fields = ("transfer", "handed_over_at")


class TransferReceipt(Scoped):
    """The receiving side confirms that the child arrived, names a worker and the day of the first visit."""

    transfer = operational.foreign_key(Transfer, related_name="receipts")
    received_on = statistical.date(label=_("Received on"), is_past=True)
    first_visit_on = operational(models.DateField(), label=_("First visit planned for"))
    sealed = identifying(models.BinaryField())
    received_by = line(200, label=_("Received by: name and function"), required=True)
    worker = line(200, label=_("Case worker and how to reach them"), required=True)
    condition = short_text(
        2000, label=_("Who saw the child and when, and how the child is"), required=True
    )
    complete = short_text(2000, label=_("Documents, belongings or money that are missing"))

    section = Section.TRANSFER
    read_condition = ReadsParent("transfer")
    SEALED_FIELD_ID: ClassVar[str] = "transfers.receipt"
    kept_fields = ("transfer", "received_on")


class TransferReport(Scoped):
    """News of the child after the transfer, from the receiving side."""

    transfer = operational.foreign_key(Transfer, related_name="reports")
    kind = statistical.choice(codes.TransferReportKind, 12, label=_("Report"))
    seen_on = statistical.date(label=_("Date"), is_past=True, initial=lambda today: today)
    situation = statistical.choice(
        codes.SituationAfterTransfer, 12, label=_("How the child is"), is_radio=True
    )
    sealed = identifying(models.BinaryField())
    said = short_text(4000, label=_("What the child says"))
    needs = short_text(4000, label=_("What is needed"))
    reporter = line(200, label=_("Reported by"), required=True)

    section = Section.TRANSFER
    read_condition = ReadsParent("transfer")
    SEALED_FIELD_ID: ClassVar[str] = "transfers.report"
    sections_of_texts: ClassVar = {"said": Section.VOICE}
    kept_fields = ("transfer", "kind", "seen_on")
