"""What the page of a care committee shows besides its entry: the meetings."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from saathi.agencies.queries import names_of
from saathi.agencies.staff_requests import StaffRequest
from saathi.protection.care.care_committees import queries, rules
from saathi.protection.care.care_committees.models import CareCommittee, CommitteeMeeting
from saathi.protection.care.care_committees.vocabulary import MeetingState
from saathi.web.components import LabelledValue


@dataclass(frozen=True)
class MeetingRow:
    """One meeting as the page of its committee shows it."""

    title: str
    state: str  # empty if it counts
    pairs: list[LabelledValue]
    confirm_url: str
    withdraw_url: str


def more_on_committee(request: StaffRequest, entry: CareCommittee) -> dict[str, Any]:
    """More for the page of a committee: its meetings, and what a keeper can do with them."""
    may_keep = queries.may_keep_meetings(entry, request.staff)
    meetings = queries.list_meetings(entry, request.staff)
    names = names_of(
        [person for each in meetings for person in (each.recorded_by, each.published_by) if person]
    )
    return {
        "meetings": [
            _meeting_row(each, names, request.staff.id, may_keep=may_keep) for each in meetings
        ],
        "meeting_url": reverse("care_committees:record_meeting", args=[entry.pk])
        if may_keep
        else "",
    }


def _meeting_row(
    row: CommitteeMeeting, names: Mapping[UUID, str], reader: UUID, *, may_keep: bool
) -> MeetingRow:
    def address(name: str, *, is_offered: bool) -> str:
        result = reverse(f"care_committees:{name}", args=[row.committee_id, row.pk])
        return result if is_offered and may_keep else ""

    can_confirm = not rules.reasons_against_confirming(row.state, row.recorded_by, actor_id=reader)
    can_withdraw = not rules.reasons_against_marking_error(row.state)
    state = MeetingState(row.state)
    return MeetingRow(
        title=queries.day_text(row.held_on),
        state="" if state == MeetingState.RECORDED else str(state.label),
        pairs=meeting_pairs(row, names),
        confirm_url=address("confirm_meeting", is_offered=can_confirm),
        withdraw_url=address("withdraw_meeting", is_offered=can_withdraw),
    )


def meeting_pairs(row: CommitteeMeeting, names: Mapping[UUID, str]) -> list[LabelledValue]:
    """What the record of a meeting says."""
    children = "" if row.children_present is None else str(row.children_present)
    pairs = [
        LabelledValue(_("Date of the meeting"), queries.day_text(row.held_on)),
        LabelledValue(_("Groups that were present"), queries.groups_text(row.groups)),
        LabelledValue(_("Children and young people present"), children, missing=_("not known")),
        LabelledValue(_("Subjects"), queries.subjects_text(row.subjects)),
        LabelledValue(_("Decisions"), row.decided, missing=_("not recorded")),
        LabelledValue(_("Recorded by"), names.get(row.recorded_by, "")),
    ]
    if row.why_withdrawn:
        pairs.append(LabelledValue(_("Reason"), row.why_withdrawn))
    return pairs
