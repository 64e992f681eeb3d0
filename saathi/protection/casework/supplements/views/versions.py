"""Screens of an agency's forms: upload, classify, request; publish or refuse as second person; end."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from saathi.agencies import access, idempotency
from saathi.agencies.definer_functions import ChangeNotPossible
from saathi.agencies.form_submission import submit_form
from saathi.agencies.models import Office
from saathi.agencies.permissions import Permission
from saathi.agencies.queries import names_of
from saathi.agencies.sections import Section
from saathi.agencies.sign_in.confirmation import recently_confirmed
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.engines.xlsform import form_reader
from saathi.engines.xlsform.definition import (
    XlsformDefinition,
    XlsformQuestionKind,
)
from saathi.infra.join_words import isolate_direction
from saathi.protection.casework.supplements import explanations, pages, queries
from saathi.protection.casework.supplements.actions import versions as actions
from saathi.protection.casework.supplements.forms.answers import SupplementAnswersForm
from saathi.protection.casework.supplements.forms.versions import (
    FormDraftForm,
    FormWorkbookUploadForm,
)
from saathi.protection.casework.supplements.models import FormDraft, FormVersion
from saathi.protection.casework.supplements.sample_form import SAMPLE_WORKBOOK
from saathi.protection.casework.supplements.vocabulary import (
    DATA_CLASS_LABELS,
    SECTION_LABELS,
    FormOutcome,
)
from saathi.web import downloads
from saathi.web.components import DisplayTable, DisplayTableCell, DisplayTableColumn, Text

READERS = (Permission.MANAGE_OFFICES, Permission.CONFIRM_STAFF, Permission.EXPORT)
DRAFT_NOT_COMPLETE = _(
    "Choose the section of the file and classify every question before you submit the form."
)
VERSION_NOT_CHANGEABLE = _(
    "This is not possible now: another version is awaiting approval, or a decision "
    "was already made."
)


@staff_screen(*READERS)
def list_forms(request: StaffRequest) -> HttpResponse:
    """The forms of the agency: in use, waiting, and drafts."""
    agency, language = request.staff.agency_id, get_language() or "en"
    newest: dict[str, FormVersion] = {}
    for version in queries.list_form_versions(agency):
        newest.setdefault(version.code, version)
    rows = [
        [
            DisplayTableCell(
                _title(version, language), reverse("supplements:show_form", args=[version.code])
            ),
            DisplayTableCell(SECTION_LABELS[Section(version.section)]),
            DisplayTableCell(str(version.version)),
            DisplayTableCell(_version_status(version)),
        ]
        for version in newest.values()
    ]
    columns = [
        DisplayTableColumn(_("Form")),
        DisplayTableColumn(_("Section of the file")),
        DisplayTableColumn(_("Newest version"), is_number=True),
        DisplayTableColumn(_("Status")),
    ]
    may_change = Permission.MANAGE_OFFICES in request.may
    context = {
        "table": DisplayTable(_("Forms of this agency"), columns, rows),
        "drafts": [(draft, _title(draft, language)) for draft in queries.list_form_drafts(agency)]
        if may_change
        else [],
        "may_change": may_change,
        "may_see_agency": not request.may.isdisjoint(
            {Permission.MANAGE_OFFICES, Permission.MANAGE_STAFF}
        ),
    }
    return render(request, "supplements/list_forms.html", context)


def _title(stored: Any, language: str) -> str:
    return queries.title_in_language(stored.titles, stored.spoken, language)


def _version_status(version: FormVersion) -> Text:
    if version.outcome == FormOutcome.AGREED and version.is_end:
        return _("Ended")
    label: Text = FormOutcome(version.outcome).label
    return label


@staff_screen(Permission.MANAGE_OFFICES)
def upload_form(request: StaffRequest) -> HttpResponse:
    """Reads a workbook: shows all its problems at once, or makes a draft."""
    result: form_reader.FormReadResult | None = None

    def save(form: FormWorkbookUploadForm) -> str:
        nonlocal result
        result = form_reader.read_form(form.workbook_bytes())
        if result.form is None:
            form.add_error(
                "workbook", _("Nothing was saved. Correct the workbook and upload it again.")
            )
            return ""
        draft = actions.save_uploaded_draft(form=result.form, actor=request.staff)
        return reverse("supplements:edit_draft", args=[draft.pk])

    is_sent = request.method == "POST"
    form = (
        FormWorkbookUploadForm(request.POST, request.FILES) if is_sent else FormWorkbookUploadForm()
    )
    if (answer := submit_form(request, form, save)) is not None:
        return answer
    context = {
        "form": form,
        "mistakes": [explanations.problem_text(problem) for problem in result.errors]
        if result
        else [],
        "notes": [explanations.problem_text(problem) for problem in result.notes] if result else [],
    }
    return render(request, "supplements/upload_form.html", context)


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
    language = _language(request, definition)

    def save(form: FormDraftForm) -> str:
        return _save_draft(request, form, draft)

    form = FormDraftForm(
        request.POST or None, draft=draft, definition=definition, language=language
    )
    if (answer := submit_form(request, form, save)) is not None:
        return answer
    context = _preview(request, definition, language) | {
        "form": form,
        "draft": draft,
        "published": queries.latest_published_version(request.staff.agency_id, draft.code),
        "missing": len(definition.unclassified),
    }
    return render(request, "supplements/edit_draft.html", context)


def _save_draft(request: StaffRequest, form: FormDraftForm, draft: FormDraft) -> str:
    """The next URL; empty if the form has an error. Saves everything requested, or nothing."""
    section = form.selected_section()
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
            if "ask" not in request.POST:
                return reverse("supplements:edit_draft", args=[draft.pk])
            version = actions.request_publication(draft=changed, actor=request.staff)
    except actions.FormIdTaken:
        form.add_error("code", _("Another draft has this form ID."))
        return ""
    except actions.FormDraftChanged:
        form.add_error(None, _("This draft has been changed in the meantime. Check it again."))
        return ""
    except ChangeNotPossible:
        form.add_error(None, DRAFT_NOT_COMPLETE)
        return ""
    return reverse("supplements:show_form_version", args=[version.code, version.version])


@staff_screen(Permission.MANAGE_OFFICES)
def discard_draft(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """Discards a draft."""
    draft = queries.get_form_draft(request.staff.agency_id, draft_id)
    if request.method == "POST":
        actions.discard_form_draft(draft=draft, actor=request.staff)
        return redirect("supplements:list_forms")
    raise Http404


@staff_screen(*READERS)
def show_form(request: StaffRequest, code: str) -> HttpResponse:
    """One form with all its versions, who requested each and who decided."""
    versions = queries.list_form_versions(request.staff.agency_id, code)
    if not versions:
        raise access.NotAllowed
    latest_published = next(
        (version for version in versions if version.outcome == FormOutcome.AGREED), None
    )
    has_waiting = any(version.outcome == FormOutcome.WAITS for version in versions)
    context = {
        "title": _title(versions[0], get_language() or "en"),
        "code": code,
        "section": SECTION_LABELS[Section(versions[0].section)],
        "table": _versions_table(request.staff.office, code, versions),
        "may_change": Permission.MANAGE_OFFICES in request.may,
        "may_end": latest_published is not None and not latest_published.is_end and not has_waiting,
        "may_export": Permission.EXPORT in request.may and latest_published is not None,
    }
    return render(request, "supplements/show_form.html", context)


def _versions_table(office: Office, code: str, versions: Sequence[FormVersion]) -> DisplayTable:
    names = names_of(
        [staff_id for version in versions for staff_id in (version.asked_by, version.decided_by)]
    )
    columns = [
        DisplayTableColumn(_("Version")),
        DisplayTableColumn(_("Status")),
        DisplayTableColumn(_("Requested by")),
        DisplayTableColumn(_("Decided by")),
    ]
    route_name = "supplements:show_form_version"
    rows = [
        [
            DisplayTableCell(
                str(version.version), reverse(route_name, args=[code, version.version])
            ),
            DisplayTableCell(_version_status(version)),
            DisplayTableCell(
                _name_and_day(office, names.get(version.asked_by, ""), version.asked_at)
            ),
            DisplayTableCell(
                _name_and_day(office, names.get(version.decided_by, ""), version.decided_at)
                if version.decided_by
                else ""
            ),
        ]
        for version in versions
    ]
    return DisplayTable(_("Versions"), columns, rows)


def _name_and_day(office: Office, name: str, moment: dt.datetime | None) -> str:
    day = date_format(office.local(moment), "SHORT_DATE_FORMAT") if moment else ""
    return isolate_direction(f"{name}, {day}")


@recently_confirmed
@staff_screen(*READERS)
def show_form_version(request: StaffRequest, code: str, number: int) -> HttpResponse:
    """One version with the class of each question; the second person decides here."""
    version = queries.get_form_version(request.staff.agency_id, code, number)
    may_decide = actions.may_decide_form_version(request.staff, version)
    waits = version.outcome == FormOutcome.WAITS
    problem: Text = ""
    if request.method == "POST":
        if not may_decide:
            raise Http404
        if earlier := idempotency.claim_key(request):
            return earlier
        try:
            agree = request.POST.get("decision") == "agree"
            actions.decide_form_version(version=version, agree=agree, actor=request.staff)
        except ChangeNotPossible:
            idempotency.release_key(request)
            problem = VERSION_NOT_CHANGEABLE
        else:
            return idempotency.finish_submission(
                request, reverse("supplements:show_form", args=[code])
            )
    definition = queries.form_definition(version)
    language = _language(request, definition)
    names = names_of([version.asked_by, version.decided_by])
    context = _preview(request, definition, language) | {
        "version": version,
        "standing": _version_status(version),
        "section": SECTION_LABELS[Section(version.section)],
        "changes": _changes(queries.previous_published_version(version), definition),
        "asked_by": names.get(version.asked_by, ""),
        "decided_by": names.get(version.decided_by, "") if version.decided_by else "",
        "waits": waits,
        "may_decide": may_decide and waits,
        "trouble": problem,
        "form_key": idempotency.new_form_key(),
    }
    return render(request, "supplements/show_form_version.html", context)


@dataclass(frozen=True)
class FormVersionChanges:
    """The questions added, removed and changed since the previous version."""

    added: Sequence[str]
    removed: Sequence[str]
    changed: Sequence[str]
    before: int


def _changes(
    before: FormVersion | None, definition: XlsformDefinition
) -> FormVersionChanges | None:
    if before is None:
        return None
    old, new = queries.form_definition(before).questions_by_name, definition.questions_by_name
    return FormVersionChanges(
        added=[name for name in new if name not in old],
        removed=[name for name in old if name not in new],
        changed=[name for name in new if name in old and new[name] != old[name]],
        before=before.version,
    )


@recently_confirmed
@staff_screen(Permission.MANAGE_OFFICES)
def end_form(request: StaffRequest, code: str) -> HttpResponse:
    """Requests the end of a form; the answers stay with their versions."""
    form = queries.latest_published_version(request.staff.agency_id, code)
    if form is None:
        raise access.NotAllowed
    problem: Text = ""
    if request.method == "POST":
        if earlier := idempotency.claim_key(request):
            return earlier
        try:
            version = actions.request_form_end(code=code, actor=request.staff)
        except ChangeNotPossible:
            idempotency.release_key(request)
            problem = VERSION_NOT_CHANGEABLE
        else:
            url = reverse("supplements:show_form_version", args=[code, version.version])
            return idempotency.finish_submission(request, url)
    definition = queries.form_definition(form)
    title = definition.text_in_language(definition.title, get_language() or "en")
    context = {
        "title": title,
        "code": code,
        "trouble": problem,
        "form_key": idempotency.new_form_key(),
    }
    return render(request, "supplements/end_form.html", context)


def _language(request: StaffRequest, definition: XlsformDefinition) -> str:
    preferred = request.GET.get("in", "") or (get_language() or "en").partition("-")[0]
    return preferred if preferred in definition.languages else next(iter(definition.languages))


def _preview(request: StaffRequest, definition: XlsformDefinition, language: str) -> dict[str, Any]:
    """The form as it will look, without answers, and the class of each question."""
    empty_form = SupplementAnswersForm(
        None,
        definition=definition,
        answers={},
        language=language,
        today=request.staff.office.today(),
    )
    for field in empty_form.fields.values():
        field.disabled = True
    return {
        "title": definition.text_in_language(definition.title, language),
        "language": language,
        "direction": explanations.text_direction(language),
        "languages": definition.languages.items(),
        "preview": empty_form,
        "notes": [explanations.problem_text(note) for note in definition.notes],
        "counts": pages.question_count_text(definition),
        "classes": [
            (
                definition.text_in_language(question.label, language) or question.name,
                question.name,
                DATA_CLASS_LABELS.get(question.data_class, ""),  # type: ignore[call-overload]
            )
            for question in definition.questions
            if question.kind != XlsformQuestionKind.NOTE
        ],
    }
