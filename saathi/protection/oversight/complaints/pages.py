"""Page rows of complaints, in words."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.infra.join_words import isolate_direction
from saathi.people.panels import PanelRow
from saathi.protection.oversight.complaints import rules
from saathi.protection.oversight.complaints.models import Complaint
from saathi.protection.oversight.complaints.vocabulary import ComplaintState
from saathi.web.components import ActionLink, LabelledValue


def complaint_row(
    complaint: Complaint, texts: Mapping[str, Any], today: dt.date, *, may_act: bool
) -> PanelRow:
    """One complaint with its handling; `may_act` adds the link to the form of the next step."""
    url = reverse("complaints:follow_complaint", args=[complaint.file_id, complaint.pk])
    return PanelRow(
        title=f"{complaint.get_kind_display()} · {date_format(complaint.said_on, 'j F Y')}",
        state=_state(complaint, today),
        is_over=complaint.state in {ComplaintState.SETTLED, ComplaintState.TAKEN_BACK},
        needs_attention=rules.is_overdue(
            ComplaintState(complaint.state), complaint.answer_by, today
        ),
        words=texts.get("words", ""),
        pairs=[*_subject_pairs(complaint, texts), *_answer_pairs(complaint, texts)],
        actions=[ActionLink(_("Say what was done"), url)] if may_act else (),
    )


def complaint_summary_row(complaint: Complaint, today: dt.date) -> PanelRow:
    """One complaint in a list of many children: by file code, without the child's words."""
    url = reverse("complaints:list_complaints", args=[complaint.file_id])
    return PanelRow(
        title=isolate_direction(f"{complaint.child.code} · {complaint.get_kind_display()}"),
        state=_state(complaint, today),
        is_over=complaint.state in {ComplaintState.SETTLED, ComplaintState.TAKEN_BACK},
        needs_attention=rules.is_overdue(
            ComplaintState(complaint.state), complaint.answer_by, today
        ),
        pairs=[
            LabelledValue(_("About"), complaint.get_about_display()),
            LabelledValue(_("Answer promised by"), date_format(complaint.answer_by, "j F Y")),
        ],
        actions=[ActionLink(_("Open"), url)],
    )


def _state(complaint: Complaint, today: dt.date) -> str:
    state = ComplaintState(complaint.state)
    if rules.is_overdue(state, complaint.answer_by, today):
        return _("%(state)s · late") % {"state": state.label}
    return str(state.label)


def _subject_pairs(complaint: Complaint, texts: Mapping[str, Any]) -> list[LabelledValue]:
    handler = complaint.handler.name if complaint.handler else ""
    return [
        LabelledValue(_("About"), complaint.get_about_display()),
        LabelledValue(_("What the child wants"), texts.get("wants", ""), missing=_("not said")),
        LabelledValue(_("Answer promised by"), date_format(complaint.answer_by, "j F Y")),
        LabelledValue(_("Who is to answer it"), handler, missing=_("the supervisors")),
    ]


def _answer_pairs(complaint: Complaint, texts: Mapping[str, Any]) -> list[LabelledValue]:
    told_on = date_format(complaint.told_on, "j F Y") if complaint.told_on else ""
    pairs = [
        LabelledValue(_("What was done"), texts.get("done", ""), missing=_("nothing yet")),
        LabelledValue(
            _("Answer to the child"), texts.get("answer", ""), told_on, missing=_("none yet")
        ),
        LabelledValue(
            _("Will it do?"), complaint.get_accepts_display(), texts.get("her_reply", "")
        ),
    ]
    if complaint.brought_before:
        on = date_format(complaint.brought_on, "j F Y") if complaint.brought_on else ""
        pairs.append(LabelledValue(_("Brought before"), complaint.get_brought_before_display(), on))
    return pairs
