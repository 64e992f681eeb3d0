"""Screens of a case: visits and assessments. Nothing that happened is refused here."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from saathi import audit
from saathi.agencies import looking
from saathi.agencies.http import StaffRequest, before, staff_screen
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.sending import send
from saathi.agencies.vocabulary import DraftKind
from saathi.agencies.weak_lines.drafts import Drafting
from saathi.participation import queries as voice
from saathi.people.models import Child
from saathi.people.queries import child_of_file, header
from saathi.protection.cases import queries
from saathi.protection.cases.actions import assessing, visiting
from saathi.protection.cases.forms import AssessmentForm, VisitForm
from saathi.protection.cases.models import Case


@require_GET
@staff_screen(Permission.WORK_ON_CASE)
def list_visits(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """The visits to the child, latest first, with their notes."""
    child = child_of_file(request.staff, file_id, Section.VISITS)
    page = queries.visits_of(request.staff, child, before=before(request))
    looking.record(
        request.staff,
        audit.Kind.LISTED,
        Section.VISITS,
        file_id=file_id,
        objects=[visit.id for visit in page.visits],
    )
    context = {"child": header(child, staff=request.staff), "page": page, "file_id": file_id}
    return render(request, "cases/list_visits.html", context)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def record_visit(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Records a visit; light enough for a telephone on a weak line."""
    case = queries.case_of_file(request.staff, file_id, Section.VISITS)
    child = case.child

    def save(form: VisitForm) -> str:
        visiting.record_visit(case=case, new=form.new_visit(), by=request.staff)
        return reverse("desk:child_file", args=[file_id])

    form = VisitForm(request.POST or None, time_zone=case.office.time_zone)
    return send(request, form, save) or _visit(request, child, case, form)


def _visit(request: StaffRequest, child: Child, case: Case, form: VisitForm) -> HttpResponse:
    context = {
        "child": header(child, staff=request.staff),
        "form": form,
        "is_closed": queries.is_closed(case),
        "file_id": child.file_id,
    }
    return render(request, "cases/record_visit.html", context)


@require_GET
@staff_screen(Permission.WORK_ON_CASE)
def list_assessments(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """The assessments of the child, latest first."""
    child = child_of_file(request.staff, file_id, Section.NEEDS)
    context = {
        "child": header(child, staff=request.staff),
        "assessments": queries.assessments_of(request.staff, child),
        "file_id": file_id,
    }
    return render(request, "cases/list_assessments.html", context)


@require_GET
@staff_screen(Permission.WORK_ON_CASE)
def show_assessment(request: StaffRequest, file_id: UUID, assessment_id: UUID) -> HttpResponse:
    """One assessment: strengths, needs and wishes by facet."""
    child = child_of_file(request.staff, file_id, Section.NEEDS)
    assessment = queries.assessment_of(request.staff, file_id, assessment_id)
    context = {
        "child": header(child, staff=request.staff),
        "assessment": queries.opened_assessment(assessment),
        "file_id": file_id,
    }
    return render(request, "cases/show_assessment.html", context)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def record_assessment(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Records an assessment of needs; an earlier one stays as it was."""
    case = queries.case_of_file(request.staff, file_id, Section.NEEDS)
    child = case.child

    def save(form: AssessmentForm) -> str:
        new = form.new_assessment()
        assessment = assessing.record_assessment(case=case, new=new, by=request.staff)
        return reverse("cases:show_assessment", args=[file_id, assessment.pk])

    form = AssessmentForm(request.POST or None, today=request.staff.office.today())
    form.draft = Drafting(DraftKind.ASSESSMENT, file_id)
    return send(request, form, save) or _assessment(request, child, form)


def _assessment(request: StaffRequest, child: Child, form: AssessmentForm) -> HttpResponse:
    today = request.staff.office.today()
    context = {
        "child": header(child, staff=request.staff),
        "form": form,
        "reminders": voice.before_interview(child, request.staff, on=today),
        "file_id": child.file_id,
    }
    return render(request, "cases/record_assessment.html", context)
