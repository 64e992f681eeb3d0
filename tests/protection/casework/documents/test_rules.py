"""When a document may be added, replaced or removed, and when its end is a duty."""

import datetime as dt

import pytest

from saathi.protection.casework.documents import rules
from saathi.protection.casework.documents.rules import Validity
from saathi.protection.casework.documents.vocabulary import DocumentAudience, DocumentState

TODAY = dt.date(2026, 3, 10)
MEGABYTE = 1024 * 1024


def in_days(days: int | None) -> dt.date | None:
    return None if days is None else TODAY + dt.timedelta(days=days)


@pytest.mark.parametrize(
    ("until", "state", "reminder"),
    [
        (None, Validity.UNLIMITED, None),
        (-1, Validity.EXPIRED, None),
        (0, Validity.ENDS_SOON, 0),
        (30, Validity.ENDS_SOON, 0),
        (31, Validity.VALID, 1),
        (365, Validity.VALID, 335),
    ],
)
def test_validity_and_day_of_the_reminder(
    until: int | None, state: Validity, reminder: int | None
) -> None:
    assert rules.validity(in_days(until), TODAY) == state
    assert rules.reminder_day(in_days(until), TODAY) == in_days(reminder)


@pytest.mark.parametrize(
    ("issued", "until", "received", "refused"),
    [
        (None, None, 0, set()),
        (0, 0, 0, set()),
        (-10, 300, -5, set()),
        (None, -400, 0, set()),  # an expired document is kept as well
        (None, None, 1, {"received_on"}),
        (-4, None, -5, {"issued_on"}),
        (-10, -11, 0, {"valid_until"}),
        (-4, -11, -5, {"issued_on", "valid_until"}),
    ],
)
def test_dates_of_a_document(
    issued: int | None, until: int | None, received: int, refused: set[str]
) -> None:
    reasons = rules.reasons_against_dates(
        issued_on=in_days(issued),
        valid_until=in_days(until),
        received_on=TODAY + dt.timedelta(days=received),
        today=TODAY,
    )
    assert {reason.code for reason in reasons} == refused


@pytest.mark.parametrize("audience", DocumentAudience)
@pytest.mark.parametrize("readers", [[], ["someone"]])
def test_named_audience_needs_names(audience: DocumentAudience, readers: list[object]) -> None:
    refused = bool(rules.reasons_against_audience(audience, readers))
    assert refused is (audience == DocumentAudience.NAMED and not readers)


@pytest.mark.parametrize(
    ("sizes", "kept", "has_read", "must_send", "refused"),
    [
        ([], 0, False, False, set()),  # a document without a scan
        ([], 3, True, True, {"uploads"}),
        ([1], 0, True, False, set()),
        ([1], 0, False, False, {"has_read"}),
        ([1] * 10, 0, True, False, set()),
        ([1] * 11, 0, True, False, {"uploads"}),
        ([1], 9, True, False, set()),
        ([1], 10, True, False, {"uploads"}),
        ([20 * MEGABYTE], 0, True, False, set()),
        ([20 * MEGABYTE, 1], 0, True, False, {"uploads"}),
        ([21 * MEGABYTE], 10, False, False, {"uploads", "has_read"}),
    ],
)
def test_number_and_size_of_files(
    sizes: list[int],
    kept: int,
    has_read: bool,
    must_send: bool,
    refused: set[str],
) -> None:
    reasons = rules.reasons_against_files(sizes, kept=kept, has_read=has_read, must_send=must_send)
    assert {reason.code for reason in reasons} == refused


ALLOWED = {("current", "replaced"), ("current", "removed"), ("replaced", "removed")}


@pytest.mark.parametrize("state", DocumentState)
@pytest.mark.parametrize("target", DocumentState)
def test_states_that_follow_each_other(state: DocumentState, target: DocumentState) -> None:
    is_allowed = not rules.reasons_against_state(state, target)
    assert is_allowed is ((state.value, target.value) in ALLOWED)


@pytest.mark.parametrize("is_kept", [True, False])
def test_file_is_removed_once(is_kept: bool) -> None:
    assert (not rules.reasons_against_file_removal(is_kept=is_kept)) is is_kept


@pytest.mark.parametrize(
    ("before", "after", "is_recorder", "is_named", "is_refused"),
    [
        ("team", "recorder", True, False, False),
        ("team", "recorder", False, False, True),
        ("named", "recorder", False, True, True),
        ("recorder", "recorder", False, False, False),
        ("recorder", "team", False, False, False),
        ("team", "named", False, True, False),
        ("team", "named", False, False, True),
        ("team", "named", True, False, False),
    ],
)
def test_who_did_not_add_a_document_closes_it_to_no_one(
    before: str, after: str, *, is_recorder: bool, is_named: bool, is_refused: bool
) -> None:
    reasons = rules.reasons_against_narrowing(
        DocumentAudience(before),
        DocumentAudience(after),
        is_recorder=is_recorder,
        is_named=is_named,
    )
    assert [reason.code for reason in reasons] == ["audience"] * is_refused
