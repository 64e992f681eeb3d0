"""An agency's forms: upload, classify, ask; publish or refuse as a second person; end."""

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

from saathi.agencies import access, once
from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.permissions import Permission
from saathi.agencies.queries import names_of
from saathi.agencies.sections import Section
from saathi.agencies.sending import send
from saathi.agencies.sign_in.confirmation import recently_confirmed
from saathi.agencies.warden import NotPossible
from saathi.infra.listing import in_our_direction
from saathi.protection.supplements import pages, queries, wording
from saathi.protection.supplements.actions import versions as actions
from saathi.protection.supplements.forms.answers import AnswerForm
from saathi.protection.supplements.forms.versions import ClassifyForm, UploadForm
from saathi.protection.supplements.models import FormDraft, FormVersion
from saathi.protection.supplements.sample import SAMPLE
from saathi.protection.supplements.vocabulary import CLASSES, SECTIONS, FormOutcome
from saathi.protection.supplements.xlsform import reading
from saathi.protection.supplements.xlsform.definition import Form, Kind
from saathi.web import downloads
from saathi.web.parts import Cell, Column, Table, Text

READERS = (Permission.MANAGE_OFFICES, Permission.CONFIRM_STAFF, Permission.EXPORT)
NOT_READY = _("It cannot be asked for yet: say the part of the file, and classify every question.")
NOT_NOW = _("This cannot be done now: another version waits, or it was decided already.")


@staff_screen(*READERS)
def list_forms(request: StaffRequest) -> HttpResponse:
    """The forms of the agency: what is in force, what waits, and what is being made."""
    agency, language = request.staff.agency_id, get_language() or "en"
    newest: dict[str, FormVersion] = {}
    for version in queries.versions(agency):
        newest.setdefault(version.code, version)
    rows = [
        [
            Cell(_title(one, language), reverse("supplements:show_form", args=[one.code])),
            Cell(SECTIONS[Section(one.section)]),
            Cell(str(one.version)),
            Cell(_standing(one)),
        ]
        for one in newest.values()
    ]
    columns = [
        Column(_("Form")),
        Column(_("Part of the file")),
        Column(_("Newest version"), is_number=True),
        Column(_("State")),
    ]
    may_change = Permission.MANAGE_OFFICES in request.may
    context = {
        "table": Table(_("Forms of this agency"), columns, rows),
        "drafts": [(one, _title(one, language)) for one in queries.drafts(agency)]
        if may_change
        else [],
        "may_change": may_change,
        "may_see_agency": not request.may.isdisjoint(
            {Permission.MANAGE_OFFICES, Permission.MANAGE_STAFF}
        ),
    }
    return render(request, "supplements/list_forms.html", context)


def _title(kept: Any, language: str) -> str:
    return queries.title_of(kept.titles, kept.spoken, language)


def _standing(version: FormVersion) -> Text:
    if version.outcome == FormOutcome.AGREED and version.is_end:
        return _("Ended")
    label: Text = FormOutcome(version.outcome).label
    return label


@staff_screen(Permission.MANAGE_OFFICES)
def upload_form(request: StaffRequest) -> HttpResponse:
    """Reads a workbook: all that is wrong with it at once, or a draft."""
    read: reading.Read | None = None

    def save(form: UploadForm) -> str:
        nonlocal read
        read = reading.read(form.data_of())
        if read.form is None:
            form.add_error(
                "workbook", _("Nothing was kept: mend the workbook and upload it again.")
            )
            return ""
        draft = actions.upload(form=read.form, by=request.staff)
        return reverse("supplements:edit_draft", args=[draft.pk])

    is_sent = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if is_sent else UploadForm()
    if (answer := send(request, form, save)) is not None:
        return answer
    context = {
        "form": form,
        "mistakes": [wording.trouble(one) for one in read.mistakes] if read else [],
        "notes": [wording.trouble(one) for one in read.notes] if read else [],
    }
    return render(request, "supplements/upload_form.html", context)


@staff_screen(*READERS)
def download_sample(request: StaffRequest) -> HttpResponse:  # noqa: ARG001 - the same for all
    """A form as an example, as its author would write it."""
    return downloads.to_save(
        SAMPLE.read_bytes(),
        SAMPLE.name,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )


@staff_screen(Permission.MANAGE_OFFICES)
def edit_draft(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """What an uploaded form looks like, and what each of its questions is; then it is asked for."""
    draft = queries.draft(request.staff.agency_id, draft_id)
    asked = queries.form_of(draft)
    language = _language(request, asked)

    def save(form: ClassifyForm) -> str:
        return _keep_draft(request, form, draft)

    form = ClassifyForm(request.POST or None, draft=draft, asked=asked, language=language)
    if (answer := send(request, form, save)) is not None:
        return answer
    context = _preview(request, asked, language) | {
        "form": form,
        "draft": draft,
        "missing": len(asked.unclassified),
    }
    return render(request, "supplements/edit_draft.html", context)


def _keep_draft(request: StaffRequest, form: ClassifyForm, draft: FormDraft) -> str:
    """Where to go on; nowhere with a mistake in the form. All that was asked happens, or nothing."""
    section = form.of_section()
    if section is None:
        form.add_error("section", _("Say to which part of the file it belongs."))
        return ""
    classes = form.classes()
    try:
        with transaction.atomic():
            changed = actions.classify(
                draft=draft, section=section, classes=classes, seen=form.seen, by=request.staff
            )
            if "ask" not in request.POST:
                return reverse("supplements:edit_draft", args=[draft.pk])
            made = actions.ask(draft=changed, by=request.staff)
    except actions.DraftChanged:
        form.add_error(None, _("Somebody changed this draft meanwhile. Look at it again."))
        return ""
    except NotPossible:
        form.add_error(None, NOT_READY)
        return ""
    return reverse("supplements:show_form_version", args=[made.code, made.version])


@staff_screen(Permission.MANAGE_OFFICES)
def discard_draft(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """Takes a draft away."""
    draft = queries.draft(request.staff.agency_id, draft_id)
    if request.method == "POST":
        actions.discard(draft=draft, by=request.staff)
        return redirect("supplements:list_forms")
    raise Http404


@staff_screen(*READERS)
def show_form(request: StaffRequest, code: str) -> HttpResponse:
    """One form with all its versions, who asked for each and who published it."""
    found = queries.versions(request.staff.agency_id, code)
    if not found:
        raise access.NotAllowed
    names = names_of([by for v in found for by in (v.asked_by, v.decided_by)])
    columns = [
        Column(_("Version")),
        Column(_("State")),
        Column(_("Asked by")),
        Column(_("Decided by")),
    ]
    address = "supplements:show_form_version"
    rows = [
        [
            Cell(str(one.version), reverse(address, args=[code, one.version])),
            Cell(_standing(one)),
            Cell(_signed(names.get(one.asked_by, ""), one.asked_at)),
            Cell(_signed(names.get(one.decided_by, ""), one.decided_at) if one.decided_by else ""),
        ]
        for one in found
    ]
    agreed = next((one for one in found if one.outcome == FormOutcome.AGREED), None)
    waits = any(one.outcome == FormOutcome.WAITS for one in found)
    context = {
        "title": _title(found[0], get_language() or "en"),
        "code": code,
        "section": SECTIONS[Section(found[0].section)],
        "table": Table(_("Versions"), columns, rows),
        "may_change": Permission.MANAGE_OFFICES in request.may,
        "may_end": agreed is not None and not agreed.is_end and not waits,
        "may_export": Permission.EXPORT in request.may and agreed is not None,
    }
    return render(request, "supplements/show_form.html", context)


def _signed(name: str, moment: Any) -> str:
    return in_our_direction(f"{name}, {_day(moment)}")


def _day(moment: Any) -> str:
    return date_format(moment, "SHORT_DATE_FORMAT") if moment else ""


@recently_confirmed
@staff_screen(*READERS)
def show_form_version(request: StaffRequest, code: str, number: int) -> HttpResponse:
    """One version as it looks, with the class of each question; a second person decides here."""
    version = queries.version(request.staff.agency_id, code, number)
    may_decide = actions.may_decide(request.staff, version)
    waits = version.outcome == FormOutcome.WAITS
    trouble: Text = ""
    if request.method == "POST":
        if not may_decide:
            raise Http404
        if earlier := once.begin(request):
            return earlier
        try:
            agree = request.POST.get("decision") == "agree"
            actions.decide(version=version, agree=agree, by=request.staff)
        except NotPossible:
            once.give_back(request)
            trouble = NOT_NOW
        else:
            return once.finish(request, reverse("supplements:show_form", args=[code]))
    asked = queries.form_of(version)
    language = _language(request, asked)
    names = names_of([version.asked_by, version.decided_by])
    context = _preview(request, asked, language) | {
        "version": version,
        "standing": _standing(version),
        "section": SECTIONS[Section(version.section)],
        "changes": _changes(queries.published_before(version), asked),
        "asked_by": names.get(version.asked_by, ""),
        "decided_by": names.get(version.decided_by, "") if version.decided_by else "",
        "waits": waits,
        "may_decide": may_decide and waits,
        "trouble": trouble,
        "form_key": once.new_key(),
    }
    return render(request, "supplements/show_form_version.html", context)


@dataclass(frozen=True)
class Changes:
    """What a version asks more, and no longer, than the one before it."""

    added: Sequence[str]
    gone: Sequence[str]
    changed: Sequence[str]
    before: int


def _changes(before: FormVersion | None, asked: Form) -> Changes | None:
    if before is None:
        return None
    old, new = queries.form_of(before).by_name, asked.by_name
    return Changes(
        added=[name for name in new if name not in old],
        gone=[name for name in old if name not in new],
        changed=[name for name in new if name in old and new[name] != old[name]],
        before=before.version,
    )


@recently_confirmed
@staff_screen(Permission.MANAGE_OFFICES)
def end_form(request: StaffRequest, code: str) -> HttpResponse:
    """Asks that a form is no longer filled in; what was answered stays with its versions."""
    form = queries.newest(request.staff.agency_id, code)
    if form is None:
        raise access.NotAllowed
    trouble: Text = ""
    if request.method == "POST":
        if earlier := once.begin(request):
            return earlier
        try:
            made = actions.ask_end(code=code, by=request.staff)
        except NotPossible:
            once.give_back(request)
            trouble = NOT_NOW
        else:
            place = reverse("supplements:show_form_version", args=[code, made.version])
            return once.finish(request, place)
    asked = queries.form_of(form)
    title = asked.text(asked.title, get_language() or "en")
    context = {"title": title, "code": code, "trouble": trouble, "form_key": once.new_key()}
    return render(request, "supplements/end_form.html", context)


def _language(request: StaffRequest, asked: Form) -> str:
    wished = request.GET.get("in", "") or (get_language() or "en").partition("-")[0]
    return wished if wished in asked.languages else next(iter(asked.languages))


def _preview(request: StaffRequest, asked: Form, language: str) -> dict[str, Any]:
    """The form as it will look, with nothing answered; and what it is, question by question."""
    empty = AnswerForm(
        None, asked=asked, answers={}, language=language, today=request.staff.office.today()
    )
    for field in empty.fields.values():
        field.disabled = True
    return {
        "title": asked.text(asked.title, language),
        "language": language,
        "direction": wording.direction(language),
        "languages": asked.languages.items(),
        "preview": empty,
        "counts": pages.counted_questions(asked),
        "classes": [
            (asked.text(one.label, language) or one.name, one.name, CLASSES.get(one.data_class, ""))  # type: ignore[call-overload]
            for one in asked.questions
            if one.kind != Kind.NOTE
        ],
    }
