"""Significant acts in words: who acted when, and the answer to the four principles or that there is none."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from saathi.consent.acts import Act
from saathi.people import record_screens as kit

LEAD: Final = gettext_lazy(
    "Non-discrimination, best interests, life and development, and the child’s views: each significant "
    "act is to answer them. An act is recorded whether or not it does."
)
NO_ANSWER: Final = gettext_lazy("No answer to the four principles recorded")


def act_row(act: Act, names: Mapping[UUID, str], file_id: UUID, *, may_write: bool) -> kit.PanelRow:
    """An act: its day, who acted or recorded it, and its answer or the link to record one."""
    by = names.get(act.by, "") if act.by else ""
    who = _("Recorded by") if act.kind.is_of_authority else _("Person")
    actions = [kit.link(_("Open"), act.kind.page, file_id)] if act.kind.page else []
    return kit.PanelRow(
        act.text,
        _("Four principles answered") if act.decision else NO_ANSWER,
        needs_attention=act.decision is None,
        pairs=[
            kit.LabelledValue(_("Date"), kit.format_day(act.on)),
            kit.LabelledValue(who, by, missing=_("not known")),
        ],
        actions=[*actions, *answer_links(act, file_id, may_write=may_write)],
    )


def answer_links(act: Act, file_id: UUID, *, may_write: bool) -> list[kit.ActionLink]:
    """The link to the answer, or to the form that begins one; empty for those who may not write it."""
    if act.decision:
        page = "consent:show_decision"
        return [kit.link(_("View the answer"), page, file_id, act.decision)]
    if not may_write:
        return []
    page = "consent:record_decision_on_act"
    return [kit.link(_("Answer the four principles"), page, file_id, act.kind.name, act.act_id)]


def acts_panel(rows: Sequence[kit.PanelRow], file_id: UUID, *, missing_only: bool) -> kit.Panel:
    """The acts, with the link to see all of them or those without an answer."""
    page = reverse("consent:list_acts", args=[file_id])
    choice = kit.ActionLink(_("Missing only"), f"{page}?missing=1")
    if missing_only:
        choice = kit.ActionLink(_("All acts"), page)
    return kit.Panel(
        _("Acts without an answer") if missing_only else _("Significant acts"),
        actions=[
            choice,
            kit.link(_("Decisions about the child"), "consent:list_decisions", file_id),
        ],
        rows=rows,
        empty=_("Every act has an answer.") if missing_only else _("No significant act yet."),
    )
