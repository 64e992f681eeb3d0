"""Screens of the directory of services. All staff can read it; its keepers change it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from saathi import audit
from saathi.agencies import access, idempotency
from saathi.agencies.form_pages import FormPageText, render_form_page
from saathi.agencies.form_submission import RecordForm, posted_data, submit_form
from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.permissions import Permission
from saathi.agencies.writing import ChangedMeanwhile
from saathi.protection.casework.services import csv_import
from saathi.protection.casework.services.actions import directory as actions
from saathi.protection.casework.services.forms.directory import (
    ServiceFilterForm,
    ServiceForm,
    ServiceImportForm,
    ServiceVerifyForm,
    ServiceWithdrawForm,
)
from saathi.protection.casework.services.models import Service
from saathi.protection.casework.services.queries import directory as queries
from saathi.protection.casework.services.queries import opinions
from saathi.web import downloads
from saathi.web.paging import requested_page

ADD = FormPageText(
    _("A service"),
    _("Write what a worker needs to send a child there. No child is in the directory."),
    _("Keep the service"),
    _("Services"),
)
WITHDRAW = FormPageText(
    _("A service is no longer offered"),
    _("It stays on record, and so do the children who were sent there."),
    _("Withdraw it"),
    _("The service"),
)
BRING_BACK = FormPageText(
    _("The service is offered again"),
    _("Ask there first whether all of it is still so."),
    _("Offer it again"),
    _("The service"),
)
VERIFY = FormPageText(
    _("Is all of it still so?"),
    _("Telephone or go there, and ask about places, languages and who is taken in."),
    _("Keep the day"),
    _("The service"),
)
DUPLICATE_SERVICE = _("Your agency has this entry already.")
IMPORT_CONFLICT = _(
    "Somebody brought in services meanwhile, or the table is another one. Nothing was kept yet: "
    "look again at what each row would do."
)


@require_safe
@staff_screen()
def list_services(request: StaffRequest) -> HttpResponse:
    """The directory, filtered and by page."""
    form = ServiceFilterForm(request.GET)
    today = request.staff.office.today()
    filters = queries.ServiceFilter.from_query(form.cleaned_data if form.is_valid() else {})
    page = requested_page(request, queries.filter_services(filters, today=today), queries.PAGE_SIZE)
    context = {
        "form": form,
        "page": page,
        "entries": [
            queries.service_directory_row(service, today=today) for service in page.object_list
        ],
        "counted": queries.service_count_text(page.paginator.count),
        "may_keep": access.has_permission(request.staff, Permission.KEEP_SERVICES),
        "works": access.has_permission(request.staff, Permission.WORK_ON_CASE),
        "query": request.GET.urlencode(),
    }
    return render(request, "services/list_services.html", context)


@require_safe
@staff_screen()
def print_services(request: StaffRequest) -> HttpResponse:
    """The filtered entries, for printing."""
    form = ServiceFilterForm(request.GET)
    today = request.staff.office.today()
    filters = queries.ServiceFilter.from_query(form.cleaned_data if form.is_valid() else {})
    rows = list(queries.filter_services(filters, today=today)[: queries.MAX_PRINTED])
    audit.record(
        audit.AuditKind.PRINTED,
        by=request.staff.id,
        agency=request.staff.agency_id,
        detail={"screen": "services:print_services", "count": len(rows)},
    )
    entries = [queries.service_directory_row(service, today=today) for service in rows]
    context = {"entries": entries, "most": queries.MAX_PRINTED, "query": request.GET.urlencode()}
    return render(request, "services/print_services.html", context)


@require_safe
@staff_screen(Permission.KEEP_SERVICES)
def download_services(request: StaffRequest) -> HttpResponse:
    """The agency's entries as a table that can be changed and imported again."""
    filters = queries.ServiceFilter()
    services = queries.filter_services(filters, today=request.staff.office.today())
    own_services = list(services.filter(agency=request.staff.agency_id))
    audit.record(
        audit.AuditKind.EXPORTED,
        by=request.staff.id,
        agency=request.staff.agency_id,
        detail={"screen": "services:download_services", "count": len(own_services)},
    )
    return downloads.attachment_response(
        csv_import.services_to_csv(own_services), "services.csv", downloads.CSV
    )


@require_safe
@staff_screen()
def show_service(request: StaffRequest, service_id: UUID) -> HttpResponse:
    """One entry, its last check, and its earlier content."""
    row = queries.get_service(service_id)
    may_keep = access.has_permission(request.staff, Permission.KEEP_SERVICES)
    may_keep_entry = may_keep and row.agency_id == request.staff.agency_id
    context = {
        "entry": queries.service_directory_row(row, today=request.staff.office.today()),
        "row": row,
        "verified": [queries.verification_pair(row)],
        "history": queries.list_service_changes(row, request.staff.office),
        "may_keep": may_keep_entry,
        "found": opinions.majority_experience_text(row) if may_keep_entry else "",
    }
    return render(request, "services/show_service.html", context)


@staff_screen(Permission.KEEP_SERVICES)
def add_service(request: StaffRequest) -> HttpResponse:
    """Adds an entry."""
    office = request.staff.office
    form = ServiceForm(
        posted_data(request),
        initial={"country": office.country, "district": office.district},
        agencies=queries.list_agencies_in_country(office.country),
        today=office.today(),
    )

    def save(sent: ServiceForm) -> str:
        verified_on = sent.cleaned_data["verified_on"]
        try:
            service = actions.add_service(
                data=sent.to_input(), verified_on=verified_on, actor=request.staff
            )
        except actions.ServiceAlreadyListed:
            sent.add_error("name", DUPLICATE_SERVICE)
            return ""
        return reverse("services:show_service", args=[service.pk])

    back = reverse("services:list_services")
    return submit_form(request, form, save) or render_form_page(request, form, ADD, back)


@staff_screen(Permission.KEEP_SERVICES)
def change_service(request: StaffRequest, service_id: UUID) -> HttpResponse:
    """Changes an entry of the staff member's own agency; the earlier content is kept."""
    row, back = _own_service(request, service_id)
    form = ServiceForm(
        posted_data(request),
        initial=vars(row) | {"run_by": row.run_by_id},
        agencies=queries.list_agencies_in_country(row.country),
        today=request.staff.office.today(),
    )

    def save(sent: ServiceForm) -> str:
        try:
            changed = actions.change_service(
                service=row, data=sent.to_input(), version=sent.seen_version, actor=request.staff
            )
        except actions.ServiceAlreadyListed:
            sent.add_error("name", DUPLICATE_SERVICE)
            return ""
        day = sent.cleaned_data["verified_on"]
        if day is not None and day != changed.verified_on:
            actions.verify_service(
                service=changed, on=day, version=changed.version, actor=request.staff
            )
        return back

    return submit_form(request, form, save, newest_url=back) or render_form_page(
        request, form, ADD, back
    )


@staff_screen(Permission.KEEP_SERVICES)
def verify_service(request: StaffRequest, service_id: UUID) -> HttpResponse:
    """Records that the details of an entry were checked."""
    row, back = _own_service(request, service_id)
    form = ServiceVerifyForm(
        posted_data(request), initial={"version": row.version}, today=request.staff.office.today()
    )

    def save(sent: ServiceVerifyForm) -> str:
        actions.verify_service(
            service=row, on=sent.verification_day, version=sent.seen_version, actor=request.staff
        )
        return back

    return submit_form(request, form, save, newest_url=back) or render_form_page(
        request, form, VERIFY, back
    )


@staff_screen(Permission.KEEP_SERVICES)
def withdraw_service(request: StaffRequest, service_id: UUID) -> HttpResponse:
    """Withdraws an entry, or offers it again."""
    row, back = _own_service(request, service_id)
    is_withdrawn = row.withdrawn_on is not None
    initial = {"version": row.version}
    form: RecordForm = (
        RecordForm(posted_data(request), initial=initial)
        if is_withdrawn
        else ServiceWithdrawForm(posted_data(request), initial=initial)
    )

    def save(sent: RecordForm) -> str:
        if not is_withdrawn:
            today, why = request.staff.office.today(), sent.cleaned_data["why"]
            actions.withdraw_service(
                service=row, on=today, why=why, version=sent.seen_version, actor=request.staff
            )
            return back
        try:
            actions.reinstate_service(service=row, version=sent.seen_version, actor=request.staff)
        except actions.ServiceAlreadyListed:
            sent.add_error(None, DUPLICATE_SERVICE)
            return ""
        return back

    page_text = BRING_BACK if is_withdrawn else WITHDRAW
    return submit_form(request, form, save, newest_url=back) or render_form_page(
        request, form, page_text, back
    )


@staff_screen(Permission.KEEP_SERVICES)
def import_services(request: StaffRequest) -> HttpResponse:
    """Reads a table, shows a preview, and imports all of it or nothing."""
    if request.method != "POST":
        return _import_page(request, ServiceImportForm(), None)
    form = ServiceImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _import_page(request, form, None)
    if "save" not in request.POST:
        return _preview(
            request, form, csv_import.read_services_csv(form.table, actor=request.staff)
        )
    if (earlier := idempotency.claim_key(request)) is not None:
        return earlier
    table = csv_import.read_services_csv(form.table, actor=request.staff)
    if table.is_valid and table.preview_digest == form.cleaned_data["shown"]:
        try:
            actions.import_services(rows=table.to_import_rows(), actor=request.staff)
        except (actions.ServiceAlreadyListed, ChangedMeanwhile):
            table = csv_import.read_services_csv(form.table, actor=request.staff)
        else:
            return idempotency.finish_submission(request, reverse("services:list_services"))
    idempotency.release_key(request)
    return _preview(request, form, table, IMPORT_CONFLICT if table.is_valid else "")


def _preview(
    request: StaffRequest,
    sent: ServiceImportForm,
    read: csv_import.ServiceCsvTable,
    trouble: str | Promise = "",
) -> HttpResponse:
    """The preview of a table. The text is returned to the page as it was read, so nothing is lost."""
    resubmission = {
        "text": sent.table,
        "shown": read.preview_digest,
        "form_key": idempotency.new_form_key(),
    }
    form = ServiceImportForm(resubmission)
    if form.is_valid() and trouble:
        form.add_error(None, str(trouble))
    return _import_page(request, form, read)


def _import_page(
    request: StaffRequest, form: ServiceImportForm, read: csv_import.ServiceCsvTable | None
) -> HttpResponse:
    columns = [{"name": name, "codes": _codes(name)} for name in csv_import.COLUMNS]
    context = {"form": form, "read": read, "columns": columns}
    return render(request, "services/import_services.html", context)


def _codes(column: str) -> str:
    vocabulary = csv_import.MULTIPLE_CHOICE_COLUMNS.get(column)
    return "; ".join(str(choice) for choice in vocabulary) if vocabulary else ""


def _own_service(request: StaffRequest, service_id: UUID) -> tuple[Service, str]:
    """An entry of the staff member's agency, and its URL; 404 for other agencies' entries."""
    row = queries.get_service(service_id)
    if row.agency_id != request.staff.agency_id:
        raise access.NotAllowed
    return row, reverse("services:show_service", args=[row.pk])
