"""What the follow-up after a return contributes to shared pages."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.domains import (
    DayLink,
    Domain,
    EventKind,
    EventSource,
    FileAction,
    FileGroup,
    FileLink,
    NoticePage,
)
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kinds import RecordKind
from saathi.agencies.sections import Section
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.casework.reintegration import models

PAGE = "reintegration:list_reintegration"
OUTCOMES = "reintegration:list_outcomes"
SIGNS = "reintegration:list_signs"
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
    duties={
        Duty.RETURN_CONTACT: PAGE,
        Duty.RETURN_SIGN: SIGNS,
        Duty.HARD_ANSWER: OUTCOMES,
    },
    notices={
        "mentor_asked": NoticePage(PAGE),
        "mentor_decided": NoticePage(PAGE),
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
    ),
    timeline=(
        EventSource(
            "returned",
            models.Reintegration,
            "returned_on",
            _("The follow-up after the return began"),
            (EventKind.HANDS,),
            page=PAGE,
        ),
        EventSource(
            "return_contact",
            models.MonitoringContact,
            "contact_on",
            _("Contact after return"),
            (EventKind.MET,),
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
            (EventKind.HELP,),
            by="decided_by",
            only={"state__in": ("approved", "ended")},
            page=PAGE,
        ),
        EventSource(
            "outcome_child",
            models.OutcomeAnswer,
            "answered_on",
            _("The child answered the outcome scale"),
            (EventKind.VOICE,),
            only={"respondent": "child"},
            mark="voiced",
            page=OUTCOMES,
        ),
        EventSource(
            "retrafficking_sign",
            models.RetraffickingSign,
            "noticed_on",
            _("A sign of retrafficking was noticed"),
            (EventKind.KNOWN,),
            mark="alarm",
            page=SIGNS,
        ),
        EventSource(
            "final_evaluation",
            models.FinalEvaluation,
            "evaluated_on",
            _("Final evaluation of reintegration"),
            (EventKind.MET,),
            page=EVALUATIONS,
        ),
    ),
)
