"""The agency, its offices and their calendars."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from saathi.agencies import bundles, idempotency, queries
from saathi.agencies.actions import offices as actions
from saathi.agencies.form_submission import submit_form
from saathi.agencies.forms import HolidayForm, NewOfficeForm, OfficeForm
from saathi.agencies.models import Office
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest, staff_screen

OFFICE_NAME_TAKEN = _("Another office of the agency already has this name. Enter a different name.")


@staff_screen(Permission.MANAGE_STAFF, Permission.MANAGE_OFFICES)
def show_agency(request: StaffRequest) -> HttpResponse:
    """The agency: its tree of offices, and links to staff, changes and configuration."""
    agency_id = request.staff.agency_id
    answering = bundles.staff_with_permissions(agency_id, Permission.ANSWER_ENQUIRY)
    context = {
        "agency": request.staff.agency,
        "tree": queries.list_office_tree(agency_id),
        "waiting": len(queries.list_staff_changes(agency_id, waiting=True)),
        "nobody_answers": not answering.exists(),
    }
    return render(request, "agencies/show_agency.html", context)


@staff_screen(Permission.MANAGE_OFFICES)
def add_office(request: StaffRequest) -> HttpResponse:
    """Adds an office to the tree."""

    def save(form: NewOfficeForm) -> str:
        data = form.cleaned_data
        try:
            with transaction.atomic():
                actions.create_office(
                    actor=request.staff, below=data["below"], level=data["level"], new=_facts(data)
                )
        except IntegrityError:
            form.add_error("name", OFFICE_NAME_TAKEN)
            return ""
        return reverse("agencies:show_agency")

    own_office = request.staff.office
    first = {"time_zone": own_office.time_zone, "weekend": own_office.weekend, "level": "district"}
    offices = queries.list_open_offices(request.staff.agency_id)
    form = NewOfficeForm(
        request.POST or None, offices=offices, country=own_office.country, initial=first
    )
    return submit_form(request, form, save) or _office_page(request, form)


@staff_screen(Permission.MANAGE_OFFICES)
def change_office(request: StaffRequest, office_id: UUID) -> HttpResponse:
    """Changes an office's name, place and working week, or closes it."""
    office = _office(request, office_id)

    def save(form: OfficeForm) -> str:
        try:
            with transaction.atomic():
                actions.update_office(
                    actor=request.staff,
                    office=office,
                    new=_facts(form.cleaned_data),
                    stays_open="close" not in request.POST,
                )
        except IntegrityError:
            form.add_error("name", OFFICE_NAME_TAKEN)
            return ""
        except actions.OfficeHasStaff:
            form.add_error(
                None, _("This office still has staff. Move them to another office first.")
            )
            return ""
        return reverse("agencies:show_agency")

    now = {name: getattr(office, name) for name in ("name", "district", "time_zone", "weekend")}
    form = OfficeForm(request.POST or None, country=office.country, initial=now)
    return submit_form(request, form, save) or _office_page(request, form, office)


@staff_screen(Permission.MANAGE_OFFICES)
def change_holidays(request: StaffRequest, office_id: UUID) -> HttpResponse:
    """Adds or removes a day on which the office is closed."""
    office = _office(request, office_id)
    form = HolidayForm(request.POST if "on" in request.POST else None)
    if request.method == "POST":
        if earlier := idempotency.claim_key(request):
            return earlier
        address = reverse("agencies:change_holidays", args=[office.pk])
        removed = _uuid(request.POST.get("remove", ""))
        if removed:
            actions.remove_holiday(actor=request.staff, office=office, holiday_id=removed)
            return idempotency.finish_submission(request, address)
        if form.is_valid():
            actions.add_holiday(actor=request.staff, office=office, **form.cleaned_data)
            return idempotency.finish_submission(request, address)
        idempotency.free_form_key(request)
    days = sorted(office.holidays.all(), key=lambda holiday: holiday.on)
    context = {"office": office, "form": form, "days": days, "form_key": idempotency.new_form_key()}
    return render(request, "agencies/change_holidays.html", context)


def _office(request: StaffRequest, office_id: UUID) -> Office:
    office = queries.get_office(request.staff.agency_id, office_id)
    if office is None:
        raise Http404
    return office


def _office_page(
    request: StaffRequest, form: OfficeForm, office: Office | None = None
) -> HttpResponse:
    return render(request, "agencies/change_office.html", {"form": form, "office": office})


def _facts(data: dict[str, Any]) -> actions.OfficeInput:
    return actions.OfficeInput(
        data["name"], data["district"], data["time_zone"], sorted(data["weekend"])
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
