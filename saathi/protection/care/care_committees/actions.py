"""Actions on care committees and their meetings; each is logged, and nothing is overwritten."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.db import transaction

from saathi import audit
from saathi.agencies import access, definer_functions
from saathi.agencies.models import Staff
from saathi.agencies.register_kit import actions
from saathi.agencies.register_kit.actions import SeenEntry
from saathi.agencies.row_proofs import prove_rows
from saathi.infra import clock
from saathi.infra.reasons import Reason, Refused
from saathi.protection.care.care_committees import queries, rules
from saathi.protection.care.care_committees.models import CareCommittee, CommitteeMeeting
from saathi.protection.care.care_committees.rules import MeetingInput
from saathi.protection.care.care_committees.supported_children import (
    identifiers_of_supported_children,
)
from saathi.protection.care.care_committees.tables import CARE_COMMITTEES
from saathi.protection.care.care_committees.vocabulary import (
    CARE_COMMITTEE_MEETING_NOTICE,
    MeetingState,
)


class CommitteeSeatsRefused(Refused):
    """The seats of a committee do not fit together; `reasons` say which."""


class MeetingRefused(Refused):
    """The record of a meeting may name a child, or this person cannot confirm it."""


def add_committee(*, values: Mapping[str, Any], is_proposed: bool, actor: Staff) -> CareCommittee:
    """Adds a committee, as a draft or submitted; `CommitteeSeatsRefused` with reasons."""
    _refuse_misfit(values)
    return actions.add_entry(CARE_COMMITTEES, values=values, is_proposed=is_proposed, actor=actor)


def change_committee(
    *, seen: SeenEntry[CareCommittee], values: Mapping[str, Any], actor: Staff
) -> CareCommittee:
    """Changes a committee; refused as in `add_committee`, `ChangedMeanwhile` if outdated."""
    _refuse_misfit(values)
    return actions.change_entry(CARE_COMMITTEES, seen, values=values, actor=actor)


def _refuse_misfit(values: Mapping[str, Any]) -> None:
    reasons = rules.reasons_against_seats(
        values["groups"],
        seats=values["seats"],
        child_seats=values["child_seats"],
        child_role=values["child_role"],
    )
    if reasons:
        raise CommitteeSeatsRefused(reasons)


@transaction.atomic
def record_meeting(
    *, committee: CareCommittee, entry: MeetingInput, actor: Staff
) -> CommitteeMeeting:
    """Records a meeting, which counts once a second person has read it; `MeetingRefused`."""
    _require_keeper(committee, actor)
    reasons = rules.reasons_against_meeting(
        entry, since=committee.since, today=actor.office.today()
    )
    reasons += _reasons_against_names(entry.decided, "decided", committee, actor)
    if reasons:
        raise MeetingRefused(reasons)
    values = asdict(entry) | {"groups": list(entry.groups), "subjects": list(entry.subjects)}
    added = CommitteeMeeting(
        committee=committee, state=MeetingState.PROPOSED.value, recorded_by=actor.id, **values
    )
    prove_rows([(added, {})], by=actor.id)
    added.save(force_insert=True)
    _log(committee, "meeting_recorded", actor)
    told = [
        CARE_COMMITTEE_MEETING_NOTICE.code, committee.pk, CARE_COMMITTEES.permission.value, actor.id
    ]  # fmt: skip
    definer_functions.make_change("register_tell", told, by=actor.id)
    return added


@transaction.atomic
def confirm_meeting(*, meeting: CommitteeMeeting, actor: Staff) -> None:
    """Confirms a record as the second person; `MeetingRefused` with reasons."""
    _require_keeper(meeting.committee, actor)
    reasons = rules.reasons_against_confirming(
        meeting.state, meeting.recorded_by, actor_id=actor.id
    )
    reasons += _reasons_against_names(meeting.decided, "decided", meeting.committee, actor)
    if reasons:
        raise MeetingRefused(reasons)
    values = {
        "state": MeetingState.RECORDED.value,
        "published_by": actor.id,
        "published_at": clock.now(),
    }
    _decide(meeting, values, actor)
    _log(meeting.committee, "meeting_confirmed", actor)


@transaction.atomic
def withdraw_meeting(*, meeting: CommitteeMeeting, why: str, actor: Staff) -> None:
    """Marks a record as an error, so that it counts no longer; `MeetingRefused` with reasons."""
    _require_keeper(meeting.committee, actor)
    reasons = rules.reasons_against_marking_error(meeting.state)
    reasons += rules.reasons_against_case_id(why, "why")
    if reasons := reasons + _reasons_against_names(why, "why", meeting.committee, actor):
        raise MeetingRefused(reasons)
    values = {
        "state": MeetingState.WITHDRAWN.value,
        "withdrawn_by": actor.id,
        "withdrawn_at": clock.now(),
        "why_withdrawn": why,
    }
    _decide(meeting, values, actor)
    _log(meeting.committee, "meeting_withdrawn", actor)


def _reasons_against_names(
    text: str, field: str, committee: CareCommittee, actor: Staff
) -> tuple[Reason, ...]:
    """Why a text cannot be saved: it names a child whom the committee supports."""
    if not text.strip():
        return ()
    children = identifiers_of_supported_children(committee.pk, actor)
    return rules.reasons_against_names(text, children, field)


def _require_keeper(committee: CareCommittee, actor: Staff) -> None:
    """Raises `NotAllowed` (404) unless the actor keeps the meetings of the committee."""
    actions.require_maintainer(CARE_COMMITTEES, committee, actor)
    if not queries.may_keep_meetings(committee, actor):
        raise access.NotAllowed


def _decide(meeting: CommitteeMeeting, values: Mapping[str, Any], actor: Staff) -> None:
    prove_rows([(meeting, values)], by=actor.id)
    CommitteeMeeting.objects.filter(pk=meeting.pk).update(**values)
    meeting.refresh_from_db()


def _log(committee: CareCommittee, action: str, actor: Staff) -> None:
    audit.record(
        audit.AuditKind.WROTE,
        by=actor.id,
        agency=actor.agency_id,
        objects=[committee.pk],
        detail={"action": action, "model": CARE_COMMITTEES.name},
    )
