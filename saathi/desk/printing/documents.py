"""The list of a child's documents as a printed document: facts, no pictures."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from saathi.agencies import access
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.rows import format_day
from saathi.agencies.sections import Section
from saathi.agencies.sign_in.confirmation import recently_confirmed
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.desk.printing.forms import PrintReasonForm
from saathi.desk.printing.record_papers import (
    PaperPart,
    PrintPageText,
    ask_before_printing,
    record_paper,
)
from saathi.desk.printing.views import log_printed, pdf_response
from saathi.people.queries import child_of_file
from saathi.protection.casework.documents import pages, queries
from saathi.protection.casework.documents.vocabulary import DocumentState

PAGE_TEXT = PrintPageText(
    gettext_lazy("Print the list of documents"),
    gettext_lazy(
        "Documents in use that you can see, with their details. The files are not printed."
    ),
    "documents:list_documents",
    gettext_lazy("Documents"),
)


@recently_confirmed
@staff_screen(Permission.WORK_ON_CASE)
def print_documents(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Asks for the purpose, and makes the list."""
    rights = access.rights(request.staff, file_id)
    child = child_of_file(request.staff, file_id, Section.IDENTITY)
    form = PrintReasonForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return ask_before_printing(request, child, form, PAGE_TEXT)
    listed = queries.list_documents(request.staff, child, order="valid")
    current = [document for document in listed if document.state == DocumentState.CURRENT]
    data = form.cleaned_data
    paper = record_paper(
        rights,
        child,
        heading=_("Documents"),
        about=format_day(request.staff.office.today()),
        parts=[
            PaperPart(pages.title_of(document), pages.document_pairs(document, request.staff))
            for document in current
        ],
        note="" if current else _("There are no documents in use."),
        with_name=data["with_name"],
    )
    shown = [child.pk, *(document.pk for document in current)]
    log_printed(request, rights, shown, Section.IDENTITY, data["reason"])
    return pdf_response("desk/printing/answers.typ", paper, "documents")
