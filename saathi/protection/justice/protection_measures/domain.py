"""What threats and protection measures contribute to shared pages."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.domains import (
    DayLink,
    Domain,
    EventKind,
    EventSource,
    FileAlert,
    FileGroup,
    FileLink,
)
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kinds import RecordKind
from saathi.agencies.sections import Section
from saathi.agencies.waiting_work import WaitingWork, office_today_values
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.justice.protection_measures import danger_alerts, models
from saathi.protection.justice.protection_measures.vocabulary import MeasureAnswer

LIST = "protection:show_protection"
_LEGAL = (EventKind.LEGAL,)

DOMAIN = Domain(
    urls={"views": ""},
    file_links=(
        FileLink(
            134,
            Section.LEGAL,
            _("Threats and protection"),
            LIST,
            "shield",
            group=FileGroup.LEGAL,
        ),
    ),
    file_alerts=(
        FileAlert(
            11,
            "threat",
            Section.LEGAL,
            danger_alerts.file_danger_column,
            danger_alerts.file_danger_alert,
            is_urgent=True,
            is_on_every_page=True,
        ),
    ),
    day_links=(
        DayLink(
            14,
            Permission.WORK_ON_CASE,
            _("Protection measures"),
            "protection:list_protection",
            section=Section.LEGAL,
        ),
    ),
    waiting=(
        WaitingWork(
            4,
            frozenset({Permission.WORK_ON_CASE, Permission.APPROVE}),
            danger_alerts.danger_boxes,
            danger_alerts.danger_column,
            office_today_values,
        ),
    ),
    duties={Duty.PROTECTION_REVIEW: LIST, Duty.THREAT_CHECK: LIST},
    records=(
        RecordKind(models.Threat, _("Threat")),
        RecordKind(models.ThreatCheck, _("Check of a threat")),
        RecordKind(models.ProtectionMeasure, _("Protection measure")),
        RecordKind(models.ProtectionReview, _("Review of protection")),
    ),
    timeline=(
        EventSource(
            "threat",
            models.Threat,
            "happened_on",
            _("A threat was recorded"),
            (EventKind.INFORMATION, EventKind.LEGAL),
            mark="alarm",
            page=LIST,
        ),
        EventSource(
            "threat_checked",
            models.ThreatCheck,
            "checked_on",
            _("It was checked whether the child is safe from a threat"),
            (EventKind.VISITS, EventKind.LEGAL),
            page=LIST,
        ),
        EventSource(
            "threat_ended",
            models.Threat,
            "ended_on",
            _("A threat was recorded as ended"),
            _LEGAL,
            page=LIST,
        ),
        EventSource(
            "protection_requested",
            models.ProtectionMeasure,
            "requested_on",
            _("Protection was requested"),
            _LEGAL,
            page=LIST,
        ),
        EventSource(
            "protection_answered",
            models.ProtectionMeasure,
            "decided_on",
            _("A request for protection was answered"),
            _LEGAL,
            code="state",
            texts={MeasureAnswer.REFUSED: _("Protection was refused")},
            page=LIST,
        ),
        EventSource(
            "protection_began",
            models.ProtectionMeasure,
            "in_force_from",
            _("A protection measure came into force"),
            _LEGAL,
            page=LIST,
        ),
        EventSource(
            "protection_ended",
            models.ProtectionMeasure,
            "ended_on",
            _("A protection measure ended"),
            _LEGAL,
            page=LIST,
        ),
        EventSource(
            "protection_reviewed",
            models.ProtectionReview,
            "reviewed_on",
            _("A protection measure was reviewed"),
            (EventKind.VISITS, EventKind.LEGAL),
            page=LIST,
        ),
    ),
)
