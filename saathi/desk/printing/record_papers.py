"""Records of a child's file as printed documents: headings with the text below each."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, get_language_bidi

from saathi.agencies.access import FileRights
from saathi.agencies.staff_requests import StaffRequest
from saathi.desk.printing.forms import PrintReasonForm
from saathi.desk.printing.pages import Paper, paper_footer
from saathi.people.models import Child
from saathi.people.queries import child_header
from saathi.web.components import LabelledValue, Text
from saathi.web.pdf import text_with_direction


@dataclass(frozen=True)
class PrintPageText:
    """The texts of the page that asks for the purpose of printing."""

    title: Text
    lead: Text
    back: str
    back_label: Text


@dataclass(frozen=True)
class PaperPart:
    """One record on paper: its heading, its facts, and a subdued line below."""

    heading: str
    pairs: Iterable[LabelledValue]
    mark: str = ""


def ask_before_printing(
    request: StaffRequest,
    child: Child,
    form: PrintReasonForm,
    text: PrintPageText,
    *,
    back_id: UUID | None = None,
) -> HttpResponse:
    """The page that asks for the purpose before a record is printed.

    `back_id` is the record to whose page it leads back, if not the child's file.
    """
    context = {
        "form": form,
        "code": child.code,
        "file_id": child.file_id,
        "back_id": back_id or child.file_id,
        "about": text,
    }
    return render(request, "desk/print_record.html", context)


def record_paper(  # noqa: PLR0913 - what the template of the paper needs
    rights: FileRights,
    child: Child,
    *,
    heading: str,
    about: str,
    parts: Iterable[PaperPart],
    note: str = "",
    with_name: bool,
) -> Paper:
    """The values for `answers.typ`."""
    name = child_header(child, staff=rights.staff).name if with_name else ""
    return {
        "title": child.code,
        "lang": get_language() or "en",
        "rtl": get_language_bidi(),
        "words": {},
        "foot": paper_footer(rights, child),
        "heading": text_with_direction(heading),
        "name": text_with_direction(name) if name else None,
        "about": text_with_direction(about),
        "lines": [line for part in parts for line in paper_lines(part)],
        "note": text_with_direction(note) if note else None,
    }


def paper_lines(part: PaperPart) -> Iterable[Paper]:
    """The lines of a part as `answers.typ` draws them."""
    if part.heading:
        yield _line(heading=part.heading)
    pairs = [pair for pair in part.pairs if pair.text or pair.missing]
    for place, pair in enumerate(pairs, 1):
        mark = part.mark if place == len(pairs) else ""
        yield _line(str(pair.term), str(pair.text), missing=str(pair.missing or ""), mark=mark)


def _line(
    question: str = "", answer: str = "", *, heading: str = "", missing: str = "", mark: str = ""
) -> Paper:
    return {
        "heading": text_with_direction(heading) if heading else None,
        "question": text_with_direction(question),
        "answer": text_with_direction(answer) if answer else None,
        "missing": text_with_direction(missing),
        "mark": text_with_direction(mark) if mark else None,
    }
