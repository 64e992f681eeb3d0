"""Screens of the drafts of an agency's forms: upload, classify, request publication, discard."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from saathi.agencies import access
from saathi.agencies.definer_functions import ChangeNotPossible
from saathi.agencies.form_submission import submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.queries import names_of
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.engines.xlsform import form_reader
from saathi.engines.xlsform.definition import XlsformDefinition
from saathi.engines.xlsform.survey_builder import NOTHING_ASKED
from saathi.protection.casework.supplements import explanations, queries
from saathi.protection.casework.supplements.actions import versions as actions
from saathi.protection.casework.supplements.forms.versions import (
    FormDraftForm,
    FormWorkbookUploadForm,
    NextVersionForm,
)
from saathi.protection.casework.supplements.models import FormDraft
from saathi.protection.casework.supplements.sample_form import SAMPLE_WORKBOOK
from saathi.protection.casework.supplements.views.previews import (
    READERS,
    preview_context,
    preview_language,
)
from saathi.web import downloads
from saathi.web.components import Text

DRAFT_NOT_COMPLETE = _(
    "Choose the section of the file and classify every question before you submit the form."
)

BECAME_NEXT_VERSION = _(
    "The draft is now the next version of the form with this ID, with the section and the classes of "
    "that form. Check them before you submit it."
)
_NOT_SAVED = (
    actions.FormIdTaken,
    actions.FormDraftChanged,
    actions.FormHasNoQuestions,
    ChangeNotPossible,
)
DRAFT_CHANGED = _("This draft has been changed in the meantime. Check it again.")


@staff_screen(Permission.MANAGE_OFFICES)
def upload_form(request: StaffRequest) -> HttpResponse:
    """Reads a workbook: shows all its problems at once, or makes a draft.

    With the ID of a form in `next`, the workbook becomes its next version.
    """
    earlier = _earlier_form(request)
    result: form_reader.FormReadResult | None = None

    def save(form: FormWorkbookUploadForm) -> str:
        nonlocal result
        in_use = queries.form_codes_in_use(request.staff.agency_id)
        known = form_reader.FormContext(in_use, earlier)
        result = form_reader.read_form(form.workbook_bytes(), known)
        if result.form is None:
            form.add_error(
                "workbook", _("Nothing was saved. Correct the workbook and upload it again.")
            )
            return ""
        return _save_upload(request, form, result.form)

    is_sent = request.method == "POST"
    form = (
        FormWorkbookUploadForm(request.POST, request.FILES) if is_sent else FormWorkbookUploadForm()
    )
    if (answer := submit_form(request, form, save)) is not None:
        return answer
    context = {
        "form": form,
        "earlier": earlier,
        "title": _title_of(earlier) if earlier else "",
        "mistakes": [explanations.problem_text(problem) for problem in result.errors]
        if result
        else [],
        "notes": [explanations.problem_text(problem) for problem in result.notes] if result else [],
    }
    return render(request, "supplements/upload_form.html", context)


def _earlier_form(request: StaffRequest) -> form_reader.EarlierForm | None:
    """The form whose next version is uploaded; None if none is named. 404 if there is no such form."""
    code = request.GET.get("next", "")
    if not code:
        return None
    last = queries.version_to_continue(request.staff.agency_id, code)
    if last is None:
        raise access.NotAllowed
    return form_reader.EarlierForm(last.code, queries.form_definition(last).title)


def _title_of(earlier: form_reader.EarlierForm) -> str:
    return queries.title_in_language(earlier.titles, earlier.titles, get_language() or "en")


def _save_upload(
    request: StaffRequest, form: FormWorkbookUploadForm, definition: XlsformDefinition
) -> str:
    """The address of the new draft; empty if it must first be asked what becomes of an earlier one."""
    replaces = form.cleaned_data["replaces_draft"]
    earlier = queries.find_draft_by_code(request.staff.agency_id, definition.code)
    try:
        draft = actions.save_uploaded_draft(form=definition, actor=request.staff, replaces=replaces)
    except actions.FormIdTaken:
        _ask_to_replace(request, form, definition.code)
        return ""
    form.saved_message = _("The earlier draft was replaced.") if earlier else _("Draft saved.")
    return reverse("supplements:edit_draft", args=[draft.pk])


def _ask_to_replace(request: StaffRequest, form: FormWorkbookUploadForm, code: str) -> None:
    """Asks whether the draft with this ID, as it is now, is to be replaced."""
    newest = queries.find_draft_by_code(request.staff.agency_id, code)
    if newest is None:  # another person has removed it again
        form.add_error("workbook", _("Another draft has this form ID."))
        return
    replaces = form.cleaned_data["replaces_draft"]
    form.ask_to_replace(newest, _draft_in_the_way(request, newest))
    if replaces is not None and replaces.id == newest.pk:
        form.add_error(None, _("This draft has been changed in the meantime. Check it again."))


def _draft_in_the_way(request: StaffRequest, earlier: FormDraft) -> str:
    """Which draft an upload would replace, and what can be done."""
    text = gettext(
        "“%(title)s” of %(name)s, %(day)s, is a draft with the form ID “%(code)s”. Replace the draft? "
        "Then tick this box and choose the workbook again. To keep both, change the form ID in the "
        "workbook. Nothing was saved."
    )
    if "next" in request.GET:
        text = gettext(
            "“%(title)s” of %(name)s, %(day)s, is already a draft of the next version. Replace the "
            "draft? Then tick this box and choose the workbook again. Nothing was saved."
        )
    return text % {
        "title": queries.title_in_language(
            earlier.titles,  # type: ignore[attr-defined]
            earlier.spoken,  # type: ignore[attr-defined]
            get_language() or "en",
        ),
        "name": names_of([earlier.recorded_by]).get(earlier.recorded_by, ""),
        "day": date_format(request.staff.office.local(earlier.recorded_at), "j F Y"),
        "code": earlier.code,
    }


@staff_screen(*READERS)
def download_sample(request: StaffRequest) -> HttpResponse:  # noqa: ARG001 - the same for all
    """A sample form, as an author would write it."""
    return downloads.attachment_response(
        SAMPLE_WORKBOOK.read_bytes(),
        SAMPLE_WORKBOOK.name,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )


@staff_screen(Permission.MANAGE_OFFICES)
def edit_draft(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """The preview of an uploaded form, the class of each question, and the request to publish it."""
    draft = queries.get_form_draft(request.staff.agency_id, draft_id)
    definition = queries.form_definition(draft)
    language = preview_language(request, definition)

    def save(form: FormDraftForm) -> str:
        return _save_draft(request, form, draft)

    form = FormDraftForm(
        request.POST or None, draft=draft, definition=definition, language=language
    )
    if (answer := submit_form(request, form, save)) is not None:
        return answer
    published = queries.latest_published_version(request.staff.agency_id, draft.code)
    context = preview_context(request, definition, language) | {
        "form": form,
        "draft": draft,
        "published": published,
        "same_title": [] if published else _forms_with_same_title(draft, definition),
        "missing": len(definition.unclassified),
    }
    return render(request, "supplements/edit_draft.html", context)


@dataclass(frozen=True)
class FormWithSameTitle:
    """A form in use that has the title of a draft, and the form that makes the draft its next version."""

    title: str
    code: str
    version: int
    form: NextVersionForm


def _forms_with_same_title(
    draft: FormDraft, definition: XlsformDefinition
) -> list[FormWithSameTitle]:
    language = get_language() or "en"
    return [
        FormWithSameTitle(
            queries.title_in_language(version.titles, version.spoken, language),  # type: ignore[attr-defined]
            version.code,
            version.version,
            NextVersionForm(initial={"code": version.code, "version": draft.version}),
        )
        for version in queries.list_forms_with_title(draft.agency_id, definition.title)
    ]


@require_POST
@staff_screen(Permission.MANAGE_OFFICES)
def make_next_version(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """Makes a draft the next version of a form in use that has the same title."""
    draft = queries.get_form_draft(request.staff.agency_id, draft_id)
    place = reverse("supplements:edit_draft", args=[draft.pk])

    def save(form: NextVersionForm) -> str:
        try:
            actions.make_next_version(
                draft=draft,
                code=form.cleaned_data["code"],
                version_seen=form.seen_version,
                actor=request.staff,
            )
        except actions.FormIdTaken:
            messages.warning(request, _("Another draft has this form ID."))
        except actions.FormDraftChanged:
            messages.warning(request, DRAFT_CHANGED)
        except ChangeNotPossible:
            raise access.NotAllowed from None
        return place

    return submit_form(request, NextVersionForm(request.POST), save) or redirect(place)


def _save_draft(request: StaffRequest, form: FormDraftForm, draft: FormDraft) -> str:
    """The next URL; empty if the form has an error. Saves everything requested, or nothing.

    A draft that has just become the next version of another form is shown again before it is
    submitted, with the section and the classes that it got.
    """
    place = reverse("supplements:edit_draft", args=[draft.pk])
    code = form.cleaned_data["code"]
    last = None
    if code != draft.code:
        last = queries.version_to_continue(request.staff.agency_id, code)
    section = Section(last.section) if last is not None else form.selected_section()
    if section is None:
        form.add_error("section", _("Choose the section of the file."))
        return ""
    try:
        with transaction.atomic():
            changed = actions.classify_draft(
                draft=draft,
                new=form.to_input(section),
                version_seen=form.seen_version,
                actor=request.staff,
            )
            if last is not None:
                form.saved_message = BECAME_NEXT_VERSION
                return place
            if "ask" not in request.POST:
                return place
            version = actions.request_publication(draft=changed, actor=request.staff)
    except _NOT_SAVED as refusal:
        field, reason = _field_and_reason(refusal)
        form.add_error(field, str(reason))
        return ""
    return reverse("supplements:show_form_version", args=[version.code, version.version])


def _field_and_reason(refusal: Exception) -> tuple[str | None, Text]:
    """The field of a draft at which a refusal is shown, and its reason."""
    match refusal:
        case actions.FormIdTaken():
            return "code", _("Another draft has this form ID.")
        case actions.FormDraftChanged():
            return None, DRAFT_CHANGED
        case actions.FormHasNoQuestions():
            return None, gettext(NOTHING_ASKED)
        case _:
            return None, DRAFT_NOT_COMPLETE


@staff_screen(Permission.MANAGE_OFFICES)
def discard_draft(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """Discards a draft."""
    draft = queries.get_form_draft(request.staff.agency_id, draft_id)
    if request.method == "POST":
        actions.discard_form_draft(draft=draft, actor=request.staff)
        return redirect("supplements:list_forms")
    raise Http404
