"""Screens of courses: the list, one group, its sessions and attendance."""

import datetime as dt
from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from saathi.agencies import access_log
from saathi.agencies.form_pages import FormPageText, render_form_page
from saathi.agencies.form_submission import posted_data, submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.protection.casework.services.actions import courses as actions
from saathi.protection.casework.services.forms.courses import (
    AttendanceForm,
    CourseForm,
    CourseSessionForm,
    ProgrammeProposalForm,
)
from saathi.protection.casework.services.models import Course
from saathi.protection.casework.services.queries import courses as queries
from saathi.web import discreet_view

COURSE_PAGE_TEXT = FormPageText(
    _("Course or group"),
    _("Open to every child it suits. Enrol a child from the child’s file."),
    _("Save"),
    _("Courses and groups"),
)
PROPOSAL_PAGE_TEXT = FormPageText(
    _("Children’s proposals"),
    _("Children help to shape the programmes they take part in. No child’s name is shown here."),
    _("Save"),
    _("The course"),
)
MEETING_PAGE_TEXT = FormPageText(
    _("Group meeting"),
    _("Attendance is voluntary. Absence has no consequences for the child."),
    _("Save"),
    _("The course"),
)
ATTENDANCE_PAGE_TEXT = FormPageText(
    _("Attendance"),
    _(
        "Only children you work with are shown. Other children’s attendance is recorded "
        "by their workers."
    ),
    _("Save"),
    _("The course"),
)


@require_safe
@staff_screen(Permission.WORK_ON_CASE)
def list_courses(request: StaffRequest) -> HttpResponse:
    """The courses of the agency, running or ended."""
    ended = request.GET.get("ended") == "1"
    page = queries.list_agency_courses(
        request.staff, ended=ended, number=request.GET.get("page", "1")
    )
    context = {
        "page": page,
        "ended": ended,
        "table": queries.course_table(page) if page.object_list else None,
    }
    return render(request, "services/list_courses.html", context)


@require_safe
@staff_screen(Permission.WORK_ON_CASE)
def show_course(request: StaffRequest, course_id: UUID) -> HttpResponse:
    """One course, the children in it that the reader works with, and its sessions."""
    course = queries.get_course(request.staff, course_id)
    page = queries.course_group_details(
        request.staff, course, with_names=not discreet_view.is_discreet(request)
    )
    _log_listed_files(request, page.shown_file_ids)
    part = queries.proposals_panel(course, queries.list_proposals(course))
    context = {"course": course, "page": page, "part": part}
    return render(request, "services/show_course.html", context)


@staff_screen(Permission.WORK_ON_CASE)
def add_course(request: StaffRequest) -> HttpResponse:
    """Adds a course."""
    form = CourseForm(posted_data(request), today=request.staff.office.today())

    def save(sent: CourseForm) -> str:
        course = actions.add_course(data=sent.to_input(), actor=request.staff)
        return reverse("services:show_course", args=[course.pk])

    back = reverse("services:list_courses")
    return submit_form(request, form, save) or render_form_page(
        request, form, COURSE_PAGE_TEXT, back
    )


@staff_screen(Permission.WORK_ON_CASE)
def change_course(request: StaffRequest, course_id: UUID) -> HttpResponse:
    """Changes a course of the staff member's own agency."""
    course = queries.get_course(request.staff, course_id)
    back = reverse("services:show_course", args=[course.pk])
    form = CourseForm(
        posted_data(request), initial=vars(course), today=request.staff.office.today()
    )

    def save(sent: CourseForm) -> str:
        actions.change_course(
            course=course, data=sent.to_input(), version=sent.seen_version, actor=request.staff
        )
        return back

    return submit_form(request, form, save, newest_url=back) or render_form_page(
        request, form, COURSE_PAGE_TEXT, back
    )


@staff_screen(Permission.WORK_ON_CASE)
def record_proposals(request: StaffRequest, course_id: UUID) -> HttpResponse:
    """Records children's proposals for a programme of the staff member's own agency."""
    course = queries.get_course(request.staff, course_id)

    def save(sent: ProgrammeProposalForm) -> None:
        actions.record_proposal(course=course, data=sent.to_input(), actor=request.staff)

    initial = {"proposed_on": request.staff.office.today()}
    return _render_proposal_form(
        request,
        course,
        ProgrammeProposalForm(posted_data(request), initial=initial, **_office_day(request)),
        save,
    )


@staff_screen(Permission.WORK_ON_CASE)
def answer_proposal(request: StaffRequest, course_id: UUID, shaping_id: UUID) -> HttpResponse:
    """Records the response to children's proposals."""
    course = queries.get_course(request.staff, course_id)
    shaping = queries.get_proposal(course, shaping_id)

    def save(sent: ProgrammeProposalForm) -> None:
        actions.answer_proposal(
            shaping=shaping, data=sent.to_input(), version=sent.seen_version, actor=request.staff
        )

    form = ProgrammeProposalForm(
        posted_data(request), initial=vars(shaping), **_office_day(request)
    )
    return _render_proposal_form(request, course, form, save)


def _office_day(request: StaffRequest) -> dict[str, dt.date]:
    return {"today": request.staff.office.today()}


def _render_proposal_form(
    request: StaffRequest,
    course: Course,
    form: ProgrammeProposalForm,
    keep: Callable[[ProgrammeProposalForm], None],
) -> HttpResponse:
    back = reverse("services:show_course", args=[course.pk])

    def save(sent: ProgrammeProposalForm) -> str:
        keep(sent)
        return back

    return submit_form(request, form, save, newest_url=back) or render_form_page(
        request, form, PROPOSAL_PAGE_TEXT, back
    )


@staff_screen(Permission.WORK_ON_CASE)
def record_course_session(request: StaffRequest, course_id: UUID) -> HttpResponse:
    """Records a session of the group with attendance."""
    course = queries.get_course(request.staff, course_id)
    back = reverse("services:show_course", args=[course.pk])
    form = CourseSessionForm(
        posted_data(request),
        children=_attendance_choices(request, course, {}),
        today=request.staff.office.today(),
    )

    def save(sent: CourseSessionForm) -> str:
        actions.record_course_session(
            course=course, data=sent.to_input(), attendance=sent.attendance(), actor=request.staff
        )
        return back

    return submit_form(request, form, save) or render_form_page(
        request, form, MEETING_PAGE_TEXT, back
    )


@staff_screen(Permission.WORK_ON_CASE)
def change_attendance(request: StaffRequest, course_id: UUID, session_id: UUID) -> HttpResponse:
    """Corrects the attendance at a recorded session."""
    course = queries.get_course(request.staff, course_id)
    session = queries.get_course_session(course, session_id)
    back = reverse("services:show_course", args=[course.pk])
    attendance = queries.attendance_by_enrolment(request.staff, session)
    form = AttendanceForm(
        posted_data(request),
        children=_attendance_choices(request, course, attendance),
        today=request.staff.office.today(),
    )

    def save(sent: AttendanceForm) -> str:
        actions.change_attendance(
            session=session, attendance=sent.attendance(), actor=request.staff
        )
        return back

    return submit_form(request, form, save) or render_form_page(
        request, form, ATTENDANCE_PAGE_TEXT, back
    )


def _attendance_choices(
    request: StaffRequest, course: Course, attendance: dict[UUID, str]
) -> list[tuple[UUID, str, str]]:
    """The children of the group that the reader works with, as form choices."""
    with_names = not discreet_view.is_discreet(request)
    members = queries.list_group_members(request.staff, course, with_names=with_names, running=True)
    if request.method != "POST":
        _log_listed_files(request, [member.enrolment.file_id for member in members])
    return [
        (
            member.enrolment.pk,
            f"{member.name} · {member.code}" if member.name else member.code,
            attendance.get(member.enrolment.pk, ""),
        )
        for member in members
    ]


def _log_listed_files(request: StaffRequest, files: object) -> None:
    """Logs access to the children's files whose data a list showed."""
    shown = list(files)  # type: ignore[call-overload]
    if shown:
        access_log.log_list_view(
            request.staff,
            shown,
            purpose="own_case",
            screen="services:show_course",
            count=len(shown),
        )
