"""Screens of the directory of services. Everybody reads it; those who keep it change it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from saathi import audit
from saathi.agencies import access, once
from saathi.agencies.form_pages import About, form_page
from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.permissions import Permission
from saathi.agencies.sending import RecordForm, posted, send
from saathi.agencies.writing import ChangedMeanwhile
from saathi.protection.services import importing
from saathi.protection.services.actions import directory as actions
from saathi.protection.services.forms.directory import (
    FilterForm,
    ImportForm,
    ServiceForm,
    VerifyForm,
    WithdrawForm,
)
from saathi.protection.services.models import Service
from saathi.protection.services.queries import directory as queries
from saathi.protection.services.queries import opinions
from saathi.web import downloads
from saathi.web.paging import page_asked

ADD = About(
    _("A service"),
    _("Write what a worker needs to send a child there. No child stands in the directory."),
    _("Keep the service"),
    _("Services"),
)
WITHDRAW = About(
    _("A service is no longer offered"),
    _("It stays on record, and so do the children who were sent there."),
    _("Withdraw it"),
    _("The service"),
)
BRING_BACK = About(
    _("The service is offered again"),
    _("Ask there first whether all of it is still so."),
    _("Offer it again"),
    _("The service"),
)
VERIFY = About(
    _("Is all of it still so?"),
    _("Telephone or go there, and ask about places, languages and who is taken in."),
    _("Keep the day"),
    _("The service"),
)
HAS_IT = _("Your agency has this entry already.")
MEANWHILE = _(
    "Somebody brought in services meanwhile, or the table is another one. Nothing was kept yet: "
    "look again at what each row would do."
)


@require_safe
@staff_screen()
def list_services(request: StaffRequest) -> HttpResponse:
    """The directory, filtered and by page."""
    form = FilterForm(request.GET)
    today = request.staff.office.today()
    wanted = queries.Wanted.of(form.cleaned_data if form.is_valid() else {})
    page = page_asked(request, queries.found(wanted, today=today), queries.A_PAGE)
    context = {
        "form": form,
        "page": page,
        "entries": [queries.entry(one, today=today) for one in page.object_list],
        "counted": queries.counted(page.paginator.count),
        "may_keep": access.may(request.staff, Permission.KEEP_SERVICES),
        "works": access.may(request.staff, Permission.WORK_ON_CASE),
        "query": request.GET.urlencode(),
    }
    return render(request, "services/list_services.html", context)


@require_safe
@staff_screen()
def print_services(request: StaffRequest) -> HttpResponse:
    """What was filtered, to print."""
    form = FilterForm(request.GET)
    today = request.staff.office.today()
    wanted = queries.Wanted.of(form.cleaned_data if form.is_valid() else {})
    rows = list(queries.found(wanted, today=today)[: queries.MOST_PRINTED])
    audit.record(
        audit.Kind.PRINTED,
        by=request.staff.id,
        agency=request.staff.agency_id,
        detail={"screen": "services:print_services", "count": len(rows)},
    )
    entries = [queries.entry(one, today=today) for one in rows]
    context = {"entries": entries, "most": queries.MOST_PRINTED, "query": request.GET.urlencode()}
    return render(request, "services/print_services.html", context)


@require_safe
@staff_screen(Permission.KEEP_SERVICES)
def download_services(request: StaffRequest) -> HttpResponse:
    """The entries of the agency as a table that can be changed and read in again."""
    wanted = queries.Wanted()
    found = queries.found(wanted, today=request.staff.office.today())
    mine = list(found.filter(agency=request.staff.agency_id))
    audit.record(
        audit.Kind.EXPORTED,
        by=request.staff.id,
        agency=request.staff.agency_id,
        detail={"screen": "services:download_services", "count": len(mine)},
    )
    return downloads.to_save(importing.as_csv(mine), "services.csv", downloads.CSV)


@require_safe
@staff_screen()
def show_service(request: StaffRequest, service_id: UUID) -> HttpResponse:
    """One entry, when it was asked about, and what it said before."""
    row = queries.service(service_id)
    keeps = access.may(request.staff, Permission.KEEP_SERVICES)
    is_theirs = keeps and row.agency_id == request.staff.agency_id
    context = {
        "entry": queries.entry(row, today=request.staff.office.today()),
        "row": row,
        "verified": [queries.verified(row)],
        "history": queries.history(row),
        "may_keep": is_theirs,
        "found": opinions.by_most(row) if is_theirs else "",
    }
    return render(request, "services/show_service.html", context)


@staff_screen(Permission.KEEP_SERVICES)
def add_service(request: StaffRequest) -> HttpResponse:
    """A new entry."""
    office = request.staff.office
    form = ServiceForm(
        posted(request),
        initial={"country": office.country, "district": office.district},
        agencies=queries.agencies_of(office.country),
        today=office.today(),
    )

    def save(sent: ServiceForm) -> str:
        verified_on = sent.cleaned_data["verified_on"]
        try:
            made = actions.add_service(told=sent.told(), verified_on=verified_on, by=request.staff)
        except actions.HasItAlready:
            sent.add_error("name", HAS_IT)
            return ""
        return reverse("services:show_service", args=[made.pk])

    back = reverse("services:list_services")
    return send(request, form, save) or form_page(request, form, ADD, back)


@staff_screen(Permission.KEEP_SERVICES)
def change_service(request: StaffRequest, service_id: UUID) -> HttpResponse:
    """Changes an entry of one's own agency; what it said before is kept."""
    row, back = _own(request, service_id)
    form = ServiceForm(
        posted(request),
        initial=vars(row) | {"run_by": row.run_by_id},
        agencies=queries.agencies_of(row.country),
        today=request.staff.office.today(),
    )

    def save(sent: ServiceForm) -> str:
        try:
            changed = actions.change_service(
                service=row, told=sent.told(), version=sent.seen, by=request.staff
            )
        except actions.HasItAlready:
            sent.add_error("name", HAS_IT)
            return ""
        day = sent.cleaned_data["verified_on"]
        if day is not None and day != changed.verified_on:
            actions.verify_service(
                service=changed, on=day, version=changed.version, by=request.staff
            )
        return back

    return send(request, form, save, newest=back) or form_page(request, form, ADD, back)


@staff_screen(Permission.KEEP_SERVICES)
def verify_service(request: StaffRequest, service_id: UUID) -> HttpResponse:
    """Keeps that somebody asked whether an entry is still so."""
    row, back = _own(request, service_id)
    form = VerifyForm(
        posted(request), initial={"version": row.version}, today=request.staff.office.today()
    )

    def save(sent: VerifyForm) -> str:
        actions.verify_service(service=row, on=sent.on, version=sent.seen, by=request.staff)
        return back

    return send(request, form, save, newest=back) or form_page(request, form, VERIFY, back)


@staff_screen(Permission.KEEP_SERVICES)
def withdraw_service(request: StaffRequest, service_id: UUID) -> HttpResponse:
    """Withdraws an entry, or offers it again."""
    row, back = _own(request, service_id)
    is_over = row.withdrawn_on is not None
    initial = {"version": row.version}
    form: RecordForm = (
        RecordForm(posted(request), initial=initial)
        if is_over
        else WithdrawForm(posted(request), initial=initial)
    )

    def save(sent: RecordForm) -> str:
        if not is_over:
            today, why = request.staff.office.today(), sent.cleaned_data["why"]
            actions.withdraw_service(
                service=row, on=today, why=why, version=sent.seen, by=request.staff
            )
            return back
        try:
            actions.bring_back_service(service=row, version=sent.seen, by=request.staff)
        except actions.HasItAlready:
            sent.add_error(None, HAS_IT)
            return ""
        return back

    about = BRING_BACK if is_over else WITHDRAW
    return send(request, form, save, newest=back) or form_page(request, form, about, back)


@staff_screen(Permission.KEEP_SERVICES)
def import_services(request: StaffRequest) -> HttpResponse:
    """Reads a table, shows what it would do, and imports all of it or nothing."""
    if request.method != "POST":
        return _import_page(request, ImportForm(), None)
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _import_page(request, form, None)
    if "save" not in request.POST:
        return _preview(request, form, importing.read(form.table, by=request.staff))
    if (earlier := once.begin(request)) is not None:
        return earlier
    read = importing.read(form.table, by=request.staff)
    if read.is_whole and read.shown == form.cleaned_data["shown"]:
        try:
            actions.import_services(rows=read.imported(), by=request.staff)
        except (actions.HasItAlready, ChangedMeanwhile):
            read = importing.read(form.table, by=request.staff)
        else:
            return once.finish(request, reverse("services:list_services"))
    once.give_back(request)
    return _preview(request, form, read, MEANWHILE if read.is_whole else "")


def _preview(
    request: StaffRequest, sent: ImportForm, read: importing.Read, trouble: str | Promise = ""
) -> HttpResponse:
    """What the table would do. It goes back into the page as it was read: nothing chosen is lost."""
    again = {"text": sent.table, "shown": read.shown, "form_key": once.new_key()}
    form = ImportForm(again)
    if form.is_valid() and trouble:
        form.add_error(None, str(trouble))
    return _import_page(request, form, read)


def _import_page(
    request: StaffRequest, form: ImportForm, read: importing.Read | None
) -> HttpResponse:
    columns = [{"name": name, "codes": _codes(name)} for name in importing.COLUMNS]
    context = {"form": form, "read": read, "columns": columns}
    return render(request, "services/import_services.html", context)


def _codes(column: str) -> str:
    vocabulary = importing.SEVERAL.get(column)
    return "; ".join(str(one) for one in vocabulary) if vocabulary else ""


def _own(request: StaffRequest, service_id: UUID) -> tuple[Service, str]:
    """An entry that one's agency keeps, and its page; 404 for others'."""
    row = queries.service(service_id)
    if row.agency_id != request.staff.agency_id:
        raise access.NotAllowed
    return row, reverse("services:show_service", args=[row.pk])
