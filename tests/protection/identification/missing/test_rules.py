"""The rules of missing reports and of public notices, as tables."""

import datetime as dt

import pytest

from saathi.protection.identification.intake.rules import reasons_against_contact
from saathi.protection.identification.intake.vocabulary import (
    ChildView,
    ContactSafety,
    ContactThrough,
    Seeker,
)
from saathi.protection.identification.missing import rules
from saathi.protection.identification.missing.vocabulary import Circumstance, MissingReportState

TODAY = dt.date(2026, 3, 2)
OPEN, FOLLOWED, FOUND, CLOSED = MissingReportState


@pytest.mark.parametrize(
    ("state", "wanted", "may"),
    [
        (OPEN, FOLLOWED, True), (OPEN, FOUND, True), (OPEN, CLOSED, True), (OPEN, OPEN, False),
        (FOLLOWED, OPEN, True), (FOLLOWED, FOUND, True), (FOUND, CLOSED, True), (FOUND, OPEN, True),
        (FOUND, FOLLOWED, False), (CLOSED, OPEN, True), (CLOSED, FOUND, False),
    ],
)  # fmt: skip
def test_missing_report_transitions(
    state: MissingReportState, wanted: MissingReportState, *, may: bool
) -> None:
    assert (rules.reasons_against_state_change(state, wanted) == ()) is may


def test_found_and_closed_reports_can_be_reopened() -> None:
    assert set(rules.REPORT_TRANSITIONS) == set(MissingReportState)
    for state in (FOUND, CLOSED):
        assert OPEN in rules.REPORT_TRANSITIONS[state]


@pytest.mark.parametrize(
    ("first", "last", "codes"),
    [
        (None, None, []),
        (dt.date(2026, 3, 1), dt.date(2026, 3, 2), []),
        (dt.date(2026, 3, 2), dt.date(2026, 3, 1), ["missing_to"]),
        (dt.date(2026, 3, 3), dt.date(2026, 3, 3), ["missing_from"]),
    ],
)
def test_reasons_against_missing_days(
    first: dt.date | None, last: dt.date | None, codes: list[str]
) -> None:
    assert [r.code for r in rules.reasons_against_missing_days(first, last, TODAY)] == codes


@pytest.mark.parametrize(
    ("found_on", "missing_from", "may"),
    [
        (TODAY, None, True),
        (TODAY, TODAY, True),
        (TODAY + dt.timedelta(1), None, False),
        (TODAY, TODAY + dt.timedelta(1), False),
    ],
)
def test_reasons_against_found_day(
    found_on: dt.date, missing_from: dt.date | None, *, may: bool
) -> None:
    assert (rules.reasons_against_found_day(found_on, missing_from, TODAY) == ()) is may


@pytest.mark.requirement("MIS-004")
@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        ({}, []),
        ({"state": FOUND}, ["state"]),
        ({"may_tell": ["police"]}, ["may_tell"]),
        ({"consent_by": Seeker.POLICE}, ["consent_by"]),
        ({"consent_by": Seeker.IN_LAWS}, ["consent_by"]),
        ({"circumstances": [Circumstance.FLED_VIOLENCE]}, ["circumstances"]),
        ({"circumstances": [Circumstance.WITH_SOMEBODY, Circumstance.FOR_WORK]}, []),
    ],
)
def test_reasons_not_to_publish_notice(fields: dict[str, object], codes: list[str]) -> None:
    values = {
        "state": OPEN,
        "circumstances": [],
        "may_tell": ["public"],
        "consent_by": Seeker.MOTHER,
    }
    reasons = rules.reasons_not_to_publish(**(values | fields))
    assert [reason.code for reason in reasons] == codes


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        ({}, []),
        ({"parts": ["age", "last_seen"]}, ["parts"]),
        ({"consent_on": TODAY + dt.timedelta(1)}, ["consent_on"]),
        ({"until": TODAY - dt.timedelta(1)}, ["until"]),
        ({"until": TODAY + dt.timedelta(91)}, ["until"]),
    ],
)
def test_reasons_against_notice(fields: dict[str, object], codes: list[str]) -> None:
    values = {"parts": ["name"], "consent_on": TODAY, "until": TODAY + dt.timedelta(90)}
    reasons = rules.reasons_against_notice(**(values | fields), today=TODAY)
    assert [reason.code for reason in reasons] == codes


def contact_reasons(**fields: object) -> list[str]:
    values = {
        "is_traced": True,
        "is_protected": False,
        "view": ChildView.YES,
        "safety": ContactSafety.SAFE,
        "through": ContactThrough.WORKER,
    }
    return [reason.code for reason in reasons_against_contact(**(values | fields))]


def test_contact_with_family_needs_child_view_safety_and_intermediary() -> None:
    assert contact_reasons() == []
    assert contact_reasons(view=ChildView.CAREFUL) == contact_reasons(view=ChildView.UNABLE) == []
    for view in (ChildView.NOT_ASKED, ChildView.UNSURE, ChildView.NO):
        assert contact_reasons(view=view) == ["view"]
    assert (
        contact_reasons(safety=ContactSafety.NOT_LOOKED)
        == contact_reasons(safety=ContactSafety.DANGER)
        == ["safety"]
    )
    assert contact_reasons(through=ContactThrough.NOBODY) == ["through"]
    assert contact_reasons(is_protected=True) == ["protected"]


def test_refusal_of_child_prevents_contact_between_agencies() -> None:
    loose = {
        "safety": ContactSafety.NOT_LOOKED,
        "through": ContactThrough.NOBODY,
        "is_traced": False,
    }
    assert contact_reasons(**loose, view=ChildView.NOT_ASKED) == []
    assert contact_reasons(**loose, view=ChildView.NO) == ["view"]
    assert contact_reasons(**(loose | {"safety": ContactSafety.DANGER}), view=ChildView.YES) == [
        "safety"
    ]


@pytest.mark.parametrize(
    ("first", "last", "wanted"),
    [
        (dt.date(2024, 5, 1), dt.date(2024, 6, 1), dt.date(2024, 6, 1)),
        (dt.date(2024, 5, 1), None, dt.date(2024, 5, 1)),
        (None, None, TODAY),
    ],
)
def test_age_of_a_missing_child_was_given_for_the_disappearance(
    first: dt.date | None, last: dt.date | None, wanted: dt.date
) -> None:
    assert rules.age_reference_day(first, last, TODAY) == wanted


def test_a_missing_child_of_eight_to_ten_years_was_born_in_these_years() -> None:
    assert rules.birth_years(8, 10, 2024) == (2013, 2016)
    assert rules.birth_years(None, 10, 2024) == (2013, None)
    assert rules.birth_years(8, None, 2024) == (None, 2016)
