"""Changes and ends placements, records children who left and came back, and corrects errors."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from saathi.agencies import access, notices, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.fields import payload_of
from saathi.protection.care.placements import (
    agreement_rules,
    back_rules,
    exception_rules,
    queries,
    rules,
)
from saathi.protection.care.placements import vocabulary as codes
from saathi.protection.care.placements.actions import departing, returned
from saathi.protection.care.placements.actions.answers import reasons_against_answer
from saathi.protection.care.placements.actions.finding import found_from_all
from saathi.protection.care.placements.actions.following import (
    end_columns,
    end_duties,
    end_follow_up,
    set_duty,
    set_end_duty,
    write_confirmed_end,
)
from saathi.protection.care.placements.actions.placing import (
    PlacementRefused,
)
from saathi.protection.care.placements.models import Placement
from saathi.protection.care.placements.placement_facts import last_day_of, placement_entry_for_rules
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.identification.missing.actions import searching
from saathi.protection.identification.missing.vocabulary import (
    FoundCondition,
    FoundMethod,
    MissingOutcome,
)


@transaction.atomic
def change_placement(
    *, placement: Placement, columns: Mapping[str, Any], version: int, actor: Staff
) -> Placement:
    """Changes what is known of a placement, opened with its texts; place and decision stay."""
    access.require(actor, Permission.WORK_ON_CASE, placement)
    if placement.state not in {codes.PlacementState.CURRENT, codes.PlacementState.ENDED}:
        raise access.NotAllowed
    for name, value in columns.items():
        setattr(placement, name, value)
    reasons = rules.reasons_against_entry(
        placement_entry_for_rules(placement, actor.office.today())
    ) + reasons_against_answer(placement, columns, actor)
    if reasons:
        raise PlacementRefused(reasons)
    changed = writing.change(
        placement, actor=actor, version=version, payload=payload_of(placement), **columns
    )
    if placement.state == codes.PlacementState.CURRENT:
        set_end_duty(placement, last_day_of(placement), actor)
    return changed


@transaction.atomic
def end_placement(  # noqa: PLR0913 - the facts of one end
    *,
    placement: Placement,
    end: codes.PlacementEnd,
    ended_on: dt.date,
    version: int,
    actor: Staff,
    departed_by: str = "",
) -> Placement:
    """Ends a placement opened with its explanation; of a child who left, the supervisors are notified.

    `departed_by`: who decided on a return or transfer that was not approved (`departure_rules`).
    """
    access.require(actor, Permission.WORK_ON_CASE, placement)
    reasons = rules.reasons_against_end(
        codes.PlacementState(placement.state),
        end,
        started_on=placement.started_on,
        ended_on=ended_on,
        has_note=bool(placement.end_note.strip()),
    )
    if reasons:
        raise PlacementRefused(reasons)
    writing.change(
        placement,
        actor=actor,
        version=version,
        payload=payload_of(placement),
        state=codes.PlacementState.ENDED,
        end_reason=end,
        ended_on=ended_on,
        next_review_on=None,
        **end_columns(placement, actor)
        | departing.departure_columns(placement, end, ended_on, departed_by, actor),
    )
    end_follow_up(placement, actor)
    departing.record_violation(placement, actor)
    returned.ask_first_visit(placement, actor)
    if end == codes.PlacementEnd.LEFT:
        _report_left(placement, actor)
    return placement


def _report_left(placement: Placement, actor: Staff) -> None:
    """Makes the search due, and notifies the supervisors and the worker: the child left without notice."""
    set_duty(placement, Duty.MISSING_FROM_CARE, actor.office.today(), actor)
    notices.notify_supervisors(
        file_id=placement.file_id,
        kind=codes.MISSING_FROM_CARE_NOTICE,
        record=placement.file_id,
        actor=actor,
    )
    _notify_worker(placement, actor)


def _notify_worker(placement: Placement, actor: Staff) -> None:
    """Notifies the worker of the case, if someone else recorded that the child left."""
    case = queries.open_case(placement.file_id, actor)
    if case is not None and case.worker_id is not None:
        notices.notify_staff(
            case.worker_id,
            kind=codes.MISSING_FROM_CARE_NOTICE,
            record=placement.file_id,
            actor=actor,
        )


@transaction.atomic
def record_child_back(
    *, placement: Placement, back_on: dt.date, seen: str, version: int, actor: Staff
) -> Placement:
    """Records that a child who left is found or back, opened with where the child was seen.

    Where the child lives now is a new placement, which says nothing about who saw the child.
    """
    access.require(actor, Permission.WORK_ON_CASE, placement)
    assert placement.ended_on is not None
    reasons = back_rules.reasons_against_back(
        codes.PlacementEnd(placement.end_reason),
        placement.back_on,
        ended_on=placement.ended_on,
        found_on=back_on,
    ) + back_rules.reasons_against_seen(seen, placement.back_seen_words)
    if reasons:
        raise PlacementRefused(reasons)
    end_duties(placement, Duty.MISSING_FROM_CARE, actor)
    texts = payload_of(placement)
    columns = {"back_on": back_on, "back_seen": seen} | end_columns(placement, actor)
    writing.change(placement, actor=actor, version=version, payload=texts, **columns)
    found_from_all(placement, actor)
    return placement


@transaction.atomic
def end_search(*, placement: Placement, actor: Staff) -> None:
    """Records in the report of the missing child what the placement, opened, says of the return.

    The report stays open until someone closes it. `NotAllowed` without a search that the actor may end.
    """
    access.require(actor, Permission.WORK_ON_CASE, placement)
    report = queries.open_search(placement.file_id, actor)
    since = actor.office.date_of(report.reported_at) if report else None
    if report is None or since is None or placement.back_on is None:
        raise access.NotAllowed
    if not back_rules.may_end_search(placement.back_on, searched_since=since):
        raise access.NotAllowed
    seen = codes.BackSeen(placement.back_seen)
    found = searching.FoundChildInput(
        found_on=placement.back_on,
        how=back_rules.FOUND_METHODS.get(seen, FoundMethod.OTHER),
        life=FoundCondition.ALIVE,  # someone saw the child; a child who died is recorded in the report
        outcome=MissingOutcome.UNKNOWN,
        note=placement.back_seen_words,
    )
    searching.record_found(report=report, data=found, version=report.version, actor=actor)


@transaction.atomic
def confirm_end(*, placement: Placement, known: str, version: int, actor: Staff) -> Placement:
    """Confirms the end of a stay whose exception had expired, opened with the words, as the second person.

    The end was recorded at once; only the alarm went on until now.
    """
    access.require(actor, Permission.APPROVE, placement)
    reasons = exception_rules.reasons_against_confirming_end(
        placement.end_state,
        is_missing=placement.end_reason == codes.PlacementEnd.LEFT and placement.back_on is None,
        authors=placement.end_authors,
        actor_id=actor.id,
        known=known,
        words=placement.end_known_words,
    )
    if reasons:
        raise PlacementRefused(reasons)
    return write_confirmed_end(placement, known=known, version=version, actor=actor)


@transaction.atomic
def continue_placement(
    *, placement: Placement, continued_on: dt.date, version: int, actor: Staff
) -> Placement:
    """Records who follows up a placement, opened with their name, after the case is closed."""
    access.require(actor, Permission.WORK_ON_CASE, placement)
    reasons = rules.reasons_against_continuing(
        codes.PlacementState(placement.state),
        continued_on,
        started_on=placement.started_on,
        today=actor.office.today(),
        has_name=bool(placement.continued_by.strip()),
    )
    if reasons:
        raise PlacementRefused(reasons)
    texts = payload_of(placement)
    return writing.change(
        placement, actor=actor, version=version, payload=texts, continued_on=continued_on
    )


@transaction.atomic
def withdraw_continuation(*, placement: Placement, version: int, actor: Staff) -> Placement:
    """Takes back that someone follows up a placement after closure; the name stays in the history."""
    access.require(actor, Permission.WORK_ON_CASE, placement)
    return writing.change(placement, actor=actor, version=version, continued_on=None)


@transaction.atomic
def mark_error(*, placement: Placement, version: int, actor: Staff) -> Placement:
    """Marks a placement, opened with the explanation, as recorded in error; it stays on record."""
    access.require(actor, Permission.WORK_ON_CASE, placement)
    authors = (placement.recorded_by, placement.submitted_by, *placement.editors)
    reasons = (
        rules.reasons_against_error(
            codes.PlacementState(placement.state), has_note=bool(placement.end_note.strip())
        )
        or exception_rules.reasons_against_ending_alarm(
            placement.exception_until, authors=authors, actor_id=actor.id, note=placement.end_note
        )
        or agreement_rules.reasons_against_error(
            waits=agreement_rules.waits_for_agreement(placement.state, placement.exception_state),
            authors=authors,
            actor_id=actor.id,
        )
    )
    if reasons:
        raise PlacementRefused(reasons)
    end_follow_up(placement, actor)
    returned.end_first_visit(placement, actor)
    return writing.change(
        placement,
        actor=actor,
        version=version,
        payload=payload_of(placement),
        state=codes.PlacementState.ERROR,
        next_review_on=None,
    )
