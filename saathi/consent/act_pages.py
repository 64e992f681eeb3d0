"""Significant acts in words: who acted when, and the answer to the four principles, if any."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from saathi.consent.acts import RecordedSignificantAct
from saathi.people import record_screens as kit

LEAD: Final = gettext_lazy(
    "Non-discrimination, best interests, life and development, and the child’s views: "
    "assess each significant act against these four principles. An act is recorded even if "
    "it is not assessed."
)
NO_ANSWER: Final = gettext_lazy("Not assessed against the four principles")


def act_row(
    act: RecordedSignificantAct, names: Mapping[UUID, str], file_id: UUID, *, may_write: bool
) -> kit.PanelRow:
    """The row of an act: date, who acted or recorded it, and the answer or a link to add one."""
    by = names.get(act.by, "") if act.by else ""
    who = _("Recorded by") if act.kind.is_of_authority else _("Person")
    actions = [kit.link(_("Open"), act.kind.page, file_id)] if act.kind.page else []
    return kit.PanelRow(
        act.text,
        _("Assessed against the four principles") if act.decision else NO_ANSWER,
        needs_attention=act.decision is None,
        pairs=[
            kit.LabelledValue(_("Date"), kit.format_day(act.on)),
            kit.LabelledValue(who, by, missing=_("not known")),
        ],
        actions=[*actions, *answer_links(act, file_id, may_write=may_write)],
    )


def answer_links(
    act: RecordedSignificantAct, file_id: UUID, *, may_write: bool
) -> list[kit.ActionLink]:
    """The link to the answer; if there is none, to its form, for readers who may write it."""
    if act.kind.answers_itself:  # its own page, which is linked already, shows the answer
        return []
    if act.decision:
        page = "consent:show_decision"
        return [kit.link(_("View the four principles"), page, file_id, act.decision)]
    if not may_write:
        return []
    page = "consent:record_decision_on_act"
    return [
        kit.link(_("Assess against the four principles"), page, file_id, act.kind.name, act.act_id)
    ]


def acts_panel(rows: Sequence[kit.PanelRow], file_id: UUID, *, missing_only: bool) -> kit.Panel:
    """The panel of acts, with a link to all of them or to those without an answer."""
    page = reverse("consent:list_acts", args=[file_id])
    choice = kit.ActionLink(_("Not yet assessed"), f"{page}?missing=1")
    if missing_only:
        choice = kit.ActionLink(_("All acts"), page)
    return kit.Panel(
        _("Acts not yet assessed") if missing_only else _("Significant acts"),
        actions=[
            choice,
            kit.link(_("Decisions about the child"), "consent:list_decisions", file_id),
        ],
        rows=rows,
        empty=_("Every act has been assessed.") if missing_only else _("No significant acts yet."),
    )
