"""Which child and assessment a determination is about, and what is missing, with links to enter it."""

from collections.abc import Sequence
from dataclasses import replace

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies import access
from saathi.agencies.staff_requests import StaffRequest
from saathi.infra.reasons import Reason
from saathi.people import record_screens as kit
from saathi.people.models import Child
from saathi.people.panels import MissingItem, MissingPanel
from saathi.protection.decisions.best_interests import missing_rules, pages, queries, rules
from saathi.protection.decisions.best_interests.models import (
    BestInterestsAssessment,
    Determination,
    PanelMember,
    SolutionOption,
)
from saathi.web.page_names import CHILD_FILE

LIST = "best_interests:list_best_interests"
REPORT, REPORT_READY = "report", _("Report ready")  # the id of the report on its page
# Where each reason is put right: a form of the determination, or another page of the file.
_REPORT = ("change_determination", _("Edit the report"))
_PANEL = ("list_for_meeting", _("Meeting and panel"))
ENTRIES: dict[str, tuple[str, kit.Text]] = {
    "options": ("add_options", _("Add an option")),
    "authority": _REPORT,
    "guardian": _REPORT,
    "parents": _REPORT,
    "caregiver": _REPORT,
    "unheard_why": _REPORT,
    "view": _REPORT,
    "no_assessment_why": _REPORT,
    "factors": ("", _("Assessment")),
    "assessment": ("add_full_assessment", _("Full assessment")),
    "ready": ("show_determination", REPORT_READY),
    "panel": _PANEL,
    "panel_unnamed": _PANEL,
    "panel_twice": _PANEL,
    "panel_fields": _PANEL,
}


def subject_panel(request: StaffRequest, determination: Determination) -> kit.Panel:
    """The child and the assessment, each with its link, as far as the reader may open them."""
    file_id = determination.file_id
    child = access.visible(request.staff, Child).filter(file=file_id).first()
    assessment = find_assessment(request, determination)
    title = pages.assessment_title(assessment) if assessment else ""
    links = [kit.link(_("The child’s file"), CHILD_FILE, file_id)] if child else []
    if assessment:
        links.append(kit.link(_("Assessment"), LIST, file_id))
    pairs = [kit.LabelledValue(_("Case ID"), child.code if child else "", missing=_("no access"))]
    if determination.assessment_id is not None:  # otherwise the report says so, and why
        label = _("Assessment with the factors")
        pairs.append(kit.LabelledValue(label, title, missing=_("no access")))
    return kit.Panel(_("Child and assessment"), actions=links, pairs=pairs)


def find_assessment(
    request: StaffRequest, determination: Determination
) -> BestInterestsAssessment | None:
    """The assessment on which a determination is based; None without one that the reader may see."""
    if determination.assessment_id is None:
        return None
    result = access.visible(request.staff, BestInterestsAssessment)
    return result.filter(pk=determination.assessment_id).first()


def missing_panel(
    screens: kit.RecordScreens,
    request: StaffRequest,
    determination: Determination,
    options: Sequence[SolutionOption],
    panel: Sequence[PanelMember],
) -> MissingPanel | None:
    """Everything that the meeting still needs; None once it is decided. All records are opened."""
    if determination.state not in rules.UNDECIDED:
        return None
    facts = queries.determination_facts(determination, options, panel, request.staff)
    reasons = missing_rules.missing_for_meeting(facts)
    return MissingPanel(
        _("Missing before the meeting"),
        items=[_item(screens, request, determination, reason) for reason in reasons],
        ready=_("Nothing is missing. The panel can decide."),
    )


def linked_reason(determination: Determination, reason: Reason) -> str:
    """A reason why the report is not ready, with the link to the field of the report or to its form."""
    text = gettext(reason.text)
    name, label = ENTRIES.get(reason.code, _REPORT)
    if name not in {"add_options", "change_determination"}:
        return format_html("<bdi>{}</bdi>", text)
    page = reverse(f"best_interests:{name}", args=[determination.file_id, determination.pk])
    field = f"#id_{reason.code}" if name == "change_determination" else ""
    return format_html(
        '<bdi>{}</bdi> <a href="{}">{}</a>', text, f"{page}{field}", gettext(str(label))
    )


def _item(
    screens: kit.RecordScreens,
    request: StaffRequest,
    determination: Determination,
    reason: Reason,
) -> MissingItem:
    """A reason with its link, for those who may open it."""
    text = gettext(reason.text)
    name, label = ENTRIES.get(reason.code, _REPORT)
    file_id = determination.file_id
    if not name:
        return MissingItem(text, kit.link(label, LIST, file_id))
    if name == "show_determination":
        page = kit.link(label, f"best_interests:{name}", determination.pk)
        return MissingItem(text, replace(page, url=f"{page.url}#{REPORT}"))
    subject = file_id if name == "add_full_assessment" else determination
    links = screens.links(request, subject, name, label)
    return MissingItem(text, links[0] if links else None)
