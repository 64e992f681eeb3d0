"""Page rows of complaints, in words."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from saathi.infra.join_words import isolate_direction
from saathi.people import record_screens as kit
from saathi.protection.oversight.complaints import rules
from saathi.protection.oversight.complaints.models import Complaint
from saathi.protection.oversight.complaints.vocabulary import ComplaintState


def complaint_row(complaint: Complaint, today: dt.date, *, may_act: bool) -> kit.PanelRow:
    """One opened complaint and its handling; `may_act` adds a link to the next step's form."""
    page, ids = "complaints:record_complaint_step", (complaint.file_id, complaint.pk)
    return kit.record_row(
        complaint,
        [*_subject(complaint), *_answers(complaint)],
        title=f"{complaint.get_kind_display()} · {kit.format_day(complaint.said_on)}",
        words=complaint.child_words,
        actions=[kit.link(_("Record action and answer"), page, *ids)] if may_act else (),
        **_state(complaint, today),
    )


def complaint_summary_row(complaint: Complaint, today: dt.date) -> kit.PanelRow:
    """One complaint in a list across children: by file code, without the child's words."""
    return kit.record_row(
        complaint,
        "about answer_by",
        title=isolate_direction(f"{complaint.child.code} · {complaint.get_kind_display()}"),
        actions=[kit.link(_("Open"), "complaints:list_complaints", complaint.file_id)],
        **_state(complaint, today),
    )


def _state(complaint: Complaint, today: dt.date) -> dict[str, Any]:
    """The values of a row that follow from the state of the complaint."""
    state = ComplaintState(complaint.state)
    is_late = rules.is_overdue(state, complaint.answer_by, today)
    return {
        "state_text": _("%(state)s · overdue") % {"state": state.label} if is_late else state.label,
        "is_over": state in {ComplaintState.SETTLED, ComplaintState.WITHDRAWN},
        "needs_attention": is_late,
    }


def _subject(complaint: Complaint) -> list[str | kit.LabelledValue]:
    handler = complaint.handler.name if complaint.handler else ""
    answers = kit.LabelledValue(
        _("Person responsible for the answer"), handler, missing=_("the supervisors")
    )
    name = complaint.facility.name if complaint.facility else ""
    facility = kit.LabelledValue(_("Facility"), name)
    return ["about", facility, "wants", "answer_by", answers]


def _answers(complaint: Complaint) -> list[str | kit.LabelledValue]:
    answered_on, brought_on = (
        kit.format_day(complaint.answered_on),
        kit.format_day(complaint.brought_on),
    )
    accepts, body = complaint.get_accepts_display(), complaint.get_brought_before_display()
    answers: list[str | kit.LabelledValue] = [
        "done",
        kit.LabelledValue(
            _("Answer to the child"), complaint.answer, answered_on, missing=_("none yet")
        ),
        kit.LabelledValue(_("Answer accepted by the child"), accepts, complaint.child_reply),
    ]
    if complaint.brought_before:
        answers.append(kit.LabelledValue(_("Escalated to"), body, brought_on))
    return answers
