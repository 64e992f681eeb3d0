"""The list, the page and the steps of a record that a second person decides on.

Each domain's views determine who may open a URL and which record it shows.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render

from saathi.agencies import access
from saathi.agencies.form_pages import FormPageText, render_form_page
from saathi.agencies.form_submission import RecordForm
from saathi.agencies.permissions import Permission
from saathi.agencies.record_actions import (
    AvailableAction,
    ConfirmedAction,
    confirm_action,
    is_available,
)
from saathi.agencies.staff_requests import StaffRequest
from saathi.evidence.approval import actions
from saathi.evidence.approval.models import SignedAgreement, TwoPersonDecision
from saathi.evidence.approval.pages import PAGE_SIZE, DecisionPage, DecisionRow
from saathi.web.components import ActionLink, Text
from saathi.web.paging import requested_page, requested_search_text


@dataclass(frozen=True, kw_only=True)
class DecisionListText:
    """The texts of a list, and the names of the pages to which it leads."""

    title: Text
    lead: Text
    search_label: Text
    panel: Text
    none_found: Text
    empty: Text
    add: tuple[Text, str]
    back: tuple[Text, str]
    heading: Text = ""  # if it differs from the title


def render_list[RowT: TwoPersonDecision](
    request: StaffRequest,
    text: DecisionListText,
    query: Callable[[str], QuerySet[RowT]],
    row_in_words: Callable[[RowT], DecisionRow],
) -> HttpResponse:
    """A list with search, twenty to a page; `query` gets the search text."""
    search_text = requested_search_text(request)
    page = requested_page(request, query(search_text), PAGE_SIZE)
    context = {
        "text": text,
        "page": page,
        "rows": [row_in_words(row) for row in page.object_list],
        "asked": search_text,
        "prepares": access.has_permission(request.staff, Permission.PREPARE_RELEASE),
    }
    return render(request, "evidence/list_decisions.html", context)


def render_page(
    request: StaffRequest,
    page: DecisionPage,
    title: Text,
    back: ActionLink,
    template: str = "evidence/show_decision.html",
) -> HttpResponse:
    """The page of a record; `template` may extend the common one."""
    return render(request, template, {"page": page, "title": title, "back": back})


def refuse_as_confirmed(request: StaffRequest, row: TwoPersonDecision, sent: RecordForm) -> None:
    """Rejects a record, as confirmed."""
    why = sent.cleaned_data["why"]
    actions.refuse_record(row=row, version=sent.seen_version, why=why, actor=request.staff)


def end_agreement_as_confirmed(
    request: StaffRequest, row: SignedAgreement, sent: RecordForm
) -> None:
    """Ends an agreement, as confirmed."""
    why = sent.cleaned_data["why"]
    actions.end_agreement(agreement=row, version=sent.seen_version, why=why, actor=request.staff)


def confirm_step[RowT: TwoPersonDecision](
    request: StaffRequest,
    row: RowT,
    step: ConfirmedAction[RowT],
    available: Iterable[AvailableAction],
    back: ActionLink,
) -> HttpResponse:
    """The page where a step is confirmed; redirects to the record if the step is not available."""
    if not is_available(request, available):
        return redirect(back.url)
    about = FormPageText(step.title, step.lead, step.button, back.label)
    return confirm_action(
        request, step, row, back.url, lambda form: render_form_page(request, form, about, back.url)
    )
