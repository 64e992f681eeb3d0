"""Staff of an agency: the list, a person, an invitation, an end."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from saathi.agencies import once, queries, wording
from saathi.agencies.actions import staff as actions
from saathi.agencies.forms import InviteForm, PlaceForm
from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.sending import send
from saathi.agencies.sign_in.confirmation import recently_confirmed
from saathi.web.parts import Cell, Column, Table

ONCE = "invitation_token"  # kept in the session until the link was shown, once


@staff_screen(Permission.MANAGE_STAFF)
def list_staff(request: StaffRequest) -> HttpResponse:
    """Staff by name, fifty a page; part of a name or an address narrows it."""
    asked = request.GET.get("asked", "").strip()[:80]
    page = queries.staff_page(
        request.staff.agency_id,
        asked=asked,
        after=request.GET.get("after"),
        before=request.GET.get("before"),
    )
    columns = [Column(_("Name")), Column(_("Role")), Column(_("Office")), Column(_("State"))]
    rows = [
        [
            Cell(person.name, reverse("agencies:show_staff", args=[person.pk])),
            Cell(wording.bundle_name(person.bundle)),
            Cell(person.office.name),
            Cell(*_state(person)),
        ]
        for person in page.people
    ]
    shown = {"before": page.before, "after": page.after}
    context = {"table": Table(_("Staff"), columns, rows), "page": shown, "asked": asked}
    return render(request, "agencies/list_staff.html", context)


def _state(person: Staff) -> tuple[str, str]:
    if person.is_active:
        return _("Works here"), ""
    return (_("Ended"), "") if person.deactivated_at else (_("Invited"), "")


@recently_confirmed
@staff_screen(Permission.MANAGE_STAFF)
def invite(request: StaffRequest) -> HttpResponse:
    """Invites somebody; the link is shown once, to be handed over."""

    def save(form: InviteForm) -> str:
        data = form.cleaned_data
        place = actions.Place(data["office"], data["bundle"], data["title"])
        try:
            made = actions.invite(
                by=request.staff, name=data["name"], email=data["email"], place=place
            )
        except actions.AddressTaken:
            form.add_error("email", gettext_lazy("Somebody signs in with this address already."))
            return ""
        request.session[ONCE] = [str(made.staff_id), made.token]
        return reverse("agencies:show_link", args=[made.staff_id])

    form = InviteForm(request.POST or None, offices=queries.offices(request.staff.agency_id))
    return send(request, form, save) or _invite_page(request, form)


def _invite_page(request: StaffRequest, form: InviteForm) -> HttpResponse:
    roles = [(name, wording.what_she_may(bundle)) for bundle, name in wording.BUNDLE_NAMES.items()]
    context = {"form": form, "roles": roles}
    return render(request, "agencies/invite.html", context)


@staff_screen(Permission.MANAGE_STAFF, Permission.CONFIRM_STAFF)
def show_link(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """The link of an invitation, to the one who made it, a single time."""
    person = _colleague(request, staff_id)
    kept, token = request.session.pop(ONCE, ["", ""])
    link = ""
    if token and kept == str(staff_id):
        link = request.build_absolute_uri(reverse("agencies:join", args=[token]))
    context = {"person": person, "link": link, "waits": queries.has_waiting_change(person.pk)}
    return render(request, "agencies/show_link.html", context)


@staff_screen(Permission.MANAGE_STAFF)
def show_staff(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """A person, what she may do in words, and what can be asked for her."""
    person = _colleague(request, staff_id)
    return render(request, "agencies/show_staff.html", _person(request, person))


def _person(request: StaffRequest, person: Staff) -> dict[str, object]:
    return {
        "person": person,
        "role": wording.bundle_name(person.bundle),
        "may": wording.what_she_may(person.bundle),
        "is_me": person.pk == request.staff.pk,
        "waits": queries.has_waiting_change(person.pk),
        "is_invited": not person.is_active and not person.deactivated_at,
        "form_key": once.new_key(),
    }


@recently_confirmed
@staff_screen(Permission.MANAGE_STAFF)
def change_staff(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """Asks for another role, office or title."""
    person = _colleague(request, staff_id)
    if person.pk == request.staff.pk:
        raise Http404

    def save(form: PlaceForm) -> str:
        data = form.cleaned_data
        place = actions.Place(data["office"], data["bundle"], data["title"])
        try:
            actions.ask_change(by=request.staff, staff=person, place=place)
        except actions.NotPossible:
            form.add_error(None, gettext_lazy("Another change of this person still waits."))
            return ""
        return reverse("agencies:show_staff", args=[person.pk])

    now = {"bundle": person.bundle, "title": person.title, "office": str(person.office_id)}
    offices = queries.offices(request.staff.agency_id)
    form = PlaceForm(request.POST or None, initial=now, offices=offices)
    return send(request, form, save) or _change_page(request, person, form)


def _change_page(request: StaffRequest, person: Staff, form: PlaceForm) -> HttpResponse:
    context = _person(request, person) | {"form": form}
    return render(request, "agencies/change_staff.html", context)


@require_POST
@recently_confirmed
@staff_screen(Permission.MANAGE_STAFF)
def ask_reset(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """Asks that somebody gets a new way to sign in; a second person gives it."""
    person = _colleague(request, staff_id)
    if earlier := once.begin(request):
        return earlier
    if person.pk == request.staff.pk:
        raise Http404
    try:
        actions.ask_reset(by=request.staff, staff=person)
    except actions.NotPossible:
        once.give_back(request)
        raise Http404 from None
    return once.finish(request, reverse("agencies:show_staff", args=[person.pk]))


@recently_confirmed
@staff_screen(Permission.MANAGE_STAFF)
def end_account(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """Ends somebody's access at once; says first on how many files she works."""
    person = _colleague(request, staff_id)
    if person.pk == request.staff.pk or person.deactivated_at:
        raise Http404
    if request.method != "POST":
        context = _person(request, person) | {"open_files": queries.open_files(person.pk)}
        return render(request, "agencies/end_account.html", context)
    if earlier := once.begin(request):
        return earlier
    actions.deactivate(by=request.staff, staff=person)
    return once.finish(request, reverse("agencies:show_staff", args=[person.pk]))


def _colleague(request: StaffRequest, staff_id: UUID) -> Staff:
    person = queries.colleague(request.staff.agency_id, staff_id)
    if person is None:
        raise Http404
    return person
