"""Which answer of the child counts, as a table: a no is not talked away."""

import datetime as dt
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from saathi.protection.returns.transfers import view_rules
from saathi.protection.returns.transfers.vocabulary import TransferWish

WORKER, COLLEAGUE = uuid4(), uuid4()
NO, YES, DOUBTS = TransferWish.DOES_NOT_WANT, TransferWish.GOES, TransferWish.HAS_DOUBTS


def view(wish: TransferWish, day: int, hour: int, by: object = WORKER) -> view_rules.ViewFacts:
    at = dt.datetime(2026, 3, day, hour, tzinfo=dt.UTC)
    return view_rules.ViewFacts(
        wish,
        at,
        is_replied=False,
        recorded_at=at,
        recorded_by=by,  # type: ignore[arg-type]
    )


@pytest.mark.requirement("XBR-005")
@pytest.mark.parametrize(
    ("views", "wish"),
    [
        ([view(NO, 9, 10), view(YES, 9, 11)], NO),  # the same worker, an hour later
        ([view(NO, 9, 10), view(YES, 10, 11)], NO),  # the same worker, the next day
        ([view(NO, 9, 10), view(YES, 9, 11, COLLEAGUE)], NO),  # another person, the same day
        ([view(NO, 9, 10), view(TransferWish.NOT_ASKED, 10, 11, COLLEAGUE)], NO),
        # Only "wants to go" ends a no: neither silence nor doubts do.
        ([view(NO, 9, 10), view(TransferWish.CHOSE_NOT, 10, 11, COLLEAGUE)], NO),
        ([view(NO, 9, 10), view(TransferWish.TOO_YOUNG, 10, 11, COLLEAGUE)], NO),
        ([view(NO, 9, 10), view(DOUBTS, 10, 11, COLLEAGUE)], NO),
        ([view(NO, 9, 10), view(YES, 10, 9, COLLEAGUE), view(NO, 11, 9)], NO),
        ([view(NO, 9, 10), view(YES, 10, 11, COLLEAGUE)], YES),
        # Once another person heard a new answer, the worker records the next one.
        ([view(NO, 9, 10), view(YES, 10, 11, COLLEAGUE), view(DOUBTS, 11, 9)], DOUBTS),
        ([view(YES, 9, 10), view(DOUBTS, 9, 11)], DOUBTS),
    ],
)
def test_a_later_answer_counts_of_another_day_and_person(
    views: list[view_rules.ViewFacts], wish: TransferWish
) -> None:
    found = view_rules.counting_view(views)
    assert found is not None
    assert found.wish == wish
    assert bool(view_rules.reasons_against_submitting(found)) is (wish == NO)


def test_a_child_who_was_never_asked_has_no_answer() -> None:
    assert view_rules.counting_view([]) is None
    assert view_rules.reasons_against_submitting(None) == ()


@pytest.mark.parametrize(
    ("views", "decided_on", "is_off"),
    [
        ([view(NO, 10, 9)], dt.date(2026, 3, 10), True),
        ([view(NO, 11, 9), view(YES, 12, 9, COLLEAGUE)], dt.date(2026, 3, 10), True),
        ([view(NO, 9, 9), view(YES, 10, 9, COLLEAGUE)], dt.date(2026, 3, 10), False),
        ([view(NO, 11, 9)], None, False),
        ([view(YES, 11, 9)], dt.date(2026, 3, 10), False),
    ],
)
def test_a_no_after_the_authorisation_ends_that_journey(
    views: list[view_rules.ViewFacts], decided_on: dt.date | None, is_off: bool
) -> None:
    assert view_rules.is_journey_off(views, decided_on) is is_off


def doubt(hour: int, by: object = WORKER, **facts: Any) -> view_rules.ViewFacts:
    return replace(view(DOUBTS, 9, hour, by), **facts)


def reply(hour: int, by: object = WORKER) -> view_rules.ViewFacts:
    return replace(view(YES, 9, hour, by), is_replied=True)


LAST = {"is_last_word": True}


@pytest.mark.requirement("XBR-005")
@pytest.mark.parametrize(
    ("views", "is_open"),
    [
        ([], False),
        ([doubt(10)], True),
        ([doubt(10, is_replied=True)], False),  # answered during the preparation
        ([doubt(10, is_replied=True, **LAST)], True),
        ([doubt(10, **LAST), view(YES, 9, 11)], True),  # a minute later all is well
        ([doubt(10, **LAST), reply(11)], True),  # replied, and the same worker asked
        ([doubt(10, **LAST), view(YES, 9, 11, COLLEAGUE)], True),  # no reply
        ([doubt(10, **LAST), reply(11, COLLEAGUE)], False),
        ([doubt(10, **LAST), reply(11), view(YES, 9, 12, COLLEAGUE)], False),
        ([doubt(10, is_replied=True, **LAST), view(YES, 9, 12, COLLEAGUE)], False),
        ([doubt(10), reply(11)], True),
        ([doubt(10), reply(11, COLLEAGUE), doubt(12)], True),
        ([doubt(10), replace(reply(11, COLLEAGUE), wish=DOUBTS)], True),
        # Silence, and "too young", end no doubt.
        ([doubt(10), replace(reply(11, COLLEAGUE), wish=TransferWish.CHOSE_NOT)], True),
        ([doubt(10), replace(reply(11, COLLEAGUE), wish=TransferWish.TOO_YOUNG)], True),
    ],
)
def test_a_doubt_is_lifted_by_a_reply_and_another_person(
    views: list[view_rules.ViewFacts], *, is_open: bool
) -> None:
    assert (view_rules.open_doubt(views) is not None) is is_open
