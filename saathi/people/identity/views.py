"""Views of the identity page and of the forms for everything on it except names and age."""

from dataclasses import replace
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from saathi import audit
from saathi.agencies import access, access_log, records
from saathi.agencies.form_submission import posted_data, submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.people import record_screens as kit
from saathi.people.child_pages import render_child_page
from saathi.people.form_pages import child_for_editing, render_child_form_page
from saathi.people.identity import actions, queries
from saathi.people.identity.forms import (
    BackgroundForm,
    CultureForm,
    DiscriminationGroundsForm,
    FunctioningForm,
    IdentityDocumentForm,
    MovementForm,
)
from saathi.people.identity.models import (
    DiscriminationGrounds,
    IdentityDocument,
    Movement,
)
from saathi.people.identity.panels import earlier_version_rows, identity_panels
from saathi.people.models import Child
from saathi.people.queries import child_header_from_payload, child_of_file
from saathi.people.views import identity_form_text, identity_page_url

screens = kit.RecordScreens("identity")
ADDRESS = kit.CHILD + "who/"
_SENSITIVE_SECTIONS = Section.PLAN | Section.NEEDS | Section.SITUATION
DOCUMENT_PAGE_TEXT = identity_form_text(
    _("Document"), _("Assistance does not depend on documents.")
)
FUNCTIONING_PAGE_TEXT = identity_form_text(
    _("Functioning"),
    _(
        "Ask the child in words they understand; every answer is optional. The questions "
        "are designed for children aged 5 and over."
    ),
)
GROUNDS_PAGE_TEXT = identity_form_text(
    _("Discrimination"),
    _(
        "Record only what the child wants to say. It is used only to arrange support "
        "against discrimination."
    ),
)
CULTURE_PAGE_TEXT = identity_form_text(
    _("Language, religion, customs"),
    _(
        "Helps maintain the child’s language, religion and customs. Never used to "
        "separate or place children."
    ),
)
MOVEMENT_PAGE_TEXT = identity_form_text(
    _("Movement"), _("Do not record the movement as misconduct or, in itself, as harm.")
)
BACKGROUND_PAGE_TEXT = identity_form_text(
    _("Background: home, school and livelihood"),
    _(
        "Record the situation before the events or before first contact. Ask only what "
        "helps the child or others now. All answers are optional; questions left blank "
        "count as not asked."
    ),
)


@screens.ordinary(ADDRESS)
@require_safe
@staff_screen(Permission.WORK_ON_CASE)
def show_identity(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Shows the child's identity, as far as the reader may read it."""
    rights = request.rights or access.rights(request.staff, file_id)
    child = child_of_file(request.staff, file_id)
    profile = queries.load_identity_details(rights, child)
    sensitive = rights.reads & _SENSITIVE_SECTIONS
    if profile.record_ids or sensitive:
        kind = audit.AuditKind.LISTED
        access_log.log_file_view(
            request.staff, kind, sensitive, file_id=file_id, objects=profile.record_ids
        )
    opened = profile.texts(child)
    context = {
        "child": child_header_from_payload(child, opened, staff=request.staff),
        "parts": identity_panels(profile, request.staff.office.today()),
        "may_write": bool(rights.writes & Section.IDENTITY),
        "file_id": file_id,
    }
    return render(request, "identity/show_identity.html", context)


@screens.ordinary(ADDRESS + "earlier/")
@require_safe
@staff_screen(Permission.WORK_ON_CASE)
def show_earlier_identity(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Shows earlier names, home and contact to staff who may change them."""
    child = child_for_editing(request, file_id)
    earlier = queries.list_earlier_versions(request.staff, child)
    return render_child_page(
        request,
        child,
        "identity/show_earlier_identity.html",
        rows=earlier_version_rows(earlier, request.staff.office.time_zone),
    )


@screens.ordinary(ADDRESS + "print/")
@require_safe
@staff_screen(Permission.WORK_ON_CASE)
def print_identity(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """The page for printing, without links to change it and without grounds of discrimination; logged."""
    rights = request.rights or access.rights(request.staff, file_id)
    child = child_of_file(request.staff, file_id)
    profile = queries.load_identity_details(replace(rights, writes=Section(0)), child)
    profile = replace(profile, grounds=())
    access_log.log_file_view(
        request.staff,
        audit.AuditKind.PRINTED,
        Section.IDENTITY | rights.reads & _SENSITIVE_SECTIONS,
        file_id=file_id,
        objects=[child.pk, *profile.record_ids],
    )
    context = {
        "code": child.code,
        "parts": identity_panels(profile, request.staff.office.today(), is_printed=True),
        "file_id": file_id,
    }
    return render(request, "identity/print_identity.html", context)


@screens.child_form(
    "who/papers/new/", Permission.WORK_ON_CASE, IdentityDocumentForm, DOCUMENT_PAGE_TEXT
)
def add_identity_document(request: StaffRequest, child: Child, form: IdentityDocumentForm) -> None:
    """Adds a document."""
    kit.save_new(request, form, file_id=child.file_id, child=child)


@screens.child_edit(
    "who/papers/<uuid:paper_id>/",
    Permission.WORK_ON_CASE,
    IdentityDocument,
    IdentityDocumentForm,
    DOCUMENT_PAGE_TEXT,
)
def change_identity_document(
    request: StaffRequest, document: IdentityDocument, form: IdentityDocumentForm
) -> None:
    """Changes a document that was returned, lost or applied for."""
    kit.save_changes(request, document, form)


@screens.child_form(
    "who/functions/new/", Permission.WORK_ON_CASE, FunctioningForm, FUNCTIONING_PAGE_TEXT
)
def record_functioning(request: StaffRequest, child: Child, form: FunctioningForm) -> None:
    """Records the child's functioning by six questions that may each be left blank."""
    functioning = form.to_record(file_id=child.file_id, child=child)
    actions.record_functioning(functioning=functioning, actor=request.staff)


@screens.ordinary(ADDRESS + "grounds/new/")
@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def record_discrimination_grounds(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Records the grounds of discrimination."""
    child = child_for_editing(request, file_id, Section.SITUATION)
    form = DiscriminationGroundsForm(posted_data(request), today=request.staff.office.today())

    def save(filled: DiscriminationGroundsForm) -> str:
        actions.record_grounds(child=child, data=filled.to_input(), actor=request.staff)
        return identity_page_url(child)

    return submit_form(request, form, save) or render_child_form_page(
        request, child, form, GROUNDS_PAGE_TEXT
    )


@screens.ordinary(ADDRESS + "grounds/<uuid:grounds_id>/")
@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def change_discrimination_grounds(
    request: StaffRequest, file_id: UUID, grounds_id: UUID
) -> HttpResponse:
    """Changes the grounds or their readers."""
    child = child_for_editing(request, file_id, Section.SITUATION)
    grounds = records.get_record_of_file(request.staff, DiscriminationGrounds, file_id, grounds_id)
    texts = records.open_texts(grounds)
    initial = {**vars(grounds), **texts, "words_said": texts.get("words", "")}
    form = DiscriminationGroundsForm(
        posted_data(request), initial=initial, today=request.staff.office.today()
    )

    def save(filled: DiscriminationGroundsForm) -> str:
        actions.change_grounds(
            grounds=grounds,
            data=filled.to_input(),
            version=filled.seen_version,
            actor=request.staff,
        )
        return identity_page_url(child)

    return submit_form(request, form, save) or render_child_form_page(
        request, child, form, GROUNDS_PAGE_TEXT
    )


@screens.ordinary(ADDRESS + "culture/")
@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def edit_culture(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Edits the child's language and religion, and how both are maintained."""
    child = child_for_editing(request, file_id, Section.PLAN)
    culture = queries.get_culture(request.staff, child)
    initial = {**vars(culture), **records.open_texts(culture)} if culture else {}
    form = CultureForm(posted_data(request), initial=initial, today=request.staff.office.today())

    def save(filled: CultureForm) -> str:
        actions.record_culture(
            child=child,
            data=filled.to_input(),
            earlier=culture,
            version=filled.seen_version,
            actor=request.staff,
        )
        return identity_page_url(child)

    return submit_form(request, form, save) or render_child_form_page(
        request, child, form, CULTURE_PAGE_TEXT
    )


@screens.child_form("who/movements/new/", Permission.WORK_ON_CASE, MovementForm, MOVEMENT_PAGE_TEXT)
def add_movement(request: StaffRequest, child: Child, form: MovementForm) -> None:
    """Adds a movement."""
    kit.save_new(request, form, file_id=child.file_id, child=child)


@screens.child_edit(
    "who/movements/<uuid:movement_id>/",
    Permission.WORK_ON_CASE,
    Movement,
    MovementForm,
    MOVEMENT_PAGE_TEXT,
)
def change_movement(request: StaffRequest, movement: Movement, form: MovementForm) -> None:
    """Changes a movement."""
    kit.save_changes(request, movement, form)


@screens.ordinary(ADDRESS + "background/")
@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def edit_background(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Edits the child's earlier life and risk factors."""
    child = child_for_editing(request, file_id, Section.SITUATION)
    background = queries.get_background(request.staff, child)
    initial = {**vars(background), **records.open_texts(background)} if background else {}
    today = request.staff.office.today()
    form = BackgroundForm(posted_data(request), initial=initial, background=background, today=today)

    def save(filled: BackgroundForm) -> str:
        actions.record_background(
            child=child,
            data=filled.to_input(),
            earlier=background,
            version=filled.seen_version,
            actor=request.staff,
        )
        return identity_page_url(child)

    return submit_form(request, form, save) or render_child_form_page(
        request, child, form, BACKGROUND_PAGE_TEXT
    )
