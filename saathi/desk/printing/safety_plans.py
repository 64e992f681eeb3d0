"""The current safety plan as a printed document; for the child only if it is safe to keep."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from saathi.agencies import access, records
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.rows import format_day, labelled_values
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.desk.printing.forms import PrintReasonForm
from saathi.desk.printing.record_papers import (
    PaperPart,
    PrintPageText,
    ask_before_printing,
    record_paper,
)
from saathi.desk.printing.views import log_printed, pdf_response
from saathi.desk.printing.vocabulary import PrintReason
from saathi.people.queries import child_of_file
from saathi.protection.casework.cases.queries import case_of_file
from saathi.protection.casework.safety_plans import queries, rules
from saathi.protection.casework.safety_plans.vocabulary import SafeToKeep

PAGE_TEXT = PrintPageText(
    gettext_lazy("Print the safety plan"),
    gettext_lazy(
        "Ask the child first whether the paper can be kept safely. If a person who is a danger to the child "
        "may find it, do not print it for the child."
    ),
    "safety_plans:show_safety_plan",
    gettext_lazy("Safety plan"),
)


class SafetyPlanPrintForm(PrintReasonForm):
    """The print form; it first asks whether the child can keep the plan safely."""

    safe_to_keep = forms.ChoiceField(
        label=gettext_lazy("Can the child keep this paper safely?"),
        choices=SafeToKeep,
        widget=forms.RadioSelect,
    )
    field_order = ("safe_to_keep", "reason", "with_name")

    def clean(self) -> dict[str, Any]:
        """Refuses printing for a child who cannot keep the plan safely."""
        data = super().clean() or self.cleaned_data
        if data.get("reason") == PrintReason.FOR_THE_CHILD and "safe_to_keep" in data:
            answer = SafeToKeep(data["safe_to_keep"])
            for reason in rules.reasons_against_print_for_child(answer):
                self.add_error(reason.code, _(reason.text))
        return data


@staff_screen(Permission.WORK_ON_CASE)
def print_safety_plan(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Asks whether the child can keep the paper safely, then creates the document."""
    rights = access.rights(request.staff, file_id)
    child = child_of_file(request.staff, file_id, Section.PLAN)
    plan = queries.current_plan(request.staff, case_of_file(request.staff, file_id, Section.PLAN))
    if plan is None:
        raise Http404
    form = SafetyPlanPrintForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return ask_before_printing(request, child, form, PAGE_TEXT)
    records.open_texts(plan)
    pairs = [pair for pair in labelled_values(plan, queries.CONTENT) if pair.text]
    paper = record_paper(
        rights,
        child,
        heading=_("Safety plan"),
        about=format_day(plan.made_on),
        parts=[PaperPart("", pairs)],
        with_name=form.cleaned_data["with_name"],
    )
    reason = form.cleaned_data["reason"]
    log_printed(request, rights, [child.pk, plan.pk], Section.PLAN, reason)
    return pdf_response("desk/printing/answers.typ", paper, "safety-plan")
