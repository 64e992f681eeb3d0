"""Screens of sessions, livelihood and places in courses, below a child's file."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from saathi.agencies import access, records
from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.sending import posted, send
from saathi.people.rows import About
from saathi.people.screens import form_page, to_write
from saathi.protection.services.actions import courses, supporting
from saathi.protection.services.actions.referring import NotSoYet
from saathi.protection.services.forms.courses import EndPlaceForm, PlaceForm
from saathi.protection.services.forms.support import LivelihoodForm, SessionForm
from saathi.protection.services.models import Enrolment, Livelihood, SupportSession
from saathi.protection.services.queries.courses import courses_to_join

SESSION = About(
    _("A session of support"),
    _("That it was held, the team sees. What you write, only those whom the child lets read it."),
    _("Keep the session"),
    "support:show_support",
    _("Services and support"),
)
PLACE = About(
    _("A place in a course"),
    _("The child decides, and may stop at any time."),
    _("Keep the place"),
    "support:show_support",
    _("Services and support"),
)
END_PLACE = About(
    _("The place in the course ends"),
    _("Ask the child how it was."),
    _("Keep it"),
    "support:show_support",
    _("Services and support"),
)
LIVELIHOOD = About(
    _("A livelihood for the family"),
    _("So that no child has to be sent away to work. The family says what it wants to live from."),
    _("Keep it"),
    "support:show_support",
    _("Services and support"),
)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def record_session(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Records a session of support."""
    child = to_write(request, file_id, Section.SUPPORT)
    back = reverse("support:show_support", args=[file_id])
    form = SessionForm(posted(request), today=request.staff.office.today())

    def save(sent: SessionForm) -> str:
        supporting.record_session(child=child, told=sent.told(), by=request.staff)
        return back

    return send(request, form, save, newest=back) or form_page(request, child, form, SESSION, back)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def change_session(request: StaffRequest, file_id: UUID, session_id: UUID) -> HttpResponse:
    """Corrects a session that one recorded oneself; a new note stands beside the earlier ones."""
    child = to_write(request, file_id, Section.SUPPORT)
    session = records.one_of(request.staff, SupportSession, file_id, session_id)
    if session.recorded_by != request.staff.id:
        raise access.NotAllowed
    back = reverse("support:show_support", args=[file_id])
    form = SessionForm(
        posted(request),
        initial={**vars(session), **records.words_of(session)},
        today=request.staff.office.today(),
    )

    def save(sent: SessionForm) -> str:
        supporting.change_session(
            session=session, told=sent.told(), version=sent.seen, by=request.staff
        )
        return back

    return send(request, form, save, newest=back) or form_page(request, child, form, SESSION, back)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def enrol(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Gives the child a place in a course of the agency."""
    child = to_write(request, file_id, Section.SUPPORT)
    back = reverse("support:show_support", args=[file_id])
    today = request.staff.office.today()
    form = PlaceForm(
        posted(request),
        courses=courses_to_join(request.staff),
        initial={"starts_on": today},
        today=today,
    )

    def save(sent: PlaceForm) -> str:
        try:
            courses.enrol(
                child=child,
                course=sent.cleaned_data["course"],
                starts_on=sent.first_day,
                wish=sent.cleaned_data["wish"],
                by=request.staff,
            )
        except courses.HasPlace:
            sent.add_error("course", _("The child has a place in this course already."))
            return ""
        return back

    return send(request, form, save, newest=back) or form_page(request, child, form, PLACE, back)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def end_place(request: StaffRequest, file_id: UUID, place_id: UUID) -> HttpResponse:
    """Ends the child's place in a course."""
    child = to_write(request, file_id, Section.SUPPORT)
    place = records.one_of(request.staff, Enrolment, file_id, place_id)
    back = reverse("support:show_support", args=[file_id])
    earlier = records.words_of(place)
    form = EndPlaceForm(
        posted(request),
        starts_on=place.starts_on,
        initial={"version": place.version, "her_view": place.her_view},
        today=request.staff.office.today(),
    )

    def save(sent: EndPlaceForm) -> str:
        courses.end_place(
            place=place, told=sent.told(), earlier=earlier, version=sent.seen, by=request.staff
        )
        return back

    return send(request, form, save, newest=back) or form_page(
        request, child, form, END_PLACE, back
    )


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def record_livelihood(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Records help for a livelihood, asked for or given."""
    child = to_write(request, file_id, Section.SUPPORT)
    back = reverse("support:show_support", args=[file_id])
    form = LivelihoodForm(posted(request), today=request.staff.office.today())

    def save(sent: LivelihoodForm) -> str:
        supporting.record_livelihood(child=child, told=sent.told(), by=request.staff)
        return back

    return send(request, form, save, newest=back) or form_page(
        request, child, form, LIVELIHOOD, back
    )


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def follow_livelihood(request: StaffRequest, file_id: UUID, livelihood_id: UUID) -> HttpResponse:
    """Records what became of help for a livelihood."""
    child = to_write(request, file_id, Section.SUPPORT)
    record = records.one_of(request.staff, Livelihood, file_id, livelihood_id)
    back = reverse("support:show_support", args=[file_id])
    form = LivelihoodForm(
        posted(request),
        initial={**vars(record), **records.words_of(record)},
        today=request.staff.office.today(),
    )

    def save(sent: LivelihoodForm) -> str:
        try:
            supporting.follow_livelihood(
                record=record, told=sent.told(), version=sent.seen, by=request.staff
            )
        except NotSoYet as refused:
            sent.tell(refused.reasons, {})
            return ""
        return back

    return send(request, form, save, newest=back) or form_page(
        request, child, form, LIVELIHOOD, back
    )
