"""What verifications, permits and a court's need contribute to shared pages."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.domains import (
    DayLink,
    Domain,
    EventKind,
    EventSource,
    FileGroup,
    FileLink,
)
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kinds import RecordKind
from saathi.agencies.sections import Section
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.returns.verifications import models
from saathi.protection.returns.verifications.vocabulary import VerificationEvent

_PAGE = "verifications:show_return"

DOMAIN = Domain(
    urls={"views": ""},
    file_links=(
        FileLink(
            139,
            Section.LEGAL,
            _("Return: protection and verification"),
            _PAGE,
            "route",
            group=FileGroup.LEGAL,
        ),
    ),
    day_links=(
        DayLink(
            60,
            Permission.WORK_ON_CASE,
            _("Verifications abroad"),
            "verifications:list_verifications",
            "route",
            Section.LEGAL,
        ),
    ),
    duties={Duty.VERIFICATION: _PAGE, Duty.SOLUTIONS: _PAGE},
    records=(
        RecordKind(models.OriginVerification, _("Verification abroad"), "route"),
        RecordKind(models.VerificationStep, _("Step of a verification")),
        RecordKind(models.TravelPermit, _("Permit")),
        RecordKind(models.CourtNeed, _("Testimony required by a court"), "source"),
    ),
    timeline=(
        EventSource(
            "verification_asked",
            models.OriginVerification,
            "asked_on",
            _("Nationality or address to be verified abroad"),
            (EventKind.LEGAL,),
            page=_PAGE,
        ),
        EventSource(
            "verification_answered",
            models.OriginVerification,
            "answered_on",
            _("A verification abroad was answered"),
            (EventKind.LEGAL, EventKind.INFORMATION),
            page=_PAGE,
        ),
        EventSource(
            "verification_step",
            models.VerificationStep,
            "happened_on",
            _("Step of a verification"),
            (EventKind.LEGAL,),
            code="event",
            texts={
                VerificationEvent.ASKED_AGAIN.value: _("A verification was asked for again"),
                VerificationEvent.HOME_VISITED.value: _("The home was visited to verify it"),
            },
            page=_PAGE,
        ),
        EventSource(
            "permit_received",
            models.TravelPermit,
            "received_on",
            _("A permit was received or refused"),
            (EventKind.LEGAL,),
            page=_PAGE,
        ),
        EventSource(
            "court_need_said",
            models.CourtNeed,
            "said_on",
            _("Testimony requirement recorded"),
            (EventKind.LEGAL,),
            page=_PAGE,
        ),
    ),
)
