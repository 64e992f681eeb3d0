"""What proceedings contribute to shared pages."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.domains import (
    DayLink,
    Domain,
    EventKind,
    EventSource,
    FileGroup,
    FileLink,
    MenuEntry,
    NoticePage,
    NotOnTimeline,
)
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kinds import RecordKind
from saathi.agencies.sections import Section
from saathi.agencies.significant_acts import SignificantAct
from saathi.agencies.waiting_work import WaitingWork
from saathi.consent.vocabulary import DecisionKind
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.justice.proceedings import models, unagreed_hearings
from saathi.protection.justice.proceedings.vocabulary import (
    HearingState,
    PresentationState,
    ProceedingStage,
)

LIST = "proceedings:list_proceedings"

DOMAIN = Domain(
    urls={"views": ""},
    file_links=(
        FileLink(132, Section.LEGAL, _("Proceedings"), LIST, "scale", group=FileGroup.LEGAL),
    ),
    menu=(
        MenuEntry(
            63,
            "court_calendar",
            _("Court calendar"),
            "calendar-event",
            "proceedings:list_hearings",
            frozenset({Permission.WORK_ON_CASE, Permission.APPROVE}),
            is_rare=True,
            section=Section.LEGAL,
        ),
    ),
    day_links=(
        DayLink(
            12,
            Permission.WORK_ON_CASE,
            _("Court calendar"),
            "proceedings:list_hearings",
            section=Section.LEGAL,
        ),
    ),
    waiting=(
        WaitingWork(
            7,
            frozenset({Permission.WORK_ON_CASE, Permission.APPROVE}),
            unagreed_hearings.unagreed_hearings_boxes,
            unagreed_hearings.unagreed_hearings_column,
            unagreed_hearings.days_ahead_values,
        ),
    ),
    duties={Duty.HEARING: LIST, Duty.HEARING_READY: LIST},
    notices={
        "present_asked": NoticePage(LIST),
        "present_answer": NoticePage(LIST),
        "telling_ended": NoticePage(LIST),
        "summoned": NoticePage(LIST),
        "compelled": NoticePage(LIST),
    },
    records=(
        RecordKind(models.Proceeding, _("Proceeding")),
        RecordKind(models.ProceedingStep, _("Stage of a proceeding")),
        RecordKind(models.Accused, _("Accused person")),
        RecordKind(models.Charge, _("Charge")),
        RecordKind(
            models.ChildTestimonyDecision, _("Child’s decision on testimony"), "explained_by"
        ),
        RecordKind(models.ComprehensionFinding, _("Finding of comprehension"), "found_by"),
        RecordKind(models.Summons, _("Summons"), "source"),
        RecordKind(models.PresentationRequest, _("Request to present the child")),
        RecordKind(models.Hearing, _("Hearing")),
        RecordKind(models.CourtVisit, _("Preparation visit")),
        RecordKind(models.RightsExplanation, _("Rights explained"), "explained_by"),
        RecordKind(models.CourtReferral, _("Referral to a court for children")),
    ),
    significant_acts=(
        SignificantAct(
            "child_presented",
            models.PresentationRequest,
            ("decided_on",),
            _("Presenting the child to tell what happened was approved"),
            DecisionKind.TESTIMONY,
            by=("decided_by",),
            only={"state": PresentationState.APPROVED},
            page=LIST,
        ),
    ),
    timeline=(
        EventSource(
            "stage_reached",
            models.ProceedingStep,
            "reached_on",
            _("A proceeding reached a stage"),
            (EventKind.LEGAL,),
            code="stage",
            texts={
                ProceedingStage.COMPLAINT: _("Complaint filed"),
                ProceedingStage.INVESTIGATION: _("Investigation opened"),
                ProceedingStage.CHARGE: _("Charges brought"),
                ProceedingStage.TRIAL: _("Trial began"),
                ProceedingStage.JUDGMENT: _("Judgment given"),
                ProceedingStage.APPEAL: _("Appeal lodged"),
                ProceedingStage.ENDED: _("Proceedings ended"),
            },
            page=LIST,
        ),
        EventSource(
            "testimony_decided",
            models.ChildTestimonyDecision,
            "decided_on",
            _("The child decided on testimony"),
            (EventKind.STATEMENTS, EventKind.LEGAL),
            mark="voiced",
            page=LIST,
        ),
        EventSource(
            "testimony_withdrawn",
            models.ChildTestimonyDecision,
            "withdrawn_on",
            _("The child withdrew the decision to testify"),
            (EventKind.STATEMENTS, EventKind.LEGAL),
            mark="voiced",
            page=LIST,
        ),
        EventSource(
            "comprehension_found",
            models.ComprehensionFinding,
            "found_on",
            _("The child’s comprehension was assessed"),
            (EventKind.LEGAL,),
            page=LIST,
        ),
        EventSource(
            "child_summoned",
            models.Summons,
            "served_on",
            _("The child was summoned"),
            (EventKind.LEGAL,),
            page=LIST,
        ),
        EventSource(
            "presentation_decided",
            models.PresentationRequest,
            "decided_on",
            _("A request to present the child was decided"),
            (EventKind.LEGAL,),
            by="decided_by",
            page=LIST,
        ),
        EventSource(
            "hearing",
            models.Hearing,
            "listed_on",
            _("Court hearing"),
            (EventKind.LEGAL,),
            code="state",
            texts={
                HearingState.HELD: _("Court hearing held"),
                HearingState.ADJOURNED: _("Court hearing adjourned"),
            },
            only={"state__in": [HearingState.HELD, HearingState.ADJOURNED]},
            page=LIST,
        ),
        EventSource(
            "court_visited",
            models.CourtVisit,
            "visited_on",
            _("The child was prepared for court"),
            (EventKind.VISITS, EventKind.LEGAL),
            page=LIST,
        ),
        EventSource(
            "charged",
            models.Charge,
            "charged_on",
            _("An accused person was charged"),
            (EventKind.LEGAL,),
            page=LIST,
        ),
        EventSource(
            "rights_explained",
            models.RightsExplanation,
            "explained_on",
            _("The child’s rights in proceedings were explained"),
            (EventKind.STATEMENTS, EventKind.LEGAL),
            page=LIST,
        ),
        EventSource(
            "court_referred",
            models.CourtReferral,
            "asked_on",
            _("Referral to a court for children requested"),
            (EventKind.LEGAL,),
            page=LIST,
        ),
        NotOnTimeline(models.Proceeding, "its stages are events"),
        NotOnTimeline(models.Accused, "the charges against the person are events"),
    ),
)
