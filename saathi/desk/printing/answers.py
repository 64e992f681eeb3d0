"""A form that was filled in, as a paper: what its page shows, in the language of the form."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from saathi.agencies import access
from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.permissions import Permission
from saathi.desk.printing import pages
from saathi.desk.printing.forms import PrintForm
from saathi.desk.printing.views import on_record, sent_as_pdf
from saathi.people.models import Child
from saathi.people.queries import child_of_file, header
from saathi.protection.supplements import queries
from saathi.protection.supplements.pages import FilledPage, filled_page
from saathi.web.typesetting import own


@staff_screen(Permission.WORK_ON_CASE)
def print_answers(request: StaffRequest, file_id: UUID, part: str, filled_id: UUID) -> HttpResponse:
    """Asks what the paper is for, and makes it."""
    rights = access.rights(request.staff, file_id)
    section = queries.section_of(part)
    child = child_of_file(request.staff, file_id, section)
    filled = queries.filled(request.staff, file_id, part, filled_id)
    form = PrintForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        back = [file_id, part, filled_id]
        context = {"form": form, "code": child.code, "file_id": file_id, "back": back}
        return render(request, "desk/print_answers.html", context)
    asked = form.cleaned_data
    shown = filled_page(filled, request.staff, get_language() or "en")
    paper = _paper(rights, child, shown, with_name=asked["with_name"])
    on_record(request, rights, [child.pk, filled.pk], section, asked["reason"])
    return sent_as_pdf("desk/printing/answers.typ", paper, "form")


def _paper(
    rights: access.FileRights, child: Child, shown: FilledPage, *, with_name: bool
) -> pages.Paper:
    return {
        "title": child.code,
        "lang": shown.language,
        "rtl": shown.direction == "rtl",
        "words": {},
        "foot": pages.foot(rights, child),
        "heading": own(shown.title),
        "name": own(header(child, staff=rights.staff).name) if with_name else None,
        "about": own(" · ".join(shown.about)),
        "lines": [
            {
                "heading": own(line.heading) if line.heading else None,
                "question": own(line.question),
                "answer": own(line.answer) if line.answer else None,
                "missing": own(line.missing),
                "mark": own(line.mark) if line.mark else None,
            }
            for line in shown.lines
            if line.heading or line.question
        ],
        "note": own(shown.note) if shown.note else None,
    }
