"""What reports of a concern contribute to shared pages."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.domains import (
    DayLink,
    Domain,
    MenuEntry,
    NoticePage,
    NotOnTimeline,
)
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kinds import RecordKind
from saathi.agencies.vocabulary import CollectionMethod
from saathi.agencies.waiting_work import WaitingWork
from saathi.protection.identification.intake import models
from saathi.protection.identification.intake.queue.notices import REPORT_QUEUE_NOTICES
from saathi.protection.identification.intake.queue.passed_on_reports import (
    passed_on_boxes,
    passed_on_column,
)
from saathi.protection.identification.intake.queue.roster_gaps import missing_cover_boxes
from saathi.protection.identification.intake.queue.waiting import (
    closed_since,
    danger_report_boxes,
    danger_reports_column,
    waiting_report_boxes,
    waiting_reports_column,
)

_OF_A_REPORT = "it is in the file of a report, which has no timeline"

DOMAIN = Domain(
    urls={"urls": "reports/"},
    menu=(
        MenuEntry(
            30,
            "reports",
            _("Reports"),
            "inbox",
            "intake:list_reports",
            frozenset({Permission.RECORD_REPORT}),
            further=("/find/report/",),
        ),
    ),
    day_actions=(
        DayLink(
            10,
            Permission.RECORD_REPORT,
            _("Record a report"),
            "intake:record_report",
            "file-plus",
        ),
    ),
    notices={
        kind: NoticePage("intake:show_report")
        for kind in (
            "report_handed",
            "case_requested",
            "report_not_safe",
            "report_alert_ended",
            *(notice.code for notice in REPORT_QUEUE_NOTICES),
        )
    },
    waiting=(
        WaitingWork(
            1,
            frozenset({Permission.RECORD_REPORT}),
            waiting_report_boxes,
            waiting_reports_column,
        ),
        WaitingWork(
            1,
            frozenset({Permission.RECORD_REPORT}),
            danger_report_boxes,
            danger_reports_column,
            closed_since,
        ),
        WaitingWork(1, frozenset({Permission.RECORD_REPORT}), passed_on_boxes, passed_on_column),
        WaitingWork(3, frozenset({Permission.ASSIGN}), missing_cover_boxes),
    ),
    records=(
        RecordKind(models.Report, _("Report"), "reporter_kind"),
        RecordKind(
            models.ReportResponse,
            _("Status of a report in the queue"),
            method=CollectionMethod.COMPUTED,
        ),
        RecordKind(
            models.ResponseStep,
            _("Action on a report in the queue"),
            method=CollectionMethod.WITH_STEP,
        ),
        RecordKind(models.ReportNote, _("Note on a report")),
        RecordKind(models.Contact, _("Contact"), "reporter_kind"),
        RecordKind(models.ContactReferral, _("Referral from a contact")),
        RecordKind(models.Enquiry, _("Enquiry about a child")),
        RecordKind(
            models.EnquiryMatch,
            _("Enquiry that may be about this child"),
            method=CollectionMethod.COMPUTED,
        ),
    ),
    timeline=(
        NotOnTimeline(models.Report, _OF_A_REPORT),
        NotOnTimeline(models.ReportResponse, _OF_A_REPORT),
        NotOnTimeline(models.ResponseStep, _OF_A_REPORT),
        NotOnTimeline(models.ReportNote, _OF_A_REPORT),
        NotOnTimeline(models.Contact, _OF_A_REPORT),
        NotOnTimeline(models.ContactReferral, _OF_A_REPORT),
        NotOnTimeline(models.Enquiry, "it is in the file of an enquiry, which has no timeline"),
        NotOnTimeline(models.EnquiryMatch, "only the data officer knows that someone asks"),
    ),
)
