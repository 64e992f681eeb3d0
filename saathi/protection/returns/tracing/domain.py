"""What family tracing contributes to shared pages."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.domains import (
    DayLink,
    Domain,
    EventKind,
    EventSource,
    FileAction,
    FileGroup,
    FileLink,
    MenuEntry,
    NoticePage,
    NotOnTimeline,
    PagePart,
)
from saathi.agencies.pending_decisions import PendingDecisions
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kinds import RecordKind
from saathi.agencies.sections import Section
from saathi.agencies.significant_acts import SignificantAct
from saathi.agencies.waiting_work import WaitingWork
from saathi.consent.vocabulary import DecisionKind
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.returns.tracing import claim_alerts, models, panel_claims, pending_queries

PAGE = "tracing:show_tracing"
VERIFICATIONS = "tracing:list_verifications"

DOMAIN = Domain(
    urls={"views": ""},
    file_links=(
        FileLink(138, Section.LEGAL, _("Family tracing"), PAGE, "users", group=FileGroup.LEGAL),
    ),
    file_actions=(
        FileAction(
            26, Section.LEGAL, _("Trace a person"), "tracing:add_request", "users", needs_case=True
        ),
    ),
    menu=(
        MenuEntry(
            64,
            "tracing",
            _("Family tracing"),
            "users",
            "tracing:list_tracing",
            frozenset({Permission.WORK_ON_CASE}),
            is_rare=True,
            section=Section.LEGAL,
        ),
    ),
    day_links=(
        DayLink(
            60,
            Permission.WORK_ON_CASE,
            _("Family tracing"),
            "tracing:list_tracing",
            "users",
            Section.LEGAL,
        ),
    ),
    page_parts=(
        PagePart(
            "best_interests:show_determination", "people/_part.html", panel_claims.claims_part
        ),
    ),
    waiting=(
        WaitingWork(
            8,
            frozenset({Permission.WORK_ON_CASE, Permission.APPROVE}),
            claim_alerts.claims_boxes,
            claim_alerts.claims_column,
        ),
    ),
    duties={
        Duty.FAMILY_CLAIM: PAGE,
        Duty.TRACING_WISH: PAGE,
        Duty.TRACING_STEP: PAGE,
        Duty.TRACING_REVIEW: PAGE,
        Duty.TRACING_SOLUTION: PAGE,
        Duty.FAMILY_VISIT: PAGE,
    },
    decisions=(
        PendingDecisions(
            "relationship",
            _("Verification of a relationship"),
            pending_queries.pending_verifications,
            "began_on",
            VERIFICATIONS,
            by="submitted_by",
        ),
        PendingDecisions(
            "reunification",
            _("Reunification"),
            pending_queries.pending_reunifications,
            "recorded_at",
            PAGE,
            by="submitted_by",
        ),
    ),
    notices={
        "verify_asked": NoticePage(VERIFICATIONS),
        "reunify_asked": NoticePage(PAGE),
        "reunify_done": NoticePage(PAGE),
    },
    records=(
        RecordKind(models.TracingRequest, _("Tracing request")),
        RecordKind(models.ChildTracingView, _("Child’s view on tracing")),
        RecordKind(models.TracingEnquiry, _("Tracing enquiry")),
        RecordKind(models.FamilyClaim, _("Claim of a family member"), "brought_by"),
        RecordKind(models.RelationshipVerification, _("Verification of a relationship")),
        RecordKind(models.VerificationItem, _("Question of a verification")),
        RecordKind(models.HomeAssessment, _("Home assessment")),
        RecordKind(models.FamilyContact, _("Contact with the family")),
        RecordKind(models.Reunification, _("Reunification")),
    ),
    significant_acts=(
        SignificantAct(
            "family_contact",
            models.FamilyContact,
            ("contact_on",),
            _("A contact with the family was arranged"),
            DecisionKind.CONTACT,
            only={"made_through": "ours"},
            page=PAGE,
        ),
        SignificantAct(
            "reunification",
            models.Reunification,
            ("decided_on",),
            _("A return to the family was approved"),
            DecisionKind.RETURN_HOME,
            by=("decided_by",),
            only={"state__in": ("approved", "carried_out")},
            page=PAGE,
        ),
    ),
    timeline=(
        EventSource(
            "tracing_opened",
            models.TracingRequest,
            "opened_on",
            _("Family tracing began"),
            (EventKind.LEGAL,),
            page=PAGE,
        ),
        EventSource(
            "tracing_wish",
            models.ChildTracingView,
            "asked_on",
            _("The child was asked about the family"),
            (EventKind.STATEMENTS,),
            page=PAGE,
        ),
        EventSource(
            "tracing_enquiry",
            models.TracingEnquiry,
            "made_on",
            _("A tracing enquiry was made"),
            (EventKind.LEGAL,),
            page=PAGE,
        ),
        EventSource(
            "family_claim",
            models.FamilyClaim,
            "claimed_on",
            _("A family member claimed the child"),
            (EventKind.INFORMATION,),
            page=PAGE,
        ),
        EventSource(
            "relationship_verified",
            models.RelationshipVerification,
            "decided_on",
            _("A finding about a family relationship was confirmed"),
            (EventKind.LEGAL,),
            by="decided_by",
            page=VERIFICATIONS,
        ),
        NotOnTimeline(models.VerificationItem, "its verification is an event"),
        EventSource(
            "home_assessed",
            models.HomeAssessment,
            "visited_on",
            _("A home was assessed"),
            (EventKind.VISITS,),
            page=PAGE,
        ),
        EventSource(
            "family_contact",
            models.FamilyContact,
            "contact_on",
            _("Contact with the family"),
            (EventKind.VISITS,),
            only={"state": "took_place"},
            page=PAGE,
        ),
        EventSource(
            "reunified",
            models.Reunification,
            "handed_over_on",
            _("The child was handed over to the family"),
            (EventKind.CASE_STATUS,),
            page=PAGE,
        ),
    ),
)
