"""What the screening for international protection contributes to shared pages."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
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
from saathi.agencies.models import Staff
from saathi.agencies.pending_decisions import PendingDecisions
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kinds import RecordKind
from saathi.agencies.sections import Section
from saathi.agencies.significant_acts import SignificantAct
from saathi.agencies.vocabulary import CollectionMethod
from saathi.agencies.waiting_work import WaitingWork
from saathi.consent.vocabulary import DecisionKind
from saathi.infra.join_words import join_words
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.returns.protection_screening import models, queries
from saathi.protection.returns.protection_screening.vocabulary import PermissionState
from saathi.web.components import ActionLink, AlertBox

_PAGE = "protection_screening:list_protection"
_PERMISSION_TEXTS = {
    PermissionState.REFUSED.value: _("Contact with the country of origin was not permitted"),
}


def waiting_boxes(_staff: Staff, requests: list[dict[str, Any]]) -> list[AlertBox]:
    """One box for each request to contact a country of origin that waits for this supervisor."""
    return [_request_box(request) for request in requests]


def _request_box(request: dict[str, Any]) -> AlertBox:
    asked_on = date_format(dt.date.fromisoformat(request["asked_on"]), "j F Y")
    about = join_words(text for text in (request["code"], asked_on) if text)
    action = ActionLink(_("Decide"), reverse(_PAGE, args=[request["file_id"]]))
    return AlertBox(
        _("Request to contact a country of origin"), about, action, "attend", icon="transfer"
    )


DOMAIN = Domain(
    # The second module adds to the screens of the first, which it imports.
    urls={"urls": ""},
    file_links=(
        FileLink(
            136,
            Section.LEGAL,
            _("International protection"),
            _PAGE,
            "shield",
            group=FileGroup.LEGAL,
        ),
    ),
    file_actions=(
        FileAction(
            44,
            Section.LEGAL,
            _("Record a contact by others with the country of origin"),
            "protection_screening:report_contact",
            "phone",
            needs_case=True,
        ),
    ),
    waiting=(
        WaitingWork(
            46, frozenset({Permission.APPROVE}), waiting_boxes, queries.waiting_requests_column
        ),
    ),
    decisions=(
        PendingDecisions(
            "contact",
            _("Contact with the country of origin"),
            queries.pending_permissions,
            "asked_on",
            "protection_screening:decide_permission",
            of=("file", "id"),
        ),
        PendingDecisions(
            "claim",
            _("Decision on international protection to be confirmed"),
            queries.pending_outcomes,
            "decided_on",
            _PAGE,
        ),
        PendingDecisions(
            "no_sign",
            _("Explanation of a screening to be confirmed"),
            queries.pending_explanations,
            "recorded_at",
            _PAGE,
        ),
    ),
    duties={Duty.SCREENING: _PAGE},
    notices={
        "contact_asked": NoticePage(_PAGE),
        "contact_decided": NoticePage(_PAGE),
        "origin_contacted": NoticePage(_PAGE),
        "access_ended": NoticePage(_PAGE),
    },
    records=(
        RecordKind(models.ProtectionScreening, _("Screening for international protection")),
        RecordKind(models.NoSignExplanation, _("Explanation of a screening without a sign")),
        RecordKind(
            models.RemovedDetail,
            _("Detail that was removed from the child’s record"),
            method=CollectionMethod.COMPUTED,
        ),
        RecordKind(models.ProtectionReferral, _("Referral for international protection")),
        RecordKind(models.ContactPermission, _("Permission to contact the country of origin")),
        RecordKind(models.OriginContact, _("Contact with the country of origin")),
        RecordKind(
            models.ContactSafeguardFinding,
            _("Why the safeguards were not met"),
            method=CollectionMethod.COMPUTED,
        ),
        RecordKind(
            models.AccessAbroadEnd,
            _("Access from another country that ended"),
            method=CollectionMethod.COMPUTED,
        ),
        RecordKind(
            models.OriginCorrection,
            _("Country of origin that was removed"),
            method=CollectionMethod.COMPUTED,
        ),
        RecordKind(models.CorrectionReason, _("Reason why a country was removed")),
    ),
    significant_acts=(
        SignificantAct(
            "origin_contact_permitted",
            models.ContactPermission,
            ("decided_on",),
            _("Contact with the country of origin was permitted"),
            DecisionKind.RETURN_ABROAD,
            by=("decided_by",),
            only={"state": PermissionState.OPEN},
            page=_PAGE,
        ),
    ),
    timeline=(
        EventSource(
            "protection_screened",
            models.ProtectionScreening,
            "screened_on",
            _("Screening for international protection"),
            (EventKind.LEGAL, EventKind.VISITS),
            page=_PAGE,
        ),
        EventSource(
            "protection_referred",
            models.ProtectionReferral,
            "referred_on",
            _("Referral for international protection"),
            (EventKind.LEGAL,),
            page=_PAGE,
        ),
        EventSource(
            "contact_decided",
            models.ContactPermission,
            "decided_on",
            _("Contact with the country of origin was permitted"),
            (EventKind.LEGAL,),
            code="state",
            texts=_PERMISSION_TEXTS,
            by="decided_by",
            page=_PAGE,
        ),
        EventSource(
            "origin_contacted",
            models.OriginContact,
            "made_on",
            _("The country of origin was contacted"),
            (EventKind.LEGAL,),
            page=_PAGE,
        ),
        EventSource(
            "access_abroad_ended",
            models.AccessAbroadEnd,
            "ended_on",
            _("Access from another country ended"),
            (EventKind.LEGAL,),
            page=_PAGE,
        ),
        NotOnTimeline(models.NoSignExplanation, "its screening is an event"),
        NotOnTimeline(
            models.RemovedDetail, "the page of screenings shows it until it is explained"
        ),
        EventSource(
            "origin_corrected",
            models.OriginCorrection,
            "removed_on",
            _("A country of origin was removed"),
            (EventKind.LEGAL,),
            page=_PAGE,
        ),
        NotOnTimeline(models.CorrectionReason, "its correction is an event"),
        NotOnTimeline(models.ContactSafeguardFinding, "its contact is an event"),
    ),
)
