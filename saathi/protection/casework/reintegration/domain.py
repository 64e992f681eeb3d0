"""What the follow-up after a return contributes to shared pages."""

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
    PageLink,
)
from saathi.agencies.pending_decisions import PendingDecisions
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kinds import RecordKind
from saathi.agencies.sections import Section
from saathi.agencies.waiting_work import WaitingWork, office_today_values
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.casework.reintegration import (
    hard_answers,
    late_contacts,
    models,
    pending_queries,
    sign_alerts,
    unsafe_contacts,
    unsafe_evaluations,
)

PAGE = "reintegration:list_reintegration"
OUTCOMES = "reintegration:list_outcomes"
SIGNS = "reintegration:list_signs"
FAMILY = "reintegration:list_family_support"
EVALUATIONS = "reintegration:list_evaluations"

DOMAIN = Domain(
    urls={"views": ""},
    file_links=(
        FileLink(
            161,
            Section.VISITS,
            _("Follow-up after return"),
            PAGE,
            "home",
            group=FileGroup.SERVICES,
        ),
        FileLink(
            163,
            Section.SUPPORT,
            _("Support to the family and aftercare"),
            FAMILY,
            "users",
            group=FileGroup.SERVICES,
        ),
        FileLink(
            162, Section.NEEDS, _("Outcome scale"), OUTCOMES, "heart", group=FileGroup.SERVICES
        ),
        FileLink(
            164,
            Section.SITUATION,
            _("Signs of retrafficking"),
            SIGNS,
            "alert-triangle",
            group=FileGroup.SERVICES,
        ),
        FileLink(
            168,
            Section.DECISIONS,
            _("Final evaluation"),
            EVALUATIONS,
            "checklist",
            group=FileGroup.DECISIONS,
        ),
    ),
    file_actions=(
        FileAction(
            49,
            Section.SITUATION,
            _("Record a sign of retrafficking"),
            "reintegration:record_sign",
            "alert-triangle",
            needs_case=True,
        ),
    ),
    file_alerts=(
        FileAlert(
            14,
            "hard_answer",
            Section.NEEDS,
            hard_answers.file_unsafe_column,
            hard_answers.file_unsafe_alert,
            is_urgent=True,
            is_on_every_page=True,
        ),
    ),
    day_links=(
        DayLink(
            58,
            Permission.WORK_ON_CASE,
            _("Returned children"),
            "reintegration:list_returned",
            "home",
            Section.DECISIONS,
        ),
    ),
    menu=(
        MenuEntry(
            169,
            "child_view_recordings",
            _("Recordings for the child view"),
            "microphone",
            "reintegration:list_languages",
            frozenset({Permission.MANAGE_OFFICES, Permission.APPROVE}),
            is_rare=True,
        ),
    ),
    page_links=(
        PageLink("placements:confirm_departure", _("Start follow-up after the return"), PAGE),
    ),
    decisions=(
        PendingDecisions(
            "evaluation",
            _("Reason for closing without a full evaluation"),
            pending_queries.pending_evaluations,
            "recorded_at",
            "reintegration:decide_exception",
            of=("file", "id"),
        ),
        PendingDecisions(
            "mentor",
            _("Mentor"),
            pending_queries.pending_mentors,
            "recorded_at",
            PAGE,
            by="submitted_by",
        ),
    ),
    waiting=(
        WaitingWork(
            6,
            frozenset({Permission.WORK_ON_CASE, Permission.APPROVE}),
            hard_answers.unsafe_answers_boxes,
            hard_answers.unsafe_answers_column,
        ),
        WaitingWork(
            5,
            frozenset({Permission.WORK_ON_CASE, Permission.APPROVE}),
            unsafe_contacts.unsafe_contacts_boxes,
            unsafe_contacts.unsafe_contacts_column,
        ),
        WaitingWork(
            5,
            frozenset({Permission.WORK_ON_CASE, Permission.APPROVE}),
            sign_alerts.urgent_signs_boxes,
            sign_alerts.urgent_signs_column,
        ),
        WaitingWork(
            5,
            frozenset({Permission.WORK_ON_CASE, Permission.APPROVE}),
            unsafe_evaluations.unsafe_evaluations_boxes,
            unsafe_evaluations.unsafe_evaluations_column,
        ),
        WaitingWork(
            47,
            frozenset({Permission.APPROVE}),
            late_contacts.late_contacts_boxes,
            late_contacts.late_contacts_column,
            office_today_values,
        ),
    ),
    duties={
        Duty.RETURN_CONTACT: PAGE,
        Duty.RETURN_SIGN: SIGNS,
        Duty.HARD_ANSWER: OUTCOMES,
        Duty.LIVELIHOOD: FAMILY,
        Duty.AFTERCARE: FAMILY,
    },
    notices={
        "except_asked": NoticePage(EVALUATIONS),
        "except_decided": NoticePage(EVALUATIONS),
        "mentor_asked": NoticePage(PAGE),
        "mentor_decided": NoticePage(PAGE),
        "return_hard": NoticePage(OUTCOMES),
        "return_missed": NoticePage(PAGE),
        "return_sign": NoticePage(SIGNS),
    },
    records=(
        RecordKind(models.Reintegration, _("Follow-up after return")),
        RecordKind(models.MonitoringContact, _("Contact after return")),
        RecordKind(models.Mentor, _("Mentor")),
        RecordKind(models.OutcomeAnswer, _("Answers to the outcome scale"), "respondent"),
        RecordKind(models.RetraffickingSign, _("Sign of retrafficking")),
        RecordKind(models.FinalEvaluation, _("Final evaluation")),
        RecordKind(models.CommitteeSupport, _("Support of a care committee")),
        RecordKind(models.LivelihoodEffect, _("Effect of livelihood support")),
        RecordKind(models.AftercarePlan, _("Aftercare plan")),
    ),
    timeline=(
        EventSource(
            "returned",
            models.Reintegration,
            "returned_on",
            _("The follow-up after the return began"),
            (EventKind.CASE_STATUS,),
            page=PAGE,
        ),
        EventSource(
            "return_contact",
            models.MonitoringContact,
            "contact_on",
            _("Contact after return"),
            (EventKind.VISITS,),
            code="state",
            texts={
                "held": _("Contact after return"),
                "not_held": _("Contact after return: the child was not reached"),
            },
            page=PAGE,
        ),
        EventSource(
            "mentor",
            models.Mentor,
            "decided_on",
            _("A mentor was approved"),
            (EventKind.SERVICES,),
            by="decided_by",
            only={"state__in": ("approved", "ended")},
            page=PAGE,
        ),
        EventSource(
            "outcome_child",
            models.OutcomeAnswer,
            "answered_on",
            _("The child answered the outcome scale"),
            (EventKind.STATEMENTS,),
            only={"respondent": "child"},
            mark="voiced",
            page=OUTCOMES,
        ),
        EventSource(
            "retrafficking_sign",
            models.RetraffickingSign,
            "noticed_on",
            _("A sign of retrafficking was noticed"),
            (EventKind.INFORMATION,),
            mark="alarm",
            page=SIGNS,
        ),
        EventSource(
            "final_evaluation",
            models.FinalEvaluation,
            "evaluated_on",
            _("Final evaluation of reintegration"),
            (EventKind.VISITS,),
            page=EVALUATIONS,
        ),
        EventSource(
            "committee_support",
            models.CommitteeSupport,
            "began_on",
            _("A care committee supports the family"),
            (EventKind.SERVICES,),
            page=FAMILY,
        ),
        EventSource(
            "livelihood_effect",
            models.LivelihoodEffect,
            "reviewed_on",
            _("The effect of livelihood support was reviewed"),
            (EventKind.SERVICES,),
            page=FAMILY,
        ),
        EventSource(
            "aftercare",
            models.AftercarePlan,
            "planned_on",
            _("Aftercare plan"),
            (EventKind.SERVICES,),
            page=FAMILY,
        ),
    ),
)
