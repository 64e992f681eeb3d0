"""Screens of documents: the list, one document, adding, changing, replacing, removing."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from saathi.agencies import access, access_log, domains
from saathi.agencies.form_submission import RecordForm, posted_data, submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.participation.reporting_duties import reporting_duties_in_country
from saathi.people import record_screens as kit
from saathi.people.child_pages import render_child_page
from saathi.people.form_pages import require_write
from saathi.people.models import Child
from saathi.people.queries import child_header, child_of_file
from saathi.protection.casework.documents import actions, forms, pages, queries, rules
from saathi.protection.casework.documents.file_views import screens
from saathi.protection.casework.documents.models import Document, DocumentFile
from saathi.protection.casework.documents.vocabulary import DocumentState
from saathi.vault.errors import UploadRefused

__all__ = ["screens"]

ADDRESS = kit.CHILD + "documents/"
DOCUMENT = ADDRESS + "<uuid:document_id>/"
SECTION = Document.section


@screens.ordinary(ADDRESS)
@sensitive_post_parameters("text")
@staff_screen(Permission.WORK_ON_CASE)
def list_documents(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """The child's documents that the reader may see, of one type or all; searched by POST."""
    child = child_of_file(request.staff, file_id, SECTION)
    kinds = forms.DocumentFilterForm(request.GET)
    kind = kinds.cleaned_data.get("kind", "") if kinds.is_valid() else ""
    search = forms.DocumentSearchForm(posted_data(request))
    text = search.cleaned_data["text"] if search.is_bound and search.is_valid() else ""
    order = request.GET.get("sort", "")
    listed = queries.list_documents(request.staff, child, kind=kind, order=order, text=text)
    access_log.log_file_list(request.staff, SECTION, file_id, [each.pk for each in listed])
    current = [each for each in listed if each.state == DocumentState.CURRENT]
    earlier = [each for each in listed if each.state != DocumentState.CURRENT]
    staff = request.staff
    return render_child_page(
        request,
        child,
        "documents/list_documents.html",
        kinds=kinds,
        kind=kind,
        search=search,
        is_narrowed=bool(kind or text),
        is_full=len(listed) == queries.MAX_LISTED,
        current=pages.document_table(current, _("Documents"), staff, pages.ListOrder(order, kind)),
        earlier=pages.document_table(earlier, _("Replaced and removed documents"), staff),
        may_write=access.may_write(staff, file_id, SECTION),
        links=domains.links_on("documents:list_documents", file_id),
    )


@screens.ordinary(ADDRESS + "new/")
@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def add_document(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Adds a document with its files."""
    child = child_of_file(request.staff, file_id, SECTION)
    return _add(request, child, replaced=None)


@screens.ordinary(DOCUMENT + "replace/")
@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def replace_document(request: StaffRequest, file_id: UUID, document_id: UUID) -> HttpResponse:
    """Adds a document in place of an earlier one, such as a renewed passport. Nothing is copied."""
    child = child_of_file(request.staff, file_id, SECTION)
    replaced = queries.get_document(request.staff, file_id, document_id)
    if rules.reasons_against_state(DocumentState(replaced.state), DocumentState.REPLACED):
        raise access.NotAllowed
    return _add(request, child, replaced=replaced)


def _add(request: StaffRequest, child: Child, *, replaced: Document | None) -> HttpResponse:
    require_write(request, child.file_id, SECTION)

    def save(form: forms.DocumentForm) -> str:
        document = form.to_record(file_id=child.file_id, child=child)
        try:
            actions.add_document(
                document=document,
                sent=form.sent_files(),
                actor=request.staff,
                replaced=actions.ReplacedDocument(replaced, form.seen_version)
                if replaced
                else None,
            )
        except UploadRefused as refusal:
            form.add_error("uploads", str(refusal))
            return ""
        return reverse(pages.SHOW, args=[child.file_id, document.pk])

    kind = replaced.kind if replaced else request.GET.get("kind", "")
    form = forms.DocumentForm(
        posted_data(request),
        files=request.FILES or None,
        initial={"kind": kind, "version": replaced.version if replaced else 0},
        staff=request.staff,
        about=child,
    )
    title = _("Replace document") if replaced else _("Add document")
    return _file_form(request, child, form, save, title=title, replaced=replaced)


@screens.ordinary(DOCUMENT + "files/")
@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def add_document_files(request: StaffRequest, file_id: UUID, document_id: UUID) -> HttpResponse:
    """Adds files to a document."""
    child = child_of_file(request.staff, file_id, SECTION)
    require_write(request, file_id, SECTION)
    document = queries.get_document(request.staff, file_id, document_id)

    def save(form: forms.DocumentFilesForm) -> str:
        try:
            actions.add_files(
                document=document,
                sent=form.sent_files(),
                version=form.seen_version,
                actor=request.staff,
            )
        except UploadRefused as refusal:
            form.add_error("uploads", str(refusal))
            return ""
        return reverse(pages.SHOW, args=[file_id, document_id])

    form = forms.DocumentFilesForm(
        posted_data(request), request.FILES or None, initial={"version": document.version}
    )
    return _file_form(request, child, form, save, title=_("Add files"), document=document)


def _file_form[FormT: RecordForm](
    request: StaffRequest,
    child: Child,
    form: FormT,
    save: Callable[[FormT], str],
    **context: object,
) -> HttpResponse:
    """A form with files, below a note on what must not be uploaded."""
    return submit_form(request, form, save) or render(
        request,
        "documents/add_document.html",
        {
            "child": child_header(child, staff=request.staff),
            "file_id": child.file_id,
            "form": form,
            "duties": reporting_duties_in_country(request.staff.office.country),
            "most_bytes": rules.MAX_SENT_BYTES,
            **context,
        },
    )


@screens.ordinary(DOCUMENT)
@require_GET
@staff_screen(Permission.WORK_ON_CASE)
def show_document(request: StaffRequest, file_id: UUID, document_id: UUID) -> HttpResponse:
    """One document: its facts, its files with thumbnails, its history."""
    staff = request.staff
    child = child_of_file(staff, file_id, SECTION)
    document = queries.get_document(staff, file_id, document_id)
    may_write = access.may_write(staff, file_id, SECTION)
    is_removed = document.state == DocumentState.REMOVED
    files = queries.list_files(staff, document)
    successor = queries.get_successor(staff, document)
    return render_child_page(
        request,
        child,
        "documents/show_document.html",
        document=document,
        title=pages.title_of(document),
        pairs=pages.document_pairs(document, staff),
        files=[pages.shown_file(each, may_write=may_write) for each in files],
        history=pages.document_history(document, staff),
        successor=successor,
        may_change=may_write and not is_removed,
        may_replace=may_write and document.state == DocumentState.CURRENT,
        reminder=screens.steps(request, document, "end_document_reminder", _("No renewal needed"))
        if document.due
        else [],
    )


@screens.child_edit(
    "documents/<uuid:document_id>/change/",
    Permission.WORK_ON_CASE,
    Document,
    forms.DocumentFactsForm,
    kit.ChildFormPageText(_("Document details"), back="documents:list_documents"),
)
def change_document(
    request: StaffRequest, document: Document, form: forms.DocumentFactsForm
) -> str:
    """Changes the facts of a document; its files stay."""
    form.put_texts(document)
    actions.change_document(
        document=document, columns=form.columns(), version=form.seen_version, actor=request.staff
    )
    return reverse(pages.SHOW, args=[document.file_id, document.pk])


@screens.child_step(
    "documents/<uuid:document_id>/no-renewal/",
    Permission.WORK_ON_CASE,
    Document,
    "list_documents",
)
def end_document_reminder(request: StaffRequest, document: Document, version: int) -> None:
    """Records that the document needs no renewal."""
    actions.end_reminder(document=document, version=version, actor=request.staff)


@screens.ordinary(DOCUMENT + "remove/")
@staff_screen(Permission.WORK_ON_CASE)
def remove_document(request: StaffRequest, file_id: UUID, document_id: UUID) -> HttpResponse:
    """Erases all files of a document, with a reason."""
    child = child_of_file(request.staff, file_id, SECTION)
    require_write(request, file_id, SECTION)
    document = queries.get_document(request.staff, file_id, document_id)

    def save(form: forms.RemovalForm) -> str:
        actions.remove_document(
            document=document,
            reason=form.chosen_reason,
            version=form.seen_version,
            actor=request.staff,
        )
        return reverse(pages.SHOW, args=[file_id, document_id])

    return _removal(request, child, document, save, version=document.version)


@screens.ordinary(DOCUMENT + "files/<uuid:document_file_id>/remove/")
@staff_screen(Permission.WORK_ON_CASE)
def remove_document_file(
    request: StaffRequest, file_id: UUID, document_id: UUID, document_file_id: UUID
) -> HttpResponse:
    """Erases one file of a document, with a reason."""
    child = child_of_file(request.staff, file_id, SECTION)
    require_write(request, file_id, SECTION)
    document_file = queries.get_document_file(request.staff, file_id, document_id, document_file_id)

    def save(form: forms.RemovalForm) -> str:
        actions.remove_file(
            document_file=document_file,
            reason=form.chosen_reason,
            version=form.seen_version,
            actor=request.staff,
        )
        return reverse(pages.SHOW, args=[file_id, document_id])

    return _removal(
        request,
        child,
        document_file.document,
        save,
        version=document_file.version,
        document_file=document_file,
    )


def _removal(  # noqa: PLR0913 - what is removed, and how
    request: StaffRequest,
    child: Child,
    document: Document,
    save: Callable[[forms.RemovalForm], str],
    *,
    version: int,
    document_file: DocumentFile | None = None,
) -> HttpResponse:
    form = forms.RemovalForm(posted_data(request), initial={"version": version})
    context = {
        "child": child_header(child, staff=request.staff),
        "file_id": child.file_id,
        "form": form,
        "document": document,
        "document_file": document_file,
    }
    return submit_form(request, form, save) or render(request, "documents/remove.html", context)
