"""The facts a search needs; reports that prompt a screening."""

import datetime as dt

import pytest

from saathi.protection.identification.intake.rules import (
    OfficeMoment,
    needs_visit,
    reasons_against_visit,
    reasons_not_to_search,
    screening_prompts,
)
from saathi.protection.identification.intake.vocabulary import (
    Concern,
    ReportChannel,
    SearchFact,
    SearchPurpose,
)

WITH_ME = SearchPurpose.CHILD_IS_WITH_ME
NAME, AGE, GENDER, HOME = SearchFact.NAME, SearchFact.AGE, SearchFact.GENDER, SearchFact.HOME_PLACE
FATHER = SearchFact.RELATIVE_NAME

# the search | purpose | facts | why not
SEARCHES = [
    ("name, age and district", WITH_ME, {NAME: "Asha", AGE: "12", HOME: "Kailali"}, []),
    ("no name, age and district", WITH_ME, {AGE: "12", HOME: "Kailali"}, []),
    ("name and father's name and age", WITH_ME, {NAME: "Asha", FATHER: "Ram", AGE: "12"}, []),
    ("a name alone", WITH_ME, {NAME: "Asha"}, ["facts_missing"]),
    ("name and one fact", WITH_ME, {NAME: "Asha", GENDER: "girl"}, ["facts_missing"]),
    ("blank facts do not count", WITH_ME, {NAME: "Asha", AGE: " ", HOME: ""}, ["facts_missing"]),
    ("nothing", WITH_ME, {}, ["facts_missing"]),
    ("no purpose", None, {AGE: "12", HOME: "Kailali"}, ["purpose_missing"]),
    ("neither", None, {NAME: "Asha"}, ["purpose_missing", "facts_missing"]),
]  # fmt: skip


@pytest.mark.requirement("PRI-006")
@pytest.mark.parametrize(("purpose", "facts", "codes"), [row[1:] for row in SEARCHES], ids=[row[0] for row in SEARCHES])  # fmt: skip
def test_a_search_states_a_purpose_and_two_facts_beyond_a_name(
    purpose: SearchPurpose | None, facts: dict[SearchFact, str], codes: list[str]
) -> None:
    assert [reason.code for reason in reasons_not_to_search(purpose, facts)] == codes


@pytest.mark.parametrize(
    ("concerns", "codes"),
    [
        ([], []),
        ([Concern.NEGLECT], []),
        ([Concern.ON_THE_MOVE], ["on_the_move"]),
        ([Concern.SEPARATED], ["separated"]),
        ([Concern.DETAINED, Concern.NEGLECT], ["detained"]),
    ],
)
def test_concerns_that_prompt_a_screening(concerns: list[Concern], codes: list[str]) -> None:
    assert [reason.code for reason in screening_prompts(concerns)] == codes


def test_reports_come_from_authorities_and_civil_society_and_by_telephone() -> None:
    assert {
        ReportChannel.POLICE,
        ReportChannel.COMMITTEE,
        ReportChannel.HELPLINE,
        ReportChannel.OUTREACH,
    } <= set(ReportChannel)


REPORTED = OfficeMoment(dt.date(2026, 3, 3), dt.time(15, 0, 30))
NOW = OfficeMoment(dt.date(2026, 3, 4), dt.time(9))

# the visit | day of March | time | where the reason is shown
VISITS = [
    ("the day before", 2, None, ["went_on"]),
    ("the hours before", 3, dt.time(9), ["went_time"]),
    ("the minute before", 3, dt.time(14, 59), ["went_time"]),
    ("the minute of the report", 3, dt.time(15), []),
    ("the day of the report, time not known", 3, None, []),
    ("an early hour of the next day", 4, dt.time(1), []),
    ("this minute", 4, dt.time(9), []),
    ("later today", 4, dt.time(9, 1), ["went_time"]),
    ("tomorrow", 5, None, ["went_on"]),
]


@pytest.mark.parametrize(("day", "time", "codes"), [row[1:] for row in VISITS], ids=[row[0] for row in VISITS])  # fmt: skip
def test_visit_of_a_report_is_after_it_and_not_in_the_future(
    day: int, time: dt.time | None, codes: list[str]
) -> None:
    reasons = reasons_against_visit(dt.date(2026, 3, day), time, reported=REPORTED, now=NOW)
    assert [reason.code for reason in reasons] == codes


@pytest.mark.parametrize(
    ("outcome", "is_met", "is_safe", "is_confirmed", "needs"),
    [
        ("", False, False, False, True),
        ("", True, False, False, True),
        ("", True, True, False, False),
        ("", False, False, True, True),
        ("case_opened", False, False, False, True),
        ("added_to_case", False, False, False, True),
        ("case_opened", True, False, False, False),
        ("passed_on", False, False, False, True),
        ("passed_on", True, False, False, True),
        ("passed_on", True, True, False, False),
        ("passed_on", False, False, True, False),
        ("child_not_found", False, False, True, True),
        ("child_not_found", True, False, True, True),
        ("child_not_found", True, True, False, False),
    ],
)
def test_child_of_a_report_of_danger_needs_a_visit(
    outcome: str, is_met: bool, is_safe: bool, is_confirmed: bool, needs: bool
) -> None:
    found = needs_visit(outcome, is_met=is_met, is_safe=is_safe, is_confirmed=is_confirmed)
    assert found is needs
