"""Screens of operations: those of the agency, and one, into which children come one by one."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from saathi.agencies import looking
from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.permissions import Permission
from saathi.agencies.sending import posted, send
from saathi.infra.listing import in_our_direction
from saathi.people.rows import Part, Row
from saathi.protection.operations import actions, queries
from saathi.protection.operations.forms import ChildForm, OperationForm
from saathi.protection.operations.models import FirstDecision, Operation
from saathi.protection.operations.vocabulary import LedBy
from saathi.web.parts import Action, Pair


@require_safe
@staff_screen(Permission.RECORD_REPORT)
def list_operations(request: StaffRequest) -> HttpResponse:
    """The operations of the agency, the latest first."""
    page = int(request.GET["page"]) if request.GET.get("page", "").isdecimal() else 1
    page = min(page, 1000)
    found = queries.operations_of(request.staff, page)
    shown = found[: queries.A_PAGE]
    part = Part(
        _("Operations with many children"),
        lead=_("Each child in one has her own report, and what is decided is decided for her."),
        rows=[_row(one) for one in shown],
        empty=_("There was none yet."),
    )
    more = page + 1 if len(found) > len(shown) else None
    return render(request, "operations/list_operations.html", {"part": part, "more": more})


def _row(operation: Operation) -> Row:
    happened_on = date_format(operation.happened_on, "j F Y")
    return Row(
        title=in_our_direction(f"{operation.name} · {happened_on}"),
        pairs=[
            Pair(_("What kind"), operation.get_kind_display()),
            Pair(_("Led by"), operation.get_led_by_display()),
        ],
        actions=[Action(_("Open"), reverse("operations:show_operation", args=[operation.pk]))],
    )


@staff_screen(Permission.RECORD_REPORT)
def add_operation(request: StaffRequest) -> HttpResponse:
    """Opens an operation."""

    def save(form: OperationForm) -> str:
        operation = actions.open_operation(told=form.told(), by=request.staff)
        return reverse("operations:show_operation", args=[operation.pk])

    form = OperationForm(posted(request), today=request.staff.office.today())
    answer = send(request, form, save)
    return answer or render(request, "operations/add_operation.html", {"form": form})


@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def show_operation(request: StaffRequest, operation_id: UUID) -> HttpResponse:
    """One operation: the children in it, and the form for the next, one child at a time."""
    operation = queries.operation_of(request.staff, operation_id)

    def save(form: ChildForm) -> str:
        told = form.taken_in(LedBy(operation.led_by), operation.happened_on)
        try:
            actions.take_in(operation=operation, told=told, by=request.staff)
        except actions.NotOneByOne as refusal:
            for reason in refusal.reasons:
                form.add_error(reason.code, gettext(reason.text))
            return ""
        return request.path

    form = ChildForm(posted(request))
    if answer := send(request, form, save):
        return answer
    children = queries.children_of(request.staff, operation)
    opened = queries.opened(children)
    looking.listed(
        request.staff,
        [one.pk for one in children],
        screen="operations:show_operation",
        count=len(children),
    )
    rows = [_child(one, str(opened.get(one.pk, {}).get("rationale", ""))) for one in children]
    context = {
        "operation": operation,
        "form": form,
        "count": len(children),
        "part": Part(_("Children, one by one"), rows=rows, empty=_("No child stands here yet.")),
    }
    return render(request, "operations/show_operation.html", context)


def _child(decision: FirstDecision, rationale: str) -> Row:
    report = reverse("intake:show_report", args=[decision.report_id])
    return Row(
        title=decision.get_step_display(),
        pairs=[
            Pair(_("Why, for this child"), rationale),
            Pair(_("Was heard"), decision.get_heard_display()),
        ],
        actions=[Action(_("Open the report"), report)],
    )
