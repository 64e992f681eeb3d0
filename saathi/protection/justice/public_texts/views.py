"""Views of public texts: the list, one text with its matches, its steps."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from saathi.agencies import access, access_log, records
from saathi.agencies.form_submission import RecordForm, posted_data, submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.record_actions import (
    ConfirmedAction,
    RecordActionForm,
    RecordActionReasonForm,
    confirm_action,
    get_action,
    is_available,
)
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.people.child_pages import render_child_page
from saathi.people.form_pages import child_for_editing, render_child_form_page
from saathi.people.panels import ChildFormPageText
from saathi.people.queries import child_of_file
from saathi.protection.justice.public_texts import actions, queries
from saathi.protection.justice.public_texts.forms import PublicTextForm
from saathi.protection.justice.public_texts.models import PublicText


@require_GET
@staff_screen(Permission.WORK_ON_CASE)
def list_texts(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Lists the texts about proceedings of this child, planned or published."""
    child = child_of_file(request.staff, file_id, Section.LEGAL)
    texts = queries.list_texts(request.staff, child)
    found = queries.proceedings_of(request.staff, file_id)
    shown = [record.pk for record in (*texts, *found)]
    access_log.log_file_list(request.staff, Section.LEGAL, file_id, shown)
    return render_child_page(
        request,
        child,
        "public_texts/list_texts.html",
        rows=queries.text_rows(texts, queries.proceeding_labels(found)),
        may_write=access.may_write(request.staff, file_id, Section.LEGAL),
    )


def _proceedings(request: StaffRequest, file_id: UUID) -> dict[str, str]:
    """The proceedings of the file in words, with an entry in the access log for those opened."""
    found = queries.proceedings_of(request.staff, file_id)
    if found:
        shown = [each.pk for each in found]
        access_log.log_file_list(request.staff, Section.LEGAL, file_id, shown)
    return queries.proceeding_labels(found)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def write_text(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Creates a text; the next page shows the matches."""
    child = child_for_editing(request, file_id, Section.LEGAL)
    form = PublicTextForm(posted_data(request), proceedings=_proceedings(request, file_id))

    def save(sent: PublicTextForm) -> str:
        text = actions.create_text(child=child, data=sent.to_input(), actor=request.staff)
        return reverse("public_texts:show_text", args=[file_id, text.pk])

    return submit_form(request, form, save) or render_child_form_page(request, child, form, WRITE)


@require_GET
@staff_screen(Permission.WORK_ON_CASE)
def show_text(request: StaffRequest, file_id: UUID, text_id: UUID) -> HttpResponse:
    """Shows one text with its matches."""
    child = child_of_file(request.staff, file_id, Section.LEGAL)
    text = queries.get_text(request.staff, file_id, text_id)
    check = queries.check_text(request.staff, child, records.open_texts(text))
    return render_child_page(
        request,
        child,
        "public_texts/show_text.html",
        page=queries.text_page(request.staff, text, check, _proceedings(request, file_id)),
    )


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def change_text(request: StaffRequest, file_id: UUID, text_id: UUID) -> HttpResponse:
    """Revises the text, or marks words as not identifying; it needs a new approval."""
    child = child_for_editing(request, file_id, Section.LEGAL)
    text = queries.get_text(request.staff, file_id, text_id)
    back = reverse("public_texts:show_text", args=[file_id, text_id])
    check = queries.check_text(request.staff, child, records.open_texts(text))
    if not is_available(request, queries.available_actions(request.staff, text, check)):
        return redirect(back)
    named = str(text.proceeding_id) if text.proceeding_id else ""
    initial = {**vars(text), **check.texts, "proceeding": named}
    form = PublicTextForm(
        posted_data(request),
        proceedings=_proceedings(request, file_id),
        initial=initial,
        matches=check.matches,
    )

    def save(sent: PublicTextForm) -> str:
        actions.revise_text(
            text=text, data=sent.to_input(), version=sent.seen_version, actor=request.staff
        )
        return back

    return submit_form(request, form, save, newest_url=back) or render_child_form_page(
        request, child, form, WRITE, back
    )


_form_text = partial(
    ChildFormPageText, back="public_texts:list_texts", back_label=_("Material for publication")
)
WRITE = _form_text(
    _("Text for publication"),
    _(
        "A text is published only if a second person approves it and nothing in it "
        "identifies the child."
    ),
    button=_("Save and check"),
)


def _show_refusal(
    do: Callable[[StaffRequest, PublicText, RecordForm], object],
) -> Callable[[StaffRequest, PublicText, RecordForm], None]:
    """Wraps a step: if it is refused, its form shows the reasons."""

    def done(request: StaffRequest, text: PublicText, sent: RecordForm) -> None:
        try:
            do(request, text, sent)
        except actions.PublicTextStepRefused as refused:
            for reason in refused.reasons:
                sent.add_error(None, gettext(reason.text))

    return done


@_show_refusal
def _approve(request: StaffRequest, text: PublicText, sent: RecordForm) -> object:
    return actions.decide_on_text(
        text=text, is_approved=True, reason="", version=sent.seen_version, actor=request.staff
    )


@_show_refusal
def _send_back(request: StaffRequest, text: PublicText, sent: RecordForm) -> object:
    reason = sent.cleaned_data["why"]
    return actions.decide_on_text(
        text=text, is_approved=False, reason=reason, version=sent.seen_version, actor=request.staff
    )


@_show_refusal
def _publish(request: StaffRequest, text: PublicText, sent: RecordForm) -> object:
    return actions.publish_text(text=text, version=sent.seen_version, actor=request.staff)


@_show_refusal
def _withdraw(request: StaffRequest, text: PublicText, sent: RecordForm) -> object:
    return actions.withdraw_text(text=text, version=sent.seen_version, actor=request.staff)


TEXT_ACTIONS: dict[str, ConfirmedAction[PublicText]] = {
    "approve": ConfirmedAction(
        RecordActionForm,
        _("Approve the text"),
        _("Read the text as a neighbour of the child would. Does anything identify the child?"),
        _("Approve"),
        _approve,
    ),
    "send_back": ConfirmedAction(
        RecordActionReasonForm,
        _("Return the text for revision"),
        _("Enter what identifies the child, or what else is wrong."),
        _("Return for revision"),
        _send_back,
    ),
    "publish": ConfirmedAction(
        RecordActionForm,
        _("Publish the text"),
        _("The text is checked once more. After publication it can be withdrawn but not changed."),
        _("Publish"),
        _publish,
    ),
    "withdraw": ConfirmedAction(
        RecordActionForm,
        _("Withdraw the text"),
        _("The text stays on record. Ask everyone who has the text to remove it from publication."),
        _("Withdraw"),
        _withdraw,
    ),
}


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def confirm_text_step(
    request: StaffRequest, file_id: UUID, text_id: UUID, action: str
) -> HttpResponse:
    """Takes one step of a text, after confirmation."""
    text_action = get_action(TEXT_ACTIONS, action)
    child = child_for_editing(request, file_id, Section.LEGAL)
    text = queries.get_text(request.staff, file_id, text_id)
    back = reverse("public_texts:show_text", args=[file_id, text_id])
    check = queries.check_text(request.staff, child, records.open_texts(text))
    if not is_available(request, queries.available_actions(request.staff, text, check)):
        return redirect(back)

    about = _form_text(text_action.title, text_action.lead, button=text_action.button)
    return confirm_action(
        request,
        text_action,
        text,
        back,
        lambda form: render_child_form_page(request, child, form, about, back),
    )
