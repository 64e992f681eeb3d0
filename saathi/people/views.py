"""Views that change a child's identity: details, names, origin, communication, age.

The page that shows it is in `people.identity`.
"""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from saathi.agencies import access
from saathi.agencies.form_submission import posted_data, submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.people import actions, names, safe_contact
from saathi.people.age_evidence import read_age_statements
from saathi.people.detail_forms import (
    AgeEvidenceForm,
    ChangeNameForm,
    ChildDetailsForm,
    CommunicationForm,
    NameForm,
    OriginForm,
)
from saathi.people.form_pages import child_for_editing, render_child_form_page
from saathi.people.formatting import format_age_statement
from saathi.people.models import AgeStatement, Child
from saathi.people.panels import ChildFormPageText
from saathi.people.queries import identified_on
from saathi.vault import store as vault
from saathi.web.page_names import CHILD_FILE

identity_form_text = partial(ChildFormPageText, back="identity:show_identity")
DETAILS_PAGE_TEXT = identity_form_text(
    _("Address, contact, distinguishing features"), _("Earlier versions are kept.")
)
ADD_NAME_PAGE_TEXT = identity_form_text(
    _("Add a name"),
    _(
        "Write the name as the child writes or says it. Add the same name in another "
        "script as a separate name."
    ),
)
CHANGE_NAME_PAGE_TEXT = identity_form_text(
    _("Edit name"),
    _("The earlier version is kept. Do not draw conclusions about the child from a name."),
)
ORIGIN_PAGE_TEXT = identity_form_text(
    _("Nationality, residence status and documents"),
    _(
        "Assistance does not depend on this information. “Not known” is a complete "
        "answer. Every child has the same rights, regardless of origin (Committee on the "
        "Rights of the Child, General Comment No. 6)."
    ),
)
COMMUNICATION_PAGE_TEXT = identity_form_text(
    _("Communication with the child"),
    _("Ask the child which language is easiest and who may interpret."),
)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def edit_child_details(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Edits home, contact and distinguishing features; a concurrent change is not overwritten."""
    child = child_for_editing(request, file_id)
    form = ChildDetailsForm(
        posted_data(request), initial=_initial_details(child), today=request.staff.office.today()
    )

    def save(filled: ChildDetailsForm) -> str:
        actions.change_child_details(
            child=child, data=filled.to_input(), version=filled.seen_version, actor=request.staff
        )
        return identity_page_url(child)

    return submit_form(request, form, save) or render_child_form_page(
        request, child, form, DETAILS_PAGE_TEXT
    )


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def add_name(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Adds a name of the child or of a parent."""
    child = child_for_editing(request, file_id)
    form = NameForm(
        posted_data(request), initial={"version": child.version}, today=request.staff.office.today()
    )

    def save(filled: NameForm) -> str:
        actions.add_name(
            child=child, name=filled.to_name(), version=filled.seen_version, actor=request.staff
        )
        return identity_page_url(child)

    return submit_form(request, form, save) or render_child_form_page(
        request, child, form, ADD_NAME_PAGE_TEXT
    )


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def change_name(request: StaffRequest, file_id: UUID, place: int) -> HttpResponse:
    """Changes a name or marks it as not the child's."""
    child = child_for_editing(request, file_id)
    child_names = names.names_in_payload(vault.open(child))
    if place >= len(child_names):
        raise Http404
    initial = {**vars(child_names[place]), "version": child.version}
    form = ChangeNameForm(posted_data(request), initial=initial, today=request.staff.office.today())

    def save(filled: ChangeNameForm) -> str:
        actions.change_name(
            child=child,
            index=place,
            new_name=filled.to_name(),
            version=filled.seen_version,
            actor=request.staff,
        )
        return identity_page_url(child)

    return submit_form(request, form, save) or render_child_form_page(
        request, child, form, CHANGE_NAME_PAGE_TEXT
    )


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def edit_nationality_and_status(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Edits nationality, residence status and documents."""
    child = child_for_editing(request, file_id)
    initial = {**vars(child), "about_papers": vault.open(child).get("about_papers", "")}
    form = OriginForm(posted_data(request), initial=initial, today=request.staff.office.today())

    def save(filled: OriginForm) -> str:
        actions.change_nationality_and_status(
            child=child, data=filled.to_input(), version=filled.seen_version, actor=request.staff
        )
        return identity_page_url(child)

    return submit_form(request, form, save) or render_child_form_page(
        request, child, form, ORIGIN_PAGE_TEXT
    )


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def edit_communication(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Edits languages, the need for an interpreter and communication modes."""
    child = child_for_editing(request, file_id)
    initial = {
        **vars(child),
        "preferred": child.preferred_language,
        "ways": child.communicates,
        "note": vault.open(child).get("about_speech", ""),
    }
    form = CommunicationForm(
        posted_data(request), initial=initial, today=request.staff.office.today()
    )

    def save(filled: CommunicationForm) -> str:
        actions.change_communication(
            child=child, data=filled.to_input(), version=filled.seen_version, actor=request.staff
        )
        return identity_page_url(child)

    return submit_form(request, form, save) or render_child_form_page(
        request, child, form, COMMUNICATION_PAGE_TEXT
    )


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def add_age_evidence(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Adds a piece of age evidence."""
    child = child_for_editing(request, file_id)

    def save(form: AgeEvidenceForm) -> str:
        evidence = form.to_evidence()
        if not evidence:
            form.add_error("age_low", _("Enter an age, an age range or a date of birth."))
            return ""
        note = form.cleaned_data["age_note"]
        actions.add_age_statements(child=child, evidence=evidence, note=note, actor=request.staff)
        return reverse(CHILD_FILE, args=[file_id])

    form = AgeEvidenceForm(request.POST or None, today=request.staff.office.today())
    return submit_form(request, form, save) or _render_age_form(request, child, form)


def _render_age_form(request: StaffRequest, child: Child, form: AgeEvidenceForm) -> HttpResponse:
    rows = access.visible(request.staff, AgeStatement).filter(child=child).order_by("-as_of")
    context = {
        "form": form,
        "code": child.code,
        "back": reverse(CHILD_FILE, args=[child.file_id]),
        "ages": [
            (format_age_statement(readable), readable.note)
            for readable in read_age_statements(list(rows))
        ],
    }
    return render(request, "people/add_age_evidence.html", context)


def identity_page_url(child: Child) -> str:
    """The URL of the identity page."""
    return reverse("identity:show_identity", args=[child.file_id])


def _initial_details(child: Child) -> dict[str, Any]:
    opened = vault.open(child)
    return {
        "gender": child.gender,
        "home_country": child.home_country,
        "home_district": child.home_district,
        "version": child.version,
        "identified_on": identified_on(opened),
        "address": opened.get("address", ""),
        "phones": "\n".join(opened.get("phones", [])),
        "marks": opened.get("marks", ""),
        **{key: opened.get(key, "") for key in safe_contact.LABELS},
    }
