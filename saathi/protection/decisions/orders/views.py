"""Views of authorities' decisions on a child: one page, and a form for each record."""

from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from saathi.agencies import access, access_log, records
from saathi.agencies.form_submission import posted_data, submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.infra import clock
from saathi.people import record_screens as kit
from saathi.people.child_pages import render_child_page
from saathi.people.form_pages import back_url, child_for_editing, render_child_form_page
from saathi.people.models import Child
from saathi.people.panels import ChildFormPageText
from saathi.people.queries import child_of_file
from saathi.protection.casework.cases.queries import current_case
from saathi.protection.decisions.orders import actions, queries, rules
from saathi.protection.decisions.orders.forms import (
    AuthorityAssessmentForm,
    BrokenSafeguardForm,
    LimitTriggerForm,
    OrderForm,
    PastMomentForm,
    SafeguardAlertForm,
    StatusDecisionForm,
)
from saathi.protection.decisions.orders.models import BrokenSafeguard, Order, RunningTimeLimit

screens = kit.RecordScreens("orders")
CONFIRM = _("Confirm: as in the document")
ADDRESS = kit.CHILD + "orders/"


@screens.ordinary(ADDRESS)
@require_GET
@staff_screen(Permission.WORK_ON_CASE)
def show_orders(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Shows breached safeguards, status by layer, orders and time limits of one child."""
    child = child_of_file(request.staff, file_id, Section.LEGAL)
    page = queries.load_orders_page(request.staff, child, now=clock.now())
    page = queries.with_steps(
        page, lambda order: screens.steps(request, order, "confirm_order", CONFIRM)
    )
    access_log.log_file_list(request.staff, Section.LEGAL, file_id, list(page.shown_ids))
    return render_child_page(
        request,
        child,
        "orders/show_orders.html",
        page=page,
        may_write=access.may_write(request.staff, file_id, Section.LEGAL),
    )


_form_text = partial(ChildFormPageText, back="orders:show_orders")
ORDER_PAGE_TEXT = _form_text(
    _("Order of an authority"), _("Record the order as it was made, even if you think it is wrong.")
)
STATUS_PAGE_TEXT = _form_text(
    _("Finding on trafficking"),
    _("The new finding is added to the earlier findings. Assistance does not depend on it."),
)
HAPPENING_PAGE_TEXT = _form_text(
    _("Add a time limit"),
    _(
        "A time limit starts at the event, not when it is recorded. Time limits marked “Unverified” "
        "still have to be checked against the law of your country."
    ),
)
AUTHORITY_PAGE_TEXT = _form_text(
    _("Assessment by an authority"),
    _(
        "An assessment of your team ends this time limit when it is submitted. Use this page only if "
        "an authority assessed the child’s best interests."
    ),
)
MET_PAGE_TEXT = _form_text(_("Time limit met"), _("Enter when the step was done, even if late."))
SAFEGUARD_PAGE_TEXT = _form_text(
    _("Safeguard violation"),
    _("Your managers are notified. Notify the authority today."),
    button=_("Save and notify managers"),
)
ALERT_PAGE_TEXT = _form_text(
    _("Notification of the authority"),
    _("The violation stays on My day until the authority has been notified."),
)


@screens.child_form("orders/new/", Permission.WORK_ON_CASE, OrderForm, ORDER_PAGE_TEXT)
def record_order(request: StaffRequest, child: Child, form: OrderForm) -> None:
    """Records an order."""
    order = form.to_record(file_id=child.file_id, child=child)
    actions.record_order(order=order, actor=request.staff)


@screens.child_edit(
    "orders/<uuid:order_id>/", Permission.WORK_ON_CASE, Order, OrderForm, ORDER_PAGE_TEXT
)
def change_order(request: StaffRequest, order: Order, form: OrderForm) -> None:
    """Changes an order: appeal, end, correction; the earlier version is kept."""
    form.put_texts(order)
    actions.change_order(
        order=order, columns=form.columns(), version=form.seen_version, actor=request.staff
    )


@screens.child_step("orders/<uuid:order_id>/confirm/", Permission.APPROVE, Order, "show_orders")
def confirm_order(request: StaffRequest, order: Order, version: int) -> None:
    """Confirms as a second person that an order is recorded as in the document."""
    actions.confirm_order(order=order, version=version, actor=request.staff)


@screens.child_form(
    "orders/status/new/", Permission.WORK_ON_CASE, StatusDecisionForm, STATUS_PAGE_TEXT
)
def record_status_decision(request: StaffRequest, child: Child, form: StatusDecisionForm) -> None:
    """Records a finding about trafficking in one layer."""
    kit.save_new(request, form, file_id=child.file_id, child=child)


@screens.ordinary(ADDRESS + "limits/new/")
@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def record_limit_trigger(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Records an event and starts the time limits of its country."""
    child = child_for_editing(request, file_id, Section.LEGAL)
    case = current_case(request.staff, child)
    office = request.staff.office
    form = LimitTriggerForm(
        posted_data(request), initial={"country": office.country}, time_zone=office.time_zone
    )

    def save(sent: LimitTriggerForm) -> str:
        trigger = sent.to_input()
        limits = queries.list_office_time_limits(office, trigger.country)
        actions.start_time_limits(case=case, data=trigger, limits=limits, actor=request.staff)
        return back_url(HAPPENING_PAGE_TEXT, child)

    return submit_form(request, form, save) or render_child_form_page(
        request, child, form, HAPPENING_PAGE_TEXT
    )


@screens.ordinary(ADDRESS + "limits/<uuid:limit_id>/")
@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def record_limit_met(request: StaffRequest, file_id: UUID, limit_id: UUID) -> HttpResponse:
    """Records that the requirement of a limit was met."""
    child = child_for_editing(request, file_id, Section.LEGAL)
    limit = records.get_record_of_file(request.staff, RunningTimeLimit, file_id, limit_id)
    initial = {"version": limit.version}
    zone = request.staff.office.time_zone
    is_assessment = rules.is_assessment_after_removal(limit.happening, limit.code)
    page_text = AUTHORITY_PAGE_TEXT if is_assessment else MET_PAGE_TEXT
    kind = AuthorityAssessmentForm if is_assessment else PastMomentForm
    form = kind(posted_data(request), initial=initial, time_zone=zone)

    def save(sent: PastMomentForm) -> str:
        data = sent.cleaned_data
        assessed = actions.AssessmentByAuthority(
            data.get("assessed_by", ""), data.get("assessed_where", "")
        )
        actions.record_limit_met(
            limit=limit,
            met_at=sent.moment,
            version=sent.seen_version,
            actor=request.staff,
            assessed=assessed,
        )
        return back_url(page_text, child)

    return submit_form(
        request, form, save, newest_url=back_url(page_text, child)
    ) or render_child_form_page(request, child, form, page_text)


@screens.ordinary(ADDRESS + "safeguards/new/")
@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def record_safeguard(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Records a breached safeguard; it is never refused."""
    child = child_for_editing(request, file_id, Section.LEGAL)
    case = current_case(request.staff, child)
    form = BrokenSafeguardForm(posted_data(request), today=request.staff.office.today())

    def save(sent: BrokenSafeguardForm) -> str:
        actions.record_broken_safeguard(case=case, data=sent.to_input(), actor=request.staff)
        return back_url(SAFEGUARD_PAGE_TEXT, child)

    return submit_form(request, form, save) or render_child_form_page(
        request, child, form, SAFEGUARD_PAGE_TEXT
    )


@screens.ordinary(ADDRESS + "safeguards/<uuid:safeguard_id>/")
@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def record_alert_outcome(request: StaffRequest, file_id: UUID, safeguard_id: UUID) -> HttpResponse:
    """Records the outcome of the alert to the authority."""
    child = child_for_editing(request, file_id, Section.LEGAL)
    record = records.get_record_of_file(request.staff, BrokenSafeguard, file_id, safeguard_id)
    texts = records.open_texts(record)
    initial = {**vars(record), **texts}
    form = SafeguardAlertForm(
        posted_data(request), initial=initial, today=request.staff.office.today()
    )

    def save(sent: SafeguardAlertForm) -> str:
        actions.update_safeguard_alert(
            record=record,
            data=sent.to_input(),
            earlier_texts=texts,
            version=sent.seen_version,
            actor=request.staff,
        )
        return back_url(ALERT_PAGE_TEXT, child)

    return submit_form(request, form, save) or render_child_form_page(
        request, child, form, ALERT_PAGE_TEXT
    )
