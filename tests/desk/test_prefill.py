"""What the registration page begins with after a search from a report."""

import datetime as dt
from typing import Any

import pytest

from saathi.desk.registration.prefill import (
    Prefill,
    merge_search,
    prefill_from_report,
    prefill_from_search,
)
from saathi.protection.identification.intake.enquiry_payload import EnquiryPayload
from saathi.protection.identification.intake.models import Report

RECEIVED_ON = dt.date(2026, 3, 10)
TERMS: dict[str, Any] = {
    "names": ("Sunita",), "age_low": 10, "age_high": 12, "gender": "girl", "language": "ne",
}  # fmt: skip


def merged(**changes: object) -> Prefill:
    report = Report(child_age_low=10, child_age_high=12, child_gender="girl", language="ne")
    told = prefill_from_report(report, {"child_names": "Sunita"}, RECEIVED_ON)
    return merge_search(told, prefill_from_search(EnquiryPayload(**TERMS | changes)))


def test_search_with_the_terms_of_the_report_changes_nothing() -> None:
    prefill = merged()
    assert (prefill.values["age_low"], prefill.values["age_high"]) == (10, 12)
    assert {"name_0", "age_low", "basis", "gender"} <= prefill.reported


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [(14, None, (14, None)), (None, 9, (None, 9)), (None, None, (None, None)), (11, 12, (11, 12))],
)
def test_age_of_the_search_replaces_that_of_the_report_as_a_whole(
    low: int | None, high: int | None, shown: tuple[int | None, int | None]
) -> None:
    values = merged(age_low=low, age_high=high).values
    assert (values.get("age_low"), values.get("age_high")) == shown
    assert not {"basis", "as_of"} & values.keys(), "the report is not the source of this age"


def test_field_that_was_cleared_in_the_search_does_not_come_back() -> None:
    prefill = merged(names=(), gender="", language="")
    assert not {"name_0", "spoken_0", "gender"} & (prefill.values.keys() | prefill.reported)


def test_what_a_search_does_not_ask_stays_as_reported() -> None:
    report = Report(urgency="now", child_gender="girl")
    told = prefill_from_report(report, {"suspect": "A man with a van"}, RECEIVED_ON)
    prefill = merge_search(told, prefill_from_search(EnquiryPayload(father="Ram")))
    assert prefill.values["alleged"] == "A man with a van"
    assert prefill.values["urgency"] == "now"
    assert prefill.values["name_0"] == "Ram"
