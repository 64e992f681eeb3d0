"""Screens of operations: the list, and one operation, to which children are added one by one."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from saathi.agencies import access_log
from saathi.agencies.form_submission import posted_data, submit_form
from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.permissions import Permission
from saathi.infra.join_words import isolate_direction
from saathi.people.panels import Panel, PanelRow
from saathi.protection.identification.operations import actions, queries
from saathi.protection.identification.operations.forms import OperationChildForm, OperationForm
from saathi.protection.identification.operations.models import FirstDecision, Operation
from saathi.protection.identification.operations.vocabulary import OperationLead
from saathi.web.components import ActionLink, LabelledValue


@require_safe
@staff_screen(Permission.RECORD_REPORT)
def list_operations(request: StaffRequest) -> HttpResponse:
    """The operations of the agency, the latest first."""
    page = int(request.GET["page"]) if request.GET.get("page", "").isdecimal() else 1
    page = min(page, 1000)
    operations = queries.list_operations(request.staff, page)
    shown = operations[: queries.PAGE_SIZE]
    part = Panel(
        _("Operations with many children"),
        lead=_("Each child in one has her own report, and what is decided is decided for her."),
        rows=[_operation_row(operation) for operation in shown],
        empty=_("There was none yet."),
    )
    more = page + 1 if len(operations) > len(shown) else None
    return render(request, "operations/list_operations.html", {"part": part, "more": more})


def _operation_row(operation: Operation) -> PanelRow:
    happened_on = date_format(operation.happened_on, "j F Y")
    return PanelRow(
        title=isolate_direction(f"{operation.name} · {happened_on}"),
        pairs=[
            LabelledValue(_("What kind"), operation.get_kind_display()),
            LabelledValue(_("Led by"), operation.get_led_by_display()),
        ],
        actions=[ActionLink(_("Open"), reverse("operations:show_operation", args=[operation.pk]))],
    )


@staff_screen(Permission.RECORD_REPORT)
def add_operation(request: StaffRequest) -> HttpResponse:
    """Opens an operation."""

    def save(form: OperationForm) -> str:
        operation = actions.open_operation(data=form.to_input(), actor=request.staff)
        return reverse("operations:show_operation", args=[operation.pk])

    form = OperationForm(posted_data(request), today=request.staff.office.today())
    answer = submit_form(request, form, save)
    return answer or render(request, "operations/add_operation.html", {"form": form})


@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def show_operation(request: StaffRequest, operation_id: UUID) -> HttpResponse:
    """One operation: its children, and the form for the next child."""
    operation = queries.get_operation(request.staff, operation_id)

    def save(form: OperationChildForm) -> str:
        child_input = form.to_input(OperationLead(operation.led_by), operation.happened_on)
        try:
            actions.add_child_to_operation(
                operation=operation, data=child_input, actor=request.staff
            )
        except actions.DecisionNotIndividual as refusal:
            for reason in refusal.reasons:
                form.add_error(reason.code, gettext(reason.text))
            return ""
        return request.path

    form = OperationChildForm(posted_data(request))
    if answer := submit_form(request, form, save):
        return answer
    decisions = queries.list_first_decisions(request.staff, operation)
    opened = queries.open_sealed_texts(decisions)
    access_log.log_list_view(
        request.staff,
        [decision.pk for decision in decisions],
        screen="operations:show_operation",
        count=len(decisions),
    )
    rows = [
        _decision_row(decision, str(opened.get(decision.pk, {}).get("rationale", "")))
        for decision in decisions
    ]
    context = {
        "operation": operation,
        "form": form,
        "count": len(decisions),
        "part": Panel(
            _("Children, one by one"), rows=rows, empty=_("No child is listed here yet.")
        ),
    }
    return render(request, "operations/show_operation.html", context)


def _decision_row(decision: FirstDecision, rationale: str) -> PanelRow:
    report_url = reverse("intake:show_report", args=[decision.report_id])
    return PanelRow(
        title=decision.get_step_display(),
        pairs=[
            LabelledValue(_("Why, for this child"), rationale),
            LabelledValue(_("Was heard"), decision.get_heard_display()),
        ],
        actions=[ActionLink(_("Open the report"), report_url)],
    )
