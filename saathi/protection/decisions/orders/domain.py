"""What decisions of authorities contribute to shared pages."""

from collections.abc import Mapping

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from saathi.agencies.domains import (
    Domain,
    EventKind,
    EventSource,
    FileAction,
    FileGroup,
    FileLink,
    NoticePage,
    NotOnTimeline,
)
from saathi.agencies.record_kinds import RecordKind
from saathi.agencies.sections import Section
from saathi.agencies.significant_acts import SignificantAct
from saathi.consent.vocabulary import DecisionKind
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.decisions.orders import models
from saathi.protection.decisions.orders.vocabulary import SECONDARY_VICTIMISATION, OrderKind
from saathi.web.page_names import MY_DAY

_SUBJECTS: Mapping[str, str] = {
    OrderKind.PLACEMENT: DecisionKind.PLACEMENT,
    OrderKind.RESTORATION: DecisionKind.RETURN_HOME,
    OrderKind.REPATRIATION: DecisionKind.RETURN_ABROAD,
    OrderKind.AGE: DecisionKind.ADMINISTRATIVE,
    OrderKind.STATUS: DecisionKind.ADMINISTRATIVE,
}

DOMAIN = Domain(
    urls={"views": ""},
    file_links=(
        FileLink(
            130,
            Section.LEGAL,
            _("Authorities and orders"),
            "orders:show_orders",
            "gavel",
            group=FileGroup.LEGAL,
        ),
    ),
    file_actions=(
        FileAction(
            45,
            Section.LEGAL,
            _("Record a deportation, arrest or other violation"),
            "orders:record_safeguard",
            "alert-triangle",
            needs_case=True,
        ),
    ),
    duties={Duty.TIME_LIMIT: "orders:show_orders", Duty.ALERT: "orders:show_orders"},
    notices={"safeguard": NoticePage(MY_DAY, is_of_record=False)},
    records=(
        RecordKind(models.Order, _("Order or decision of an authority"), "authority"),
        RecordKind(models.StatusDecision, _("Finding about trafficking"), "authority"),
        RecordKind(models.RunningTimeLimit, _("Legal time limit")),
        RecordKind(models.BrokenSafeguard, _("Safeguard violation")),
    ),
    significant_acts=(
        SignificantAct(
            "order",
            models.Order,
            ("made_on",),
            _("An authority made an order or decision"),
            DecisionKind.COURT,
            code="kind",
            texts={kind: format_lazy("{}: {}", _("Order"), kind.label) for kind in OrderKind},
            subjects=_SUBJECTS,
            page="orders:show_orders",
            is_of_authority=True,
        ),
        SignificantAct(
            "status_finding",
            models.StatusDecision,
            ("decided_on",),
            _("A finding about the child’s status was recorded"),
            DecisionKind.ADMINISTRATIVE,
            page="orders:show_orders",
        ),
    ),
    timeline=(
        EventSource(
            "ordered",
            models.Order,
            "made_on",
            _("An authority made an order or decision"),
            (EventKind.LEGAL,),
        ),
        EventSource(
            "status_decided",
            models.StatusDecision,
            "decided_on",
            _("A finding about the child’s status was recorded"),
            (EventKind.LEGAL,),
        ),
        EventSource(
            "safeguard_broken",
            models.BrokenSafeguard,
            "happened_on",
            _("Safeguard violation"),
            (EventKind.LEGAL,),
            code="safeguard",
            texts={
                code: format_lazy("{}: {}", _("Secondary victimisation"), code.label)
                for code in SECONDARY_VICTIMISATION
            },
        ),
        NotOnTimeline(models.RunningTimeLimit, "its last day is a task of the worker"),
    ),
)
