"""What transfers to another country contribute to shared pages."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.domains import (
    DayLink,
    Domain,
    EventKind,
    EventSource,
    FileAction,
    FileAlert,
    FileGroup,
    FileLink,
    MenuEntry,
    NoticePage,
    NotOnTimeline,
)
from saathi.agencies.pending_decisions import PendingDecisions
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kinds import RecordKind
from saathi.agencies.sections import Section
from saathi.agencies.significant_acts import SignificantAct
from saathi.agencies.waiting_work import WaitingWork
from saathi.consent.vocabulary import DecisionKind
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.returns.transfers import (
    arrival_alerts,
    danger_alerts,
    models,
    receiver_calendar,
    removal_alerts,
    unsafe_alerts,
    waiting,
)
from saathi.protection.returns.transfers.vocabulary import AUTHORISED_STATES

PAGE = "transfers:show_transfers"
INCOMING = "transfers:list_incoming"

_LEGAL = (EventKind.LEGAL,)

DOMAIN = Domain(
    urls={"views": "", "file_views": ""},
    file_links=(
        # With the legal records: not for the receiver of a transfer, who opens no child's file.
        FileLink(
            142, Section.LEGAL, _("Transfers abroad"), PAGE, "transfer", group=FileGroup.LEGAL
        ),
    ),
    file_actions=(
        FileAction(
            46,
            Section.LEGAL,
            _("Prepare a transfer abroad"),
            "transfers:add_transfer",
            "transfer",
            needs_case=True,
        ),
    ),
    menu=(
        MenuEntry(
            66,
            "transfers",
            _("Transfers abroad"),
            "transfer",
            "transfers:list_transfers",
            frozenset({Permission.EMERGENCY_ACCESS}),
            is_rare=True,
        ),
    ),
    day_links=(
        DayLink(
            62,
            Permission.EMERGENCY_ACCESS,
            _("Transfers abroad"),
            "transfers:list_transfers",
            icon="transfer",
        ),
    ),
    file_alerts=(
        FileAlert(
            13,
            "transfer_danger",
            Section.LEGAL | Section.TRANSFER,
            danger_alerts.file_danger_column,
            danger_alerts.file_danger_alert,
            is_urgent=True,
            is_on_every_page=True,
        ),
    ),
    waiting=(
        WaitingWork(
            1,
            frozenset({Permission.WORK_ON_CASE, Permission.APPROVE}),
            danger_alerts.danger_boxes,
            danger_alerts.danger_column,
        ),
        WaitingWork(
            2,
            frozenset({Permission.WORK_ON_CASE, Permission.APPROVE}),
            removal_alerts.unannounced_boxes,
            removal_alerts.unannounced_column,
        ),
        WaitingWork(
            3,
            frozenset({Permission.WORK_ON_CASE, Permission.APPROVE}),
            unsafe_alerts.unsafe_boxes,
            unsafe_alerts.unsafe_column,
        ),
        WaitingWork(
            4,
            frozenset({Permission.WORK_ON_CASE, Permission.APPROVE}),
            arrival_alerts.arrival_boxes,
            arrival_alerts.arrival_column,
        ),
        WaitingWork(
            5,
            frozenset({Permission.WORK_ON_CASE}),
            arrival_alerts.expected_boxes,
            arrival_alerts.expected_column,
        ),
        WaitingWork(
            44,
            frozenset({Permission.WORK_ON_CASE}),
            waiting.boxes_received,
            waiting.received_column,
        ),
        WaitingWork(
            43,
            frozenset({Permission.APPROVE}),
            waiting.boxes_of_offices,
            waiting.office_waiting_column,
        ),
        WaitingWork(
            45,
            frozenset({Permission.APPROVE}),
            waiting.boxes_submitted,
            waiting.submitted_column,
        ),
    ),
    calendar=(receiver_calendar.calendar_entries,),
    decisions=(
        PendingDecisions(
            "transfer",
            _("Transfer to another country"),
            waiting.pending_transfers,
            "state_since",
            "transfers:show_transfer",
            by="submitted_by",
            of=("file", "id"),
        ),
    ),
    duties={
        Duty.TRANSFER_ANSWER: "transfers:open_due_answer",
        Duty.TRANSFER_RECEIPT: "transfers:open_due_receipt",
        Duty.TRANSFER_VISIT: "transfers:open_due_report",
        Duty.TRANSFER_REPORT: "transfers:open_due_report",
    },
    notices={
        # These also reach the receiving agency, which opens no page of the child's file.
        "transfer_ask": NoticePage(INCOMING, is_of_record=False),
        "transfer_mov": NoticePage(INCOMING, is_of_record=False),
        "transfer_off": NoticePage(INCOMING, is_of_record=False),
        "transfer_hld": NoticePage(INCOMING, is_of_record=False),
        "transfer_nat": NoticePage(INCOMING, is_of_record=False),
        "transfer_lto": NoticePage(INCOMING, is_of_record=False),
        "transfer_lat": NoticePage(PAGE),
        "transfer_ans": NoticePage(PAGE),
        "transfer_sub": NoticePage(PAGE),
        "transfer_dec": NoticePage(PAGE),
        "transfer_wdn": NoticePage(PAGE),
        "transfer_rep": NoticePage(PAGE),
        "transfer_dng": NoticePage(PAGE),
        "transfer_uns": NoticePage(PAGE),
        "transfer_lfv": NoticePage(PAGE),
        "transfer_saf": NoticePage(PAGE),
        "transfer_nar": NoticePage(PAGE),
        "transfer_ret": NoticePage(PAGE),
    },
    records=(
        RecordKind(models.Transfer, _("Transfer to another country")),
        RecordKind(models.TransferRequest, _("Request to receive the child")),
        RecordKind(models.TransferAnswer, _("Answer to a transfer request")),
        RecordKind(models.ReceivingPlacement, _("Receiving placement")),
        RecordKind(models.TransferSafetyAssessment, _("Safety assessment of a transfer")),
        RecordKind(models.TransferDocument, _("Document of a transfer")),
        RecordKind(models.TransferView, _("Child’s view on a transfer")),
        RecordKind(models.TransferJourney, _("Journey plan")),
        RecordKind(models.TransferHandover, _("Handover to another country")),
        RecordKind(models.TransferReceipt, _("Receipt of the child")),
        RecordKind(models.TransferReport, _("Report after a transfer")),
    ),
    significant_acts=(
        SignificantAct(
            "transfer_abroad",
            models.Transfer,
            ("decided_on",),
            _("A transfer to another country was authorised"),
            DecisionKind.RETURN_ABROAD,
            by=("decided_by",),
            only={"state__in": AUTHORISED_STATES},
            page=PAGE,
        ),
    ),
    timeline=(
        EventSource(
            "transfer_opened",
            models.Transfer,
            "opened_on",
            _("A transfer to another country is considered"),
            _LEGAL,
            page=PAGE,
        ),
        EventSource(
            "transfer_authorised",
            models.Transfer,
            "decided_on",
            _("A transfer to another country was authorised"),
            _LEGAL,
            by="decided_by",
            page=PAGE,
        ),
        EventSource(
            "transfer_stopped",
            models.Transfer,
            "ended_on",
            _("A transfer was stopped"),
            _LEGAL,
            only={"state": "stopped"},
            page=PAGE,
        ),
        EventSource(
            "transfer_requested",
            models.TransferRequest,
            "sent_on",
            _("Another country was asked to receive the child"),
            _LEGAL,
            page=PAGE,
        ),
        EventSource(
            "transfer_answered",
            models.TransferAnswer,
            "answered_on",
            _("Another country answered about a transfer"),
            _LEGAL,
            page=PAGE,
        ),
        NotOnTimeline(models.ReceivingPlacement, "its transfer is an event"),
        EventSource(
            "transfer_safety",
            models.TransferSafetyAssessment,
            "assessed_on",
            _("The safety of a transfer was assessed"),
            _LEGAL,
            page=PAGE,
        ),
        NotOnTimeline(models.TransferDocument, "a checklist; its transfer is an event"),
        EventSource(
            "transfer_view",
            models.TransferView,
            "asked_at",
            _("The child was asked about a transfer"),
            (EventKind.STATEMENTS,),
            page=PAGE,
        ),
        NotOnTimeline(models.TransferJourney, "a plan; the handover is an event"),
        EventSource(
            "transfer_handed_over",
            models.TransferHandover,
            "handed_over_at",
            _("The child was handed over to another country"),
            (EventKind.CASE_STATUS,),
            page=PAGE,
        ),
        EventSource(
            "transfer_received",
            models.TransferReceipt,
            "received_on",
            _("Another country confirmed that the child arrived"),
            (EventKind.CASE_STATUS,),
            page=PAGE,
        ),
        EventSource(
            "transfer_report",
            models.TransferReport,
            "seen_on",
            _("A report after a transfer"),
            (EventKind.VISITS,),
            page=PAGE,
        ),
    ),
)
