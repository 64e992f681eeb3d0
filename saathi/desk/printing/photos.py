"""A photo of the child as a printed document, for a logged reason that the consent covers."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.db.models import TextChoices
from django.http import HttpResponse
from django.utils.translation import get_language, get_language_bidi, gettext_lazy
from django.utils.translation import gettext as _

from saathi.agencies import access
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.rows import format_day
from saathi.agencies.sections import Section
from saathi.agencies.sign_in.confirmation import recently_confirmed
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.desk.printing.forms import PrintReasonForm
from saathi.desk.printing.pages import Paper, paper_footer
from saathi.desk.printing.record_papers import PrintPageText, ask_before_printing
from saathi.desk.printing.views import log_printed, pdf_response
from saathi.desk.printing.vocabulary import PhotoPrintReason, SearchPrintReason
from saathi.people.models import Child
from saathi.people.queries import child_header, child_of_file
from saathi.protection.identification.missing.models import MissingReport
from saathi.protection.identification.missing.queries import photo_for_search
from saathi.protection.identification.portraits import queries
from saathi.protection.identification.portraits.models import Portrait
from saathi.protection.identification.portraits.serving import open_picture_file
from saathi.protection.identification.portraits.vocabulary import PortraitPurpose
from saathi.vault import attachments
from saathi.web.dynamic_choices import set_choices
from saathi.web.pdf import text_with_direction

# The reasons for which a photo may be printed, by what the child agreed to.
REASONS: Final[Mapping[PortraitPurpose, type[TextChoices]]] = {
    PortraitPurpose.RECOGNISE: PhotoPrintReason,
    PortraitPurpose.MISSING: SearchPrintReason,
}
PAGE_TEXT = PrintPageText(
    gettext_lazy("Print the photo"),
    gettext_lazy(
        "The child agreed to a photo that helps staff recognise the child. Do not give the "
        "print to others."
    ),
    "portraits:list_portraits",
    gettext_lazy("Photo"),
)
SEARCH_PAGE_TEXT = PrintPageText(
    gettext_lazy("Print the photo for the search"),
    gettext_lazy(
        "The child agreed to the use of this photo in the search. Collect the printed "
        "photos when the child is found."
    ),
    "missing:show_missing",
    gettext_lazy("Missing child"),
)


class PhotoPrintForm(PrintReasonForm):
    """Form for the reason for printing a photo, among those that its consent covers."""

    def __init__(self, *args: Any, purpose: PortraitPurpose, **options: Any) -> None:
        super().__init__(*args, **options)
        set_choices(self, "reason", REASONS[purpose].choices)


@recently_confirmed
@staff_screen(Permission.WORK_ON_CASE)
def print_photo(request: StaffRequest, file_id: UUID, portrait_id: UUID) -> HttpResponse:
    """Asks for the reason, then creates the document; linked from the child's photos."""
    child_of_file(request.staff, file_id, Section.IDENTITY)
    portrait = queries.get_portrait(request.staff, file_id, portrait_id)
    return _print(request, portrait, PortraitPurpose.RECOGNISE, PAGE_TEXT, file_id)


@recently_confirmed
@staff_screen(Permission.RECORD_REPORT)
def print_missing_photo(request: StaffRequest, missing_id: UUID) -> HttpResponse:
    """The same for the search for a missing child; reached from the missing child's report."""
    report = access.get(request.staff, MissingReport, missing_id)
    portrait = photo_for_search(request.staff, report)
    if portrait is None:
        raise access.NotAllowed
    return _print(request, portrait, PortraitPurpose.MISSING, SEARCH_PAGE_TEXT, report.pk)


def _print(
    request: StaffRequest,
    portrait: Portrait,
    purpose: PortraitPurpose,
    text: PrintPageText,
    back_id: UUID,
) -> HttpResponse:
    rights = access.rights(request.staff, portrait.file_id)
    stored = open_picture_file(request.staff, portrait, purpose)
    form = PhotoPrintForm(request.POST or None, purpose=purpose)
    child = portrait.child
    if request.method != "POST" or not form.is_valid():
        return ask_before_printing(request, child, form, text, back_id=back_id)
    data = form.cleaned_data
    name = child_header(child, staff=request.staff).name if data["with_name"] else ""
    paper = _paper(portrait, child, name) | {
        "foot": paper_footer(rights, child),
        "picture": list(attachments.read_file(stored)),
    }
    log_printed(request, rights, [child.pk, portrait.pk], Section.IDENTITY, data["reason"])
    return pdf_response("desk/printing/photo.typ", paper, "photo")


def _paper(portrait: Portrait, child: Child, name: str) -> Paper:
    """The values for `photo.typ`, without the picture."""
    title = _("Photo taken on %(day)s") % {"day": format_day(portrait.taken_on)}
    until = format_day(portrait.shown_until) if portrait.shown_until else ""
    about = _("The consent ends on %(day)s.") % {"day": until} if until else ""
    note = _("Do not copy this photo. Destroy it when it is no longer needed.")
    return {
        "title": child.code,
        "lang": get_language() or "en",
        "rtl": get_language_bidi(),
        "words": {},
        "heading": text_with_direction(title),
        "alt": title,
        "name": text_with_direction(name) if name else None,
        "about": text_with_direction(about),
        "note": text_with_direction(note),
    }
