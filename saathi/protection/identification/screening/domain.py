"""What screenings and interviews contribute to shared pages."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from saathi.agencies.access import FileRights
from saathi.agencies.domains import (
    Domain,
    EventKind,
    EventSource,
    FileAlert,
    FileGroup,
    FileLink,
    NotOnTimeline,
)
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kinds import RecordKind
from saathi.agencies.sections import Section
from saathi.agencies.waiting_work import WaitingWork
from saathi.protection.identification.screening import models, prompts
from saathi.web.components import ActionLink, AlertBox


def waiting_prompts(staff: Staff, files: list[UUID]) -> list[AlertBox]:
    """The number of these files with an unanswered screening prompt, as an alert."""
    count = len(prompts.find_open_prompts(staff, files)) if files else 0
    if not count:
        return []
    title = ngettext(
        "%(count)d child may have unidentified trafficking indicators: screening recommended",
        "%(count)d children may have unidentified trafficking indicators: screening recommended",
        count,
    )
    action = ActionLink(_("View list"), reverse("screening:list_prompts"))
    return [AlertBox(title % {"count": count}, "", action, "calm", "list-check")]


def prompt_alert(rights: FileRights, evidence: list[prompts.PromptEvidenceRow]) -> list[AlertBox]:
    """A suggested screening; the linked page gives the reasons."""
    if not prompts.find_active_prompts(rights.staff, evidence):
        return []
    link = ActionLink(
        _("Trafficking screening"), reverse("screening:show_screenings", args=[rights.file_id])
    )
    text = _("Help does not depend on the screening.")
    return [AlertBox(_("Screening recommended"), text, link, "calm", "list-check")]


DOMAIN = Domain(
    urls={"urls": ""},
    file_links=(
        FileLink(
            40,
            Section.SITUATION,
            _("Screening and interviews"),
            "screening:show_screenings",
            "list-check",
            group=FileGroup.CONCERNS,
        ),
    ),
    file_alerts=(
        FileAlert(
            60,
            "prompted",
            Section.SITUATION,
            prompts.prompt_evidence_subquery,
            prompt_alert,
            day=prompts.last_expired_reply_day,
            needs_open_case=True,
        ),
    ),
    waiting=(WaitingWork(30, frozenset({Permission.WORK_ON_CASE}), waiting_prompts),),
    records=(
        RecordKind(models.Screening, _("Screening")),
        RecordKind(models.PossibleMisidentification, _("Possible misidentification"), "by_whom"),
        RecordKind(models.ScreeningPromptReply, _("Reply to a screening prompt")),
        RecordKind(models.Interview, _("Interview"), "by_whom"),
        RecordKind(models.FamilyClue, _("Clue to the family"), "source"),
        RecordKind(models.Migration, _("Migration and status")),
    ),
    timeline=(
        EventSource(
            "interviewed",
            models.Interview,
            "happened_at",
            _("The child was interviewed"),
            (EventKind.VISITS,),
        ),
        EventSource(
            "clue",
            models.FamilyClue,
            "stated_on",
            _("A family tracing clue was recorded"),
            (EventKind.INFORMATION,),
        ),
        NotOnTimeline(models.Screening, "answers to questions; its page shows them with their day"),
        NotOnTimeline(
            models.PossibleMisidentification, "an authority’s record of the child, not an event"
        ),
        NotOnTimeline(models.ScreeningPromptReply, "a reply to a hint of the application"),
        NotOnTimeline(models.Migration, "a state as known on a day, shown with the situation"),
    ),
)
