"""Proceedings in a child's file: the list, and the page of one proceeding."""

from typing import cast
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from saathi.agencies import access, domains, records
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.people import record_screens as kit
from saathi.people.models import Child
from saathi.people.queries import child_of_file
from saathi.people.record_screens.rendering import render_page
from saathi.protection.justice.proceedings import (
    pages,
    queries,
    rules,
    testimony_pages,
)
from saathi.protection.justice.proceedings.models import (
    Hearing,
    Proceeding,
    ProceedingStep,
    RightsExplanation,
)
from saathi.protection.justice.proceedings.views.panels import ProceedingParts, load_records
from saathi.protection.justice.proceedings.views.screens import (
    ADDRESS,
    LIST,
    PROCEEDING,
    SHOW,
    WORK,
    screens,
)
from saathi.protection.justice.proceedings.vocabulary import HearingState, ProceedingStage

APPROVE = Permission.APPROVE


@screens.child_list(
    ADDRESS,
    (WORK, APPROVE),
    kit.RecordQuery(Proceeding, "-recorded_at"),
    kit.RecordQuery(ProceedingStep, "reached_on"),
    kit.RecordQuery(Hearing, "listed_on", related=("proceeding",)),
    kit.RecordQuery(RightsExplanation, "-explained_on"),
)
def list_proceedings(  # noqa: PLR0913, PLR0917 - one list for each kind of record
    request: StaffRequest,
    child: Child,
    proceedings: list[Proceeding],
    steps: list[ProceedingStep],
    hearings: list[Hearing],
    explanations: list[RightsExplanation],
) -> kit.PageContent:
    """The proceedings of a child with stage and duration, next hearings, rights and legal help."""
    limits = queries.limits_of(proceeding.country for proceeding in proceedings)
    today = request.staff.office.today()
    rows = []
    for proceeding in proceedings:
        own = [step for step in steps if step.proceeding_id == proceeding.pk]
        heard = [hearing for hearing in hearings if hearing.proceeding_id == proceeding.pk]
        rows.append(_proceeding_row(request, proceeding, own, heard, limits[proceeding.country]))
    add = screens.links(request, child.file_id, "open_proceeding", _("Add a proceeding"))
    coming = [hearing for hearing in hearings if hearing.state == HearingState.LISTED]
    listed = [
        pages.hearing_row(
            hearing,
            [kit.link(_("Open"), SHOW, hearing.file_id, hearing.proceeding_id)],
            [],
            today,
        )
        for hearing in coming
    ]
    return kit.PageContent(
        parts=[
            kit.Panel(_("Next hearings"), rows=listed) if listed else None,
            kit.Panel(
                _("Proceedings"), actions=add, rows=rows, empty=_("No proceedings recorded.")
            ),
            _rights_panel(request, child.file_id, explanations),
            _help_panel(request, child),
        ]
    )


def _rights_panel(
    request: StaffRequest, file_id: UUID, explanations: list[RightsExplanation]
) -> kit.Panel:
    rows = [
        pages.rights_row(each, screens.links(request, each, "change_rights", _("Edit")))
        for each in explanations
    ]
    add = screens.links(request, file_id, "explain_rights", _("Add an explanation of rights"))
    empty = _("The child’s rights in proceedings were not explained yet.")
    return kit.Panel(_("Rights explained"), actions=add, rows=rows, empty=empty)


def _reads_services(request: StaffRequest, child: Child) -> bool:
    reads, _writes = access.sections_of_file(request.staff, child.file_id)
    return Section.SUPPORT in reads


def _help_panel(request: StaffRequest, child: Child) -> kit.Panel:
    """Referrals to legal help, which are services of the file and recorded there alone (JUS-006)."""
    legal_referrals = queries.legal_referrals(request.staff, child.file_id)
    services = kit.link(_("Services"), "support:show_support", child.file_id)
    return kit.Panel(
        _("Legal help"),
        lead=_("Legal aid is a service: it is offered and answered with the child’s services."),
        actions=[services] if _reads_services(request, child) else [],
        rows=[pages.help_row(referral) for referral in legal_referrals],
        empty=_("No referral to legal help that you may read."),
    )


def _proceeding_row(
    request: StaffRequest,
    proceeding: Proceeding,
    steps: list[ProceedingStep],
    hearings: list[Hearing],
    limits: dict[str, int],
) -> kit.PanelRow:
    today, stages = request.staff.office.today(), queries.stages_of(steps)
    stage, days = rules.current_stage(stages), rules.total_days(stages, today=today)
    late = rules.prolonged_parts(stages, pages.heard_on(hearings), limits, today=today)
    pairs: list[str | kit.LabelledValue] = [
        kit.LabelledValue(_("Child’s role"), pages.role_of_child(proceeding)),
        *(["court"] if proceeding.court else ["court_kind"]),
        "number",
    ]
    if days is not None:
        pairs.append(kit.LabelledValue(_("Total duration"), pages.days_text(days)))
    pairs += [kit.LabelledValue(_("Prolonged"), pages.prolonged_text(part)) for part in late]
    return kit.record_row(
        proceeding,
        pairs,
        title=pages.proceeding_title(proceeding),
        state_text=stage.label if stage else "",
        is_over=stage == ProceedingStage.ENDED,
        needs_attention=any(part.is_running for part in late),
        actions=[kit.link(_("Open"), SHOW, proceeding.file_id, proceeding.pk)],
    )


@screens.ordinary(f"{kit.CHILD}{PROCEEDING}")
@require_safe
@staff_screen(WORK, APPROVE)
def show_proceeding(request: StaffRequest, file_id: UUID, proceeding_id: UUID) -> HttpResponse:
    """One proceeding: stages, the child's decision, hearings, accused persons, charges."""
    child = child_of_file(request.staff, file_id, Section.LEGAL)
    proceeding = records.get_record_of_file(request.staff, Proceeding, file_id, proceeding_id)
    result = load_records(request.staff, proceeding)
    parts = ProceedingParts(request, proceeding, result)
    limits = queries.limits_of([proceeding.country])[proceeding.country]
    today = request.staff.office.today()
    latest, agreement = result.decision, queries.agreement_of(request.staff, proceeding)
    more = domains.page_parts("proceedings:show_proceeding", request, proceeding)
    content = kit.PageContent(
        pages.proceeding_title(proceeding),
        kit.link(_("Proceedings"), LIST, file_id),
        alerts=[
            *pages.prolonged_alert(result.steps, result.hearings, limits, today),
            testimony_pages.testimony_alert(latest, proceeding, agreement, result.decisions),
            *testimony_pages.ended_alert(
                latest, result.presentations, result.hearings, is_summoned=bool(result.summonses)
            ),
        ],
        parts=[
            parts.details(),
            parts.hearings(today),
            parts.decisions(),
            parts.tellings(),
            parts.presentations(),
            parts.preparation(),
            parts.summonses(),
            parts.findings(),
            parts.stages(today),
            parts.referrals(),
            parts.accused(),
            parts.charges(),
            *(cast("kit.Panel", part.content) for part in more),
        ],
    )
    return render_page(request, content, child, [proceeding, *result.shown])
