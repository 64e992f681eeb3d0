"""Screens of operations: the list, and one operation, to which children are added one by one."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.queries import names_of
from saathi.agencies.staff_requests import StaffRequest
from saathi.infra import clock
from saathi.infra.join_words import isolate_direction
from saathi.people import record_screens as kit
from saathi.people.formatting import format_age
from saathi.people.forms import TextLineField
from saathi.people.languages import language_choices
from saathi.protection.identification.intake.actions import ReportInput
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.intake.queue.colleague_questions import (
    NAMED_HELP,
    NAMED_LABEL,
    ColleagueQuestionsForm,
)
from saathi.protection.identification.intake.queue.forms import NamedInReportField
from saathi.protection.identification.intake.queue.views import url_after_naming
from saathi.protection.identification.intake.vocabulary import (
    Concern,
    HarmTiming,
    ReportChannel,
    ReportingPersonKind,
)
from saathi.protection.identification.operations import actions, queries, rules
from saathi.protection.identification.operations.models import (
    FirstDecision,
    Operation,
    OperationRisk,
)
from saathi.protection.identification.operations.vocabulary import (
    OperationLead,
    OperationState,
)
from saathi.web.components import join_facts
from saathi.web.fields import DigitsField, LongTextField

screens = kit.RecordScreens("operations")
CONCERNS = _("Protection concerns")
_REPORTERS = {
    OperationLead.POLICE: ReportingPersonKind.POLICE,
    OperationLead.BORDER: ReportingPersonKind.POLICE,
    OperationLead.ORGANISATION: ReportingPersonKind.ORGANISATION,
}
OPERATIONS = _("Operations with many children")
NO_HARM_CHECK = _("No harm check")
AWAITS_APPROVAL = _("Planned, not approved yet")
NOT_APPROVED = _("Took place without approval")


class OperationForm(kit.DerivedForm[Operation]):
    """Form for an operation."""

    model = Operation
    names = "name kind led_by happened_on expected"


class OperationRiskForm(kit.DerivedForm[OperationRisk]):
    """A risk that the operation itself may create for children, and what is done about it."""

    model = OperationRisk
    names = "kind detail response"
    detail = LongTextField(
        required=False,
        label=_("Possible harm to children"),
        help_text=_("Do not include a child’s name or a place that identifies a child."),
    )
    response = LongTextField(label=_("Mitigation measures"))

    def columns(self) -> dict[str, Any]:
        """The values of the columns; a missing detail is an empty text."""
        return super().columns() | {"detail": self.cleaned_data["detail"] or ""}


class OperationApprovalForm(kit.DerivedForm[Operation]):
    """The approval of an operation, of the version that the person saw."""

    model = Operation
    shows_stored_texts = False

    def prepare(self) -> None:
        """Keeps the version of the operation."""
        self.initial["version"] = self.about.version


class OperationChildForm(ColleagueQuestionsForm, kit.DerivedForm[FirstDecision]):
    """One child: what is known, the first decision, and why it was made for this child.

    Where the texts name a colleague, it asks whether the report is about them.
    """

    model = FirstDecision
    names = (
        "child_names child_gender age_low age_high language urgency concerns what "
        "step rationale child_participation child_words is_another_child named"
    )
    child_names = TextLineField(label=_("Name"), label_suffix="")
    child_gender = kit.derive_field(Report, "child_gender", label=_("Gender, as the child says"))
    age_low = DigitsField(max_length=2, required=False, label=_("Youngest possible age"))
    age_high = DigitsField(max_length=2, required=False, label=_("Oldest possible age"))
    language = forms.ChoiceField(
        required=False, choices=language_choices, label=_("Language the child spoke")
    )
    urgency = kit.derive_field(Report, "urgency", label=_("Urgency"))
    concerns = forms.MultipleChoiceField(
        required=False, choices=Concern, widget=forms.CheckboxSelectMultiple, label=CONCERNS
    )
    what = LongTextField(label=_("How the child was found, and present condition"))
    is_another_child = forms.BooleanField(
        required=False,
        label=_("This is another child with the same name"),
        widget=forms.HiddenInput,
    )
    named = NamedInReportField(required=False, label=NAMED_LABEL, help_text=NAMED_HELP)

    def __init__(self, *args: Any, staff: Staff, **options: Any) -> None:
        super().__init__(*args, staff=staff, actor=staff, **options)

    def prepare(self) -> None:
        """Asks about another child only once the name is found to be listed already."""
        if self.data.get("is_another_child") == "on":
            self.ask_whether_another_child()

    def ask_whether_another_child(self) -> None:
        """Shows the question, or the given answer if other fields have errors."""
        self.fields["is_another_child"].widget = forms.CheckboxInput()

    def clean(self) -> dict[str, Any]:
        """Checks the order of the ages, and asks about colleagues named in the texts."""
        data = super().clean() or self.cleaned_data
        low, high = data.get("age_low"), data.get("age_high")
        if low is not None and high is not None and high < low:
            self.add_error("age_high", _("Enter at least the youngest possible age."))
        texts = self.typed(("what", "rationale", "child_words"))
        others = self.typed(("child_names",))
        named = self.confirm_named_colleagues(data.get("named"), texts, others)
        self.order_fields([*(name for name in self.fields if name != "named"), "named"])
        return data | ({"named": named} if named is not None else {})

    def to_report(self, operation: Operation) -> ReportInput:
        """The report of this child."""
        data = self.cleaned_data
        texts = {name: data[name] for name in ("what", "child_names") if data[name]}
        noon = dt.datetime.combine(operation.happened_on, dt.time(12), dt.UTC)
        lead = OperationLead(operation.led_by)
        return ReportInput(
            received_at=min(clock.now(), noon),
            is_time_unknown=True,
            channel=ReportChannel.OUTREACH,
            reporter_kind=_REPORTERS.get(lead, ReportingPersonKind.OFFICIAL),
            child_age_low=data["age_low"],
            child_age_high=data["age_high"],
            timing=HarmTiming.GOING_ON,
            texts=texts,
            named_staff=[person.pk for person in data["named"].staff],
            named_office=data["named"].office.pk if data["named"].office else None,
            **{name: data[name] for name in ("urgency", "concerns", "language", "child_gender")},
        )


@screens.listing("", Permission.RECORD_REPORT, queries.operations_of_agency, is_logged=False)
def list_operations(request: StaffRequest, operations: Sequence[Operation]) -> kit.PageContent:
    """The operations of the agency, latest first."""
    staff = request.staff
    rows = [
        kit.record_row(
            operation,
            "kind led_by",
            title=join_facts([operation.name, kit.format_day(operation.happened_on)]),
            opens="operations:show_operation",
            state_text=join_facts(_state_texts(operation, staff.office.today())),
            needs_attention=_needs_attention(operation),
        )
        for operation in operations
    ]
    lead = _("Each child in an operation has a report and a decision of their own.")
    panel = kit.Panel(OPERATIONS, lead=lead, rows=rows, empty=_("No operations yet."))
    return kit.PageContent(
        OPERATIONS,
        kit.link(_("Reports"), "intake:list_reports"),
        buttons=[kit.link(_("Add operation"), "operations:add_operation", icon="plus")],
        parts=[panel],
    )


def _needs_attention(operation: Operation) -> bool:
    is_checked = getattr(operation, "is_harm_checked", False)
    return operation.state != OperationState.APPROVED or not is_checked


def _state_texts(operation: Operation, today: dt.date) -> list[Any]:
    """The approval of an operation, and whether its harm check is missing, in words."""
    approval = _approval_text(operation, today)
    is_checked = getattr(operation, "is_harm_checked", False)
    return [approval] if is_checked else [approval, NO_HARM_CHECK]


def _approval_text(operation: Operation, today: dt.date) -> Any:
    if operation.state == OperationState.APPROVED:
        return OperationState.APPROVED.label
    is_past = rules.is_past(operation.happened_on, today)
    return NOT_APPROVED if is_past else AWAITS_APPROVAL


OPEN = kit.RecordFormText(_("Add operation"), _("Save"), "list_operations", OPERATIONS)


@screens.form("new/", Permission.RECORD_REPORT, kit.load_current_staff, OperationForm, OPEN)
def add_operation(request: StaffRequest, _staff: Staff, form: OperationForm) -> str:
    """Opens an operation."""
    operation = actions.open_operation(operation=form.to_record(), actor=request.staff)
    return reverse("operations:show_operation", args=[operation.pk])


RISK = kit.RecordFormText(_("Add a risk"), _("Save"), "show_operation", _("The operation"))


@screens.form(
    "<uuid:operation_id>/risks/new/",
    Permission.RECORD_REPORT,
    kit.row_loader(queries.operations_of_agency),
    OperationRiskForm,
    RISK,
)
def add_risk(request: StaffRequest, operation: Operation, form: OperationRiskForm) -> None:
    """Adds a risk to the harm check of an operation."""
    actions.add_risk(operation=operation, risk=form.to_record(), actor=request.staff)


APPROVE = kit.RecordFormText(
    _("Approve operation"), _("Approve"), "show_operation", _("The operation")
)


@screens.form(
    "<uuid:operation_id>/approve/",
    Permission.APPROVE,
    kit.row_loader(queries.operations_of_agency),
    OperationApprovalForm,
    APPROVE,
)
def approve_operation(
    request: StaffRequest, operation: Operation, form: OperationApprovalForm
) -> None:
    """Approves an operation as a second person."""
    actions.approve_operation(operation=operation, version=form.seen_version, actor=request.staff)


def _add_child(request: StaffRequest, operation: Operation, form: OperationChildForm) -> str:
    decision, report = form.to_record(operation=operation), form.to_report(operation)
    try:
        actions.add_child_to_operation(
            decision=decision,
            report=report,
            actor=request.staff,
            is_another_child=form.cleaned_data["is_another_child"],
        )
    except actions.DecisionNotIndividual as refused:
        if any(reason.code == "child_names" for reason in refused.reasons):
            form.ask_whether_another_child()
        raise
    if form.is_accusing:
        url_after_naming(
            request, decision.report_id
        )  # its message; the form goes to the next child
    return request.path


@screens.page(
    "<uuid:operation_id>/",
    Permission.RECORD_REPORT,
    kit.row_loader(queries.operations_of_agency),
    kit.PageForm(OperationChildForm, _add_child),
)
def show_operation(
    request: StaffRequest, operation: Operation, form: OperationChildForm
) -> kit.PageContent:
    """One operation: its children, and the form for the next child."""
    decisions = queries.list_first_decisions(request.staff, operation)
    screens.log_list(request, "show_operation", decisions)
    alone = _("Add one child at a time. No decision is made for several children at once.")
    keep = _("Save and add the next child")
    names = queries.names_in_reports(decisions)
    rows = [_decision_row(decision, names.get(decision.report_id, "")) for decision in decisions]
    empty = _("No children yet.")
    return kit.PageContent(
        operation.name,
        kit.link(OPERATIONS, "operations:list_operations"),
        facts=" · ".join(
            str(kit.format_field(operation, name)) for name in ("kind", "led_by", "happened_on")
        ),
        lead=_count_text(operation, len(decisions)),
        parts=[
            _approval_panel(request, operation),
            _harm_panel(operation),
            kit.FormPart(form, keep, _("Add a child"), alone),
            kit.Panel(_("Children"), rows=rows, empty=empty),
        ],
        is_narrow=True,
    )


def _approval_panel(request: StaffRequest, operation: Operation) -> kit.Panel:
    """The approval of the operation; for those who approve, the link to it or what is missing."""
    staff = request.staff
    pairs = [
        kit.LabelledValue(_("Current status"), _approval_text(operation, staff.office.today()))
    ]
    buttons = []
    if operation.decided_by and operation.decided_at:
        name = names_of([operation.decided_by]).get(operation.decided_by, "")
        day = kit.format_day(staff.office.date_of(operation.decided_at))
        pairs += [
            kit.LabelledValue(_("Approved by"), name),
            kit.LabelledValue(_("Approved on"), day),
        ]
    elif Permission.APPROVE in request.may:
        reasons = queries.reasons_not_to_approve(operation, staff)
        if not reasons:
            buttons = [kit.link(_("Approve"), "operations:approve_operation", operation.pk)]
        elif not rules.is_past(operation.happened_on, staff.office.today()):
            texts = " ".join(gettext(reason.text) for reason in reasons)
            pairs.append(kit.LabelledValue(_("Before approval"), texts))
    return kit.Panel(
        _("Approval"),
        _(
            "A second person approves an operation before it takes place, once its harm check is "
            "answered. What happened is recorded in any case."
        ),
        actions=buttons,
        pairs=pairs,
    )


def _harm_panel(operation: Operation) -> kit.Panel:
    rows = [
        kit.PanelRow(
            kit.format_field(risk, "kind"),
            pairs=[
                *([kit.LabelledValue(_("Possible harm"), risk.detail)] if risk.detail else []),
                kit.LabelledValue(_("Mitigation measures"), risk.response),
            ],
        )
        for risk in queries.list_risks(operation)
    ]
    return kit.Panel(
        _("Harm check"),
        _(
            "Risks that the operation itself may create for children, and the mitigation "
            "measures for each."
        ),
        actions=[kit.link(_("Add a risk"), "operations:add_risk", operation.pk)],
        rows=rows,
        empty=NO_HARM_CHECK,
    )


def _count_text(operation: Operation, count: int) -> str:
    if not operation.expected:
        text = gettext("Children whose reports you can read: %(count)s.")
        return text % {"count": count}
    text = gettext("Children whose reports you can read: %(count)s of %(expected)s expected.")
    return text % {"count": count, "expected": operation.expected}


def _decision_row(decision: FirstDecision, name: str) -> kit.PanelRow:
    report = decision.report
    age = format_age(report.child_age_low, report.child_age_high)
    about = [name or gettext("Name not known"), report.get_child_gender_display(), age]
    return kit.record_row(
        decision,
        "rationale child_participation",
        title=isolate_direction(" · ".join(str(part) for part in about if part)),
        state="step",
        actions=[kit.link(_("Open report"), "intake:show_report", decision.report_id)],
    )
