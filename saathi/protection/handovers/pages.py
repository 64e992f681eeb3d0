"""Handovers as the pages show them: one row each, in words."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.agencies.models import Office, Staff
from saathi.people.rows import Row
from saathi.protection.cases.models import Case
from saathi.protection.cases.vocabulary import CaseStatus, RiskLevel, Stage
from saathi.protection.handovers.models import Handover
from saathi.protection.handovers.vocabulary import HandoverKind, HandoverState
from saathi.web.parts import Action, Pair


def row(handover: Handover, words: Mapping[str, Any], staff: Staff, *, opens: bool = True) -> Row:
    """One handover: how far, how it stands, why, what the child says and knows of it."""
    state = HandoverState(handover.state)
    url = reverse("handovers:show_offer", args=[handover.pk])
    has_page = opens and handover.kind != HandoverKind.WORKER
    return Row(
        title=f"{HandoverKind(handover.kind).label} · {date_format(handover.offered_on, 'j F Y')}",
        state=state.label,
        is_over=state != HandoverState.OFFERED,
        attend=state == HandoverState.OFFERED,
        pairs=[*_hands(handover), *_why(handover, words), *_answer(handover, words, staff)],
        actions=[Action(_("Open"), url)] if has_page else (),
    )


def brief(handover: Handover) -> Row:
    """One handover in a list of many: nothing sealed is opened for it."""
    state = HandoverState(handover.state)
    return Row(
        title=f"{HandoverKind(handover.kind).label} · {date_format(handover.offered_on, 'j F Y')}",
        state=state.label,
        is_over=state != HandoverState.OFFERED,
        attend=state == HandoverState.OFFERED,
        pairs=[*_hands(handover), Pair(_("Why"), handover.get_why_display())],
        actions=[Action(_("Open"), reverse("handovers:show_offer", args=[handover.pk]))],
    )


def standing(case: Case) -> list[Pair]:
    """How the case stands, as far as it is told to those who are offered it: no name, no words."""
    risk = RiskLevel(case.risk).label if case.risk else ""
    return [
        Pair(_("State"), CaseStatus(case.status).label),
        Pair(_("Stage"), Stage(case.stage).label),
        Pair(_("Danger"), risk, missing=_("not judged yet")),
        Pair(_("Open since"), date_format(case.opened_on, "j F Y")),
    ]


def _hands(handover: Handover) -> list[Pair]:
    pairs = [
        Pair(_("From"), _place(handover.from_office)),
        Pair(_("To"), _place(handover.to_office)),
    ]
    if handover.to_worker is not None:
        pairs.append(Pair(_("Who works on it"), handover.to_worker.name))
    return pairs


def _place(office: Office) -> str:
    return f"{office.agency.name}, {office.name}"


def _why(handover: Handover, words: Mapping[str, Any]) -> list[Pair]:
    handed = Pair(_("What is handed over"), words.get("handed", ""), missing=_("not written"))
    return [
        Pair(_("Why"), handover.get_why_display()),
        handed,
        Pair(_("What the child says"), handover.get_her_view_display(), words.get("her_words", "")),
        Pair(_("The child was told"), handover.get_told_display(), words.get("told_words", "")),
    ]


def _answer(handover: Handover, words: Mapping[str, Any], staff: Staff) -> list[Pair]:
    zone = ZoneInfo(staff.office.time_zone)
    pairs = []
    if handover.answer_by and handover.state == HandoverState.OFFERED:
        pairs.append(Pair(_("Answer wanted by"), date_format(handover.answer_by, "j F Y")))
    if handover.answered_at:
        at = date_format(handover.answered_at.astimezone(zone), "j F Y, H:i")
        pairs.append(Pair(_("Since"), at))
    if handover.why_declined:
        why = handover.get_why_declined_display()
        pairs.append(Pair(_("Why declined"), why, words.get("answer", "")))
    if handover.is_beyond_limit:
        pairs.append(Pair(_("Beyond the number of cases"), words.get("beyond", "")))
    if handover.former_until:
        until = date_format(handover.former_until.astimezone(zone), "j F Y, H:i")
        pairs.append(Pair(_("Those who had it read it until"), until))
    return pairs
