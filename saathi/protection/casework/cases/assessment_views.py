"""Screens of assessments: the domains over time, one assessment, and recording one."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from saathi import audit
from saathi.agencies import access_log, domains, records
from saathi.agencies.form_submission import refill_form, submit_form
from saathi.agencies.offline.drafts import DraftTarget
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.participation import queries as voice
from saathi.people.child_pages import render_child_page
from saathi.people.queries import child_header, child_of_file
from saathi.protection.casework.cases import assessed_levels, assessment_pages, queries
from saathi.protection.casework.cases.actions import assessing
from saathi.protection.casework.cases.assessment_pages import RiskJudgement
from saathi.protection.casework.cases.forms import AssessmentForm
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.vocabulary import (
    ASSESSMENT_DRAFT,
    Facet,
    RiskLevel,
    SelfHarmSigns,
)
from saathi.protection.casework.urgent_care.vocabulary import CareReason
from saathi.protection.casework.urgent_care.wording import immediate_steps
from saathi.web.components import LabelledValue

SAME_BUTTON = "same"  # fills in the current risk level and its reason; saves nothing
_CARE_BEGUN = _("The assessment is saved. Carry out the steps for risk of self-harm now.")


@require_GET
@staff_screen(Permission.WORK_ON_CASE)
def list_assessments(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """The assessments of the child, latest first, and each domain over time in words."""
    child = child_of_file(request.staff, file_id, Section.NEEDS)
    assessments = queries.list_child_assessments(request.staff, child)
    access_log.log_file_list(request.staff, Section.NEEDS, file_id, [row.id for row in assessments])
    office = request.staff.office
    procedure = queries.office_procedure(office, on=office.today())
    return render_child_page(
        request,
        child,
        "cases/list_assessments.html",
        assessments=assessments,
        coverage=assessment_pages.coverage_of(assessments, procedure),
        chart=assessment_pages.domains_over_time(assessments),
    )


@require_GET
@staff_screen(Permission.WORK_ON_CASE)
def show_assessment(request: StaffRequest, file_id: UUID, assessment_id: UUID) -> HttpResponse:
    """One assessment: strengths, needs and wishes by domain, and which domains are missing."""
    child = child_of_file(request.staff, file_id, Section.NEEDS)
    assessment = queries.get_assessment(request.staff, file_id, assessment_id)
    return render_child_page(
        request,
        child,
        "cases/show_assessment.html",
        assessment=queries.assessment_details(assessment),
        care_url=reverse("urgent_care:list_urgent_care", args=[file_id]),
    )


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def record_assessment(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Records an assessment; earlier ones are unchanged, and may be shown beside it."""
    case = queries.case_of_file(request.staff, file_id, Section.NEEDS)

    def save(form: AssessmentForm) -> str:
        new = form.to_input()
        assessment = assessing.record_assessment(case=case, new=new, actor=request.staff)
        if new.self_harm == SelfHarmSigns.SIGNS:
            form.saved_message, form.next_page = _CARE_BEGUN, None  # the protocol comes first
            return reverse("urgent_care:list_urgent_care", args=[file_id])
        return reverse("cases:show_assessment", args=[file_id, assessment.pk])

    form = AssessmentForm(request.POST or None, today=request.staff.office.today())
    form.draft = DraftTarget(ASSESSMENT_DRAFT, file_id)
    form.next_page = domains.next_form("cases:record_assessment", request.staff, file_id)
    judged = _last_judgement(request, case)
    form.shows_stored_texts = True if judged and judged.reason else None
    if judged and SAME_BUTTON in request.POST:
        refill_form(request, form, {"risk": judged.risk.value, "danger": judged.reason})
        return _render_assessment_form(request, case, form, judged, is_refilled=True)
    return submit_form(request, form, save) or _render_assessment_form(request, case, form, judged)


def _last_judgement(request: StaffRequest, case: Case) -> RiskJudgement | None:
    """The current risk level and its reason, for the assessor to confirm or change; logged."""
    if not case.risk:
        return None
    judged_by = next(iter(assessed_levels.list_assessments(case.pk, request.staff)), None)
    if judged_by is None or judged_by.risk != case.risk:
        return RiskJudgement(RiskLevel(case.risk))
    access_log.log_file_view(
        request.staff,
        audit.AuditKind.LOOKED,
        Section.NEEDS,
        file_id=case.file_id,
        objects=[judged_by.pk],
    )
    reason = records.open_texts(judged_by).get("risk", "")
    return RiskJudgement(RiskLevel(case.risk), judged_by.title, reason)


def _levels_found(request: StaffRequest, case: Case) -> dict[Facet, LabelledValue]:
    """The last finding in each domain, from any assessment; the access is logged."""
    levels = assessed_levels.list_levels(case.pk, request.staff)
    access_log.log_file_view(
        request.staff,
        audit.AuditKind.LOOKED,
        Section.NEEDS,
        file_id=case.file_id,
        objects=[source.pk for source in assessed_levels.list_sources(levels)],
    )
    return assessed_levels.level_values(levels)


def _render_assessment_form(
    request: StaffRequest,
    case: Case,
    form: AssessmentForm,
    judged: RiskJudgement | None,
    *,
    is_refilled: bool = False,
) -> HttpResponse:
    staff, today = request.staff, request.staff.office.today()
    assessments = queries.list_child_assessments(staff, case.child)
    procedure = queries.office_procedure(case.office, on=today)
    beside = None
    if assessments and "last" in request.GET:
        last = queries.get_assessment(staff, case.file_id, assessments[0].id)
        beside = queries.assessment_details(last)
        form.shows_stored_texts = True  # hidden on a phone until the reader asks to see it
    levels_found = _levels_found(request, case) if beside else {}
    domains_shown = assessment_pages.domain_fieldsets(form, procedure, assessments, levels_found)
    context = {
        "child": child_header(case.child, staff=staff),
        "form": form,
        "domains": domains_shown,
        "other_domains_open": any(
            not domain.is_required and domain.is_open for domain in domains_shown
        ),
        "levels": assessment_pages.risk_choices(form, procedure),
        "judged": judged,
        "same_button": SAME_BUTTON,
        "is_refilled": is_refilled,
        "coverage": assessment_pages.coverage_of(assessments, procedure),
        "last": assessments[0] if assessments else None,
        "beside": beside,
        "immediate_steps": immediate_steps(case.office, CareReason.SELF_HARM),
        "reminders": voice.interview_reminders(case.child, staff, on=today),
        "file_id": case.file_id,
    }
    return render(request, "cases/record_assessment.html", context)
