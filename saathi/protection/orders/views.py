"""Screens of what authorities decided about a child: one page, and a form for each thing on it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from saathi import audit
from saathi.agencies import access, looking, records
from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.sending import posted, send
from saathi.infra import clock
from saathi.people.queries import child_of_file, header
from saathi.people.rows import About
from saathi.people.screens import back_url, form_page, to_write
from saathi.protection.cases.queries import current_case
from saathi.protection.orders import actions, queries
from saathi.protection.orders.forms import (
    AlertForm,
    HappeningForm,
    MomentForm,
    OrderForm,
    SafeguardForm,
    StatusForm,
)
from saathi.protection.orders.models import BrokenSafeguard, CountedLimit, Order


@require_GET
@staff_screen(Permission.WORK_ON_CASE)
def show_orders(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Broken safeguards, status in its layers, orders and time limits of one child."""
    child = child_of_file(request.staff, file_id, Section.LEGAL)
    page = queries.orders_of(request.staff, child, now=clock.now())
    looking.record(
        request.staff, audit.Kind.LISTED, Section.LEGAL, file_id=file_id, objects=list(page.shown)
    )
    context = {
        "child": header(child, staff=request.staff),
        "page": page,
        "may_write": access.may_write(request.staff, file_id, Section.LEGAL),
        "file_id": file_id,
    }
    return render(request, "orders/show_orders.html", context)


_BACK = ("orders:show_orders", _("Authorities and orders"))
ORDER = About(
    _("An order of an authority"),
    _("Write it down as it was made, also where you think it is wrong."),
    _("Keep the order"),
    *_BACK,
)
STATUS = About(
    _("Was the child trafficked?"),
    _(
        "It is written down beside what was found before. Nothing that helps the child depends on it."
    ),
    _("Keep the finding"),
    *_BACK,
)
HAPPENING = About(
    _("A time limit begins"),
    _("Limits count from what happened, not from now. The laws are to be verified."),
    _("Count the limit"),
    *_BACK,
)
MET = About(
    _("What the limit asks for was done"),
    _("Write when it was done, also if that was late."),
    _("Keep it"),
    *_BACK,
)
SAFEGUARD = About(
    _("A safeguard was broken"),
    _("It is kept as it happened. Your leaders are told, and the authority is to be told today."),
    _("Keep it and tell the leaders"),
    *_BACK,
)
ALERT = About(
    _("The alert to the authority"),
    _("It stays on your day until the authority was told."),
    _("Keep it"),
    *_BACK,
)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def record_order(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Records an order."""
    child = to_write(request, file_id, Section.LEGAL)
    form = OrderForm(posted(request), today=request.staff.office.today())

    def save(sent: OrderForm) -> str:
        actions.record_order(child=child, told=sent.told(), by=request.staff)
        return back_url(ORDER, child)

    return send(request, form, save, newest=back_url(ORDER, child)) or form_page(
        request, child, form, ORDER
    )


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def change_order(request: StaffRequest, file_id: UUID, order_id: UUID) -> HttpResponse:
    """Changes an order: an appeal, its end, a correction; what stood there is kept."""
    child = to_write(request, file_id, Section.LEGAL)
    order = records.one_of(request.staff, Order, file_id, order_id)
    initial = {**vars(order), **records.words_of(order)}
    form = OrderForm(posted(request), initial=initial, today=request.staff.office.today())

    def save(sent: OrderForm) -> str:
        actions.change_order(order=order, told=sent.told(), version=sent.seen, by=request.staff)
        return back_url(ORDER, child)

    return send(request, form, save) or form_page(request, child, form, ORDER)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def record_status(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Records a finding about trafficking in one of its layers."""
    child = to_write(request, file_id, Section.LEGAL)
    form = StatusForm(posted(request), today=request.staff.office.today())

    def save(sent: StatusForm) -> str:
        actions.record_status(child=child, told=sent.told(), by=request.staff)
        return back_url(STATUS, child)

    return send(request, form, save) or form_page(request, child, form, STATUS)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def record_happening(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Records what starts a time limit, and counts the limits of that country."""
    child = to_write(request, file_id, Section.LEGAL)
    case = current_case(request.staff, child)
    office = request.staff.office
    form = HappeningForm(
        posted(request), initial={"country": office.country}, time_zone=office.time_zone
    )

    def save(sent: HappeningForm) -> str:
        told = sent.told()
        known = queries.limits_at(office, told.country)
        actions.count_limits(case=case, told=told, limits=known, by=request.staff)
        return back_url(HAPPENING, child)

    return send(request, form, save) or form_page(request, child, form, HAPPENING)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def meet_limit(request: StaffRequest, file_id: UUID, limit_id: UUID) -> HttpResponse:
    """Records that what a limit asks for was done."""
    child = to_write(request, file_id, Section.LEGAL)
    limit = records.one_of(request.staff, CountedLimit, file_id, limit_id)
    initial = {"version": limit.version}
    zone = request.staff.office.time_zone
    form = MomentForm(posted(request), initial=initial, time_zone=zone)

    def save(sent: MomentForm) -> str:
        actions.meet_limit(limit=limit, met_at=sent.moment, version=sent.seen, by=request.staff)
        return back_url(MET, child)

    return send(request, form, save, newest=back_url(MET, child)) or form_page(
        request, child, form, MET
    )


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def record_safeguard(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Records a fact that broke a safeguard; it is never refused."""
    child = to_write(request, file_id, Section.LEGAL)
    case = current_case(request.staff, child)
    form = SafeguardForm(posted(request), today=request.staff.office.today())

    def save(sent: SafeguardForm) -> str:
        actions.record_safeguard(case=case, told=sent.told(), by=request.staff)
        return back_url(SAFEGUARD, child)

    return send(request, form, save) or form_page(request, child, form, SAFEGUARD)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def follow_alert(request: StaffRequest, file_id: UUID, safeguard_id: UUID) -> HttpResponse:
    """Records what became of the alert to the authority."""
    child = to_write(request, file_id, Section.LEGAL)
    record = records.one_of(request.staff, BrokenSafeguard, file_id, safeguard_id)
    words = records.words_of(record)
    initial = {**vars(record), **words}
    form = AlertForm(posted(request), initial=initial, today=request.staff.office.today())

    def save(sent: AlertForm) -> str:
        actions.follow_alert(
            record=record, told=sent.told(), earlier=words, version=sent.seen, by=request.staff
        )
        return back_url(ALERT, child)

    return send(request, form, save) or form_page(request, child, form, ALERT)
