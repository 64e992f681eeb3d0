"""What case transfers contribute to shared pages."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from saathi.agencies.domains import (
    DayLink,
    Domain,
    EventKind,
    EventSource,
    FileGroup,
    FileLink,
    NoticePage,
)
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kinds import RecordKind
from saathi.agencies.sections import Section
from saathi.agencies.significant_acts import SignificantAct
from saathi.agencies.waiting_work import WaitingWork
from saathi.consent.vocabulary import DecisionKind
from saathi.protection.casework.handovers import queries
from saathi.protection.casework.handovers.models import Handover
from saathi.protection.casework.handovers.vocabulary import HandoverKind, HandoverState
from saathi.web.components import ActionLink, AlertBox


def waiting_offers(_staff: Staff, count: int) -> list[AlertBox]:
    """Cases offered to the offices this person leads."""
    if not count:
        return []
    title = ngettext(
        "%(count)d transfer request for you", "%(count)d transfer requests for you", count
    )
    action = ActionLink(_("Answer"), reverse("handovers:list_office_handovers"))
    return [AlertBox(title % {"count": count}, "", action, "attend", "send")]


DOMAIN = Domain(
    urls={"urls": ""},
    file_links=(
        FileLink(
            160,
            Section.CASE,
            _("Case transfer"),
            "handovers:list_handovers",
            "send",
            group=FileGroup.DECISIONS,
        ),
    ),
    day_links=(
        DayLink(20, Permission.ASSIGN, _("Case transfers"), "handovers:list_office_handovers"),
    ),
    waiting=(
        WaitingWork(
            40, frozenset({Permission.ASSIGN}), waiting_offers, queries.waiting_offers_column
        ),
    ),
    notices={
        "handover_offered": NoticePage("handovers:show_handover"),
        "handover_answered": NoticePage("handovers:show_handover"),
    },
    records=(RecordKind(Handover, _("Case transfer")),),
    significant_acts=(
        # Assigning a colleague of the same office is not a transfer.
        SignificantAct(
            "transfer",
            Handover,
            ("offered_on",),
            _("Case transfer"),
            DecisionKind.TRANSFER,
            code="kind",
            texts={
                HandoverKind.OFFICE: _("Transfer to another office was requested"),
                HandoverKind.AGENCY: _("Transfer to another agency was requested"),
            },
            only={
                "kind__in": [HandoverKind.OFFICE, HandoverKind.AGENCY],
                "state__in": [HandoverState.OFFERED, HandoverState.ACCEPTED],
            },
            page="handovers:list_handovers",
        ),
    ),
    timeline=(
        EventSource(
            "handed",
            Handover,
            "answered_at",
            kinds=(EventKind.CASE_STATUS,),
            code="state",
            texts={
                HandoverState.OFFERED: _("A case transfer was requested"),
                HandoverState.ACCEPTED: _("The case was transferred"),
                HandoverState.DECLINED: _("A transfer request was declined"),
                HandoverState.WITHDRAWN: _("A transfer request was withdrawn"),
            },
            by="answered_by",
            # Within an office no answer is needed: the case is reassigned, which the other source
            # shows.
            only={"kind__in": [HandoverKind.OFFICE, HandoverKind.AGENCY]},
        ),
        EventSource(
            "handing",
            Handover,
            "offered_on",
            kinds=(EventKind.CASE_STATUS,),
            code="kind",
            texts={
                HandoverKind.WORKER: _("The case was reassigned to another worker"),
                HandoverKind.OFFICE: _("Transfer to another office was requested"),
                HandoverKind.AGENCY: _("Transfer to another agency was requested"),
            },
        ),
    ),
)
