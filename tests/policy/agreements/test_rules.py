"""When an agreement is verified, what its time limits are, and when a focal point is tested again."""

import csv
import datetime as dt
from io import StringIO
from typing import Any

import pytest

from saathi.policy.agreements import rules
from saathi.policy.agreements.named_agreements import named_agreements_table
from saathi.policy.agreements.rules import (
    AgreedStep,
    AgreementEntryFacts,
    ContactTest,
    OfficeContactFacts,
)
from saathi.policy.agreements.vocabulary import OfficeContactStatus

DAY = dt.date(2026, 3, 2)
EARLIER, LATER = dt.date(2026, 1, 15), dt.date(2026, 4, 1)


@pytest.mark.parametrize(
    ("told", "fields"),
    [
        ({}, []),
        ({"verification": "verified"}, ["source"]),
        ({"verification": "verified", "has_source": True}, []),
        ({"protocol": "patna"}, ["protocol"]),
        ({"protocol": "patna", "kind": "information"}, []),
        ({"protocol": "patna", "kind": "information", "in_force_from": DAY}, ["in_force_from"]),
        ({"protocol": "patna", "kind": "information", "ends_on": DAY}, ["ends_on"]),
        ({"in_force_from": DAY, "ends_on": EARLIER}, ["ends_on"]),
        ({"in_force_from": DAY, "ends_on": DAY}, []),
        ({"signed_on": LATER}, ["signed_on"]),
    ],
)
def test_the_facts_of_an_agreement_fit_together(told: dict[str, Any], fields: list[str]) -> None:
    usual = {
        "kind": "memorandum",
        "verification": "unverified",
        "has_source": False,
        "protocol": "",
    }
    facts = AgreementEntryFacts(**(usual | told))
    assert [r.code for r in rules.reasons_against_agreement(facts, today=DAY)] == fields


@pytest.mark.parametrize(
    ("review_on", "ends_on", "expected"),
    [
        (None, None, None),
        (DAY, None, DAY),
        (DAY, LATER, DAY),
        (None, dt.date(2027, 3, 2), dt.date(2026, 9, 1)),
    ],
)
def test_an_agreement_is_reviewed_half_a_year_before_its_end(
    review_on: dt.date | None, ends_on: dt.date | None, expected: dt.date | None
) -> None:
    assert rules.agreement_review_day(review_on, ends_on) == expected


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("", []),
        ("Home study; 30\n\n Decision ;१४", [("Home study", 30), ("Decision", 14)]),
        ("Journey", [("Journey", None)]),
        ("Home study; soon", None),
        ("; 30", None),
        ("Home study; 0", None),
        ("\n".join(["Step"] * 31), None),
        ("گھر کا جائزہ؛ ۳۰", [("گھر کا جائزہ", 30)]),
    ],
)
def test_stages_have_their_days(text: str, steps: list[tuple[str, int | None]] | None) -> None:
    expected = None if steps is None else [AgreedStep(name, days) for name, days in steps]
    assert rules.parse_steps(text) == expected


NEVER = OfficeContactFacts(OfficeContactStatus.NOT_TESTED, None)
LOST = OfficeContactFacts(OfficeContactStatus.NOT_REACHED, DAY, EARLIER)


@pytest.mark.parametrize(
    ("before", "test", "after", "again"),
    [
        (NEVER, ContactTest(DAY, True), OfficeContactFacts(OfficeContactStatus.REACHED, DAY), 90),
        (NEVER, ContactTest(DAY, False), OfficeContactFacts(OfficeContactStatus.NOT_REACHED, DAY, DAY), 7),
        (LOST, ContactTest(LATER, False), OfficeContactFacts(OfficeContactStatus.NOT_REACHED, LATER, EARLIER), 7),
        (LOST, ContactTest(LATER, True), OfficeContactFacts(OfficeContactStatus.REACHED, LATER), 90),
    ],
)  # fmt: skip
def test_an_office_is_unreachable_since_the_first_failed_test(
    before: OfficeContactFacts, test: ContactTest, after: OfficeContactFacts, again: int
) -> None:
    assert rules.contact_after_test(before, test) == after
    assert rules.next_test_on(test) == test.tested_on + dt.timedelta(days=again)


@pytest.mark.parametrize(("on", "count"), [(EARLIER, 1), (DAY, 0), (LATER, 1)])
def test_a_test_is_neither_before_the_last_one_nor_in_the_future(on: dt.date, count: int) -> None:
    reasons = rules.reasons_against_test(LOST, ContactTest(on, True), today=DAY)
    assert len(reasons) == count


def test_agreements_named_in_sources_are_unverified_and_name_their_source() -> None:
    rows = list(csv.DictReader(StringIO(named_agreements_table())))
    assert rows
    for row in rows:
        assert row["verification"] == "unverified"
        assert row["source"]
        assert not row["signed_on"], "no source gives a certain date"
