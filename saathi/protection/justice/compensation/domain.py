"""What legal remedies contribute to shared pages."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.domains import (
    DayLink,
    Domain,
    EventKind,
    EventSource,
    FileGroup,
    FileLink,
    NoticePage,
    PageLink,
    PagePart,
)
from saathi.agencies.pending_decisions import PendingDecisions
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kinds import RecordKind
from saathi.agencies.sections import Section
from saathi.agencies.waiting_work import WaitingWork, office_today_values
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.justice.compensation import models, pages, queries, risk_alerts
from saathi.protection.justice.compensation.vocabulary import NOTICES, RemedyOutcome

LIST = "legal_measures:list_measures"
_LEGAL = (EventKind.LEGAL,)

DOMAIN = Domain(
    urls={"views": ""},
    file_links=(
        FileLink(
            143,
            Section.LEGAL,
            _("Compensation and remedies"),
            LIST,
            "gavel",
            group=FileGroup.LEGAL,
        ),
    ),
    day_links=(
        DayLink(
            13,
            Permission.WORK_ON_CASE,
            _("Compensation and remedies"),
            "legal_measures:list_remedies",
            section=Section.LEGAL,
        ),
    ),
    waiting=(
        WaitingWork(
            6,
            frozenset({Permission.WORK_ON_CASE, Permission.APPROVE}),
            risk_alerts.overdue_risk_boxes,
            risk_alerts.overdue_risk_column,
            office_today_values,
        ),
    ),
    decisions=(
        PendingDecisions(
            "money_control",
            _("Control of the child’s money"),
            queries.pending_controls,
            "recorded_at",
            "legal_measures:decide_control",
            of=("file", "id"),
        ),
    ),
    notices=dict.fromkeys((notice.code for notice in NOTICES), NoticePage(LIST)),
    page_links=(PageLink("transfers:show_transfer", _("Measures under each law"), LIST),),
    page_parts=(PagePart("proceedings:show_proceeding", "people/_part.html", pages.remedies_part),),
    duties={Duty.CLAIM_DEADLINE: LIST, Duty.REMEDY_STEP: LIST, Duty.MONEY_REVIEW: LIST},
    records=(
        RecordKind(models.LegalMeasure, _("Measure under a country’s law")),
        RecordKind(models.ClaimDecision, _("Decision on a claim")),
        RecordKind(models.CompensationPayment, _("Payment to the child")),
        RecordKind(models.MoneyControl, _("Control of the child’s money")),
    ),
    timeline=(
        EventSource(
            "legal_measure",
            models.LegalMeasure,
            "as_of",
            _("A measure under a country’s law was recorded"),
            _LEGAL,
            page=LIST,
        ),
        EventSource(
            "claim_decided",
            models.ClaimDecision,
            "decided_on",
            _("A claim was decided"),
            _LEGAL,
            code="outcome",
            texts={
                RemedyOutcome.GRANTED: _("A claim was granted"),
                RemedyOutcome.PART: _("A claim was granted in part"),
                RemedyOutcome.SETTLED: _("A claim was settled"),
                RemedyOutcome.REFUSED: _("A claim was refused"),
                RemedyOutcome.SET_ASIDE: _("A decision on a claim was set aside"),
            },
            page=LIST,
        ),
        EventSource(
            "compensation_paid",
            models.CompensationPayment,
            "paid_on",
            _("Compensation was paid"),
            _LEGAL,
            page=LIST,
        ),
        EventSource(
            "money_control",
            models.MoneyControl,
            "since",
            _("Control of the child’s money was recorded"),
            _LEGAL,
            page=LIST,
        ),
    ),
)
