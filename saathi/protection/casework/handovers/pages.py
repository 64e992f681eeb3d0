"""Rows that describe transfers on pages."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.agencies.models import Office, Staff
from saathi.people.panels import PanelRow
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.vocabulary import CaseStatus, RiskLevel, Stage
from saathi.protection.casework.handovers.models import Handover
from saathi.protection.casework.handovers.vocabulary import HandoverKind, HandoverState
from saathi.web.components import ActionLink, LabelledValue


def handover_row(
    handover: Handover, texts: Mapping[str, Any], staff: Staff, *, may_open: bool = True
) -> PanelRow:
    """One transfer: level, state, reason, the child's view and information."""
    state = HandoverState(handover.state)
    url = reverse("handovers:show_handover", args=[handover.pk])
    has_page = may_open and handover.kind != HandoverKind.WORKER
    return PanelRow(
        title=f"{HandoverKind(handover.kind).label} · {date_format(handover.offered_on, 'j F Y')}",
        state=state.label,
        is_over=state != HandoverState.OFFERED,
        needs_attention=state == HandoverState.OFFERED,
        pairs=[
            *_transfer_pairs(handover),
            *_reason_pairs(handover, texts),
            *_answer_pairs(handover, texts, staff),
        ],
        actions=[ActionLink(_("Open"), url)] if has_page else (),
    )


def handover_summary_row(handover: Handover) -> PanelRow:
    """One transfer in a list of many: its sealed texts are not opened."""
    state = HandoverState(handover.state)
    return PanelRow(
        title=f"{HandoverKind(handover.kind).label} · {date_format(handover.offered_on, 'j F Y')}",
        state=state.label,
        is_over=state != HandoverState.OFFERED,
        needs_attention=state == HandoverState.OFFERED,
        pairs=[*_transfer_pairs(handover), LabelledValue(_("Reason"), handover.get_why_display())],
        actions=[ActionLink(_("Open"), reverse("handovers:show_handover", args=[handover.pk]))],
    )


def case_summary_pairs(case: Case) -> list[LabelledValue]:
    """The summary of the case for the receiving side, without name or texts."""
    risk = RiskLevel(case.risk).label if case.risk else ""
    return [
        LabelledValue(_("Status"), CaseStatus(case.status).label),
        LabelledValue(_("Stage"), Stage(case.stage).label),
        LabelledValue(_("Risk"), risk, missing=_("not assessed yet")),
        LabelledValue(_("Open since"), date_format(case.opened_on, "j F Y")),
    ]


def _transfer_pairs(handover: Handover) -> list[LabelledValue]:
    pairs = [
        LabelledValue(_("From"), _office_name(handover.from_office)),
        LabelledValue(_("To"), _office_name(handover.to_office)),
    ]
    if handover.to_worker is not None:
        pairs.append(LabelledValue(_("Assigned to"), handover.to_worker.name))
    return pairs


def _office_name(office: Office) -> str:
    return f"{office.agency.name}, {office.name}"


def _reason_pairs(handover: Handover, texts: Mapping[str, Any]) -> list[LabelledValue]:
    handed = LabelledValue(_("Handover notes"), texts.get("handed", ""), missing=_("not recorded"))
    return [
        LabelledValue(_("Reason"), handover.get_why_display()),
        handed,
        LabelledValue(
            _("Child’s response"), handover.get_child_view_display(), texts.get("child_words", "")
        ),
        LabelledValue(
            _("The child was informed"),
            handover.get_child_informed_display(),
            texts.get("information_given", ""),
        ),
    ]


def _answer_pairs(
    handover: Handover, texts: Mapping[str, Any], staff: Staff
) -> list[LabelledValue]:
    zone = ZoneInfo(staff.office.time_zone)
    pairs = []
    if handover.answer_by and handover.state == HandoverState.OFFERED:
        pairs.append(LabelledValue(_("Response due by"), date_format(handover.answer_by, "j F Y")))
    if handover.answered_at:
        answered_at = date_format(handover.answered_at.astimezone(zone), "j F Y, H:i")
        pairs.append(LabelledValue(_("Since"), answered_at))
    if handover.why_declined:
        reason = handover.get_why_declined_display()
        pairs.append(LabelledValue(_("Reason for declining"), reason, texts.get("answer", "")))
    if handover.is_beyond_limit:
        pairs.append(
            LabelledValue(_("Reason for exceeding the caseload limit"), texts.get("beyond", ""))
        )
    if handover.former_until:
        former_until = date_format(handover.former_until.astimezone(zone), "j F Y, H:i")
        pairs.append(LabelledValue(_("Previous team’s access until"), former_until))
    return pairs
