"""A case conference as a printed document, with its decisions."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from saathi.agencies import access, records
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
from saathi.protection.casework.conferences import pages
from saathi.protection.casework.conferences.models import Conference, ConferenceDecision
from saathi.web.components import LabelledValue

PAGE_TEXT = PrintPageText(
    gettext_lazy("Print a case conference"),
    gettext_lazy("The full record of this conference, including its decisions."),
    "conferences:list_conferences",
    gettext_lazy("Case conferences"),
)


@recently_confirmed
@staff_screen(Permission.WORK_ON_CASE)
def print_conference(request: StaffRequest, file_id: UUID, conference_id: UUID) -> HttpResponse:
    """Asks for the purpose, and makes the document."""
    rights = access.rights(request.staff, file_id)
    child = child_of_file(request.staff, file_id, Section.DECISIONS)
    conference = records.get_record_of_file(request.staff, Conference, file_id, conference_id)
    form = PrintReasonForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return ask_before_printing(request, child, form, PAGE_TEXT)
    decisions = list(
        rights.records(ConferenceDecision).filter(conference=conference).order_by("recorded_at")
    )
    records.open_texts_of_each([conference, *decisions])
    names = pages.names_in([conference], decisions)
    paper = record_paper(
        rights,
        child,
        heading=_("Case conference"),
        about=format_day(conference.held_on),
        parts=[
            PaperPart(conference.purpose, pages.conference_pairs(conference, names)),
            *(
                PaperPart(_("Decision %(number)d") % {"number": number}, pairs)
                for number, pairs in enumerate(_decisions(decisions, names), 1)
            ),
        ],
        with_name=form.cleaned_data["with_name"],
    )
    shown = [child.pk, conference.pk, *(decision.pk for decision in decisions)]
    log_printed(request, rights, shown, Section.DECISIONS, form.cleaned_data["reason"])
    return pdf_response("desk/printing/answers.typ", paper, "conference")


def _decisions(
    decisions: list[ConferenceDecision], names: dict[UUID, str]
) -> list[list[LabelledValue]]:
    return [
        [
            LabelledValue(_("Decision"), decision.text),
            *pages.decision_pairs(decision, names),
            LabelledValue(_("Outcome"), decision.get_state_display()),
        ]
        for decision in decisions
    ]
