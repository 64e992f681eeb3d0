"""Screens of a child's forms: list, fill in, correct. Each access is logged."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from saathi.agencies import access, access_log, records
from saathi.agencies.form_submission import posted_data, submit_form
from saathi.agencies.offline import drafts
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.engines.xlsform.definition import XlsformDefinition
from saathi.people.child_pages import render_child_page
from saathi.people.models import Child
from saathi.people.queries import child_header, child_of_file
from saathi.protection.casework.supplements import explanations, pages, queries
from saathi.protection.casework.supplements.actions import form_answers as actions
from saathi.protection.casework.supplements.forms.answers import (
    REOPENED,
    SupplementAnswersForm,
)
from saathi.protection.casework.supplements.models import FormVersion
from saathi.protection.casework.supplements.vocabulary import FORM_DRAFT, SECTION_LABELS


@require_GET
@staff_screen(Permission.WORK_ON_CASE)
def list_filled_forms(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """The child's completed forms that the reader may read, and those that can be filled in."""
    rights = access.rights(request.staff, file_id)
    readable = queries.readable_sections(rights)
    if not readable:
        raise access.NotAllowed
    child = child_of_file(request.staff, file_id)
    language = get_language() or "en"
    rows = queries.list_filled_forms(rights, language)
    access_log.log_file_list(request.staff, readable, file_id, [row.id for row in rows])
    offered = [
        (queries.title_in_language(version.titles, version.spoken, language), version.code)  # type: ignore[attr-defined]
        for version in queries.list_forms_in_force(request.staff.agency_id)
        if rights.writes & version.section
    ]
    titles = {code: title for title, code in offered}
    return render_child_page(
        request,
        child,
        "supplements/list_filled_forms.html",
        groups=[
            (label, section_rows)
            for section, label in SECTION_LABELS.items()
            if (section_rows := [row for row in rows if row.section == section])
        ],
        offered=offered,
        drafts=pages.draft_lines(request.staff, file_id, titles, language),
    )


@require_POST
@staff_screen(Permission.WORK_ON_CASE)
def discard_answers_draft(request: StaffRequest, file_id: UUID, draft_id: UUID) -> HttpResponse:
    """Discards the reader's own draft of a form for a child."""
    if not queries.readable_sections(access.rights(request.staff, file_id)):
        raise access.NotAllowed
    own_drafts = queries.list_answers_drafts(request.staff, file_id)
    draft = next((draft for draft in own_drafts if draft.pk == draft_id), None)
    if draft is None:
        raise access.NotAllowed
    drafts.discard_draft(place=draft.place, actor=request.staff)
    messages.success(request, gettext("Draft discarded."))
    return redirect("supplements:list_filled_forms", file_id)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def fill_form(request: StaffRequest, file_id: UUID, code: str) -> HttpResponse:
    """Fills in a form."""
    version = queries.latest_published_version(request.staff.agency_id, code)
    if version is None:
        raise access.NotAllowed
    section = Section(version.section)
    child = _child_to_write(request, file_id, section)
    definition = queries.form_definition(version)

    def save(form: SupplementAnswersForm) -> str:
        filled = actions.record_answers(
            child=child, version=version, data=form.to_input(), actor=request.staff
        )
        return _filled_url(file_id, section, filled.pk)

    initial = {"filled_on": request.staff.office.today()}
    left = drafts.typed_values_of_draft(request) if request.method == "GET" else None
    form = _form(request, definition, {}, initial, left=left)
    form.shows_stored_texts = False  # the texts on the page were typed just now
    form.draft = drafts.DraftTarget(FORM_DRAFT, file_id)
    back = reverse("supplements:list_filled_forms", args=[file_id])
    if answer := _save_if_sent(request, form, save, back):
        return answer
    if left is not None:
        _show_reopened(request, form, left, version)
    return _page(request, child, form, back, version=version.version)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def change_filled_form(
    request: StaffRequest, file_id: UUID, part: str, filled_id: UUID
) -> HttpResponse:
    """Corrects the answers to the questions asked then; earlier answers are kept."""
    section = queries.section_by_slug(part)
    child = _child_to_write(request, file_id, section)
    filled = queries.get_filled_form(request.staff, file_id, part, filled_id)
    payload = records.open_texts(filled)
    url = _filled_url(file_id, section, filled.pk)

    def save(form: SupplementAnswersForm) -> str:
        actions.change_answers(
            filled=filled, data=form.to_input(), version=form.seen_version, actor=request.staff
        )
        return url

    initial = {
        "filled_on": filled.filled_on,
        "by": payload.get("by", ""),
        "note": payload.get("note", ""),
        "version": filled.version,
    }
    definition = queries.form_definition(filled.form)
    form = _form(request, definition, payload.get("answers", {}), initial, language=filled.language)
    answer = _save_if_sent(request, form, save, url)
    return answer or _page(request, child, form, url)


@require_GET
@staff_screen(Permission.WORK_ON_CASE)
def show_filled_form(
    request: StaffRequest, file_id: UUID, part: str, filled_id: UUID
) -> HttpResponse:
    """One completed form, with its earlier answers."""
    section = queries.section_by_slug(part)
    child = child_of_file(request.staff, file_id, section)
    filled = queries.get_filled_form(request.staff, file_id, part, filled_id)
    language = request.GET.get("in") or get_language() or "en"
    page = pages.filled_form_details(filled, request.staff, language)
    return render_child_page(
        request,
        child,
        "supplements/show_filled_form.html",
        page=page,
        languages=queries.form_definition(filled.form).languages.items(),
        language=page.language,
        part=part,
        filled_id=filled.pk,
        section=SECTION_LABELS[section],
        may_write=access.may_write(request.staff, file_id, section),
    )


def _show_reopened(
    request: StaffRequest, form: SupplementAnswersForm, left: QueryDict, version: FormVersion
) -> None:
    """Shows a reopened draft in the language asked for, and says if the form has changed since."""
    form.data["language"] = form.spoken  # type: ignore[index]
    if left.get("of_version", "") != str(version.version):
        messages.warning(
            request,
            gettext(
                "A newer version of this form was published after the draft was saved. Answers to questions "
                "that it no longer has are not shown. Check all answers."
            ),
        )


def _child_to_write(request: StaffRequest, file_id: UUID, section: Section) -> Child:
    if not access.may_write(request.staff, file_id, section):
        raise access.NotAllowed
    return child_of_file(request.staff, file_id, section)


def _filled_url(file_id: UUID, section: Section, filled_id: UUID) -> str:
    return reverse(
        "supplements:show_filled_form", args=[file_id, queries.section_slug(section), filled_id]
    )


def _form(  # noqa: PLR0913 - with what the form is filled
    request: StaffRequest,
    definition: XlsformDefinition,
    answers: dict[str, Any],
    initial: dict[str, Any],
    *,
    language: str = "",
    left: QueryDict | None = None,
) -> SupplementAnswersForm:
    """The form as sent, or `left` in a draft, or with the stored answers."""
    data = posted_data(request)
    chosen = request.GET.get("in") or (left.get("language") if left else "")
    preferred = (
        (data.get("language") if data else chosen)
        or language
        or (get_language() or "en").partition("-")[0]
    )
    return SupplementAnswersForm(
        left if data is None else data,
        definition=definition,
        answers=answers,
        language=preferred
        if preferred in definition.languages
        else next(iter(definition.languages)),
        step=request.POST.get("step", "") if left is None else REOPENED,
        initial=initial,
        today=request.staff.office.today(),
    )


def _save_if_sent(
    request: StaffRequest, form: SupplementAnswersForm, save: Any, newest: str
) -> HttpResponse | None:
    """The response to a submitted form; a button that only shows the page again saves nothing."""
    return None if request.POST.get("step") else submit_form(request, form, save, newest_url=newest)


def _page(
    request: StaffRequest,
    child: Child,
    form: SupplementAnswersForm,
    back: str,
    *,
    version: int = 0,
) -> HttpResponse:
    context = {
        "child": child_header(child, staff=request.staff),
        "form": form,
        "title": form.asked.text_in_language(form.asked.title, form.spoken),
        "language": form.spoken,
        "direction": explanations.text_direction(form.spoken),
        "languages": form.asked.languages.items(),
        "back": back,
        "of_version": version,
        "is_new": request.method != "POST" and not form.initial.get("version"),
    }
    return render(request, "supplements/fill_form.html", context)
