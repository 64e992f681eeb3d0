"""What protection concerns and reports contribute to a child's file."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db.models import Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from saathi.agencies.access import FileRights
from saathi.agencies.domains import (
    Domain,
    EventKind,
    EventSource,
    FileAlert,
    FileGroup,
    FileLink,
)
from saathi.agencies.record_kinds import RecordKind
from saathi.agencies.sections import Section
from saathi.protection.casework.concerns.models import CaseReport, ProtectionConcern
from saathi.protection.identification.intake.queue.references import report_reference
from saathi.web.components import ActionLink, AlertBox


def opening_report_column(rights: FileRights, _today: dt.date) -> Subquery:
    """The report that the case was opened from, with its day."""
    opened = rights.records(CaseReport).filter(is_opening=True).order_by("received_at")
    return Subquery(opened.values(known=JSONObject(report="report", at="received_at"))[:1])


def opening_report_alert(rights: FileRights, known: dict[str, Any]) -> list[AlertBox]:
    """Which report the case was opened from, and when it was received."""
    at = parse_datetime(known["at"])
    day = date_format(rights.staff.office.date_of(at), "j F Y") if at else ""
    title = _("Opened from report %(reference)s of %(day)s") % {
        "reference": report_reference(UUID(known["report"])),
        "day": day,
    }
    address = reverse("concerns:list_case_reports", args=[rights.file_id])
    return [AlertBox(title, "", ActionLink(_("Read the report"), address), "calm", "inbox")]


DOMAIN = Domain(
    urls={"views": ""},
    file_links=(
        FileLink(
            25,
            Section.SITUATION,
            pgettext_lazy("page of a file", "Concerns"),
            "concerns:list_concerns",
            "alert-triangle",
            group=FileGroup.CONCERNS,
        ),
        FileLink(
            27,
            Section.REPORT,
            _("Reports"),
            "concerns:list_case_reports",
            "inbox",
            group=FileGroup.CONCERNS,
        ),
    ),
    file_alerts=(
        FileAlert(
            85, "opening_report", Section.REPORT, opening_report_column, opening_report_alert
        ),
    ),
    records=(
        RecordKind(ProtectionConcern, _("Protection concern"), "source"),
        RecordKind(CaseReport, _("Report in the child’s file"), "reporter_kind"),
    ),
    timeline=(
        EventSource(
            "reported",
            CaseReport,
            "received_at",
            _("A concern about the child was reported"),
            (EventKind.CASE_STATUS, EventKind.INFORMATION),
            by="",  # the record names who linked the report, not who reported or recorded it
        ),
        EventSource(
            "concern",
            ProtectionConcern,
            "since",
            _("A protection concern became known"),
            (EventKind.INFORMATION,),
        ),
    ),
)
