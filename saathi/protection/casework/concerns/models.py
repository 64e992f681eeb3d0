"""Protection concerns of a child, and the reports from which they are known."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from saathi.agencies.models import Scoped
from saathi.agencies.record_kit import identifying, operational, short_text, statistical
from saathi.agencies.sections import Section
from saathi.people.models import Child
from saathi.protection.casework.concerns.vocabulary import (
    CURRENT_STATUSES,
    ConcernSource,
    ConcernStatus,
)
from saathi.protection.identification.intake.vocabulary import (
    Concern,
    HarmTiming,
    InformationSource,
    ReportChannel,
    ReportingPersonKind,
    Urgency,
)


class ProtectionConcern(Scoped):
    """One protection concern of a child. A concern that ended stays on record."""

    child = operational.foreign_key(Child, db_index=False)
    concern = statistical.choice(Concern, 24, label=_("Protection concern"))
    since = statistical.date(label=_("Known since"), is_past=True)
    source = statistical.choice(
        ConcernSource, 12, blank=True, label=_("Source"), missing=_("not recorded")
    )
    status = statistical.choice(ConcernStatus, 14, label=_("Status"), is_radio=True)
    # The report that raised it, in a file of its own that the reader may have no access to.
    report = operational(models.UUIDField(null=True, blank=True))
    sealed = identifying(models.BinaryField(null=True, blank=True))
    note = short_text(4000, label=_("Details"), missing=_("not recorded"))

    section = Section.SITUATION
    SEALED_FIELD_ID: ClassVar[str] = "concerns.concern"
    kept_fields = ("child", "concern", "report")

    class Meta:
        # One current record of each concern; list filters use the same index.
        constraints = [
            models.UniqueConstraint(
                fields=["file", "concern"],
                condition=models.Q(status__in=[str(status.value) for status in CURRENT_STATUSES]),
                name="concerns_current_once",
            )
        ]
        indexes = [models.Index(fields=["child"], name="concerns_concern_of_child")]


class CaseReport(Scoped):
    """A report as kept in the child's file: the one that opened the case, or a later one.

    The report itself is in a file of its own with the name of the reporting person. The child's
    team may not read it, except those who recorded or accepted it and the colleague that the
    case was opened for.
    """

    child = operational.foreign_key(Child, db_index=False)
    report = operational(models.UUIDField())
    is_opening = statistical(models.BooleanField())  # the case was opened from it
    received_at = statistical(models.DateTimeField())
    # No time was entered: `received_at` has the day, and a time of it that says nothing.
    is_time_unknown = statistical(models.BooleanField(default=False, db_default=False))
    urgency = statistical.choice(Urgency, 10, blank=True, label=_("Urgency"))
    channel = statistical.choice(ReportChannel, 12, blank=True, label=_("Channel"))
    reporter_kind = statistical.choice(
        ReportingPersonKind, 20, blank=True, label=_("Reporting person")
    )
    # None: not recorded; the identity is then kept confidential.
    reporter_is_confidential = operational(models.BooleanField(null=True, blank=True))
    timing = statistical.choice(HarmTiming, 12, blank=True, label=_("Timing of the harm"))
    known_from = statistical.choice(
        InformationSource, 12, blank=True, label=_("Source of information")
    )
    sealed = identifying(models.BinaryField())
    what = short_text(20000, label=_("What was reported"))
    place = short_text(500, label=_("Place"))
    visits = short_text(20000, label=_("Visits before the case was opened"))

    section = Section.REPORT
    SEALED_FIELD_ID: ClassVar[str] = "concerns.report"
    kept_fields = (
        *("child", "report", "is_opening", "received_at", "is_time_unknown"),
        *(
            "urgency",
            "channel",
            "reporter_kind",
            "reporter_is_confidential",
            "timing",
            "known_from",
        ),
    )

    class Meta:
        indexes = [models.Index(fields=["child"], name="concerns_report_of_child")]
        constraints = [
            models.UniqueConstraint(fields=["file", "report"], name="concerns_report_once_a_file")
        ]
