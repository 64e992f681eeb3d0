"""What follows from a placement or its end: the one before ends; reviews and duties follow."""

import datetime as dt
from typing import Any

from saathi import audit
from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.record_kit.fields import payload_of
from saathi.protection.care.placements import agreement_rules, exception_rules, queries
from saathi.protection.care.placements import vocabulary as codes
from saathi.protection.care.placements.models import Placement
from saathi.protection.casework.cases.actions import duties
from saathi.protection.casework.cases.models import Due
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.decisions.orders.actions import count_emergency_removal


def end_columns(placement: Placement, actor: Staff) -> dict[str, Any]:
    """What is stored with an end or a return: who recorded it, and whether a second person confirms it."""
    authors = placement.end_authors
    columns: dict[str, Any] = {
        "end_authors": authors if actor.pk in authors else [*authors, actor.pk]
    }
    if placement.ended_on is None:
        today = actor.office.today()
        columns["end_state"] = exception_rules.end_state(placement.exception_until, today=today)
    return columns


def write_confirmed_end(
    placement: Placement, *, known: str, version: int, actor: Staff
) -> Placement:
    """Stores that a second person confirmed the end of a placement, opened with the words, and logs it."""
    audit.record(
        audit.AuditKind.APPROVED,
        by=actor.id,
        agency=actor.agency_id,
        file_id=placement.file_id,
        objects=[placement.pk],
    )
    return writing.change(
        placement,
        actor=actor,
        version=version,
        payload=payload_of(placement),
        end_state=codes.EndState.CONFIRMED,
        end_known=known,
        end_confirmed_by=actor.id,
        end_confirmed_on=actor.office.today(),
    )


def close_placement(new: Placement, actor: Staff) -> None:
    """Ends the current placement by the move to a new one.

    A child who had left without notice is still missing: a placement may be recorded from what was
    heard. `finding.found_from_all` is what ends that.
    """
    current = queries.current_placement(new.file_id, actor)
    if current is not None:
        writing.change(
            current,
            actor=actor,
            state=codes.PlacementState.ENDED,
            ended_on=new.started_on,
            end_reason=codes.PlacementEnd.MOVED,
            next_review_on=None,
            **end_columns(current, actor),
        )
        end_follow_up(current, actor)


def count_removal(placement: Placement, before: Placement | None, actor: Staff) -> None:
    """Starts the limit to assess best interests if the placement follows an emergency removal."""
    case = queries.open_case(placement.file_id, actor)
    is_removal = agreement_rules.follows_removal(
        codes.PlacementKind(placement.kind),
        codes.PlacementBasis(placement.basis),
        codes.PlacementKind(before.kind) if before else None,
    )
    if case is not None and is_removal:
        count_emergency_removal(case=case, removed_on=placement.started_on, actor=actor)


def end_follow_up(placement: Placement, actor: Staff) -> None:
    """Cancels the reviews that are due, and ends the duties of a placement that is over."""
    cancelled = {"state": codes.PlacementReviewState.CANCELLED}
    reviews = queries.due_reviews(placement, actor)
    writing.change_each([(review, cancelled) for review in reviews], actor=actor)
    for duty in (Duty.PLACEMENT_REVIEW, Duty.EXCEPTION_ENDS, Duty.PLACEMENT_ENDS):
        end_duties(placement, duty, actor)


def set_duty(placement: Placement, duty: Duty, due_on: dt.date | None, actor: Staff) -> None:
    """Ends the open duty of a kind and makes the next one due; none without an open case."""
    end_duties(placement, duty, actor)
    case = queries.open_case(placement.file_id, actor)
    if case is not None and due_on is not None:
        duties.add_standalone_duty(case=case, duty=duty, due_on=due_on, actor=actor)


def set_end_duty(placement: Placement, last_day: dt.date | None, actor: Staff) -> None:
    """Makes the last day due: of the exception, or else of a short stay, which ends as planned."""
    is_exception = last_day == placement.exception_until
    set_duty(placement, Duty.EXCEPTION_ENDS, last_day if is_exception else None, actor)
    set_duty(placement, Duty.PLACEMENT_ENDS, None if is_exception else last_day, actor)


def end_duties(placement: Placement, duty: Duty, actor: Staff) -> None:
    """Marks the open duties of a kind in the file as done today."""
    dues = access.visible(actor, Due).filter(file_id=placement.file_id, duty=duty, done_on=None)
    for due_id in list(dues.values_list("pk", flat=True)):
        duties.finish_standalone_duty(due_id=due_id, done_on=actor.office.today(), actor=actor)
