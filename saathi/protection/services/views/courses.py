"""Screens of courses: the list, one group, its meetings and who came."""

import datetime as dt
from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from saathi.agencies import looking
from saathi.agencies.form_pages import About, form_page
from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.permissions import Permission
from saathi.agencies.sending import posted, send
from saathi.protection.services.actions import courses as actions
from saathi.protection.services.forms.courses import (
    AttendanceForm,
    CourseForm,
    MeetingForm,
    ShapingForm,
)
from saathi.protection.services.models import Course
from saathi.protection.services.queries import courses as queries
from saathi.web import discreet

COURSE = About(
    _("A course or group"),
    _("Open to every child whom it fits. Children join it from their files."),
    _("Keep the course"),
    _("Courses and groups"),
)
SHAPING = About(
    _("What children propose for it"),
    _("Those whom a programme is for shape it. No name of a child stands here."),
    _("Keep it"),
    _("The course"),
)
MEETING = About(
    _("A meeting of the group"),
    _("Staying away is a child’s right and no mark against her or him."),
    _("Keep the meeting"),
    _("The course"),
)
CAME = About(
    _("Who came"),
    _("Only children with whom you work are shown; others are written down by their workers."),
    _("Keep who came"),
    _("The course"),
)


@require_safe
@staff_screen(Permission.WORK_ON_CASE)
def list_courses(request: StaffRequest) -> HttpResponse:
    """The courses of the agency, those that run or those that ended."""
    ended = request.GET.get("ended") == "1"
    page = queries.courses_of(request.staff, ended=ended, number=request.GET.get("page", "1"))
    context = {
        "page": page,
        "ended": ended,
        "table": queries.list_table(page) if page.object_list else None,
    }
    return render(request, "services/list_courses.html", context)


@require_safe
@staff_screen(Permission.WORK_ON_CASE)
def show_course(request: StaffRequest, course_id: UUID) -> HttpResponse:
    """One course, its children as far as the reader works with them, its meetings."""
    course = queries.course(request.staff, course_id)
    page = queries.group(request.staff, course, with_names=not discreet.is_on(request))
    _listed(request, page.files)
    part = queries.shaped_part(course, queries.shaped(course))
    context = {"course": course, "page": page, "part": part}
    return render(request, "services/show_course.html", context)


@staff_screen(Permission.WORK_ON_CASE)
def add_course(request: StaffRequest) -> HttpResponse:
    """A new course."""
    form = CourseForm(posted(request), today=request.staff.office.today())

    def save(sent: CourseForm) -> str:
        made = actions.add_course(told=sent.told(), by=request.staff)
        return reverse("services:show_course", args=[made.pk])

    back = reverse("services:list_courses")
    return send(request, form, save) or form_page(request, form, COURSE, back)


@staff_screen(Permission.WORK_ON_CASE)
def change_course(request: StaffRequest, course_id: UUID) -> HttpResponse:
    """Changes a course of one's own agency."""
    course = queries.course(request.staff, course_id)
    back = reverse("services:show_course", args=[course.pk])
    form = CourseForm(posted(request), initial=vars(course), today=request.staff.office.today())

    def save(sent: CourseForm) -> str:
        actions.change_course(course=course, told=sent.told(), version=sent.seen, by=request.staff)
        return back

    return send(request, form, save, newest=back) or form_page(request, form, COURSE, back)


@staff_screen(Permission.WORK_ON_CASE)
def hear_children(request: StaffRequest, course_id: UUID) -> HttpResponse:
    """What children propose for a programme of one's own agency."""
    course = queries.course(request.staff, course_id)

    def save(sent: ShapingForm) -> None:
        actions.hear_children(course=course, told=sent.told(), by=request.staff)

    initial = {"heard_on": request.staff.office.today()}
    return _shape(
        request, course, ShapingForm(posted(request), initial=initial, **_day(request)), save
    )


@staff_screen(Permission.WORK_ON_CASE)
def answer_children(request: StaffRequest, course_id: UUID, shaping_id: UUID) -> HttpResponse:
    """What became of what they proposed."""
    course = queries.course(request.staff, course_id)
    shaping = queries.shaping_of(course, shaping_id)

    def save(sent: ShapingForm) -> None:
        actions.answer_children(
            shaping=shaping, told=sent.told(), version=sent.seen, by=request.staff
        )

    form = ShapingForm(posted(request), initial=vars(shaping), **_day(request))
    return _shape(request, course, form, save)


def _day(request: StaffRequest) -> dict[str, dt.date]:
    return {"today": request.staff.office.today()}


def _shape(
    request: StaffRequest, course: Course, form: ShapingForm, keep: Callable[[ShapingForm], None]
) -> HttpResponse:
    back = reverse("services:show_course", args=[course.pk])

    def save(sent: ShapingForm) -> str:
        try:
            keep(sent)
        except actions.NotAnswered as refusal:
            sent.tell(refusal.reasons, {})
            return ""
        return back

    return send(request, form, save, newest=back) or form_page(request, form, SHAPING, back)


@staff_screen(Permission.WORK_ON_CASE)
def hold_session(request: StaffRequest, course_id: UUID) -> HttpResponse:
    """A meeting of the group, and who came."""
    course = queries.course(request.staff, course_id)
    back = reverse("services:show_course", args=[course.pk])
    form = MeetingForm(
        posted(request), children=_children(request, course, {}), today=request.staff.office.today()
    )

    def save(sent: MeetingForm) -> str:
        actions.hold_session(
            course=course, told=sent.told(), present=sent.present(), by=request.staff
        )
        return back

    return send(request, form, save) or form_page(request, form, MEETING, back)


@staff_screen(Permission.WORK_ON_CASE)
def record_attendance(request: StaffRequest, course_id: UUID, session_id: UUID) -> HttpResponse:
    """Who came to a meeting that is on record."""
    course = queries.course(request.staff, course_id)
    session = queries.meeting(course, session_id)
    back = reverse("services:show_course", args=[course.pk])
    now = queries.presence_of(request.staff, session)
    form = AttendanceForm(
        posted(request),
        children=_children(request, course, now),
        today=request.staff.office.today(),
    )

    def save(sent: AttendanceForm) -> str:
        actions.change_attendance(session=session, present=sent.present(), by=request.staff)
        return back

    return send(request, form, save) or form_page(request, form, CAME, back)


def _children(
    request: StaffRequest, course: Course, now: dict[UUID, str]
) -> list[tuple[UUID, str, str]]:
    """The children of the group with whom the reader works, as the form names them."""
    with_names = not discreet.is_on(request)
    found = queries.members(request.staff, course, with_names=with_names, running=True)
    if request.method != "POST":
        _listed(request, [one.place.file_id for one in found])
    return [
        (
            one.place.pk,
            f"{one.name} · {one.code}" if one.name else one.code,
            now.get(one.place.pk, ""),
        )
        for one in found
    ]


def _listed(request: StaffRequest, files: object) -> None:
    """Puts on record which children's files a list showed something of."""
    shown = list(files)  # type: ignore[call-overload]
    if shown:
        looking.listed(
            request.staff,
            shown,
            purpose="own_case",
            screen="services:show_course",
            count=len(shown),
        )
