"""Complaints as the pages show them, in words."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.infra.listing import in_our_direction
from saathi.people.rows import Row
from saathi.protection.complaints import rules
from saathi.protection.complaints.models import Complaint
from saathi.protection.complaints.vocabulary import ComplaintState
from saathi.web.parts import Action, Pair


def row(complaint: Complaint, words: Mapping[str, Any], today: dt.date, *, acts: bool) -> Row:
    """One complaint with what became of it; `acts` leads to where the next step is put on record."""
    url = reverse("complaints:follow_complaint", args=[complaint.file_id, complaint.pk])
    return Row(
        title=f"{complaint.get_kind_display()} · {date_format(complaint.said_on, 'j F Y')}",
        state=_state(complaint, today),
        is_over=complaint.state in {ComplaintState.SETTLED, ComplaintState.TAKEN_BACK},
        attend=rules.is_late(ComplaintState(complaint.state), complaint.answer_by, today),
        words=words.get("words", ""),
        pairs=[*_about(complaint, words), *_answered(complaint, words)],
        actions=[Action(_("Say what was done"), url)] if acts else (),
    )


def brief(complaint: Complaint, today: dt.date) -> Row:
    """One complaint in a list of many children: by the code of the file, without a word of hers."""
    url = reverse("complaints:list_complaints", args=[complaint.file_id])
    return Row(
        title=in_our_direction(f"{complaint.child.code} · {complaint.get_kind_display()}"),
        state=_state(complaint, today),
        is_over=complaint.state in {ComplaintState.SETTLED, ComplaintState.TAKEN_BACK},
        attend=rules.is_late(ComplaintState(complaint.state), complaint.answer_by, today),
        pairs=[
            Pair(_("About"), complaint.get_about_display()),
            Pair(_("Answer promised by"), date_format(complaint.answer_by, "j F Y")),
        ],
        actions=[Action(_("Open"), url)],
    )


def _state(complaint: Complaint, today: dt.date) -> str:
    state = ComplaintState(complaint.state)
    if rules.is_late(state, complaint.answer_by, today):
        return _("%(state)s · late") % {"state": state.label}
    return str(state.label)


def _about(complaint: Complaint, words: Mapping[str, Any]) -> list[Pair]:
    handler = complaint.handler.name if complaint.handler else ""
    return [
        Pair(_("About"), complaint.get_about_display()),
        Pair(_("What the child wants"), words.get("wants", ""), missing=_("not said")),
        Pair(_("Answer promised by"), date_format(complaint.answer_by, "j F Y")),
        Pair(_("Who is to answer it"), handler, missing=_("the supervisors")),
    ]


def _answered(complaint: Complaint, words: Mapping[str, Any]) -> list[Pair]:
    told_on = date_format(complaint.told_on, "j F Y") if complaint.told_on else ""
    pairs = [
        Pair(_("What was done"), words.get("done", ""), missing=_("nothing yet")),
        Pair(_("Answer to the child"), words.get("answer", ""), told_on, missing=_("none yet")),
        Pair(_("Will it do?"), complaint.get_accepts_display(), words.get("her_reply", "")),
    ]
    if complaint.brought_before:
        on = date_format(complaint.brought_on, "j F Y") if complaint.brought_on else ""
        pairs.append(Pair(_("Brought before"), complaint.get_brought_before_display(), on))
    return pairs
