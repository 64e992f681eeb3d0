"""The case notes of a period as a printed document; supervision notes are never included."""

import datetime as dt
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from saathi.agencies import access
from saathi.agencies.models import Staff
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
from saathi.protection.casework.notes import pages, queries
from saathi.protection.casework.notes.models import Note
from saathi.protection.casework.notes.queries import OpenedNotes
from saathi.web.components import LabelledValue, join_facts
from saathi.web.fields import FullDateField

USUAL_DAYS: Final = 90
PAGE_TEXT = PrintPageText(
    gettext_lazy("Print case notes"),
    gettext_lazy(
        "Case notes from the chosen period, with their addenda. Supervision notes are not included."
    ),
    "notes:list_notes",
    gettext_lazy("Notes and tasks"),
)


class NotesPrintForm(PrintReasonForm):
    """Form for the period of the notes to print."""

    since = FullDateField(label=gettext_lazy("From"))
    until = FullDateField(label=gettext_lazy("To"))
    field_order = ("since", "until", "reason", "with_name")

    def __init__(self, data: Any, *, today: dt.date) -> None:
        usual = {"since": today - dt.timedelta(days=USUAL_DAYS), "until": today}
        super().__init__(data, initial=usual)

    def clean(self) -> dict[str, Any]:
        """Checks that the period does not end before it begins."""
        data = super().clean() or self.cleaned_data
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("The end date is before the start date."))
        return data


@recently_confirmed
@staff_screen(Permission.WORK_ON_CASE)
def print_notes(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Asks for the period and the purpose, and makes the document."""
    rights = access.rights(request.staff, file_id)
    child = child_of_file(request.staff, file_id, Section.VISITS)
    form = NotesPrintForm(request.POST or None, today=request.staff.office.today())
    if request.method != "POST" or not form.is_valid():
        return ask_before_printing(request, child, form, PAGE_TEXT)
    data = form.cleaned_data
    opened = queries.list_notes_to_print(request.staff, file_id, data["since"], data["until"])
    paper = record_paper(
        rights,
        child,
        heading=_("Case notes"),
        about=f"{format_day(data['since'])} – {format_day(data['until'])}",
        parts=[_part(note, opened, request.staff) for note in opened.notes],
        note=_end_note(opened),
        with_name=data["with_name"],
    )
    log_printed(request, rights, [child.pk, *opened.shown_ids], Section.VISITS, data["reason"])
    return pdf_response("desk/printing/answers.typ", paper, "notes")


def _part(note: Note, opened: OpenedNotes, staff: Staff) -> PaperPart:
    name = opened.names.get(note.recorded_by, "")
    added = [
        LabelledValue(
            join_facts(
                (
                    _("Addendum"),
                    format_day(staff.office.date_of(each.recorded_at)),
                    opened.names.get(each.recorded_by, ""),
                )
            ),
            each.text,
        )
        for each in opened.addenda.get(note.pk, ())
    ]
    return PaperPart(
        pages.note_title(note),
        [
            LabelledValue(_("What happened"), note.text),
            *pages.note_pairs(note, staff),
            *added,
            LabelledValue(_("Recorded by"), name),
        ],
    )


def _end_note(opened: OpenedNotes) -> str:
    if not opened.notes:
        return _("There are no case notes in this period.")
    if len(opened.notes) == queries.MAX_PRINTED:
        return _("Only the first %(count)d notes of the period are printed.") % {
            "count": queries.MAX_PRINTED
        }
    return ""
