"""A completed form as a printed document, in the language of the form."""

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation

from saathi.agencies import access
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.desk.printing import pages
from saathi.desk.printing.forms import FilledFormPrintForm
from saathi.desk.printing.views import log_printed, pdf_response
from saathi.people.models import Child
from saathi.people.queries import child_header, child_of_file
from saathi.protection.casework.supplements import queries
from saathi.protection.casework.supplements.pages import FilledFormDetails, filled_form_details
from saathi.web.pdf import text_with_direction


@staff_screen(Permission.WORK_ON_CASE)
def print_filled_form(
    request: StaffRequest, file_id: UUID, part: str, filled_id: UUID
) -> HttpResponse:
    """Asks for the reason for printing, and makes the document."""
    rights = access.rights(request.staff, file_id)
    section = queries.section_by_slug(part)
    child = child_of_file(request.staff, file_id, section)
    filled = queries.get_filled_form(request.staff, file_id, part, filled_id)
    languages = queries.form_definition(filled.form).languages
    form = FilledFormPrintForm(request.POST or None, languages=languages, spoken=filled.language)
    if request.method != "POST" or not form.is_valid():
        back = [file_id, part, filled_id]
        context = {"form": form, "code": child.code, "file_id": file_id, "back": back}
        return render(request, "desk/print_filled_form.html", context)
    data = form.cleaned_data
    language = form.chosen_language()
    words_in = language if language in dict(settings.LANGUAGES) else translation.get_language()
    with translation.override(words_in):
        shown = filled_form_details(filled, request.staff, language)
        paper = _paper(rights, child, shown, with_name=data["with_name"])
    log_printed(request, rights, [child.pk, filled.pk], section, data["reason"])
    return pdf_response("desk/printing/answers.typ", paper, "form")


def _paper(
    rights: access.FileRights, child: Child, shown: FilledFormDetails, *, with_name: bool
) -> pages.Paper:
    return {
        "title": child.code,
        "lang": shown.language,
        "rtl": shown.direction == "rtl",
        "words": {},
        "foot": pages.paper_footer(rights, child),
        "heading": text_with_direction(shown.title),
        "name": text_with_direction(child_header(child, staff=rights.staff).name)
        if with_name
        else None,
        "about": text_with_direction(" · ".join(shown.about)),
        "lines": [
            {
                "heading": text_with_direction(line.heading) if line.heading else None,
                "question": text_with_direction(line.question),
                "answer": text_with_direction(line.answer) if line.answer else None,
                "missing": text_with_direction(line.missing),
                "mark": text_with_direction(line.mark) if line.mark else None,
            }
            for line in shown.lines
            if line.heading or line.question
        ],
        "note": text_with_direction(shown.note) if shown.note else None,
    }
