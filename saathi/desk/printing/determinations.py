"""Papers of a best interests determination: case pack, agenda, letter to the child."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.utils.translation import get_language, get_language_bidi, gettext_lazy, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from saathi import audit
from saathi.agencies import access, records
from saathi.agencies.access import FileRights
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.rows import format_day
from saathi.agencies.sections import Section
from saathi.agencies.sign_in.confirmation import recently_confirmed
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.desk.printing import paper_texts
from saathi.desk.printing.forms import PlanPrintForm, PrintReasonForm
from saathi.desk.printing.pages import Paper
from saathi.desk.printing.record_papers import (
    PaperPart,
    PrintPageText,
    ask_before_printing,
    paper_lines,
    record_paper,
)
from saathi.desk.printing.views import log_printed, pdf_response
from saathi.people.models import Child
from saathi.people.queries import child_header, child_of_file
from saathi.protection.decisions.best_interests import pages, queries, rules
from saathi.protection.decisions.best_interests.models import Determination
from saathi.web.components import LabelledValue
from saathi.web.pdf import text_with_direction

MOST_COPIES, MOST_LISTED = 12, 200
_BACK = ("best_interests:show_determination", gettext_lazy("Best interests determination"))
PACK_TEXT = PrintPageText(
    gettext_lazy("Print the panel’s case file"),
    gettext_lazy(
        "One numbered copy for each person. The child’s name is not added. Check that the texts "
        "contain no names."
    ),
    *_BACK,
)
LETTER_TEXT = PrintPageText(
    gettext_lazy("Print the letter to the child"),
    gettext_lazy("The explanation for the child, and how the child can ask for a review."),
    *_BACK,
)


class CasePackPrintForm(PrintReasonForm):
    """Form for the purpose and the number of copies; the pack never has the name."""

    with_name = None  # type: ignore[assignment]  # Django: the form is without this field
    copies = forms.IntegerField(
        label=gettext_lazy("Number of copies"), min_value=1, max_value=MOST_COPIES
    )


@recently_confirmed
@staff_screen(Permission.APPROVE)
def print_case_pack(request: StaffRequest, file_id: UUID, determination_id: UUID) -> HttpResponse:
    """Asks for the purpose, and makes the case pack of a meeting in numbered copies."""
    rights = access.rights(request.staff, file_id)
    child = child_of_file(request.staff, file_id, Section.DECISIONS)
    result = records.get_record_of_file(request.staff, Determination, file_id, determination_id)
    form = CasePackPrintForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return ask_before_printing(request, child, form, PACK_TEXT, back_id=result.pk)
    records.open_texts(result)
    paper = _pack(request, rights, child, result, form.cleaned_data["copies"])
    log_printed(
        request, rights, [child.pk, result.pk], Section.DECISIONS, form.cleaned_data["reason"]
    )
    return pdf_response("desk/printing/case_pack.typ", paper, "case-pack")


def _pack(
    request: StaffRequest, rights: FileRights, child: Child, found: Determination, copies: int
) -> Paper:
    options = queries.list_options(request.staff, found)
    parts = [
        PaperPart(str(found.get_occasion_display()), pages.report_pairs(found)),
        *(PaperPart(str(each.title), each.pairs) for each in pages.option_rows(options)),
    ]
    if found.assessment_id is not None:
        assessed = queries.list_assessed_options(request.staff, [found.assessment_id])
        for each in assessed.get(found.assessment_id, []):
            row = pages.assessed_option_row(each)
            heading = _("Factors: %(option)s") % {"option": row.title}
            parts.append(PaperPart(heading, row.pairs))
    paper = record_paper(
        rights, child, heading=_("Panel’s case file"), about="", parts=parts, with_name=False
    )
    numbers = range(1, copies + 1)
    text = _("Copy %(number)d of %(copies)d. Return it after the meeting.")
    return paper | {"copies": [text % {"number": number, "copies": copies} for number in numbers]}


@recently_confirmed
@staff_screen(Permission.WORK_ON_CASE)
def print_decision(request: StaffRequest, file_id: UUID, determination_id: UUID) -> HttpResponse:
    """The letter that tells the child the decision, in a language of the child."""
    rights = access.rights(request.staff, file_id)
    child = child_of_file(request.staff, file_id, Section.DECISIONS)
    record_of_file = records.get_record_of_file(
        request.staff, Determination, file_id, determination_id
    )
    if record_of_file.state not in rules.IN_FORCE:
        raise Http404
    form = PlanPrintForm(request.POST or None, spoken=child.languages)
    if request.method != "POST" or not form.is_valid():
        return ask_before_printing(request, child, form, LETTER_TEXT, back_id=record_of_file.pk)
    records.open_texts(record_of_file)
    data = form.cleaned_data
    paper = _letter(rights, child, record_of_file, data)
    log_printed(request, rights, [child.pk, record_of_file.pk], Section.DECISIONS, data["reason"])
    return pdf_response("desk/printing/decision.typ", paper, "decision")


def _letter(rights: FileRights, child: Child, found: Determination, data: dict[str, Any]) -> Paper:
    language = data["language"]
    texts = paper_texts.load_paper_texts(language)
    letter = texts["letter"]
    name = child_header(child, staff=rights.staff).name if data["with_name"] else ""
    with override(language):
        return {
            "title": child.code,
            "lang": language,
            "rtl": language in paper_texts.RIGHT_TO_LEFT,
            "words": texts,
            "foot": f"{child.code} · {texts['foot']}",
            "draft": not texts["checked_by_native_reader"],
            "name": text_with_direction(name) if name else None,
            "made": letter["made"].format(day=format_day(found.decided_on)),
            "decided": text_with_direction(found.for_child or letter["ask_worker"]),
            "said": text_with_direction(found.said) if found.said else None,
            "reply": text_with_direction(found.weight_why) if found.weight_why else None,
            "review": letter["review"].format(day=format_day(found.review_on)),
            "challenge": text_with_direction(found.challenge) if found.challenge else None,
        }


@require_safe
@recently_confirmed
@staff_screen(Permission.APPROVE)
def print_agenda(request: StaffRequest) -> HttpResponse:
    """The determinations that wait for the panel, by case ID; it may go to all its members."""
    states = [state.value for state in rules.UNDECIDED]
    rows = queries.determinations_of_reader(request.staff).filter(state__in=states)
    listed = list(rows.order_by("meeting_on", "opened_on", "id")[:MOST_LISTED])
    today = request.staff.office.today()
    parts = [
        PaperPart(
            row.child_code or _("no access"),
            [
                LabelledValue(_("Occasion"), row.get_occasion_display()),
                LabelledValue(_("Status"), row.get_state_display()),
                LabelledValue(_("Meeting"), format_day(row.meeting_on)),
                LabelledValue(_("Waiting"), pages.days_waiting(row, today)),
            ],
        )
        for row in listed
    ]
    audit.record(
        audit.AuditKind.PRINTED,
        by=request.staff.pk,
        agency=request.staff.agency_id,
        objects=[row.pk for row in listed],
        detail={"count": len(listed), "format": "pdf"},
    )
    return pdf_response("desk/printing/answers.typ", _agenda(parts, format_day(today)), "agenda")


def _agenda(parts: list[PaperPart], day: str) -> Paper:
    return {
        "title": day,
        "lang": get_language() or "en",
        "rtl": get_language_bidi(),
        "words": {},
        "foot": _("Best interests determinations: agenda"),
        "heading": text_with_direction(_("Agenda")),
        "name": None,
        "about": text_with_direction(""),
        "lines": [line for part in parts for line in paper_lines(part)],
        "note": None,
    }
