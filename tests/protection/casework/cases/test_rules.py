"""Deadlines, approvals, closing: what a procedure says, as tables."""

import dataclasses
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saathi.infra.reasons import Reason
from saathi.protection.casework.cases.closing_rules import (
    DANGERS,
    ClosingFacts,
    reasons_not_to_close,
)
from saathi.protection.casework.cases.due_rules import (
    CaseTimes,
    OfficeDays,
    last_open_office_day,
    next_duty_deadlines,
)
from saathi.protection.casework.cases.rules import (
    APPROVAL_TRANSITIONS,
    ApprovalFacts,
    Procedure,
    reasons_not_to_approve,
)
from saathi.protection.casework.cases.status_rules import (
    CASE_TRANSITIONS,
    is_allowed_case_transition,
    reasons_against_reopening,
)
from saathi.protection.casework.cases.vocabulary import (
    ApprovalDecision,
    CaseStatus,
    ClosingReason,
    EvaluationState,
    RiskLevel,
)
from saathi.protection.identification.intake.vocabulary import Urgency

HIGH, MEDIUM, LOW = RiskLevel
ALL_DAYS = OfficeDays()
FRIDAY_AND_SATURDAY = OfficeDays(weekend=frozenset({4, 5}))
PROCEDURE = Procedure()
# Saturday, 1 June 2024, in the evening.
REPORTED = datetime(2024, 6, 1, 20, 0, tzinfo=UTC)


def june(day: int) -> date:
    return date(2024, 6, day)


# what happened | risk | office | what is due
DUES = [
    ("just reported, high: assessed within a day, visited within a week", CaseTimes(REPORTED), HIGH, ALL_DAYS, {"assessment": june(2), "visit": june(8)}),
    ("medium: 72 hours, a fortnight", CaseTimes(REPORTED), MEDIUM, ALL_DAYS, {"assessment": june(4), "visit": june(15)}),
    ("low: a week, a month", CaseTimes(REPORTED), LOW, ALL_DAYS, {"assessment": june(8), "visit": date(2024, 7, 1)}),
    ("risk not assessed yet counts as high", CaseTimes(REPORTED), None, ALL_DAYS, {"assessment": june(2), "visit": june(8)}),
    ("danger does not wait for office days", CaseTimes(datetime(2024, 6, 6, 20, 0, tzinfo=UTC)), HIGH, FRIDAY_AND_SATURDAY, {"assessment": june(7), "visit": june(13)}),
    ("assessed: the plan within two weeks of it", CaseTimes(REPORTED, june(3)), HIGH, ALL_DAYS, {"plan": june(17), "visit": june(10)}),
    ("plan due on a closed day: the open day before", CaseTimes(REPORTED, june(7)), MEDIUM, FRIDAY_AND_SATURDAY, {"plan": june(20), "visit": june(20)}),
    ("approved: a review within three months", CaseTimes(REPORTED, june(3), june(10)), LOW, ALL_DAYS, {"visit": date(2024, 7, 3), "review": date(2024, 9, 9)}),
    ("visited: counted from the visit", CaseTimes(REPORTED, june(3), june(10), june(12), date(2024, 6, 20)), HIGH, ALL_DAYS, {"visit": june(19), "review": date(2024, 7, 20)}),
    ("medium: a review within two months", CaseTimes(REPORTED, june(3), june(10), june(12), date(2024, 6, 20)), MEDIUM, ALL_DAYS, {"visit": june(26), "review": date(2024, 8, 19)}),
    ("not met: the next attempt tomorrow", CaseTimes(REPORTED, june(3), june(10), june(12), attempts=1, last_attempt_on=june(14)), HIGH, ALL_DAYS, {"visit": june(15), "review": date(2024, 7, 10)}),
    ("not met when the visit was due: the next attempt, not a day that is past", CaseTimes(REPORTED, june(3), june(10), june(3), attempts=2, last_attempt_on=june(11)), HIGH, ALL_DAYS, {"visit": june(12), "review": date(2024, 7, 10)}),
    ("an attempt never puts a visit off that is due sooner", CaseTimes(REPORTED, june(3), june(10), june(3), attempts=1, last_attempt_on=june(9)), MEDIUM, ALL_DAYS, {"visit": june(12), "review": date(2024, 8, 9)}),
    ("contact prevented at high risk: the child is checked the same day, also on a closed one", CaseTimes(REPORTED, june(3), june(10), june(12), attempts=1, last_attempt_on=june(15), danger_on=june(15)), HIGH, OfficeDays(weekend=frozenset({5})), {"visit": june(15), "review": date(2024, 7, 10)}),
    ("contact prevented at lower risk: also the same day", CaseTimes(REPORTED, june(3), june(10), june(12), attempts=1, last_attempt_on=june(14), danger_on=june(14)), MEDIUM, ALL_DAYS, {"visit": june(14), "review": date(2024, 8, 9)}),
    ("reported in danger and not met: the next visit stays on the day of the attempt", CaseTimes(REPORTED, attempts=1, last_attempt_on=june(4), danger_on=june(3), urgency=Urgency.NOW), None, ALL_DAYS, {"visit": june(4), "assessment": june(2)}),
    ("reported in danger and assessed without a visit: the first visit stays on its day", CaseTimes(REPORTED, june(3), danger_on=june(3), urgency=Urgency.NOW), MEDIUM, ALL_DAYS, {"visit": june(3), "plan": june(17)}),
    ("in danger and met, not known to be safe: met again the next day at high risk", CaseTimes(REPORTED, june(3), june(10), june(12), danger_on=june(10), is_met_in_danger=True), HIGH, ALL_DAYS, {"visit": june(13), "review": date(2024, 7, 10)}),
    ("domains are missing: the rest of the assessment is due with the plan", CaseTimes(REPORTED, june(3), is_fully_assessed=False), HIGH, ALL_DAYS, {"assessment": june(17), "plan": june(17), "visit": june(10)}),
    ("a plan was approved: nothing more is asked of an old assessment", CaseTimes(REPORTED, june(3), june(10), is_fully_assessed=False), HIGH, ALL_DAYS, {"visit": june(10), "review": date(2024, 7, 10)}),
    ("urgency today: the first visit on the day of report", CaseTimes(REPORTED, urgency=Urgency.TODAY), LOW, ALL_DAYS, {"visit": june(1), "assessment": june(2)}),
    ("in danger now: also on a closed day", CaseTimes(REPORTED, urgency=Urgency.NOW), MEDIUM, OfficeDays(weekend=frozenset({5})), {"visit": june(1), "assessment": june(2)}),
    ("within days: visited in three days, assessed as with a medium risk", CaseTimes(REPORTED, urgency=Urgency.SOON), LOW, ALL_DAYS, {"visit": june(4), "assessment": june(4)}),
    ("urgency never puts off: a high risk is assessed within a day", CaseTimes(REPORTED, urgency=Urgency.SOON), HIGH, ALL_DAYS, {"assessment": june(2), "visit": june(4)}),
    ("low urgency: by risk alone", CaseTimes(REPORTED, urgency=Urgency.LATER), MEDIUM, ALL_DAYS, {"assessment": june(4), "visit": june(15)}),
    ("unknown urgency: by risk alone", CaseTimes(REPORTED, urgency=Urgency.NOT_KNOWN), MEDIUM, ALL_DAYS, {"assessment": june(4), "visit": june(15)}),
    ("met: the urgency of report is past", CaseTimes(REPORTED, last_visit_on=june(1), urgency=Urgency.NOW), HIGH, ALL_DAYS, {"assessment": june(2), "visit": june(8)}),
]  # fmt: skip


@pytest.mark.requirement("CAS-009")
@pytest.mark.parametrize(("times", "risk", "office", "expected"), [row[1:] for row in DUES], ids=[row[0] for row in DUES])  # fmt: skip
def test_what_is_due_next(
    times: CaseTimes, risk: RiskLevel | None, office: OfficeDays, expected: dict[str, date]
) -> None:
    dues = next_duty_deadlines(times, risk, PROCEDURE, office)
    assert {due.duty.value: due.on for due in dues} == expected
    assert [due.on for due in dues] == sorted(due.on for due in dues)


def test_each_country_has_its_own_procedure() -> None:
    strict = dataclasses.replace(PROCEDURE, plan_days=7)
    dues = next_duty_deadlines(CaseTimes(REPORTED, june(3)), LOW, strict, ALL_DAYS)
    assert [due.on for due in dues if due.duty == "plan"] == [june(10)]


@pytest.mark.parametrize(
    ("due", "counted_from", "office", "expected"),
    [
        (june(14), june(1), FRIDAY_AND_SATURDAY, june(13)),
        (june(16), june(1), FRIDAY_AND_SATURDAY, june(16)),
        (june(16), june(1), OfficeDays(holidays=frozenset({june(16), june(15)})), june(14)),
        (june(8), june(6), FRIDAY_AND_SATURDAY, june(9)),
        (june(8), june(6), OfficeDays(weekend=frozenset(range(7))), june(8)),
    ],
)
def test_a_closed_day_moves_a_duty_to_the_open_day_before(
    due: date, counted_from: date, office: OfficeDays, expected: date
) -> None:
    assert last_open_office_day(due, counted_from, office) == expected


@given(
    due=st.dates(date(2024, 1, 1), date(2025, 1, 1)),
    holidays=st.frozensets(st.dates(date(2023, 12, 1), date(2025, 2, 1)), max_size=20),
)
def test_office_days_never_stretch_a_target_of_two_weeks(
    due: date, holidays: frozenset[date]
) -> None:
    office = OfficeDays(frozenset({5, 6}), holidays)
    counted_from = date.fromordinal(due.toordinal() - 14)
    day_found = last_open_office_day(due, counted_from, office)
    closed = [date.fromordinal(due.toordinal() - back) for back in range(14)]
    assert office.is_open(day_found)
    assert day_found <= due or not any(office.is_open(day) for day in closed)


# who and what | request | approver | supervises | why not
ASKED = ApprovalFacts("asha", ApprovalDecision.WAITING, version_asked=3, version_now=3)
APPROVALS = [
    ("another supervisor", ASKED, "bina", True, []),
    ("oneself, though a supervisor", ASKED, "asha", True, ["own_request"]),
    ("a colleague who does not supervise", ASKED, "bina", False, ["not_supervisor"]),
    ("approved already", dataclasses.replace(ASKED, decision=ApprovalDecision.APPROVED), "bina", True, ["already_decided"]),
    ("withdrawn", dataclasses.replace(ASKED, decision=ApprovalDecision.WITHDRAWN), "bina", True, ["already_decided"]),
    ("changed after it was asked for", dataclasses.replace(ASKED, version_now=4), "bina", True, ["changed_since"]),
]  # fmt: skip


@pytest.mark.parametrize(("request_", "approver", "supervises", "codes"), [row[1:] for row in APPROVALS], ids=[row[0] for row in APPROVALS])  # fmt: skip
def test_who_may_approve(
    request_: ApprovalFacts, approver: str, supervises: bool, codes: list[str]
) -> None:
    reasons = reasons_not_to_approve(request_, approver=approver, supervises=supervises)
    assert [reason.code for reason in reasons] == codes


RECOVERED = ClosingFacts(ClosingReason.RECOVERY, EvaluationState.GIVEN, outcome_recorded=True)
TRIED = (june(1), june(5), june(9))


def closing(
    reason: ClosingReason, evaluation: EvaluationState | None, **more: object
) -> ClosingFacts:
    return ClosingFacts(reason, evaluation, **more)  # type: ignore[arg-type]


# why it is to close | the facts | why not yet
CLOSINGS = [
    ("recovered, her evaluation given", RECOVERED, []),
    ("recovered, she did not wish to evaluate", dataclasses.replace(RECOVERED, evaluation=EvaluationState.REFUSED), []),
    ("recovered, too young to evaluate", dataclasses.replace(RECOVERED, evaluation=EvaluationState.TOO_YOUNG), []),
    ("recovered, nobody asked her", dataclasses.replace(RECOVERED, evaluation=None), ["evaluation_missing"]),
    ("recovery claimed, not recorded", dataclasses.replace(RECOVERED, outcome_recorded=False), ["outcome_missing"]),
    ("safe, recorded", closing(ClosingReason.SAFE_NO_FURTHER_NEED, EvaluationState.GIVEN, outcome_recorded=True), []),
    ("safe, not recorded", closing(ClosingReason.SAFE_NO_FURTHER_NEED, EvaluationState.GIVEN), ["outcome_missing"]),
    ("turned 18, recorded", closing(ClosingReason.ADULT, EvaluationState.GIVEN, outcome_recorded=True), []),
    ("turned 18, and nothing else", closing(ClosingReason.ADULT, EvaluationState.GIVEN), ["outcome_missing"]),
    ("moved away, recorded", closing(ClosingReason.MOVED_AWAY, EvaluationState.GIVEN, outcome_recorded=True), []),
    ("moved away, not recorded", closing(ClosingReason.MOVED_AWAY, EvaluationState.GIVEN), ["outcome_missing"]),
    ("she asks for it and knows what it means", closing(ClosingReason.INFORMED_REQUEST, EvaluationState.GIVEN, knows_what_it_means=True), []),
    ("she asks for it, nobody explained", closing(ClosingReason.INFORMED_REQUEST, EvaluationState.GIVEN), ["not_informed"]),
    ("lost after three attempts", closing(ClosingReason.LOST_CONTACT, EvaluationState.LOST, contact_attempts=TRIED), []),
    ("lost after two", closing(ClosingReason.LOST_CONTACT, EvaluationState.LOST, contact_attempts=TRIED[:2]), ["attempts_missing"]),
    ("three calls on one day are one attempt", closing(ClosingReason.LOST_CONTACT, EvaluationState.LOST, contact_attempts=(june(9),) * 3), ["attempts_missing"]),
    ("attempts that are still to come do not count", closing(ClosingReason.LOST_CONTACT, EvaluationState.LOST, contact_attempts=(june(1), june(5), june(16))), ["attempts_missing"]),
    ("died", closing(ClosingReason.DIED, EvaluationState.DIED), []),
    ("died, nothing said of the evaluation", closing(ClosingReason.DIED, None), ["evaluation_missing"]),
    ("the evaluation says died, the reason does not", dataclasses.replace(RECOVERED, evaluation=EvaluationState.DIED), ["evaluation_contradicts"]),
    ("a duplicate of a named case", closing(ClosingReason.DUPLICATE, None, other_case_named=True), []),
    ("a duplicate of what?", closing(ClosingReason.DUPLICATE, None), ["other_case_missing"]),
    ("opened in error", closing(ClosingReason.OPENED_IN_ERROR, None), []),
]  # fmt: skip


def why_not(facts: ClosingFacts, *open_matters: Reason) -> list[str]:
    reasons = reasons_not_to_close(
        facts, open_matters=open_matters, procedure=PROCEDURE, today=june(15)
    )
    return [reason.code for reason in reasons]


@pytest.mark.requirement("CAS-011")
@pytest.mark.parametrize(("facts", "codes"), [row[1:] for row in CLOSINGS], ids=[row[0] for row in CLOSINGS])  # fmt: skip
def test_when_a_case_may_close(facts: ClosingFacts, codes: list[str]) -> None:
    assert why_not(facts) == codes


@pytest.mark.parametrize(
    ("facts", "blocks"),
    [
        (RECOVERED, True),
        (closing(ClosingReason.LOST_CONTACT, EvaluationState.LOST, contact_attempts=TRIED), True),
        (closing(ClosingReason.DIED, EvaluationState.DIED), False),
        (closing(ClosingReason.DUPLICATE, None, other_case_named=True), False),
        (closing(ClosingReason.OPENED_IN_ERROR, None), False),
    ],
)
def test_open_matters_keep_a_case_open_while_there_is_help_to_give(
    facts: ClosingFacts, blocks: bool
) -> None:
    review = Reason("open_review", "A review is open.")
    assert why_not(facts, review) == (["open_review"] if blocks else [])


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        (closing(ClosingReason.OPENED_IN_ERROR, None), ["return_early", "return_unheard", "transfer_unfollowed"]),
        (closing(ClosingReason.DUPLICATE, None, other_case_named=True), ["transfer_unfollowed"]),
        (closing(ClosingReason.LOST_CONTACT, EvaluationState.LOST, contact_attempts=TRIED), ["transfer_unfollowed"]),
        (closing(ClosingReason.INFORMED_REQUEST, EvaluationState.GIVEN, knows_what_it_means=True), ["transfer_unfollowed"]),
        (closing(ClosingReason.DIED, EvaluationState.DIED), []),
    ],
)  # fmt: skip
def test_child_who_was_transferred_or_returned_is_no_mistake_in_the_record(
    facts: ClosingFacts, codes: list[str]
) -> None:
    matters = [
        Reason(code, "-") for code in ("return_early", "return_unheard", "transfer_unfollowed")
    ]
    assert why_not(facts, *matters) == codes


@pytest.mark.parametrize("code", sorted(DANGERS))
@pytest.mark.parametrize("reason", [ClosingReason.DUPLICATE, ClosingReason.OPENED_IN_ERROR])
def test_danger_keeps_also_a_record_open_that_is_a_mistake(
    reason: ClosingReason, code: str
) -> None:
    facts = closing(reason, None, other_case_named=True)
    assert why_not(facts, Reason(code, "Danger.")) == [code]


@pytest.mark.parametrize("code", sorted(DANGERS))
def test_death_on_hearsay_keeps_a_case_open_in_danger(code: str) -> None:
    danger, review = Reason(code, "Danger."), Reason("open_review", "A review is open.")
    hearsay = closing(ClosingReason.DIED, EvaluationState.DIED)
    assert why_not(hearsay, danger, review) == [code, "death_not_confirmed"]
    confirmed = dataclasses.replace(hearsay, death_confirmed=True)
    assert why_not(confirmed, danger, review) == []
    met = dataclasses.replace(confirmed, met_since_death=True)
    assert why_not(met, review) == ["met_since_death"]


@pytest.mark.requirement("CAS-011")
def test_transfer_repatriation_and_turning_eighteen_by_itself_close_no_case() -> None:
    words = " ".join(ClosingReason.values)
    for word in ("transfer", "repatriat", "return", "eighteen", "18"):
        assert word not in words
    task = Reason("open_task", "A task is open.")
    for reason in (ClosingReason.ADULT, ClosingReason.MOVED_AWAY):
        facts = closing(reason, EvaluationState.GIVEN, outcome_recorded=False)
        assert why_not(facts) == ["outcome_missing"], (
            "the help is no longer needed, and that is assessed"
        )
        assert "open_task" in why_not(facts, task)


def test_case_transitions_follow_the_table() -> None:
    assert set(CASE_TRANSITIONS) == set(CaseStatus)
    assert set(APPROVAL_TRANSITIONS) == set(ApprovalDecision)
    ways_to_closed = [
        before for before in CaseStatus if is_allowed_case_transition(before, CaseStatus.CLOSED)
    ]
    assert ways_to_closed == [CaseStatus.CLOSING_ASKED]
    for status in CaseStatus:
        assert status == CaseStatus.OPEN or is_allowed_case_transition(status, CaseStatus.OPEN)


@pytest.mark.parametrize(
    ("status", "explanation", "reasons"),
    [
        (CaseStatus.CLOSED, "She is in danger again.", []),
        (CaseStatus.TRANSFERRED, "The other agency closed.", []),
        (CaseStatus.CLOSED, " ", ["why"]),
        (CaseStatus.OPEN, "She came back.", ["not_ended"]),
        (CaseStatus.CLOSING_ASKED, "", ["not_ended", "why"]),
    ],
)
def test_an_ended_case_is_reopened_with_a_reason(
    status: CaseStatus, explanation: str, reasons: list[str]
) -> None:
    found = reasons_against_reopening(status, explanation=explanation)
    assert [reason.code for reason in found] == reasons
