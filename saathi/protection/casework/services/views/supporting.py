"""Screens of support sessions, livelihood support and enrolments, below a child's file."""

from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from saathi.agencies import access, records
from saathi.agencies.form_submission import posted_data, submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.people.form_pages import child_for_editing, render_child_form_page
from saathi.people.panels import ChildFormPageText
from saathi.protection.casework.services.actions import courses, supporting
from saathi.protection.casework.services.forms.courses import EnrolmentEndForm, EnrolmentForm
from saathi.protection.casework.services.forms.support import LivelihoodForm, SupportSessionForm
from saathi.protection.casework.services.models import Enrolment, Livelihood, SupportSession
from saathi.protection.casework.services.queries.courses import list_joinable_courses

_form_text = partial(ChildFormPageText, back="support:show_support")
SESSION_PAGE_TEXT = _form_text(
    _("Support session"),
    _(
        "The team can see that the session took place. Only you can read your notes, "
        "unless the child lets the team read them."
    ),
)
ENROLMENT_PAGE_TEXT = _form_text(
    _("Course enrolment"), _("The child decides, and may stop at any time.")
)
END_ENROLMENT_PAGE_TEXT = _form_text(_("End enrolment"), _("Ask the child about the course."))
LIVELIHOOD_PAGE_TEXT = _form_text(
    _("Livelihood support for the family"),
    _(
        "Ask the family how they want to earn a living. The aim is that no child is sent away "
        "to work."
    ),
)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def record_support_session(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Records a session of support."""
    child = child_for_editing(request, file_id, Section.SUPPORT)
    back = reverse("support:show_support", args=[file_id])
    form = SupportSessionForm(posted_data(request), today=request.staff.office.today())

    def save(sent: SupportSessionForm) -> str:
        supporting.record_support_session(child=child, data=sent.to_input(), actor=request.staff)
        return back

    return submit_form(request, form, save, newest_url=back) or render_child_form_page(
        request, child, form, SESSION_PAGE_TEXT, back
    )


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def change_support_session(request: StaffRequest, file_id: UUID, session_id: UUID) -> HttpResponse:
    """Corrects a session recorded by the same staff member; earlier notes are kept."""
    child = child_for_editing(request, file_id, Section.SUPPORT)
    session = records.get_record_of_file(request.staff, SupportSession, file_id, session_id)
    if session.recorded_by != request.staff.id:
        raise access.NotAllowed
    back = reverse("support:show_support", args=[file_id])
    form = SupportSessionForm(
        posted_data(request),
        initial={**vars(session), **records.open_texts(session)},
        today=request.staff.office.today(),
    )

    def save(sent: SupportSessionForm) -> str:
        supporting.change_support_session(
            session=session, data=sent.to_input(), version=sent.seen_version, actor=request.staff
        )
        return back

    return submit_form(request, form, save, newest_url=back) or render_child_form_page(
        request, child, form, SESSION_PAGE_TEXT, back
    )


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def enrol_child(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Enrols the child in a course of the agency."""
    child = child_for_editing(request, file_id, Section.SUPPORT)
    back = reverse("support:show_support", args=[file_id])
    today = request.staff.office.today()
    form = EnrolmentForm(
        posted_data(request),
        courses=list_joinable_courses(request.staff),
        initial={"starts_on": today},
        today=today,
    )

    def save(sent: EnrolmentForm) -> str:
        try:
            courses.enrol_child(
                child=child,
                course=sent.cleaned_data["course"],
                starts_on=sent.first_day,
                wish=sent.cleaned_data["wish"],
                actor=request.staff,
            )
        except courses.AlreadyEnrolled:
            sent.add_error("course", _("The child is already enrolled in this course."))
            return ""
        return back

    return submit_form(request, form, save, newest_url=back) or render_child_form_page(
        request, child, form, ENROLMENT_PAGE_TEXT, back
    )


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def end_enrolment(request: StaffRequest, file_id: UUID, place_id: UUID) -> HttpResponse:
    """Ends the child's enrolment in a course."""
    child = child_for_editing(request, file_id, Section.SUPPORT)
    enrolment = records.get_record_of_file(request.staff, Enrolment, file_id, place_id)
    back = reverse("support:show_support", args=[file_id])
    earlier = records.open_texts(enrolment)
    form = EnrolmentEndForm(
        posted_data(request),
        starts_on=enrolment.starts_on,
        initial={"version": enrolment.version, "child_view": enrolment.child_view},
        today=request.staff.office.today(),
    )

    def save(sent: EnrolmentEndForm) -> str:
        courses.end_enrolment(
            enrolment=enrolment,
            data=sent.to_input(),
            earlier_texts=earlier,
            version=sent.seen_version,
            actor=request.staff,
        )
        return back

    return submit_form(request, form, save, newest_url=back) or render_child_form_page(
        request, child, form, END_ENROLMENT_PAGE_TEXT, back
    )


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def record_livelihood(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Records livelihood support, requested or given."""
    child = child_for_editing(request, file_id, Section.SUPPORT)
    back = reverse("support:show_support", args=[file_id])
    form = LivelihoodForm(posted_data(request), today=request.staff.office.today())

    def save(sent: LivelihoodForm) -> str:
        supporting.record_livelihood(child=child, data=sent.to_input(), actor=request.staff)
        return back

    return submit_form(request, form, save, newest_url=back) or render_child_form_page(
        request, child, form, LIVELIHOOD_PAGE_TEXT, back
    )


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def record_livelihood_progress(
    request: StaffRequest, file_id: UUID, livelihood_id: UUID
) -> HttpResponse:
    """Records the progress of livelihood support."""
    child = child_for_editing(request, file_id, Section.SUPPORT)
    record = records.get_record_of_file(request.staff, Livelihood, file_id, livelihood_id)
    back = reverse("support:show_support", args=[file_id])
    form = LivelihoodForm(
        posted_data(request),
        initial={**vars(record), **records.open_texts(record)},
        today=request.staff.office.today(),
    )

    def save(sent: LivelihoodForm) -> str:
        supporting.follow_up_livelihood(
            record=record, data=sent.to_input(), version=sent.seen_version, actor=request.staff
        )
        return back

    return submit_form(request, form, save, newest_url=back) or render_child_form_page(
        request, child, form, LIVELIHOOD_PAGE_TEXT, back
    )
