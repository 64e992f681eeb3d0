"""Countries of origin that were removed, and why."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from saathi.agencies.models import Scoped
from saathi.agencies.record_kit import (
    identifying,
    operational,
    sensitive,
    short_text,
)
from saathi.agencies.sections import Section
from saathi.protection.returns.protection_screening import vocabulary as codes


class OriginCorrection(Scoped):
    """A country that was removed as a country of origin. The database records it.

    It still counts as one: no correction opens the gate.
    """

    country = sensitive(models.CharField(max_length=3), label=_("Country"))
    source = sensitive.choice(codes.RemovedFrom, 8, label=_("Removed from"))
    removed_on = operational.date(label=_("Removed on"))

    section = Section.LEGAL
    is_exported = False  # what the record says now is exported
    written_by_functions = True
    kept_fields = ("country", "source", "removed_on")


class CorrectionReason(Scoped):
    """Why a country of origin was removed; whoever authorises a transfer reads it."""

    correction = operational.foreign_key(OriginCorrection, related_name="reasons")
    sealed = identifying(models.BinaryField())
    reason = short_text(
        2000,
        label=_("Reason"),
        help_text=_("What shows that the child is not from there, and who found it."),
        required=True,
    )

    section = Section.LEGAL
    is_exported = False  # as the correction
    SEALED_FIELD_ID: ClassVar[str] = "protection_screening.correction"
    kept_fields = ("correction",)
